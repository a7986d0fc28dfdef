"""All that the page Retention shows, looked up in one go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cxo_core.problems import Problem
from cxo_core.summary import Summary
from cxo_core.walkthrough import Status
from cxo_desktop.services.erasing import Purge, dated, finish, plan
from cxo_desktop.services.retention import Dated, What, days_of
from cxo_desktop.services.tombstones import Tombstone, tombstones_of
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.erasures import Erasure
from cxo_desktop.storage.library import LibraryQuery
from cxo_desktop.ui.retention.lines import SHOWN

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log, and what went together with it."""

    line: Erasure
    tomb: Tombstone | None


@dataclass(frozen=True, slots=True)
class Seen:
    """`coming`: what has a day that is not over. `about`: the walkthroughs named. `unsealed`, `unanswered`: how many walkthroughs
    have no day, because they are not sealed, or because the office has not confirmed them.
    """

    purge: Purge
    coming: tuple[Dated, ...]
    about: dict[str, Summary]
    days: dict[What, int]
    log: tuple[Erasure, ...]
    unsealed: int
    unanswered: int


def seen(vault: "Vault", today: date, besides: Collection[str]) -> Seen:
    """Work lane: every delivered record is folded. What an erasing that was cut short left is removed first."""
    finish(vault)
    purge = plan(vault, today, besides=besides)
    due = set(purge.due)
    coming = tuple(
        each
        for each in dated(vault, sealed_only=True)
        if each.until and each.until >= today and each not in due
    )
    named = dict.fromkeys(each.walkthrough for each in (*purge.due, *coming) if each.walkthrough)
    waiting = [
        row.walkthrough_id
        for state in (BundleState.SEALED, BundleState.REFUSED)
        for row in vault.bundles.in_state(state)
    ]
    open_ones = tuple(each.value for each in Status if each is not Status.SEALED)
    return Seen(
        purge,
        coming,
        {each: summary for each in named if (summary := _summary(vault, each)) is not None},
        days_of(vault),
        vault.erasures.latest(SHOWN),
        vault.library.count(LibraryQuery(status=open_ones)).number,
        len(set(waiting)),
    )


def entry_at(vault: "Vault", line: int) -> Entry | None:
    """One line of the log, by its number."""
    found = vault.erasures.at_line(line)
    if found is None:
        return None
    tombs = (each for each in tombstones_of(vault, found.walkthrough) if each.line >= found.number)
    return Entry(found, min(tombs, key=lambda each: each.line, default=None))


def _summary(vault: "Vault", walkthrough: str) -> Summary | None:
    try:
        return vault.walkthroughs.summary(walkthrough)
    except Problem:
        return None
