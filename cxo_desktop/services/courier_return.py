"""What a stick brings back from the office: approval, receipts, refusals and pack, each believed only by its signature."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_core.protocol import packet as packet_format
from cxo_core.protocol.packet import Packet, Refusal
from cxo_core.protocol.receipt import Receipt
from cxo_desktop.services.copies import clear
from cxo_desktop.services.enrolling import request_name, take_approval
from cxo_desktop.services.offices import device_of
from cxo_desktop.services.packs import PackNews, take_pack
from cxo_desktop.services.receipts import take_receipt
from cxo_desktop.services.stick import Stick
from cxo_desktop.services.vaults import Vault
from cxo_desktop.services.wishes import clear_wishes, take_answers
from cxo_desktop.storage.bundles import BundleRow, BundleState
from cxo_desktop.storage.offices import OfficeRow, Standing
from cxo_desktop.storage.sync_log import LogLine

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

_TAKEN: Final = "packet"
"""The vault remembers under this name when an office made the last packet taken from it."""


@dataclass(frozen=True, slots=True)
class OfficeNews:
    """What one office's packet brought. `problems`: what in it could not be taken; the rest was."""

    office: OfficeRow
    is_approved: bool
    pack: PackNews | None
    delivered: tuple[BundleRow, ...]
    refused: tuple[BundleRow, ...]
    problems: tuple[Problem, ...]
    confirmed: int = 0
    """How many withdrawals the office says it carried out."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A packet for this laptop that no office it knows has signed, or that was cut short."""

    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `removed`: delivered bundles whose copies were taken off the stick."""

    news: tuple[OfficeNews, ...]
    unread: tuple[Unread, ...]
    removed: tuple[BundleRow, ...]

    @property
    def is_empty(self) -> bool:
        """Whether everything on the stick was known already."""
        has_news = any(
            each.is_approved or each.problems or each.confirmed or (each.pack and each.pack.news)
            for each in self.news
        )
        return not (has_news or self.delivered or self.refused or self.unread or self.removed)

    @property
    def delivered(self) -> tuple[BundleRow, ...]:
        return tuple(row for each in self.news for row in each.delivered)

    @property
    def refused(self) -> tuple[BundleRow, ...]:
        return tuple(row for each in self.news for row in each.refused)


def import_from(vault: Vault, folder: Path, clock: Clock) -> Imported:
    """Reads this laptop's packets from a stick; those of other laptops are none of its business.

    The same packet twice, or an older one, changes nothing. A stick that may only be read keeps its copies. Raises Problem
    `folder-missing` and `stick-gone`.
    """
    from pyrage.x25519 import Identity

    stick = Stick(folder)
    stick.check()
    now = clock.now().wall
    identity = Identity.from_str(vault.laptop_identity())
    news: list[OfficeNews] = []
    unread: list[Unread] = []
    for name, content in stick.packets_for(device_of(vault), packet_format.MAX_BYTES):
        found = _opened(vault, content, identity)
        if isinstance(found, Problem):
            unread.append(Unread(name, found))
            vault.sync_log.note(_line(now, "", found))
        else:
            news.append(_take(vault, *found, now))
    return Imported(tuple(news), tuple(unread), _tidied(vault, stick))


def _opened(vault: Vault, content: bytes, identity: "Identity") -> tuple[OfficeRow, Packet] | Problem:
    """The packet and the office that signed it, or why there is none."""
    why = Problem(Code.NOT_ENROLLED)
    for office in vault.offices.every():
        try:
            return office, Packet.open(content, [identity], office.keys.receipt_key, device_of(vault))
        except Problem as problem:
            why = problem
    return why


def _take(vault: Vault, office: OfficeRow, packet: Packet, now: datetime) -> OfficeNews:
    problems: list[Problem] = []
    approved = None
    if packet.approval is not None:
        try:
            approved = take_approval(vault, office, packet.approval, at=now, by="stick")
        except Problem as problem:
            problems.append(problem)
    delivered = tuple(_delivered(vault, office, packet, now, problems))
    refused = tuple(_refused(vault, office, packet, now))
    confirmed, unread = take_answers(vault, office, packet.withdrawals, now)
    problems += unread
    news = None
    if packet.pack is not None:
        try:
            news = take_pack(vault, office, packet.pack, None, at=now)
        except Problem as problem:
            if problem.code is not Code.PACK_OLDER:
                problems.append(problem)
    for each in problems:
        vault.sync_log.note(_line(now, office.id, each))
    if news is not None and not news.is_empty:
        details = {"way": "in", "version": str(news.version), "news": str(len(news.news))}
        vault.sync_log.note(LogLine(now, office.id, "pack", details=details))
    _remember(vault, office, packet)
    known = vault.offices.by_id(office.id) or office
    return OfficeNews(known, approved is not None, news, delivered, refused, tuple(problems), confirmed)


def _delivered(
    vault: Vault, office: OfficeRow, packet: Packet, now: datetime, problems: list[Problem]
) -> Iterator[BundleRow]:
    """Bundles that a receipt in the packet answers for and that were not delivered before."""
    for content in packet.receipts:
        try:
            receipt = Receipt.read(content, office.keys.receipt_key)
            row = _answered(vault, receipt)
            if row is not None and _is_waiting(row, office):
                yield take_receipt(vault, row, content, office.keys, at=now, by="stick")
        except Problem as problem:
            problems.append(problem)


def _answered(vault: Vault, receipt: Receipt) -> BundleRow | None:
    """The bundle a receipt is for: the same file, or the same verified content sealed once more."""
    row = vault.bundles.by_file(receipt.sha256)
    if row is None and receipt.is_opened and receipt.walkthrough and receipt.revision:
        row = vault.bundles.one(receipt.walkthrough, receipt.revision)
    if row is None or not receipt.is_for(sha256=row.sha256, manifest_digest=row.manifest_digest):
        return None
    return row


def _refused(vault: Vault, office: OfficeRow, packet: Packet, now: datetime) -> Iterator[BundleRow]:
    """A refusal counts once: a packet that was here before, or an older one, does not undo "retry now"."""
    if not _is_newer(vault, office, packet):
        return
    for refusal in packet.refusals:
        row = vault.bundles.by_file(refusal.sha256)
        if row is not None and _is_waiting(row, office) and row.state is not BundleState.REFUSED:
            problem = _problem(refusal)
            yield vault.bundles.refuse(row, problem, _line(now, office.id, problem, row))


def _is_waiting(row: BundleRow, office: OfficeRow) -> bool:
    """Not delivered, and sealed to this very office: the word of another one is none about it."""
    return row.state is not BundleState.DELIVERED and row.office in ("", office.id)


def _problem(refusal: Refusal) -> Problem:
    """The office's own word. A code that only a later program knows is told as it is."""
    if refusal.code in tuple(Code):
        return Problem(Code(refusal.code), **refusal.details)
    return Problem(Code.OFFICE_ANSWERS_STRANGELY, why=refusal.code)


def _is_newer(vault: Vault, office: OfficeRow, packet: Packet) -> bool:
    last = vault.settings.get(f"{_TAKEN} {office.id}")
    return last is None or datetime.fromisoformat(last) < packet.made_at


def _remember(vault: Vault, office: OfficeRow, packet: Packet) -> None:
    if _is_newer(vault, office, packet):
        vault.settings.put(f"{_TAKEN} {office.id}", packet.made_at.isoformat())


def _tidied(vault: Vault, stick: Stick) -> tuple[BundleRow, ...]:
    try:
        for office in vault.offices.every():
            if office.standing is Standing.ENROLLED and vault.kept_enrolment(office.id) is None:
                stick.remove(request_name(office))
        clear_wishes(vault, stick)
        return clear(vault, stick)
    except Problem as problem:
        if problem.code is not Code.STICK_READ_ONLY:
            raise
        return ()


def _line(now: datetime, office: str, problem: Problem, row: BundleRow | None = None) -> LogLine:
    return LogLine(
        now,
        office,
        "stick",
        problem.code.value,
        row.walkthrough_id if row else None,
        row.revision if row else None,
        {"way": "in"},
    )
