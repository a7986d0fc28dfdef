"""Measures two ways of doing the same in turn, and says how many times the one costs of the other.

Seconds belong to a machine, ratios to the program: both sides run in the same process, one after the other, round
by round, so that a busy moment meets both.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """The rounds of one side, in seconds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """The 99th percentile (nearest rank); the slowest round where there are fewer than a hundred."""
        ranked = sorted(self.seconds)
        return ranked[min(-(-99 * len(ranked) // 100), len(ranked)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. Without a reference the goal is a bound for `ours` itself, in `unit`.

    A row without a goal is there to be read; `note` says what stands in a row that could not be measured.
    """

    name: str
    ours: float
    reference: float | None = None
    goal: float | None = None
    unit: str = "ms"
    against: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.reference if self.reference else None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        return (self.ours if self.ratio is None else self.ratio) <= self.goal

    @classmethod
    def of(
        cls,
        name: str,
        ours: Timing,
        reference: Timing,
        *,
        goal: float | None = None,
        against: str = "",
        at_p99: bool = False,
    ) -> "Row":
        """A row in milliseconds from the medians, or from the 99th percentiles."""
        sides = (ours.p99, reference.p99) if at_p99 else (ours.median, reference.median)
        return cls(name=name, ours=sides[0] * 1000, reference=sides[1] * 1000, goal=goal, against=against)


def interleaved(
    ours: Callable[[], object],
    reference: Callable[[], object],
    repeats: int = 7,
    *,
    before: Callable[[], object] | None = None,
) -> tuple[Timing, Timing]:
    """Both sides in turn, after one unmeasured round; `before` runs unmeasured ahead of each."""
    first, second = in_turn((ours, reference), repeats, before=before)
    return first, second


def in_turn(
    jobs: Iterable[Callable[[], object]], repeats: int = 7, *, before: Callable[[], object] | None = None
) -> list[Timing]:
    """Any number of jobs in turn; who begins changes from round to round, as the first finds the coldest cache."""
    order = list(jobs)
    rounds: list[list[float]] = [[] for _ in order]
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        for turn in range(repeats + 1):
            for place in range(len(order)):
                which = (place + turn) % len(order)
                if before is not None:
                    before()
                start = time.perf_counter()
                order[which]()
                if turn:
                    rounds[which].append(time.perf_counter() - start)
            gc.collect()
    finally:
        if was_collecting:
            gc.enable()
    return [Timing(tuple(each)) for each in rounds]


def table(rows: Iterable[Row]) -> str:
    """The rows under one another, with what was asked of them."""
    head = ("what", "ours", "reference", "ratio", "goal", "")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    lines = [
        "  ".join(
            text.ljust(width) if column in (0, 5) else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _cells(row: Row) -> tuple[str, str, str, str, str, str]:
    if row.note:
        return (row.name, "", "", "", "", row.note)
    verdict = {None: "", True: "met", False: "NOT MET"}[row.is_met]
    goal = "" if row.goal is None else f"≤ {row.goal:g}{'×' if row.ratio is not None else ' ' + row.unit}"
    return (
        row.name,
        f"{row.ours:.2f} {row.unit}",
        "" if row.reference is None else f"{row.reference:.2f} {row.unit}",
        "" if row.ratio is None else f"{row.ratio:.2f}×",
        goal,
        " · ".join(part for part in (verdict, row.against) if part),
    )
