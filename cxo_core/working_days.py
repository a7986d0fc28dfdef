"""Working days by the State Council's holiday calendar, with 调休: some weekends are worked, some weekdays are free.

The calendar is the published one (package `holidays`). Past its last published year nothing is computed: guessing a
deadline is worse than saying that it cannot be known yet.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from cxo_core.problems import Code, Problem
from cxo_core.published_days import FREE, WORKED

_ONE = timedelta(days=1)


FIRST_YEAR = 2012
"""The first year taken from the published arrangements; records are younger than that."""


def last_published_year() -> int:
    """The last year whose arrangement with its worked weekends is in the calendar."""
    return max(WORKED)


@cache
def _exceptions() -> frozenset[date]:
    """Weekdays that are free and weekends that are worked."""
    days = ((year, told) for table in (FREE, WORKED) for year, days in table.items() for told in days.split())
    return frozenset(date(year, int(told[:2]), int(told[2:])) for year, told in days)


def is_working_day(day: date) -> bool:
    """Whether offices are open on that day. Raises Problem `calendar-not-published` outside the published years."""
    _check_published(day)
    return (day.weekday() < 5) != (day in _exceptions())


def count_working_days(after: date, until: date) -> int:
    """Working days d with after < d ≤ until: the start day is not counted (民法典 201)."""
    return sum(is_working_day(day) for day in days_between(after, until))


def working_days_after(after: date, until: date) -> int | None:
    """As `count_working_days`, but None where the calendar is not published yet."""
    try:
        return count_working_days(after, until)
    except Problem:
        return None


def add_working_days(start: date, count: int) -> date:
    """The day on which a limit of `count` working days from `start` ends; the start day is not counted (民法典 201)."""
    _check_published(start)
    day = start
    while count > 0:
        day += _ONE
        count -= is_working_day(day)
    return day


def add_calendar_days(start: date, count: int) -> date:
    """The day on which a limit of `count` calendar days ends; an end on a holiday moves to the next working day (民法典 203)."""
    _check_published(start)
    try:
        day = start + timedelta(days=count)
    except OverflowError as error:
        raise Problem(Code.CALENDAR_NOT_PUBLISHED, year=date.max.year) from error
    while not is_working_day(day):
        day += _ONE
    return day


def days_between(after: date, until: date) -> Iterator[date]:
    """Every day d with after < d ≤ until. Both ends must lie in published years, so it can never run for ages."""
    if after >= until:
        return
    _check_published(after)
    _check_published(until)
    day = after
    while day < until:
        day += _ONE
        yield day


def _check_published(day: date) -> None:
    if not FIRST_YEAR <= day.year <= last_published_year():
        raise Problem(Code.CALENDAR_NOT_PUBLISHED, year=day.year)
