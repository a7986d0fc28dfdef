"""From a laptop's signed wish to the office's signed word that everything is destroyed: over the network and from the stick."""

from dataclasses import dataclass
from datetime import UTC

from cxo_central.house import House
from cxo_central.storage.devices import Device, DeviceStore
from cxo_central.storage.withdrawals import WithdrawalStore
from cxo_core.canonical import sha256
from cxo_core.problems import Code, Problem
from cxo_core.protocol.withdrawal import Withdrawal, WithdrawalReceipt
from cxo_core.signing import key_id


@dataclass(frozen=True, slots=True)
class Carried:
    """The receipt, the laptop it is for, and whether the very same one was given before."""

    receipt: bytes
    device: str
    is_same: bool


def carry_out(house: House, document: bytes, *, arrived_by: str, device: Device | None) -> Carried:
    """Destroys what the wish names. `device`: the laptop whose token came along; None for a stick.

    Raises Problem `document-not-signed`, `bundle-device-unknown`, `bundle-device-unexpected`, `bundle-conflicts`, and what says
    that the office itself fails: then the same wish again goes on where this left off.
    """
    wish, key = Withdrawal.read(document)
    known = device or DeviceStore(house.engine).by_id(key_id(key))
    if known is None:
        raise Problem(Code.BUNDLE_DEVICE_UNKNOWN, device=key_id(key))
    if known.public_key != key:
        raise Problem(Code.BUNDLE_DEVICE_UNEXPECTED, device=key_id(key))
    now = house.now().astimezone(UTC)
    who = f"device:{known.id}"
    store = WithdrawalStore(house.engine)
    begun = store.begin(wish, document, known.id, at=now, arrived_by=arrived_by, who=who)
    if begun.receipt is not None:
        return Carried(begun.receipt, known.id, True)
    for name in store.parts_of(begun.owners):
        house.files.remove(name)
    said = WithdrawalReceipt(house.id, sha256(document), begun.sha256, now).signed(house.receipt_seed)
    return Carried(store.finish(wish, begun, said, who=who), known.id, False)
