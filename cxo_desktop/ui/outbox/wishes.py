"""Consent taken back, on its way to an office: the signed wish beside the bundles, with its state, its receipt and its log."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cxo_core.canonical import sha256
from cxo_core.problems import Problem
from cxo_core.text import Text
from cxo_desktop import problem_words
from cxo_desktop.ui.dates import clock_time, day_and_time
from cxo_desktop.ui.outbox.standing import MARKS, Stand, Standing
from cxo_desktop.words import _, ngettext, pick

if TYPE_CHECKING:
    from cxo_core.protocol.withdrawal import WithdrawalReceipt
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.withdrawals import WithdrawalRow


@dataclass(frozen=True, slots=True)
class Wish:
    """`receipt` is None until the office's key was found to have signed one for this very wish. `photos`: how many it names."""

    row: "WithdrawalRow"
    title: Text
    office: str = ""
    can_be_sent: bool = False
    photos: int = 0
    receipt: "WithdrawalReceipt | None" = None

    @property
    def place(self) -> tuple[str, int]:
        return (self.row.id, 0)

    @property
    def is_delivered(self) -> bool:
        return self.row.is_confirmed

    @property
    def is_refused(self) -> bool:
        return is_refused(self.row)

    @property
    def can_be_tried(self) -> bool:
        return self.can_be_sent and not self.is_delivered


def is_refused(row: "WithdrawalRow") -> bool:
    """The office answered that it will not do it; what may pass by itself is only waited for."""
    from cxo_desktop.services.sending import ENDS_THE_ROUND, OF_THE_VAULT, WAITS

    passing = ENDS_THE_ROUND | OF_THE_VAULT | WAITS
    return not row.is_confirmed and row.problem is not None and row.problem.code not in passing


def wishes(vault: "Vault") -> tuple[Wish, ...]:
    """Record lane. What no office confirmed yet comes first, oldest first; then the confirmed ones, the latest first."""
    from cxo_core.protocol.withdrawal import Withdrawal
    from cxo_desktop.storage.offices import Standing as Enrolment

    offices = {office.id: office for office in vault.offices.every()}

    def told(row: "WithdrawalRow") -> Wish:
        office = offices.get(row.office)
        is_enrolled = office is not None and office.standing is Enrolment.ENROLLED
        return Wish(
            row,
            _title(vault, row.walkthrough),
            office.name if office else "",
            can_be_sent=is_enrolled and office is not None and bool(office.addresses),
            photos=len(Withdrawal.read(row.document)[0].evidence),
            receipt=_receipt(row, office.keys.receipt_key) if office else None,
        )

    rows = vault.withdrawals.every()
    done = sorted((row for row in rows if row.is_confirmed), key=lambda row: row.confirmed_at or row.at)
    return tuple(told(row) for row in (*(each for each in rows if not each.is_confirmed), *reversed(done)))


def wish_standing(wish: Wish, *, is_paused: bool, now: datetime) -> Standing:
    """The same states as those of a bundle."""
    row = wish.row
    if row.is_confirmed:
        if wish.receipt is None:
            return _made(Stand.UNPROVEN, _("No receipt that can be verified"))
        why = _("receipt of {time}").format(time=day_and_time(wish.receipt.carried_out_at))
        return _made(Stand.DELIVERED, _("Carried out by the office"), why)
    if wish.is_refused and row.problem is not None:
        return _made(Stand.REFUSED, _("Refused"), problem_words.title(row.problem))
    if is_paused:
        return _made(Stand.PAUSED, _("Paused"))
    if row.next_try is not None and row.next_try > now:
        return _made(Stand.WAITING, _("Waiting until {time}").format(time=clock_time(row.next_try, now)))
    if not wish.can_be_sent:
        return _made(Stand.SEALED, _("Signed, on this laptop only"))
    return _made(Stand.SEALED, _("Signed, to be sent"))


def wish_title(wish: Wish) -> str:
    return _("Consent taken back: {title}").format(title=pick(wish.title) or _("Walkthrough"))


def wish_about(wish: Wish) -> str:
    """How much it names, and since when; never whom."""
    photos = ngettext("{count} photo", "{count} photos", wish.photos).format(count=wish.photos)
    since = _("taken back {when}").format(when=day_and_time(wish.row.at))
    return f"{photos} · {since}"


def wish_sentence(wish: Wish) -> str:
    """What stands in the way and what to do about it; empty where nothing does."""
    if wish.row.is_confirmed:
        return ""
    if wish.row.problem is not None:
        return problem_words.sentence(wish.row.problem)
    if not wish.can_be_sent:
        return _(
            "This laptop is not enrolled with the office. Save it to a stick together with the bundles, or enrol in Settings."
        )
    return _("The office is asked to destroy the sealed files with these photos, and to sign that it did.")


def wish_receipt(wish: Wish) -> str:
    """Who carried it out, when, and how many files went."""
    receipt = wish.receipt
    if receipt is None:
        return ""
    said = _("Receipt of {office} ({key}), {when}").format(
        office=wish.office or receipt.office,
        key=receipt.office,
        when=f"{receipt.carried_out_at.astimezone():%Y-%m-%d %H:%M:%S}",
    )
    count = len(receipt.erased)
    if not count:
        none = _("The office held none of these files.")
        return f"{said}\n{none}"
    gone = ngettext("{count} sealed file destroyed there", "{count} sealed files destroyed there", count)
    return "\n".join((said, gone.format(count=count), *(f"SHA-256 {each}" for each in receipt.erased)))


def wish_details(wish: Wish) -> str:
    """What “copy details” takes: ids and digests, no title, place or person."""
    row = wish.row
    parts = (
        f"withdrawal {row.id}, walkthrough {row.walkthrough}",
        f"sha256 {wish_digest(wish)}",
        f"office {row.office}, {row.attempts} attempts",
        str(row.problem or ""),
        wish_receipt(wish),
    )
    return "\n".join(part for part in parts if part)


def wish_digest(wish: Wish) -> str:
    """Of the signed wish, by which the receipt names it."""
    return sha256(wish.row.document)


def _made(stand: Stand, words: str, why: str = "") -> Standing:
    return Standing(stand, MARKS[stand], words, None, why)


def _title(vault: "Vault", walkthrough: str) -> Text:
    try:
        return vault.walkthroughs.summary(walkthrough).item_title
    except Problem:
        return Text("", "")


def _receipt(row: "WithdrawalRow", receipt_key: str) -> "WithdrawalReceipt | None":
    """The receipt, if this office's key signed it for this wish."""
    from cxo_core.protocol.withdrawal import WithdrawalReceipt

    if row.receipt is None:
        return None
    try:
        receipt = WithdrawalReceipt.read(row.receipt, receipt_key)
    except Problem:
        return None
    return receipt if receipt.is_for(row.document) else None
