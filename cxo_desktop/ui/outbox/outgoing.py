"""A sealed bundle as the outbox shows it: its row, what it is about, whom it is for, and its receipt once that is verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cxo_core.problems import Problem
from cxo_core.text import Text
from cxo_desktop.ui.outbox.wishes import Wish, wishes

if TYPE_CHECKING:
    from cxo_core.protocol.receipt import Receipt
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.bundles import BundleRow
    from cxo_desktop.storage.offices import OfficeRow


class Filter(StrEnum):
    OPEN = "open"
    DELIVERED = "delivered"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`receipt` is None until the office's key was found to have signed one for this very bundle.

    `office` is the name of the one it was sealed to; `can_be_sent`: this laptop is enrolled there and it has an address.
    """

    bundle: "BundleRow"
    title: Text
    office: str = ""
    can_be_sent: bool = False
    receipt: "Receipt | None" = None

    @property
    def place(self) -> tuple[str, int]:
        return (self.bundle.walkthrough_id, self.bundle.revision)

    @property
    def is_delivered(self) -> bool:
        return self.bundle.state == "delivered"

    @property
    def is_refused(self) -> bool:
        return self.bundle.state == "refused"

    @property
    def can_be_tried(self) -> bool:
        """Whether there is still something to send, and somebody to send it to."""
        return self.can_be_sent and not self.is_delivered and not self.bundle.is_erased


Held = Outgoing | Wish
"""A row of the outbox."""


@dataclass(frozen=True, slots=True)
class Heap:
    """One look at the outbox: the first rows of what was asked for, how many there are of each kind, and whether it is paused.

    `destroyed`: bundles that never go out, because consent was withdrawn before the office had them.
    """

    rows: tuple[Held, ...]
    open: int
    delivered: int
    has_more: bool
    is_paused: bool
    has_office: bool
    destroyed: int = 0


PAGE = 100
"""Delivered bundles asked for at a time; the open ones come all at once, there are never many."""


def heap(vault: "Vault", wanted: Filter, *, is_paused: bool) -> Heap:
    """Record lane. The open ones in the order in which they are sent, withdrawals first; then the delivered ones, newest first."""
    from cxo_desktop.storage.bundles import BundleState
    from cxo_desktop.storage.offices import Standing

    offices = {office.id: office for office in vault.offices.every()}
    every = [
        row for state in (BundleState.REFUSED, BundleState.SEALED) for row in vault.bundles.in_state(state)
    ]
    open_rows = [row for row in every if not row.is_erased]
    destroyed = [row for row in every if row.is_erased]
    counts = vault.bundles.counts()
    asked = wishes(vault)
    waiting = tuple(each for each in asked if not each.is_delivered)
    done = tuple(each for each in asked if each.is_delivered)
    rows = list(open_rows) if wanted is not Filter.DELIVERED else []
    delivered = vault.bundles.delivered(PAGE) if wanted is not Filter.OPEN else ()
    told = _told(vault, rows, offices)
    shown: tuple[Held, ...] = (*waiting, *told) if wanted is not Filter.DELIVERED else ()
    if wanted is not Filter.OPEN:
        shown += (*done, *_told(vault, delivered, offices))
    if wanted is Filter.ALL and len(delivered) < PAGE:
        shown += _told(vault, destroyed, offices)
    return Heap(
        rows=shown,
        open=len(open_rows) + len(waiting),
        destroyed=len(destroyed),
        delivered=counts[BundleState.DELIVERED][0] + len(done),
        has_more=len(delivered) == PAGE,
        is_paused=is_paused,
        has_office=any(office.standing is Standing.ENROLLED for office in offices.values()),
    )


def more(vault: "Vault", after: "BundleRow") -> tuple[tuple[Outgoing, ...], bool]:
    """Record lane. The delivered bundles behind one of them, and whether there are still more."""
    offices = {office.id: office for office in vault.offices.every()}
    rows = vault.bundles.delivered(PAGE, after=after)
    return _told(vault, rows, offices), len(rows) == PAGE


def _told(
    vault: "Vault", rows: "Sequence[BundleRow]", offices: "Mapping[str, OfficeRow]"
) -> tuple[Outgoing, ...]:
    from cxo_desktop.storage.offices import Standing

    def told(row: "BundleRow") -> Outgoing:
        office = offices.get(row.office)
        return Outgoing(
            bundle=row,
            title=_title(vault, row.walkthrough_id),
            office=office.name if office else "",
            can_be_sent=office is not None
            and office.standing is Standing.ENROLLED
            and bool(office.addresses),
            receipt=_receipt(row, office),
        )

    return tuple(told(row) for row in rows)


def _title(vault: "Vault", walkthrough: str) -> Text:
    try:
        return vault.walkthroughs.summary(walkthrough).item_title
    except Problem:
        return Text("", "")


def _receipt(row: "BundleRow", office: "OfficeRow | None") -> "Receipt | None":
    """The receipt, if this office's key signed it for this bundle."""
    from cxo_desktop.services.receipts import receipt_for

    if row.receipt is None or office is None:
        return None
    try:
        return receipt_for(row, row.receipt, office.keys)
    except Problem:
        return None
