"""One file from a stick: a bundle goes the way it goes over the network, a request is opened and approved."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cxo_central.enrolling import approve
from cxo_central.house import House
from cxo_central.outside_text import told
from cxo_central.receiving.incoming import Incoming, remove_quietly
from cxo_central.receiving.ingest import Answer, Status, receive
from cxo_central.receiving.withdrawing import carry_out
from cxo_central.stick.place import opened
from cxo_central.storage.audit import COMMAND, note_alone
from cxo_central.storage.ledger import Ledger
from cxo_central.storage.uploads import Upload, UploadStore
from cxo_core.problems import Code, Problem
from cxo_core.protocol import enrolment, packet, withdrawal
from cxo_core.protocol.enrolment import EnrolmentApproval, EnrolmentRequest
from cxo_core.protocol.packet import Refusal
from cxo_core.protocol.receipt import Receipt

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

_PIECE = 1 << 20
_AGE_BYTES = 4096
"""What encryption adds to a small document at most."""


class Kind(StrEnum):
    BUNDLE = "bundle"
    REQUEST = "request"
    WITHDRAWAL = "withdrawal"


def kind_of(file: Path) -> Kind:
    """By its name; whatever is no other kind is tried as a bundle."""
    name = file.name.lower()
    if name.endswith(packet.REQUEST_SUFFIX):
        return Kind.REQUEST
    return Kind.WITHDRAWAL if name.endswith(withdrawal.SUFFIX) else Kind.BUNDLE


class Fate(StrEnum):
    """`FAILED`: nothing is known of the file, it could not be read or the office could not keep it."""

    NEW = "new"
    SAME = "same"
    REFUSED = "refused"
    APPROVED = "approved"
    CARRIED_OUT = "carried-out"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file, and what its laptop is to be told. `device` is empty where nobody can know whose it is."""

    file: str
    kind: Kind
    fate: Fate
    device: str = ""
    problem: Problem | None = None
    receipt: bytes | None = None
    refusal: Refusal | None = None
    approval: bytes | None = None
    withdrawal: bytes | None = None


def take_bundle(house: House, path: Path) -> Taken:
    """Never raises a Problem: whatever is wrong with one file is told of that file."""
    try:
        with opened(path) as file:
            digest, size = _measured(file)
            answer = _known(house, digest) or _received(house, file, digest, size)
    except Problem as problem:
        return Taken(path.name, Kind.BUNDLE, Fate.FAILED, problem=problem)
    if answer.receipt is not None:
        device = Receipt.read(answer.receipt, house.keys.receipt_key).device or ""
        fate = Fate.NEW if answer.status is Status.NEW else Fate.SAME
        return Taken(path.name, Kind.BUNDLE, fate, device, receipt=answer.receipt)
    kept = Ledger(house.engine).answered(digest)
    why = answer.problem or Problem(Code.BUNDLE_DAMAGED, where=path.name)
    refusal = Refusal(digest, why.code.value, told(why))
    whose = (kept.device if kept else None) or ""
    return Taken(path.name, Kind.BUNDLE, Fate.REFUSED, whose, problem=why, refusal=refusal)


def take_request(house: House, path: Path, identities: "Sequence[Identity] | None") -> Taken:
    """An enrolment request, encrypted to this office. Never raises a Problem.

    Without `identities`, since they are kept elsewhere, it cannot be opened: `identity-unreadable`.
    """
    device = ""
    try:
        request = EnrolmentRequest.read(_decrypted(path, identities, enrolment.MAX_BYTES))
        device = request.device
        approval = approve(house, request)
    except Problem as problem:
        if device:
            note_alone(house.engine, COMMAND, "device.enrol", device, problem.code.value)
        return Taken(path.name, Kind.REQUEST, Fate.FAILED, problem=problem)
    approved = EnrolmentApproval.read(approval, house.keys.receipt_key)
    return Taken(path.name, Kind.REQUEST, Fate.APPROVED, approved.device, approval=approval)


def take_withdrawal(house: House, path: Path, identities: "Sequence[Identity] | None") -> Taken:
    """Consent taken back, encrypted to this office. Never raises a Problem; fails as a request does where it cannot be opened."""
    try:
        document = _decrypted(path, identities, withdrawal.MAX_BYTES)
        carried = carry_out(house, document, arrived_by="stick", device=None)
    except Problem as problem:
        return Taken(path.name, Kind.WITHDRAWAL, Fate.FAILED, problem=problem)
    fate = Fate.CARRIED_OUT
    return Taken(path.name, Kind.WITHDRAWAL, fate, carried.device, withdrawal=carried.receipt)


def _decrypted(path: Path, identities: "Sequence[Identity] | None", most: int) -> bytes:
    """A small document encrypted to this office."""
    if identities is None:
        raise Problem(Code.IDENTITY_UNREADABLE, path=path.name, line=0)
    with opened(path) as file:
        content = file.read(most + _AGE_BYTES + 1)
    if len(content) > most + _AGE_BYTES:
        raise Problem(Code.DOCUMENT_NOT_SIGNED, why="size")
    return packet.opened(content, identities)


def _known(house: House, digest: str) -> Answer | None:
    """A file the office has is not read into its store again. One that was refused is: things may have changed."""
    found = Ledger(house.engine).answered(digest)
    if found is None or found.receipt is None:
        return None
    note_alone(house.engine, COMMAND, "receipt.read", digest, "read")
    return Answer(Status.SAME, found.receipt, sha256=digest)


def _received(house: House, file: BinaryIO, digest: str, size: int) -> Answer:
    """Stored in parts as over the network, and then through the very code that answers there."""
    limit = house.settings.max_upload_bytes
    if size > limit:
        raise Problem(Code.UPLOAD_TOO_LARGE, bytes=size, limit=limit)
    if size == 0:
        raise Problem(Code.BUNDLE_NOT_A_BUNDLE)
    store = UploadStore(house.engine, house.now)
    days = house.settings.upload_days
    upload = store.begin(Upload.new(device="", size=size, sha256=digest, days=days, now=house.now()))
    incoming = Incoming(store, house.files, upload, is_all=True)
    try:
        file.seek(0)
        for piece in _pieces(file):
            incoming.take([piece])
        incoming.finish()
        return receive(house, upload.id, arrived_by="stick", device=None, announced=None)
    except BaseException:
        incoming.abandon()
        remove_quietly(house.files, store.drop(upload.id))
        raise


def _measured(file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(file):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
