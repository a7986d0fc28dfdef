"""The lines of the sync log as people read them: when, what was tried, what came of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxo_core.problems import Code, Problem
from cxo_desktop import problem_words
from cxo_desktop.words import N_, _

if TYPE_CHECKING:
    from cxo_desktop.storage.sync_log import LogLine

WHAT = {
    "hello": N_("Reaching the office"),
    "send": N_("Sending"),
    "receipt": N_("Asking for the receipt"),
    "stick": N_("By stick"),
    "pack": N_("Office pack"),
    "token": N_("New token"),
    "enrol": N_("Enrolment"),
    "retry": N_("To be tried again"),
    "withdrawal": N_("Consent withdrawn"),
}

OUTCOMES = {
    "done": N_("done"),
    "same": N_("already there"),
    "stopped": N_("stopped"),
    "written": N_("copied to the stick"),
}


def line_words(line: "LogLine", office: str = "") -> str:
    """One line; details stand behind it as they are, for whoever looks for a cause."""
    what = _(WHAT[line.what]) if line.what in WHAT else line.what
    parts = [f"{line.at.astimezone():%Y-%m-%d %H:%M:%S}", office, what, _outcome(line)]
    parts += [f"{name}={value}" for name, value in sorted(line.details.items())]
    return " · ".join(part for part in parts if part)


def log_text(lines: "Sequence[LogLine]") -> str:
    """The newest line first, as the store hands them out."""
    return "\n".join(line_words(line) for line in lines)


def _outcome(line: "LogLine") -> str:
    if line.outcome in OUTCOMES:
        return _(OUTCOMES[line.outcome])
    try:
        return problem_words.title(Problem(Code(line.outcome)))
    except ValueError:
        return line.outcome
