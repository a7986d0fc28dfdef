"""The chart of a journey, lane by lane: curve, stages, waits, service, what ran beside, milestones, time of day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cxo_core.entry import Entry
from cxo_core.kinds import SPANS, Kind
from cxo_core.roles import Stage
from cxo_core.spans import spans
from cxo_desktop.kind_words import kind_name, name_of, span_name
from cxo_desktop.measure_words import curve_name, signed
from cxo_desktop.report import palette
from cxo_desktop.report.flow import LABEL, TINY, Face
from cxo_desktop.report.matter import Matter, short_day
from cxo_desktop.report.palette import ACCENT, FAINT, LINE, MUTED, SOFT, STRONG_LINE
from cxo_desktop.report.parts.journey_scale import Sitting, TimeScale
from cxo_desktop.words import _

HEADROOM = 26.0
_CURVE, _STAGE, _LANE, _MILESTONE, _AXIS = 88.0, 15.0, 13.0, 10.0, 16.0
_LABEL_WIDTH = 56.0
_CLOSEST_TICKS = 36.0
_NUMBER = Face(palette.TINY, ACCENT, True)
_MARK = Face(palette.TINY, palette.TEXT)
_MILESTONES = (
    Kind.PAPERS_SUBMITTED,
    Kind.FORM_SUBMITTED,
    Kind.MISSING_TOLD,
    Kind.PAPERS_RESUBMITTED,
    Kind.ACCEPTED,
    Kind.REFUSED,
    Kind.INSPECTION_NOTIFIED,
    Kind.DECIDED,
    Kind.DELIVERED,
)
_LEVELS = (2, 1, 0, -1, -2)


@dataclass(frozen=True, slots=True)
class _Bar:
    start: datetime
    end: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Lane:
    """`look`: how its bars are drawn, told apart in black and white too."""

    name: str
    look: str
    bars: tuple[_Bar, ...]


class Lanes:
    """One chart between `left` and `right`. `height` is known before anything is drawn."""

    def __init__(self, matter: Matter, scale: TimeScale, left: float, right: float) -> None:
        self._matter = matter
        self._scale = scale
        self._left, self._right = left, right
        scheme = matter.walkthrough.scheme
        self._stages = scheme.stages() if scheme else ()
        self._lanes = [lane for lane in _lanes(matter) if lane.bars]
        self._marks = _staggered(matter, scale, matter.walkthrough.of_kind(*_MILESTONES), right)
        rows = 1 + max((row for row, _x, _mark in self._marks), default=-1)
        self._below = rows * _MILESTONE + 6 if rows else 0.0
        self.height = (
            _CURVE + 10 + _STAGE * len(self._stages) + 4 + _LANE * len(self._lanes) + self._below + _AXIS
        )

    def draw(self, top: float) -> None:
        self._frame(top)
        y = top
        self._curve(y)
        y += _CURVE + 10
        for stage in self._stages:
            self._stage(stage, y)
            y += _STAGE
        y += 4
        for lane in self._lanes:
            self._lane(lane, y)
            y += _LANE
        self._milestones(y)
        self._axis(y + self._below)

    def _frame(self, top: float) -> None:
        """Sittings as quiet columns with their days above, and a zigzag where the time between two is folded."""
        pen = self._matter.flow.pen
        height = self.height - _AXIS - self._below
        sittings = self._scale.sittings
        for place, sitting in enumerate(sittings):
            pen.box(sitting.left, top, sitting.right - sitting.left, height, palette.GROUND)
            until = sittings[place + 1].left - 8 if place + 1 < len(sittings) else self._right
            self._day(sitting, until - sitting.left, top)
        for before, after in pairwise(sittings):
            middle = (before.right + after.left) / 2
            teeth = [
                (middle + (2.2 if tooth % 2 else -2.2), top + tooth * 4) for tooth in range(int(height / 4))
            ]
            pen.path(teeth, STRONG_LINE, 0.5)

    def _day(self, sitting: Sitting, width: float, top: float) -> None:
        flow, day = self._matter.flow, sitting.start
        face = Face(palette.SMALL, MUTED, True)
        told = short_day(day)
        if flow.width(told, face) > width:
            told = f"{day.month}/{day.day}"
        flow.put(sitting.left, top - 24, flow.fitted(told, width, face), face)
        visits = [
            visit
            for visit in self._matter.visits
            if visit.arrived.placed <= sitting.end
            and (visit.left is None or visit.left.placed >= sitting.start)
        ]
        if visits:
            trip = _("visit {number}").format(number=visits[0].number)
            flow.put(sitting.left, top - 12.5, flow.fitted(trip, width, TINY), TINY)

    def _name(self, name: str, y: float, height: float) -> None:
        flow = self._matter.flow
        face = LABEL if flow.width(name, LABEL) <= _LABEL_WIDTH else TINY
        flow.put(palette.LEFT, y + (height - face.leading) / 2, flow.fitted(name, _LABEL_WIDTH, face), face)

    def _curve(self, top: float) -> None:
        flow, pen = self._matter.flow, self._matter.flow.pen
        gap = (_CURVE - 16) / 4
        level_y = {level: top + 8 + place * gap for place, level in enumerate(_LEVELS)}
        for level, y in level_y.items():
            pen.line(
                self._left,
                y,
                self._right,
                y,
                STRONG_LINE if level == 0 else LINE,
                0.5,
                () if level == 0 else (1.5, 2),
            )
            flow.put(palette.LEFT, y - 5, signed(level), TINY)
            flow.put(palette.LEFT + 12, y - 5, flow.fitted(curve_name(level), _LABEL_WIDTH - 12, TINY), TINY)
        points = [(self._scale.x(at), level_y[value], number) for at, value, number in self._curve_points()]
        for (x, y, _before), (to_x, to_y, _after) in pairwise(points):
            is_whole = any(each.left <= x and to_x <= each.right for each in self._scale.sittings)
            pen.line(x, y, to_x, to_y, ACCENT, 1.3 if is_whole else 0.9, () if is_whole else (3, 2))
        taken: list[tuple[float, float]] = []
        for x, y, number in points:
            pen.dot(x, y, 2.4, ACCENT)
            at = y - 13.5 if y > top + 14 else y + 3
            while any(abs(x - other) < 9 and abs(at - height) < 7 for other, height in taken):
                at -= 7
            taken.append((x, at))
            flow.put_middle(x, at, str(number), _NUMBER)

    def _curve_points(self) -> list[tuple[datetime, int, int]]:
        """When each step ended, how it felt and its number, in the order of the ends."""
        walkthrough, found = self._matter.walkthrough, []
        for step, number in self._matter.step_numbers.items():
            reading = walkthrough.reading("curve", step)
            if reading is None or reading.value not in _LEVELS:
                continue
            left = walkthrough.step_record(step).stays[-1][1]
            entry = walkthrough.entry(left or reading.seq)
            found.append((entry.placed, int(reading.value), number))
        return sorted(found)

    def _stage(self, stage: Stage, y: float) -> None:
        flow, pen, walkthrough = self._matter.flow, self._matter.flow.pen, self._matter.walkthrough
        self._name(name_of(stage), y, _STAGE)
        pen.line(self._left, y + _STAGE, self._right, y + _STAGE, LINE, 0.4)
        scheme = walkthrough.scheme
        for step in scheme.steps_in(stage) if scheme else ():
            number = self._matter.step_numbers.get(step.id)
            if number is None:
                continue
            last = walkthrough.counting[-1]
            for entered, left in walkthrough.step_record(step.id).stays:
                end = walkthrough.entry(left) if left else last
                for start_x, end_x in self._scale.pieces(walkthrough.entry(entered).placed, end.placed):
                    width = max(end_x - start_x, 2.0)
                    pen.box(start_x, y + 2.5, width, _STAGE - 5, SOFT)
                    pen.box(start_x, y + 2.5, 1.2, _STAGE - 5, ACCENT)
                    if width >= 4 + flow.width(str(number), _NUMBER):
                        flow.put(start_x + 3, y + 2.5, str(number), _NUMBER)

    def _lane(self, lane: _Lane, y: float) -> None:
        flow = self._matter.flow
        self._name(lane.name, y, _LANE)
        for bar in lane.bars:
            for start_x, end_x in self._scale.pieces(bar.start, bar.end):
                width = max(end_x - start_x, 1.5)
                self._bar(lane.look, start_x, y + 2.5, width, _LANE - 5)
                if bar.text and lane.look != "solid" and flow.width(bar.text, TINY) + 4 < width:
                    flow.put_middle(
                        start_x + width / 2, y + 1.6, bar.text, Face(palette.TINY, palette.TEXT, True)
                    )

    def _bar(self, look: str, x: float, y: float, width: float, height: float) -> None:
        pen = self._matter.flow.pen
        match look:
            case "solid":
                pen.box(x, y, width, height, ACCENT)
            case "hatched":
                pen.box(x, y, width, height, palette.PAPER)
                pen.hatch(x, y, width, height, ACCENT)
            case "thin":
                pen.line(x, y + height / 2, x + width, y + height / 2, MUTED, 1.2)
                for end in (x, x + width):
                    pen.line(end, y + 1, end, y + height - 1, MUTED, 0.8)
            case "broken":
                pen.box(x, y, width, height, palette.DANGER)
            case _:
                pen.box(x, y, width, height, palette.WARNING_SOFT)
                pen.frame(x, y, width, height, palette.WARNING, 0.6)

    def _milestones(self, y: float) -> None:
        flow, pen = self._matter.flow, self._matter.flow.pen
        for row, x, mark in self._marks:
            at = self._scale.x(mark.placed)
            middle = y + 5 + row * _MILESTONE
            pen.area(
                ((at, middle - 2.8), (at + 2.8, middle), (at, middle + 2.8), (at - 2.8, middle)), palette.TEXT
            )
            flow.put(x, middle - 5, kind_name(mark.kind), _MARK)

    def _axis(self, y: float) -> None:
        flow, pen = self._matter.flow, self._matter.flow.pen
        for sitting in self._scale.sittings:
            pen.line(sitting.left, y, sitting.right, y, FAINT, 0.6)
            ticks = list(sitting.ticks(_CLOSEST_TICKS))
            if not ticks:
                ticks = [(sitting.left, sitting.start)]
            for x, moment in ticks:
                pen.line(x, y, x, y + 3, FAINT, 0.6)
                label = f"{moment:%H:%M}"
                half = flow.width(label, TINY) / 2
                flow.put_middle(min(max(x, sitting.left + half), self._right - half), y + 3, label, TINY)


def _lanes(matter: Matter) -> Iterable[_Lane]:
    met, walkthrough = matter.clocks.encounters, matter.walkthrough
    lived, waits, served = [], [], []
    seen: set[int] = set()
    for each in met:
        if each.arrived and each.started and each.arrived.seq not in seen:
            seen.add(each.arrived.seq)
            lived.append(_Bar(each.arrived.placed, each.started.placed))
        until = each.calls[-1] if each.has_ticket and each.calls else each.started
        if each.queued and until:
            waits.append(_Bar(each.queued.placed, until.placed))
        if each.started and each.ended:
            served.append(_Bar(each.started.placed, each.ended.placed))
    yield _Lane(_("Since arrival"), "thin", tuple(lived))
    yield _Lane(_("Queue"), "hatched", tuple(waits))
    yield _Lane(_("At the window"), "solid", tuple(served))
    last = walkthrough.counting[-1].placed
    for started in SPANS:
        if started is Kind.PAUSED:
            continue
        bars = tuple(
            _Bar(span.start.placed, span.end.placed if span.end else last)
            for span in spans(walkthrough, started)
        )
        look = "broken" if started is Kind.FAILURE_STARTED else "light"
        yield _Lane(span_name(started), look, bars)


def _staggered(
    matter: Matter, scale: TimeScale, marks: Iterable[Entry], right: float
) -> list[tuple[int, float, Entry]]:
    """Each milestone with the row in which its name has room, and where the name begins."""
    flow, found = matter.flow, []
    ends: list[float] = []
    for mark in marks:
        at, width = scale.x(mark.placed), flow.width(kind_name(mark.kind), _MARK)
        x = at + 5 if at + 5 + width <= right else at - 5 - width
        begin, end = min(x, at - 4), max(x + width, at + 4)
        row = next((row for row, taken in enumerate(ends) if taken + 3 <= begin), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = end
        found.append((row, x, mark))
    return found
