"""When to try again: ever later, never later than hourly, and never in step with other laptops."""

from datetime import datetime, timedelta
from typing import Final

RUNGS_S: Final = (30, 60, 120, 300, 600, 1200, 1800, 3600)
JITTER: Final = 0.2
FARTHEST: Final = timedelta(seconds=RUNGS_S[-1] * (1 + JITTER))


def wait(attempts: int, draw: float) -> timedelta:
    """How long to wait after so many failed attempts in a row, the first being 1. `draw`: a random number from 0 to 1."""
    rung = RUNGS_S[min(max(attempts, 1), len(RUNGS_S)) - 1]
    return timedelta(seconds=rung * (1 + JITTER * (2 * draw - 1)))


def is_due(next_try: datetime | None, now: datetime) -> bool:
    """Whether the time has come. A time farther off than the ladder reaches was noted by a clock that has since been set back."""
    return next_try is None or next_try <= now or next_try > now + FARTHEST
