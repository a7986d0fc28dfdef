"""What a person reads when a stick, an enrolment file or a task does not do: title and sentence."""

from typing import Final

from cxo_core.problems import Code
from cxo_desktop.words import N_

STICK_WORDS: Final[dict[Code, tuple[str, str]]] = {
    Code.ENROLMENT_EXPIRED: (
        N_("This enrolment file is no longer good"),
        N_(
            "It was good until {expires_at}; this computer's clock says {now}. Ask the central office for a new one; nothing was changed."
        ),
    ),
    Code.STICK_FULL: (
        N_("There is not enough room on the stick"),
        N_(
            "{missing_mib} MiB more are needed on “{path}”. Free some space or take another stick, then export again; no half file was left."
        ),
    ),
    Code.STICK_GONE: (
        N_("The stick does not answer"),
        N_(
            "“{path}” could not be reached ({cause}). Plug the stick in again and repeat this; what was copied whole is good, nothing else counts."
        ),
    ),
    Code.STICK_READ_ONLY: (
        N_("Nothing can be written to this stick"),
        N_(
            "“{path}” is read-only. Slide its write lock back or take another stick, then export again; nothing was changed."
        ),
    ),
    Code.TASK_STARTED: (
        N_("This task is being walked already"),
        N_("Task {task} has the walkthrough {walkthrough}. Open that one and go on there."),
    ),
    Code.TASK_UNKNOWN: (
        N_("There is no such task"),
        N_("No office asks for a task “{task}” on this laptop. Choose one from the list of tasks."),
    ),
    Code.TASK_WITHDRAWN: (
        N_("The office has withdrawn this task"),
        N_("Task {task} is no longer asked for. A walkthrough begun for it stays and can still be sealed."),
    ),
}
