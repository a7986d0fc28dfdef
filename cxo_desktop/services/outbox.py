"""The outbox: how far every sealed bundle is on its way, and what stands between it and its receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cxo_core.problems import Problem
from cxo_core.protocol.receipt import Receipt
from cxo_core.text import Text
from cxo_desktop.services.receipts import receipt_for
from cxo_desktop.services.sync_settings import is_paused
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.bundles import BundleRow, BundleState
from cxo_desktop.storage.offices import OfficeRow
from cxo_desktop.storage.sync_log import LogLine

SHOWN = 20
"""So many delivered bundles come along with the open ones."""


class Standing(StrEnum):
    """`PARTLY`: the office has some of the file. `UNPROVEN`: kept as delivered, but its receipt does not verify."""

    SEALED = "sealed"
    PARTLY = "partly"
    WAITING = "waiting"
    REFUSED = "refused"
    DELIVERED = "delivered"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Item:
    """One bundle: `percent` of it is at the office, and the ladder allows the next try at `until`, if that is later than now.

    `receipt` was verified when this was made; nothing else makes a bundle delivered.
    """

    bundle: BundleRow
    title: Text
    office: str
    standing: Standing
    percent: int = 0
    until: datetime | None = None
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Outbox:
    """`open` bundles in the order in which they are sent, refused ones first; then the last delivered, newest first."""

    open: tuple[Item, ...]
    delivered: tuple[Item, ...]
    delivered_count: int
    is_paused: bool


def outbox(vault: Vault, now: datetime, *, delivered: int = SHOWN, after: BundleRow | None = None) -> Outbox:
    """All open bundles and a page of delivered ones: the first, or the one behind the row `after`."""
    offices = {office.id: office for office in vault.offices.every()}
    rows = [
        row for state in (BundleState.REFUSED, BundleState.SEALED) for row in vault.bundles.in_state(state)
    ]
    return Outbox(
        open=tuple(_item(vault, row, offices, now) for row in rows),
        delivered=tuple(
            _item(vault, row, offices, now) for row in vault.bundles.delivered(delivered, after=after)
        ),
        delivered_count=vault.bundles.counts()[BundleState.DELIVERED][0],
        is_paused=is_paused(vault),
    )


def item_of(vault: Vault, row: BundleRow, now: datetime) -> Item:
    """One bundle as the outbox tells of it."""
    return _item(vault, row, {office.id: office for office in vault.offices.every()}, now)


def details(item: Item, lines: Sequence[LogLine]) -> str:
    """What “copy details” hands on: digests, codes and times; no title, place or person."""
    row = item.bundle
    told = [
        f"{row.walkthrough_id} r{row.revision}",
        f"sha256 {row.sha256}, {row.bytes} B, sealed {row.sealed_at.isoformat()}",
        f"manifest {row.manifest_digest}",
        f"office {row.office or '-'}, {item.standing.value}, {row.sent_bytes} B sent, {row.attempts} attempts",
    ]
    if item.until is not None:
        told.append(f"next try {item.until.isoformat()}")
    if row.problem is not None:
        told.append(f"problem {row.problem.code.value}")
    if item.receipt is not None:
        told.append(f"receipt of {item.receipt.office}, {item.receipt.received_at.isoformat()}")
    for line in lines:
        numbers = "".join(f" {name}={value}" for name, value in sorted(line.details.items()))
        told.append(f"{line.at.isoformat()} {line.what} {line.outcome}{numbers}")
    return "\n".join(told)


def _item(vault: Vault, row: BundleRow, offices: dict[str, OfficeRow], now: datetime) -> Item:
    office = offices.get(row.office)
    receipt = _receipt(row, office)
    until = row.next_try if row.next_try is not None and row.next_try > now else None
    return Item(
        bundle=row,
        title=_title(vault, row.walkthrough_id),
        office=office.name if office else "",
        standing=_standing(row, receipt, until),
        percent=100 * row.sent_bytes // row.bytes if row.bytes else 0,
        until=until if row.state is BundleState.SEALED else None,
        receipt=receipt,
    )


def _standing(row: BundleRow, receipt: Receipt | None, until: datetime | None) -> Standing:
    if row.state is BundleState.DELIVERED:
        return Standing.DELIVERED if receipt is not None else Standing.UNPROVEN
    if row.state is BundleState.REFUSED:
        return Standing.REFUSED
    if until is not None:
        return Standing.WAITING
    return Standing.PARTLY if row.sent_bytes else Standing.SEALED


def _receipt(row: BundleRow, office: OfficeRow | None) -> Receipt | None:
    if row.receipt is None or office is None:
        return None
    try:
        return receipt_for(row, row.receipt, office.keys)
    except Problem:
        return None


def _title(vault: Vault, walkthrough: str) -> Text:
    """The service item's; empty where the walkthrough is no longer listed."""
    try:
        return vault.walkthroughs.summary(walkthrough).item_title
    except Problem:
        return Text("", "")
