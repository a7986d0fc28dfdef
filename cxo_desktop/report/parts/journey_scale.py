"""Where a time lies on the journey chart: sittings drawn to scale, the days between them folded to a break.

Pure arithmetic on times and points; nothing is drawn here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cxo_core.entry import Entry
from cxo_core.kinds import ABOUT_THE_RECORD, Kind
from cxo_core.walkthrough import Walkthrough

_PAUSE = timedelta(minutes=45)
"""Nothing recorded for longer than this, and not inside one visit: the chart folds it."""
_LONGEST_WAIT = timedelta(hours=4)
_SHORTEST = timedelta(minutes=4)
_NARROWEST, _BREAK = 30.0, 15.0
_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A stretch without a long gap, drawn between the points `left` and `right`."""

    start: datetime
    end: datetime
    left: float
    right: float

    def x(self, moment: datetime) -> float:
        if moment <= self.start:
            return self.left
        return self.left + (self.right - self.left) * min(
            1.0, (moment - self.start) / (self.end - self.start)
        )

    def ticks(self, closest: float) -> Iterator[tuple[float, datetime]]:
        """Round times at least `closest` points apart."""
        minutes = (self.end - self.start) / timedelta(minutes=1)
        per_minute = (self.right - self.left) / minutes
        step = next((step for step in _STEPS if step * per_minute >= closest), 480)
        day = self.start.replace(hour=0, minute=0, second=0, microsecond=0)
        number = -((day - self.start) // timedelta(minutes=step))
        while (moment := day + number * timedelta(minutes=step)) <= self.end:
            yield self.x(moment), moment
            number += 1


@dataclass(frozen=True, slots=True)
class TimeScale:
    sittings: tuple[Sitting, ...]

    def x(self, moment: datetime) -> float:
        """The point of a time; one inside a break lies at its near edge."""
        before = [sitting for sitting in self.sittings if sitting.start <= moment]
        return (before[-1] if before else self.sittings[0]).x(moment)

    def pieces(self, start: datetime, end: datetime) -> Iterator[tuple[float, float]]:
        """The parts of a stretch that are drawn, one for each sitting it touches."""
        for sitting in self.sittings:
            if start <= sitting.end and end >= sitting.start:
                yield sitting.x(start), sitting.x(end)


def time_scale(walkthrough: Walkthrough, left: float, right: float) -> TimeScale | None:
    """The scale of a whole record between two points; None where nothing has a time."""
    marks = [entry for entry in walkthrough.counting if entry.kind not in _NO_MARK]
    if not marks:
        return None
    groups = list(_groups(walkthrough, marks))
    stretches = [_stretch(group) for group in groups]
    broken = min(_BREAK, (right - left) / (4 * len(stretches)))
    room = right - left - broken * (len(stretches) - 1)
    widths = _widths([end - start for start, end in stretches], room)
    sittings, at = [], left
    for (start, end), width in zip(stretches, widths, strict=True):
        sittings.append(Sitting(start, end, at, at + width))
        at += width + broken
    return TimeScale(tuple(sittings))


_NO_MARK = ABOUT_THE_RECORD - {Kind.FINISHED}


def _groups(walkthrough: Walkthrough, marks: Sequence[Entry]) -> Iterator[list[Entry]]:
    group = [marks[0]]
    for entry in marks[1:]:
        gap = entry.placed - group[-1].placed
        is_one_visit = walkthrough.visit_of(entry) == walkthrough.visit_of(group[-1]) > 0
        has_left = group[-1].kind is Kind.LEFT
        if gap > (_LONGEST_WAIT if is_one_visit and not has_left else _PAUSE):
            yield group
            group = []
        group.append(entry)
    yield group


def _stretch(group: Sequence[Entry]) -> tuple[datetime, datetime]:
    """A lone moment gets some minutes, so that it has a width."""
    start, end = group[0].placed, group[-1].placed
    return start, max(end, start + _SHORTEST)


def _widths(lengths: Sequence[timedelta], room: float) -> list[float]:
    """Widths in proportion, none narrower than can be read while there is room for that."""
    narrowest = min(_NARROWEST, room / len(lengths))
    fixed: set[int] = set()
    while True:
        free = room - narrowest * len(fixed)
        total = sum((length for place, length in enumerate(lengths) if place not in fixed), timedelta())
        widths = [
            narrowest if place in fixed else free * (length / total) for place, length in enumerate(lengths)
        ]
        narrow = {place for place, width in enumerate(widths) if width < narrowest - 1e-6} - fixed
        if not narrow:
            return widths
        fixed |= narrow
