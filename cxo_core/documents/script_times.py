"""The times of a script: a clock time on the day reached, a whole date and time, or so much later than before."""

import re
from datetime import datetime, time, timedelta
from typing import Any

_LATER = re.compile(r"\+\s*(\d{1,5})\s*([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class ScriptClock:
    """Reads one time after the other; a bare clock time is taken on the day of the last time read."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def read(self, text: str, *, moves: bool = True) -> datetime:
        """The time meant, with offset. Raises ValueError for one that cannot be read. `moves`: later times follow from it."""
        meant = self._meant(text.strip())
        if moves:
            self._now = meant
        return meant

    @property
    def now(self) -> datetime:
        return self._now

    def _meant(self, text: str) -> datetime:
        if later := _LATER.fullmatch(text):
            return self._now + timedelta(**{_UNITS[later[2]]: int(later[1])})
        if "-" not in text:
            padded = f"0{text}" if re.match(r"\d:", text) else text
            clock = time.fromisoformat(padded)
            if clock.tzinfo is not None:
                raise ValueError("the offset is said once, at the head of the script")
            return datetime.combine(self._now.date(), clock, self._now.tzinfo)
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=self._now.tzinfo)


def clock_of(script: dict[str, Any]) -> ScriptClock:
    """A clock at midnight of the script's first day, China standard time unless the script says another offset."""
    return ScriptClock(datetime.fromisoformat(f"{script['date']}T00:00:00{script.get('offset', '+08:00')}"))
