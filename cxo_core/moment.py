"""When something happened: the wall clock people read, and the monotonic clock durations are taken from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

JUMP_FLOOR_MS = 2_000
"""A wall clock that moves this much against the monotonic one did not drift: somebody or something set it."""


class Entered(StrEnum):
    """How a value came into the record. Ordered from most to least direct."""

    LIVE = "live"
    TYPED = "typed"
    RECALLED = "recalled"

    @property
    def rank(self) -> int:
        return list(Entered).index(self)


@dataclass(frozen=True, slots=True)
class Moment:
    """One reading of both clocks. `wall` is aware, in milliseconds; `mono_ms` counts through sleep within `boot`."""

    wall: datetime
    mono_ms: int
    boot: str

    def __post_init__(self) -> None:
        if self.wall.tzinfo is None:
            raise ValueError("a moment needs a wall time with its UTC offset")
        object.__setattr__(self, "wall", whole_ms(self.wall))

    def to_json(self) -> dict[str, Any]:
        return {"wall": wall_text(self.wall), "mono_ms": self.mono_ms, "boot": self.boot}

    @classmethod
    def from_json(cls, value: Any) -> "Moment":
        return cls(datetime.fromisoformat(value["wall"]), int(value["mono_ms"]), str(value["boot"]))


class Clock(Protocol):
    """Where moments come from: the system's clocks, or a test's."""

    def now(self) -> Moment: ...


def whole_ms(wall: datetime) -> datetime:
    """The wall time cut to whole milliseconds, which is all the record keeps."""
    return wall.replace(microsecond=wall.microsecond // 1000 * 1000)


def wall_text(wall: datetime) -> str:
    """ISO 8601 with UTC offset and milliseconds, the one form in which the record keeps a wall time."""
    return wall.isoformat(timespec="milliseconds")


def clock_jump_ms(earlier: Moment, later: Moment) -> int:
    """How far the wall clock moved against the monotonic one between two moments of one boot; 0 when it did not.

    Across boots nothing can be said, so nothing is claimed: 0.
    """
    if earlier.boot != later.boot:
        return 0
    wall_ms = round((later.wall - earlier.wall) / timedelta(milliseconds=1))
    jump = wall_ms - (later.mono_ms - earlier.mono_ms)
    return jump if abs(jump) >= JUMP_FLOOR_MS else 0
