"""Stretches with a beginning and an end: interruptions, system failures, interventions, pauses, special procedures."""

from collections.abc import Iterable
from dataclasses import dataclass

from cxo_core.duration import Duration, between, total
from cxo_core.entry import Entry
from cxo_core.kinds import SPANS, Kind
from cxo_core.walkthrough import Walkthrough


@dataclass(frozen=True, slots=True)
class Span:
    """`end` is None while it is still open."""

    start: Entry
    end: Entry | None

    @property
    def duration(self) -> Duration | None:
        return between(self.start, self.end) if self.end else None


def spans(walkthrough: Walkthrough, started: Kind) -> tuple[Span, ...]:
    """The spans of one kind in the order they began. An end closes the earliest still open one; a stray end closes none."""
    ended = SPANS[started]
    found: list[Span] = []
    for entry in walkthrough.of_kind(started, ended):
        if entry.kind is started:
            found.append(Span(entry, None))
            continue
        for index, span in enumerate(found):
            if span.end is None:
                found[index] = Span(span.start, entry)
                break
    return tuple(found)


def open_spans(walkthrough: Walkthrough) -> tuple[Span, ...]:
    """Every span that was begun and not ended yet, in the order they began."""
    found = [span for started in SPANS for span in spans(walkthrough, started) if span.end is None]
    return tuple(sorted(found, key=lambda span: (span.start.placed, span.start.seq)))


def time_in(found: Iterable[Span]) -> Duration | None:
    """The sum of the closed spans; None when there is none."""
    return total([span.duration for span in found if span.duration is not None])


def overlap_ms(found: Iterable[Span], start: Entry, end: Entry) -> int:
    """Milliseconds of [start, end] that lie in at least one of the spans; a still open span counts up to `end`."""
    length = between(start, end).ms
    pieces = []
    for span in found:
        begin = max(0, between(start, span.start).ms)
        stop = min(length, between(start, span.end).ms if span.end else length)
        if stop > begin:
            pieces.append((begin, stop))
    covered, reached = 0, 0
    for begin, stop in sorted(pieces):
        covered += max(0, stop - max(begin, reached))
        reached = max(reached, stop)
    return covered
