"""The places of the window. Those on the rail have a number key."""

from enum import StrEnum

from cxo_desktop.ui.shell.rail import Stop
from cxo_desktop.words import _


class Place(StrEnum):
    TODAY = "today"
    RECORDER = "recorder"
    MASKING = "masking"
    SEALING = "sealing"
    LIBRARY = "library"
    OUTBOX = "outbox"
    SETTINGS = "settings"
    BEGINNING = "beginning"
    REPORTING = "reporting"
    ENROLMENT = "enrolment"
    RETENTION = "retention"
    PERSON = "person"


def stops() -> tuple[Stop, ...]:
    """The rail from top to bottom."""
    return (
        Stop(Place.TODAY, _("Workbench"), "today", "Ctrl+1"),
        Stop(Place.RECORDER, _("Recorder"), "record", "Ctrl+2"),
        Stop(Place.SEALING, _("Finish and seal"), "seal", "Ctrl+3"),
        Stop(Place.LIBRARY, _("Library"), "library", "Ctrl+4"),
        Stop(Place.OUTBOX, _("Outbox"), "outbox", "Ctrl+5"),
        Stop(Place.SETTINGS, _("Settings"), "settings", "Ctrl+6"),
    )


def window_keys() -> tuple[tuple[str, str], ...]:
    """Every key that works everywhere, with what it does."""
    return (
        *((stop.keys, _("Go to: {place}").format(place=stop.words)) for stop in stops()),
        ("Ctrl+N", _("Start a new walkthrough")),
        ("Ctrl+F", _("Search the library")),
        ("Ctrl+Shift+F", _("All about one person")),
        ("F1", _("Show or hide this list of keys")),
        ("Ctrl+Shift+L", _("Lock the window; recording goes on")),
        ("Ctrl+Q", _("Save everything and quit")),
        ("Tab", _("To the next control")),
        ("Shift+Tab", _("To the control before")),
    )
