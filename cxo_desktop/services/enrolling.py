"""Enrolling this laptop with a central office: what the officer is shown, the request, and the office's signed answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_core.protocol import enrolment as enrolment_format
from cxo_core.protocol.enrolment import EnrolmentApproval, EnrolmentFile, EnrolmentRequest
from cxo_core.protocol.packet import sealed_to
from cxo_core.signing import public_key
from cxo_desktop.services.offices import device_of
from cxo_desktop.services.stick import REQUEST_SUFFIX, Stick
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.offices import OfficeRow, Standing
from cxo_desktop.storage.sync_log import LogLine

_APPROVED: Final = "approved"
"""The vault remembers under this name when an office approved this laptop last."""


class AsksOffice(Protocol):
    """The line to one office, as far as enrolling needs it."""

    def hello(self) -> object:
        """Raises a Problem unless the office itself answers."""

    def enrol(self, request: bytes) -> bytes:
        """The signed approval for a signed request."""

    def close(self) -> None:
        """Lets go of the line."""


Connect = Callable[[OfficeRow, str | None], AsksOffice]
"""Gives the line to an office; the token is None where the laptop has none yet."""


def look(file: Path | bytes) -> EnrolmentFile:
    """Reads an enrolment file. Raises Problem `enrolment-unreadable`."""
    if isinstance(file, bytes):
        content = file
    else:
        try:
            with file.open("rb") as opened:
                content = opened.read(enrolment_format.MAX_BYTES + 1)
        except OSError as error:
            raise Problem(Code.ENROLMENT_UNREADABLE, field=error.strerror or "file") from error
    if len(content) > enrolment_format.MAX_BYTES:
        raise Problem(Code.ENROLMENT_UNREADABLE, field="size")
    return EnrolmentFile.from_bytes(content)


def enrol(vault: Vault, enrolment: EnrolmentFile, connect: Connect, clock: Clock) -> OfficeRow:
    """Asks the office over the network and keeps its answer; the row then stands as enrolled.

    What was sealed stays addressed to the office it was sealed to. Raises Problem `enrolment-expired`,
    `enrolment-code-unknown`, `office-answers-strangely` where the approval is not this office's word to this laptop,
    and whatever `connect` raises. Nothing in the vault is then other than before.
    """
    now = clock.now().wall
    _check_expiry(enrolment, now)
    row = _row_of(vault, enrolment)
    line = connect(row, None)
    try:
        line.hello()
        approval = line.enrol(_request(vault, enrolment, now))
    finally:
        line.close()
    enrolled = take_approval(vault, row, approval, at=now)
    assert enrolled is not None, "over the network every approval counts"
    return enrolled


def take_approval(
    vault: Vault, office: OfficeRow, approval: bytes, *, at: datetime, by: str = "enrol"
) -> OfficeRow | None:
    """Verifies an approval and keeps the token it brings; `by`: enrol or stick, for the sync log.

    From a stick only a newer approval than the last one counts (else None): an old packet brings no old token back.
    The first office a laptop enrols with is the one it seals to; a further one is chosen by the officer. Raises Problem
    `office-answers-strangely`.
    """
    try:
        told = EnrolmentApproval.read(approval, office.keys.receipt_key)
    except Problem as problem:
        why = f"approval-{problem.details.get('why', 'unread')}"
        raise Problem(Code.OFFICE_ANSWERS_STRANGELY, why=why) from problem
    if told.device != device_of(vault) or not told.token:
        raise Problem(Code.OFFICE_ANSWERS_STRANGELY, why="approval-for-another-laptop")
    if by == "stick" and not _is_newer(vault, office, told):
        return None
    current = vault.offices.current()
    kept = vault.offices.by_id(office.id) or office
    enrolled = replace(
        office,
        pack_version=kept.pack_version,
        pack_etag=kept.pack_etag,
        pack_bytes=kept.pack_bytes,
        standing=Standing.ENROLLED,
        device=told.device,
        officer=told.officer,
        hall=told.hall,
        token_at=at,
        is_current=current is None or current.id == office.id or current.standing is not Standing.ENROLLED,
        attempts=0,
        next_try=None,
        problem=None,
    )
    vault.keep_token(office.id, told.token)
    vault.offices.put(enrolled, line=LogLine(at, office.id, by, details={"device": told.device}))
    vault.settings.put(f"{_APPROVED} {office.id}", told.approved_at.isoformat())
    vault.forget_enrolment(office.id)
    _try_again(vault, office)
    return enrolled


def ask_by_stick(vault: Vault, enrolment: EnrolmentFile, folder: Path, clock: Clock) -> Path:
    """Puts an encrypted request into the folder of a stick and tells where; the office stands as asked until the
    approval comes back (`courier.import_from`). An office that is enrolled already stays so meanwhile. Where there is no
    other office, walkthroughs can be sealed to this one at once: its keys are in the file.

    Raises Problem `enrolment-expired` and those of a stick.
    """
    now = clock.now().wall
    _check_expiry(enrolment, now)
    row = _row_of(vault, enrolment)
    request = sealed_to(_request(vault, enrolment, now), row.keys.recipients)
    path = Stick(folder).put_small(request_name(row), request)
    standing = Standing.ENROLLED if row.standing is Standing.ENROLLED else Standing.ASKED
    details = {"way": "out", "file": path.name}
    vault.keep_enrolment(row.id, enrolment.to_bytes())
    asked = replace(row, standing=standing, is_current=row.is_current or vault.offices.current() is None)
    vault.offices.put(asked, line=LogLine(now, row.id, "stick", details=details))
    return path


def request_again(vault: Vault, office: OfficeRow, clock: Clock) -> bytes | None:
    """The encrypted request of an office that has not answered yet, made anew; None where there is none to make."""
    kept = vault.kept_enrolment(office.id)
    if kept is None:
        return None
    enrolment = EnrolmentFile.from_bytes(kept)
    now = clock.now().wall
    if enrolment.expires_at < now:
        return None
    return sealed_to(_request(vault, enrolment, now), office.keys.recipients)


def request_name(office: OfficeRow) -> str:
    """What the request is called on a stick. It names laptop and office, so that two offices can be asked at once."""
    return f"cxo-{office.device}-{office.id[:8]}{REQUEST_SUFFIX}"


def _try_again(vault: Vault, office: OfficeRow) -> None:
    """What was refused only because the office did not know this laptop is due again."""
    for row in vault.bundles.in_state(BundleState.REFUSED):
        why = row.problem.code if row.problem else None
        if row.office == office.id and why is Code.BUNDLE_DEVICE_UNKNOWN:
            vault.bundles.retry(row)


def _is_newer(vault: Vault, office: OfficeRow, told: EnrolmentApproval) -> bool:
    """Both times are the office's own, so no clock of a laptop has a say."""
    last = vault.settings.get(f"{_APPROVED} {office.id}")
    return last is None or datetime.fromisoformat(last) < told.approved_at


def _row_of(vault: Vault, enrolment: EnrolmentFile) -> OfficeRow:
    """The office as the file tells of it; what the vault knew of the same key stays, all it sealed and took included."""
    told = OfficeRow.of(enrolment.office)
    known = vault.offices.by_id(told.id) or told
    return replace(
        known,
        name=told.name,
        document=told.document,
        addresses=enrolment.addresses,
        certificate=enrolment.certificate,
        device=device_of(vault),
        officer=known.officer or enrolment.officer,
        hall=known.hall or enrolment.hall,
    )


def _request(vault: Vault, enrolment: EnrolmentFile, now: datetime) -> bytes:
    from pyrage.x25519 import Identity

    seed = vault.device_key()
    recipient = str(Identity.from_str(vault.laptop_identity()).to_public())
    return EnrolmentRequest(enrolment.code, public_key(seed), recipient, now).signed(seed)


def _check_expiry(enrolment: EnrolmentFile, now: datetime) -> None:
    if enrolment.expires_at < now:
        expires_at = f"{enrolment.expires_at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
        raise Problem(Code.ENROLMENT_EXPIRED, expires_at=expires_at, now=f"{now:%Y-%m-%d %H:%M}")
