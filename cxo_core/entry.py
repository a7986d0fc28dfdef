"""An event as the record reads it now: with its corrections applied and its place in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cxo_core.kinds import Kind
from cxo_core.moment import Entered, Moment


class Standing(StrEnum):
    """Whether an event counts. Struck and undone events stay in the record and are shown crossed out."""

    COUNTS = "counts"
    UNDONE = "undone"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Entry:
    """`wall` is when it happened as people read it; `moment` is there only while its time is the one it was tapped at.

    `recorded` is the wall time at which it entered the record. `placed` orders entries: inside one boot by the monotonic clock from the boot's first wall time, otherwise the wall.
    `was` is the entry as it stood before any correction, None where there was none.
    """

    seq: int
    kind: Kind
    wall: datetime
    placed: datetime
    recorded: datetime
    moment: Moment | None
    entered: Entered
    by: str
    step: str | None
    body: Mapping[str, Any]
    standing: Standing = Standing.COUNTS
    reason: str = ""
    is_corrected: bool = False
    was: "Entry | None" = None

    @property
    def counts(self) -> bool:
        return self.standing is Standing.COUNTS
