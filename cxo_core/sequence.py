"""Times that cannot be right together: what ends before it began, a call before its ticket, a decision before acceptance."""

from collections.abc import Iterator
from itertools import pairwise

from cxo_core.duration import between
from cxo_core.encounters import encounters
from cxo_core.entry import Entry
from cxo_core.kinds import SPANS, Kind
from cxo_core.walkthrough import Walkthrough

Pair = tuple[Entry, Entry]
"""What must come first, and what must come after it and does not."""

_SPINE = (Kind.PAPERS_SUBMITTED, Kind.ACCEPTED, Kind.DECIDED, Kind.DELIVERED)
_ENDS = {Kind.ARRIVED: Kind.LEFT, Kind.SERVICE_STARTED: Kind.SERVICE_ENDED, **SPANS}
del _ENDS[Kind.PAUSED]  # resuming ends a finish too


def out_of_order(walkthrough: Walkthrough) -> tuple[Pair, ...]:
    """Every such pair, each later entry once."""
    found: dict[int, Pair] = {}
    for look in (_ends, _calls, _encounters, _spine):
        for earlier, later in look(walkthrough):
            found.setdefault(later.seq, (earlier, later))
    return tuple(found.values())


def _ends(walkthrough: Walkthrough) -> Iterator[Pair]:
    """An end with nothing open before it, while what it could end opens later that day."""
    for begun, ended in _ENDS.items():
        open_since: list[Entry] = []
        strays: list[Entry] = []
        for entry in walkthrough.of_kind(begun, ended):
            if entry.kind is begun:
                open_since.append(entry)
            elif open_since:
                open_since.pop(0)
            else:
                strays.append(entry)
        yield from (pair for pair in zip(open_since, strays, strict=False) if _may_be_mistyped(*pair))


def _calls(walkthrough: Walkthrough) -> Iterator[Pair]:
    """A call with no ticket before it, and a ticket of the same visit that nobody called."""
    for before, after in pairwise(encounters(walkthrough)):
        is_same_visit = before.arrived is after.arrived
        if is_same_visit and before.calls and not before.queued and after.has_ticket and not after.calls:
            assert after.queued
            if _may_be_mistyped(after.queued, before.calls[-1]):
                yield after.queued, before.calls[-1]


def _encounters(walkthrough: Walkthrough) -> Iterator[Pair]:
    """Marks of one encounter whose clocks contradict their places: a wall clock was set between two boots."""
    for met in encounters(walkthrough):
        marks = [mark for mark in (met.arrived, met.queued, *met.calls, met.started, met.ended) if mark]
        yield from _backwards(marks)


def _spine(walkthrough: Walkthrough) -> Iterator[Pair]:
    """行政许可法 29–44: submitted, accepted, decided, delivered."""
    yield from _backwards([mark for mark in map(walkthrough.first, _SPINE) if mark])


def _may_be_mistyped(earlier: Entry, later: Entry) -> bool:
    """Two entries tapped live came in the order they came in; only a time somebody typed can be wrong."""
    is_typed = earlier.moment is None or later.moment is None
    return is_typed and earlier.wall.date() == later.wall.date()


def _backwards(marks: list[Entry]) -> Iterator[Pair]:
    yield from ((earlier, later) for earlier, later in pairwise(marks) if between(earlier, later).ms < 0)
