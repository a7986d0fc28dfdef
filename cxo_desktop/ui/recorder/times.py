"""A time as people type it: “13:41”, “1341”, “昨天 13:41”, “11-20 13:41”, “2026-11-20 13:41:05”, “-5” (minutes ago)."""

import re
from datetime import date, datetime, time, timedelta

_TIME = re.compile(r"(?P<hour>\d{1,2})[:：.时](?P<minute>\d{1,2})(?:分?|[:：](?P<second>\d{1,2}))")
_RUN_TOGETHER = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?")
_AGO = re.compile(r"[-−](?P<minutes>\d{1,4})")
_DATE = re.compile(r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?")
_DAYS_AGO = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}


def typed_time(text: str, now: datetime) -> datetime | None:
    """The aware time a text names, in the offset of `now`; None where it names none.

    Without a date it is today. Whether it lies in the future is for the record to refuse.
    """
    words = text.strip().lower().split()
    if len(words) == 1 and (ago := _AGO.fullmatch(words[0])):
        return now - timedelta(minutes=int(ago["minutes"]))
    if len(words) == 1:
        words = _split(words[0])
    match words:
        case [clock]:
            return _at(now.date(), clock, now)
        case [day, clock]:
            there = _day(day, now.date())
            return _at(there, clock, now) if there else None
        case _:
            return None


def time_words(moment: datetime, now: datetime) -> str:
    """A time written so that `typed_time` reads it back to the second."""
    there = moment.astimezone(now.tzinfo)
    if there.date() == now.date():
        return f"{there:%H:%M:%S}"
    return f"{there:%Y-%m-%d %H:%M:%S}"


def _split(word: str) -> list[str]:
    """“昨天13:41” is two words."""
    for day in _DAYS_AGO:
        if word.startswith(day) and len(word) > len(day):
            return [day, word.removeprefix(day)]
    return [word]


def _day(word: str, today: date) -> date | None:
    if word in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[word])
    if not (found := _DATE.fullmatch(word)):
        return None
    try:
        there = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    if not found["year"] and there > today:
        return _a_year_before(there)
    return there


def _a_year_before(there: date) -> date | None:
    """“12-30” typed in January was last year."""
    try:
        return there.replace(year=there.year - 1)
    except ValueError:
        return None


def _at(day: date, clock: str, now: datetime) -> datetime | None:
    found = _TIME.fullmatch(clock) or _RUN_TOGETHER.fullmatch(clock)
    if not found:
        return None
    try:
        when = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None
    return datetime.combine(day, when, now.tzinfo)
