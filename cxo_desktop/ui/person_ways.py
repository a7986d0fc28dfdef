"""Where the page about one person leads in the window, and how an erasing is found in the log."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cxo_core.walkthrough import Status
from cxo_desktop.ui.shell.places import Place
from cxo_desktop.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from cxo_core.walkthrough import Walkthrough
    from cxo_desktop.ui.desk import Desk
    from cxo_desktop.ui.people.about_hits import Hit
    from cxo_desktop.ui.people.about_page import AboutPage


def connect_person(desk: "Desk", page: "AboutPage") -> None:
    """Every signal of the page about one person."""

    def take(state: "Walkthrough") -> None:
        if desk.recording is not None and desk.recording.id == state.id:
            desk.take(state)
        else:
            desk.office.sync.look_and_send()

    page.there_asked.connect(lambda hit: go_to_hit(desk, hit))
    page.decision_asked.connect(lambda walkthrough: desk.open(walkthrough, Place.MASKING))
    page.withdrawn.connect(take)
    page.left.connect(lambda: desk.go(Place.LIBRARY))


def ask_about(desk: "Desk", label: str) -> None:
    """To the page about one person; where somebody is named, they are looked for."""
    from cxo_desktop.ui.people.about_page import AboutPage

    desk.go(Place.PERSON)
    window = desk.parent()
    page = window.page if isinstance(window, MainWindow) else None
    if label and isinstance(page, AboutPage):
        page.look_for(label)


def go_to_hit(desk: "Desk", hit: "Hit") -> None:
    """To the photo, to the entry in its timeline, or to the report of what is sealed; nothing is recorded by going there."""
    photo = hit.photo
    if photo is not None and photo.quarantined:
        desk.go(Place.SETTINGS)
    elif photo is not None and not photo.removed:
        desk.open(hit.walkthrough, Place.MASKING)
        _then(desk, lambda: desk.mask(photo.id))
    elif hit.status == Status.SEALED:
        desk.report(hit.walkthrough)
    else:
        desk.open(hit.walkthrough, Place.RECORDER)
        _then(desk, lambda: _choose(desk, hit.seq))


def show_erasure(desk: "Desk", line: int) -> None:
    """One line of the log of erasures."""
    from cxo_desktop.ui.retention.page import RetentionPage

    page = desk.renew(Place.RETENTION)
    if isinstance(page, RetentionPage):
        page.show_line(line)


def _choose(desk: "Desk", seq: int) -> None:
    from cxo_desktop.ui.recorder.page import RecorderPage

    window = desk.parent()
    page = window.page if isinstance(window, MainWindow) else None
    if isinstance(page, RecorderPage) and seq:
        page.parts.timeline.choose(seq)


def _then(desk: "Desk", act: Callable[[], object]) -> None:
    """Once everything is done that the record lane has been asked for."""

    def done(_answer: None) -> None:
        act()

    desk.lanes.record.submit(lambda: None, done, owner=desk)
