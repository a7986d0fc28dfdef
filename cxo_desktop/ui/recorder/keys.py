"""Every key of the recorder with what it does: what is bound, and what F1 lists."""

from typing import NamedTuple

from cxo_core.scheme import Scheme
from cxo_desktop.kind_words import kind_name, span_name
from cxo_desktop.ui.recorder.event_keys import BESIDE, keyed
from cxo_desktop.words import N_, _


class Bound(NamedTuple):
    """`act` names what is done; several keys may do the same."""

    act: str
    keys: tuple[str, ...]
    words: str


ACTS = (
    Bound("next_step", ("Alt+Down", "PgDown"), N_("To the next step")),
    Bound("previous_step", ("Alt+Up", "PgUp"), N_("To the step before")),
    Bound("undo", ("Ctrl+Z",), N_("Undo the last entry")),
    Bound("redo", ("Ctrl+Y", "Ctrl+Shift+Z"), N_("Redo what was undone")),
    Bound("find", ("Ctrl+I",), N_("Note a finding")),
    Bound("note", ("Ctrl+E",), N_("Write a note")),
    Bound("photo", ("Ctrl+P",), N_("Add photos from files")),
    Bound("phone", ("Ctrl+G",), N_("Photos from a phone")),
    Bound("camera", ("Ctrl+K",), N_("Open the camera, take a photo")),
    Bound("folder", ("Ctrl+Shift+O",), N_("Watch a folder for photos")),
    Bound("voice", ("Ctrl+Shift+R",), N_("Start or end a voice note")),
    Bound("voices", ("Ctrl+Shift+E",), N_("To the voice notes")),
    Bound("paste", ("Ctrl+V",), N_("Paste a photo")),
    Bound("photos", ("Ctrl+Shift+P",), N_("To the photos of this step")),
    Bound("mask", ("Ctrl+Shift+K",), N_("Mask and check photos")),
    Bound("people", ("Ctrl+H",), N_("People and consent")),
    Bound("readings", ("Ctrl+R",), N_("To what is asked at this step")),
    Bound("attitude", ("Ctrl+D",), N_("To the attitude acts")),
    Bound("materials", ("Ctrl+M",), N_("To the papers")),
    Bound("extra", ("Ctrl+Shift+M",), N_("Add a paper outside the list")),
    Bound("timeline", ("Ctrl+T",), N_("To the timeline")),
    Bound("late", ("Ctrl+L",), N_("Enter something late, with its time")),
    Bound("other", ("Ctrl+J",), N_("Another event, from a list")),
    Bound("officer", ("Ctrl+U",), N_("The other officer records")),
    Bound("pause", ("Ctrl+B", "Pause"), N_("Pause or resume recording")),
    Bound("finish", ("Ctrl+Return", "Ctrl+Enter"), N_("Finish and seal")),
)

_WITHIN = (
    ("1 … 9", N_("Answer what has the keyboard")),
    ("Backspace", N_("Take an answer back")),
    ("Space · G · R · D · W", N_("A paper: demanded, given, asked for again, deferred, waived")),
    ("Enter · Delete", N_("In the timeline: correct, strike out")),
    ("Esc", N_("Close the open line and go on")),
)


def listed(scheme: Scheme) -> tuple[tuple[str, str], ...]:
    """Every key with its words, the events first."""
    events = [(keys, kind_name(kind)) for kind, keys in keyed(scheme).items()]
    beside = [(f"Alt+{at}", span_name(kind)) for at, kind in enumerate(BESIDE, 1)]
    acts = [(" · ".join(bound.keys), _(bound.words)) for bound in ACTS]
    own = [("Shift+F2 … F5", _("What only this step asks for"))]
    return (*events, *own, *beside, *acts, *((keys, _(words)) for keys, words in _WITHIN))
