"""Enrolment at the office: an officer is given a code, and the laptop that brings it back is given a token."""

import base64
import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from cxo_core.canonical import canonical
from cxo_core.protocol.enrolment import EnrolmentApproval, EnrolmentFile, EnrolmentRequest

if TYPE_CHECKING:
    from cxo_central.house import House


def offer(house: "House", *, officer: str, hall: str, days: int, certificate: str = "") -> EnrolmentFile:
    """A new enrolment file. The office itself keeps only the SHA-256 of its code. `certificate`: PEM, or empty."""
    from cxo_central.storage.enrolments import EnrolmentStore

    now = house.now()
    enrolment = EnrolmentFile(
        office=house.keys,
        addresses=house.settings.addresses,
        code=secrets.token_urlsafe(24),
        officer=officer,
        hall=hall,
        expires_at=now + timedelta(days=days),
        certificate=certificate,
    )
    EnrolmentStore(house.engine).offer(
        enrolment.code, officer=officer, hall=hall, made_at=now, expires_at=enrolment.expires_at
    )
    return enrolment


def approve(house: "House", request: EnrolmentRequest) -> bytes:
    """The signed approval for a request whose signature holds; code and laptop change in one transaction.

    A laptop whose answer was lost asks again with the same code and is given the same token, so that a request that a bad
    line repeats ends no token. One the office knows already keeps everything it delivered.
    Raises Problem `enrolment-code-unknown` (`why`: `unknown`, `expired`, `used`) or `device-revoked`.
    """
    from cxo_central.storage.audit import note
    from cxo_central.storage.devices import DeviceStore
    from cxo_central.storage.engine import writing
    from cxo_central.storage.enrolments import EnrolmentStore

    now, token = house.now(), _token(house, request)
    with writing(house.engine) as connection:
        redeemed = EnrolmentStore.redeem(connection, request.code, device=request.device, at=now)
        DeviceStore.enrol(
            connection,
            request,
            officer=redeemed.officer,
            hall=redeemed.hall,
            token=token,
            at=now,
            renews=redeemed.is_new,
        )
        note(connection, f"device:{request.device}", "device.enrol", request.device)
    approval = EnrolmentApproval(request.device, token, redeemed.officer, redeemed.hall, now)
    return approval.signed(house.receipt_seed)


def _token(house: "House", request: EnrolmentRequest) -> str:
    """One for each code and laptop. Without the office's own secret nobody can tell it."""
    about = canonical({"code": request.code, "device_key": request.device_key})
    digest = hmac.digest(house.receipt_seed, b"cxo.token.v1\0" + about, "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
