"""How long something took, and how far the figure can be trusted."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from cxo_core.entry import Entry
from cxo_core.moment import Entered


class Basis(StrEnum):
    """Which clock a duration was taken from."""

    MONOTONIC = "monotonic"
    WALL = "wall"


@dataclass(frozen=True, slots=True)
class Duration:
    """`ms` may be negative: then the times are out of order, which is shown and never cut to zero.

    `entered` is the weaker of the two ends: a figure is only as good as its worst time.
    """

    ms: int
    basis: Basis
    entered: Entered

    @property
    def seconds(self) -> int:
        """Whole seconds, cut towards zero."""
        return abs(self.ms) // 1000 * (1 if self.ms >= 0 else -1)

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded to the nearest, halves up."""
        return (self.ms + 30_000) // 60_000

    def __add__(self, other: "Duration") -> "Duration":
        basis = self.basis if self.basis is other.basis else Basis.WALL
        return Duration(self.ms + other.ms, basis, max(self.entered, other.entered, key=lambda how: how.rank))

    def less(self, ms: int) -> "Duration":
        return Duration(self.ms - ms, self.basis, self.entered)


def between(earlier: Entry, later: Entry) -> Duration:
    """The time from one entry to another: by the monotonic clock inside one boot when both were tapped live, else by wall."""
    entered = max(earlier.entered, later.entered, key=lambda how: how.rank)
    first, second = earlier.moment, later.moment
    if first is not None and second is not None and first.boot == second.boot:
        return Duration(second.mono_ms - first.mono_ms, Basis.MONOTONIC, entered)
    return Duration(round((later.wall - earlier.wall) / timedelta(milliseconds=1)), Basis.WALL, entered)


def total(durations: list[Duration]) -> Duration | None:
    """Their sum; None of none."""
    if not durations:
        return None
    summed = durations[0]
    for duration in durations[1:]:
        summed += duration
    return summed
