"""Laptops the office knows, entered as an approval enters them."""

from datetime import UTC, datetime

from pyrage.x25519 import Identity
from sqlalchemy import Engine

from cxo_central.storage.devices import DeviceStore
from cxo_central.storage.engine import writing
from cxo_core.protocol.enrolment import EnrolmentRequest
from cxo_core.signing import public_key


def enrolled(engine: Engine, seed: bytes, token: str, *, officer: str = "李敏", hall: str = "城东区") -> str:
    """The laptop with this signing seed holds this token from now on; its id."""
    now = datetime.now(UTC)
    recipient = str(Identity.generate().to_public())
    asked = EnrolmentRequest("a code", public_key(seed), recipient, now)
    with writing(engine) as connection:
        DeviceStore.enrol(connection, asked, officer=officer, hall=hall, token=token, at=now, renews=True)
    return asked.device
