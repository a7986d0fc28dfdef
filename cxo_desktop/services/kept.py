"""Until when one walkthrough and everything that belongs to it is kept, and why; what of it was erased already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from cxo_core.fold import fold
from cxo_core.summary import Summary
from cxo_core.walkthrough import Status
from cxo_desktop.services.consents import Consent, consents_of
from cxo_desktop.services.erasing import holding_of, revisions_of
from cxo_desktop.services.retention import Dated, Ground, Sealed, Stays, What, dates_of, days_of
from cxo_desktop.services.tombstones import Tombstone, tombstones_of
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.evidence_rows import EvidenceRow


@dataclass(frozen=True, slots=True)
class Part:
    """So many objects of one kind that may stay through the same day; `revision` is that of a bundle, else 0."""

    what: What
    count: int
    bytes: int
    until: date | None
    stays: Stays | None
    ground: Ground | None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """`whole`: the walkthrough itself. `days`: the periods the days were reckoned with."""

    whole: Dated
    objects: tuple[Dated, ...]
    days: Mapping[What, int]
    consents: tuple[Consent, ...]
    erased: tuple[Tombstone, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        return parts_of(self.objects)


@dataclass(frozen=True, slots=True)
class Whole:
    """Until when a walkthrough stays; where that is None, `stays` says why."""

    until: date | None
    stays: Stays | None


def kept(vault: Vault, walkthrough: str) -> Kept:
    """Everything about one walkthrough. Raises Problem `walkthrough-not-found`."""
    events = list(vault.walkthroughs.events(walkthrough))
    state = fold(events)
    days = days_of(vault)
    every = dates_of(holding_of(vault, state), days)
    return Kept(
        every[-1],
        every[:-1],
        days,
        consents_of(vault, state, events),
        tombstones_of(vault, walkthrough),
    )


def parts_of(objects: Iterable[Dated]) -> tuple[Part, ...]:
    """The same counted by kind and day, the earliest first; what has no day comes last."""

    def place(each: Dated) -> tuple[date, str, str]:
        kind = each.subject if each.what is What.BUNDLE else ""
        return each.until or date.max, each.what.value, kind

    found = []
    for _place, group in groupby(sorted(objects, key=place), key=place):
        same = list(group)
        first = same[0]
        revision = int(first.subject[1:]) if first.what is What.BUNDLE else 0
        size = sum(each.bytes for each in same)
        found.append(
            Part(first.what, len(same), size, first.until, first.stays, first.ground, revision=revision)
        )
    return tuple(found)


def wholes(vault: Vault, summaries: Iterable[Summary]) -> dict[str, Whole]:
    """Until when each of these walkthroughs stays, by its id. No record is folded for it: a list may ask for a page."""
    days = days_of(vault)
    return {
        each.id: whole_of(each, vault.evidence_rows.of(each.id), revisions_of(vault, each.id), days)
        for each in summaries
    }


def whole_of(
    summary: Summary,
    files: Iterable[EvidenceRow],
    revisions: tuple[Sealed, ...],
    days: Mapping[What, int],
) -> Whole:
    """The same day as that of the walkthrough in `retention.dates_of`: it goes last of all that belongs to it."""
    if summary.status != Status.SEALED:
        return Whole(None, Stays.OPEN)
    last = revisions[-1] if revisions else None
    ground = last.ground if last is not None and last.row.revision == summary.revision else None
    if ground is None:
        return Whole(None, Stays.NO_RECEIPT)
    rows = tuple(files)
    until = [ground.signed_on + timedelta(days=days[What.WALKTHROUGH])]
    if rows and summary.photos:
        until.append(ground.signed_on + timedelta(days=days[What.PHOTO]))
    until += [row.expires_on for row in rows if row.expires_on]
    until += [
        each.ground.signed_on + timedelta(days=days[What.BUNDLE])
        for each in revisions
        if each.ground and not each.row.is_erased
    ]
    return Whole(max(until), None)
