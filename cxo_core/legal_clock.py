"""The legal clock K: working days from acceptance to decision, less special procedures, against each limit."""

from dataclasses import dataclass
from datetime import date

from cxo_core.clocks import day
from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.limit import DayUnit, Limit, LimitKind
from cxo_core.problems import Problem
from cxo_core.spans import spans
from cxo_core.walkthrough import Walkthrough
from cxo_core.working_days import (
    add_calendar_days,
    add_working_days,
    count_working_days,
    days_between,
    is_working_day,
)

NOTICE_WORKING_DAYS = 5
"""行政许可法 32(4): what is missing is told once, on the spot or within five working days."""


@dataclass(frozen=True, slots=True)
class LegalClock:
    """`working_days` and `calendar_days` are None until a decision. `is_deemed`: accepted by law from receipt, because
    nothing was said to be missing within five working days (行政许可法 32). `suspended_*` did not count (行政许可法 45).
    """

    accepted: date
    is_deemed: bool
    decided: date | None
    working_days: int | None
    calendar_days: int | None
    suspended_working_days: int
    suspended_calendar_days: int


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """One limit held against the record. `due` is the last day on which it is kept; `is_kept` is None while open."""

    limit: Limit
    start: date | None
    due: date | None
    reached: date | None
    is_kept: bool | None


def legal_clock(walkthrough: Walkthrough, today: date | None = None) -> LegalClock | None:
    """K of a walkthrough; None before acceptance. Raises Problem `calendar-not-published` past the published calendar.

    The start day is not counted (民法典 201); hearings, tests, inspections by experts and other special procedures do not
    count (行政许可法 45). `today` decides, while no decision is there, whether acceptance is deemed.
    """
    accepted, is_deemed = _acceptance(walkthrough, today)
    if accepted is None:
        return None
    decision = walkthrough.first(Kind.DECIDED)
    decided = day(decision) if decision else None
    suspended = _suspended_days(walkthrough, accepted, decided)
    suspended_working = sum(is_working_day(each) for each in suspended)
    return LegalClock(
        accepted=accepted,
        is_deemed=is_deemed,
        decided=decided,
        working_days=count_working_days(accepted, decided) - suspended_working if decided else None,
        calendar_days=(decided - accepted).days - len(suspended) if decided else None,
        suspended_working_days=suspended_working,
        suspended_calendar_days=len(suspended),
    )


def limit_checks(walkthrough: Walkthrough) -> tuple[LimitCheck, ...]:
    """Every limit of the guide that runs over a stretch of this record, with its last day and whether it was kept.

    Limits run from acceptance to decision (statutory, promised, on the spot), from decision to delivery, and from receipt
    of papers to the notice of what is missing. Raises Problem `calendar-not-published` as `legal_clock` does.
    """
    clock = legal_clock(walkthrough)
    if walkthrough.item is None:
        return ()
    checks = []
    for limit in walkthrough.item.limits:
        start, reached = _stretch(walkthrough, clock, limit)
        if start is None:
            checks.append(LimitCheck(limit, None, None, reached, None))
            continue
        due = _due(start, limit, clock)
        checks.append(LimitCheck(limit, start, due, reached, reached <= due if reached else None))
    return tuple(checks)


RUNNING = frozenset(
    {LimitKind.ON_THE_SPOT, LimitKind.STATUTORY, LimitKind.PROMISED, LimitKind.DELIVERY, LimitKind.NOTICE}
)
"""Limits that a record can be held against. Extensions need an approval, the others are not about this case's pace."""


def _stretch(
    walkthrough: Walkthrough, clock: LegalClock | None, limit: Limit
) -> tuple[date | None, date | None]:
    match limit.kind:
        case LimitKind.ON_THE_SPOT | LimitKind.STATUTORY | LimitKind.PROMISED:
            return (clock.accepted, clock.decided) if clock else (None, None)
        case LimitKind.DELIVERY:
            return _day_of(walkthrough.first(Kind.DECIDED)), _day_of(walkthrough.first(Kind.DELIVERED))
        case LimitKind.NOTICE:
            received = walkthrough.of_kind(Kind.PAPERS_RECEIVED, Kind.PAPERS_SUBMITTED)
            return _day_of(received[0] if received else None), _day_of(walkthrough.first(Kind.MISSING_TOLD))
        case _:
            return None, None


def _due(start: date, limit: Limit, clock: LegalClock | None) -> date:
    counts_suspension = limit.kind in (LimitKind.STATUTORY, LimitKind.PROMISED) and clock is not None
    if limit.unit is DayUnit.WORKING:
        longer = clock.suspended_working_days if counts_suspension and clock else 0
        return add_working_days(start, limit.days + longer)
    longer = clock.suspended_calendar_days if counts_suspension and clock else 0
    return add_calendar_days(start, limit.days + longer)


def _acceptance(walkthrough: Walkthrough, today: date | None) -> tuple[date | None, bool]:
    if accepted := walkthrough.first(Kind.ACCEPTED):
        return day(accepted), False
    received = walkthrough.first(Kind.PAPERS_RECEIVED)
    if received is None or walkthrough.first(Kind.REFUSED):
        return None, False
    told = walkthrough.first(Kind.MISSING_TOLD)
    ends = walkthrough.first(Kind.DECIDED)
    known_until = day(ends) if ends else today or day(walkthrough.counting[-1])
    last_day = add_working_days(day(received), NOTICE_WORKING_DAYS)
    if told is not None and day(told) <= last_day:
        return None, False
    return (day(received), True) if known_until > last_day else (None, False)


def _suspended_days(walkthrough: Walkthrough, accepted: date, decided: date | None) -> frozenset[date]:
    """Days of special procedures inside the stretch; the day a procedure starts still counts, as with any limit."""
    found: set[date] = set()
    for span in spans(walkthrough, Kind.SPECIAL_STARTED):
        until = day(span.end) if span.end else (decided or day(walkthrough.counting[-1]))
        found.update(days_between(max(day(span.start), accepted), min(until, decided or until)))
    return frozenset(found)


def _day_of(entry: Entry | None) -> date | None:
    return day(entry) if entry else None


def limits_known(walkthrough: Walkthrough) -> tuple[tuple[LimitCheck, ...], Problem | None]:
    """The limit checks, or none and the Problem that says why they cannot be known yet."""
    try:
        return limit_checks(walkthrough), None
    except Problem as problem:
        return (), problem
