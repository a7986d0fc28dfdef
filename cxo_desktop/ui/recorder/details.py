"""What more can be said of an event right after its key: a ticket's number, a cause, whether it was in writing."""

from dataclasses import dataclass
from enum import StrEnum

from cxo_core.kinds import Kind
from cxo_desktop.words import N_, _


class Form(StrEnum):
    """How a detail is given."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    ACTIVITY = "activity"
    MEGABYTES = "megabytes"


@dataclass(frozen=True, slots=True)
class Detail:
    """One field of an event's body; `words` stand before it."""

    field: str
    form: Form
    words: str


_CAUSE = (Detail("cause", Form.TEXT, N_("Cause")),)
_AHEAD = Detail("ahead", Form.NUMBER, N_("Ahead"))
_WRITTEN = Detail("written", Form.YES_NO, N_("In writing?"))

DETAILS: dict[Kind, tuple[Detail, ...]] = {
    Kind.TICKET_TAKEN: (
        Detail("number", Form.TEXT, N_("Number")),
        _AHEAD,
        Detail("windows_open", Form.NUMBER, N_("Windows open")),
    ),
    Kind.BOOKING_CHECKED_IN: (Detail("number", Form.TEXT, N_("Number")), _AHEAD),
    Kind.LINE_JOINED: (_AHEAD,),
    Kind.CALLED: (Detail("window", Form.TEXT, N_("Window")),),
    Kind.MISSING_TOLD: (Detail("complete", Form.YES_NO, N_("All at once?")), _WRITTEN),
    Kind.REFUSED: (_WRITTEN,),
    Kind.TRANSFERRED: (
        Detail("window", Form.TEXT, N_("Window")),
        Detail("contacted", Form.YES_NO, N_("Contacted first?")),
    ),
    Kind.DECIDED: (Detail("granted", Form.YES_NO, N_("Granted?")),),
    Kind.DELIVERED: (Detail("how", Form.TEXT, N_("How")),),
    Kind.INSPECTION_ARRIVED: (Detail("staff", Form.NUMBER, N_("Staff")),),
    Kind.INSPECTION_ENDED: (_WRITTEN, Detail("conclusion", Form.TEXT, N_("Conclusion"))),
    Kind.UPLOAD_ENDED: (
        Detail("size", Form.MEGABYTES, N_("Size in MB")),
        Detail("result", Form.TEXT, N_("Result")),
    ),
    Kind.ATTEMPT_FAILED: _CAUSE,
    Kind.ACTIVITY_STARTED: (Detail("activity", Form.ACTIVITY, N_("Activity")),),
    Kind.CASE_CLOSED: (Detail("returned", Form.YES_NO, N_("Returned?")),),
    Kind.CONSULTED: (Detail("solved", Form.YES_NO, N_("Solved here?")),),
    Kind.SENT_UP: (Detail("to", Form.TEXT, N_("To whom")),),
    Kind.INTERRUPTION_STARTED: _CAUSE,
    Kind.FAILURE_STARTED: _CAUSE,
    Kind.INTERVENTION_STARTED: _CAUSE,
    Kind.SPECIAL_STARTED: _CAUSE,
    Kind.PAUSED: _CAUSE,
}

_ADDED = N_("Detail added right after")


def added_reason() -> str:
    """The reason under which a detail joins its event: the key was pressed first, the detail typed after it."""
    return _(_ADDED)


def megabytes(text: str) -> int | None:
    """A size typed in MB as bytes; None where it is no size."""
    try:
        size = float(text.replace(",", "."))
    except ValueError:
        return None
    return round(size * 1_000_000) if 0 < size < 100_000 else None
