"""To which step a picture belongs: the one that was current at the picture's own time, whichever clock wrote it."""

from datetime import datetime, timedelta

from cxo_core.entry import Entry
from cxo_core.moment import Moment
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.handover.camera_clock import CameraClock

_AHEAD = timedelta(minutes=1)
_CUT = timedelta(milliseconds=999)


def step_at(
    state: Walkthrough, clock: CameraClock, written: tuple[datetime | None, ...], now: Moment
) -> str | None:
    """The step's id at the first of these times that lies in the walk; "" between two steps, None where none lies in it.

    A time from before the walk or from the future is a clock that was never set: it says nothing.
    """
    began = state.started
    if began is None:
        return None
    for each in written:
        if each is None:
            continue
        placed = _placed(state, clock.at) - clock.age(each)
        if not each.microsecond:  # cameras write whole seconds, and cut what is over
            placed += _CUT
        if began.placed <= placed <= _placed(state, now) + _AHEAD:
            return _step(state, placed)
    return None


def written_time(taken: str) -> datetime | None:
    """The time of a photo as its event says it, None where there is none."""
    try:
        return datetime.fromisoformat(taken) if taken else None
    except ValueError:
        return None


def _placed(state: Walkthrough, moment: Moment) -> datetime:
    """A moment on the record's own line of time, which a wall clock that was moved does not bend."""
    for entry in reversed(state.entries):
        if entry.moment is not None and entry.moment.boot == moment.boot:
            return entry.placed + timedelta(milliseconds=moment.mono_ms - entry.moment.mono_ms)
    return moment.wall


def _step(state: Walkthrough, placed: datetime) -> str:
    stays = (
        (state.entry(entered), each.id, left and state.entry(left))
        for each in state.steps
        for entered, left in each.stays
    )
    inside = [(entered.placed, step) for entered, step, left in stays if _holds(entered, left, placed)]
    return max(inside)[1] if inside else ""


def _holds(entered: Entry, left: Entry | int | None, placed: datetime) -> bool:
    return entered.placed <= placed and (not isinstance(left, Entry) or placed < left.placed)
