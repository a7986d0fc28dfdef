"""The pages about keeping and erasing, over a laptop on which the office answered long ago and something went already."""

from datetime import datetime, timedelta

from laptop import ShownLaptop
from PySide6.QtWidgets import QPushButton

from cxo_core.kinds import Kind
from cxo_core.moment import Clock
from cxo_core.privacy import Basis
from cxo_desktop.services.consent import note_person, note_shown
from cxo_desktop.services.erasing import carry_out, plan
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui.people.about_page import AboutPage
from cxo_desktop.ui.shell.window import MainWindow

LABEL = "3 号窗"
SOON, LONG = timedelta(days=100), timedelta(days=400)
"""After so long sealed files may go, and whole walkthroughs."""


def name_somebody(vault: Vault, walkthrough: str, clock: Clock) -> None:
    """Somebody in a record: noted, shown in two photos, named in a note."""
    recording = Recording(vault, clock, walkthrough)
    person = note_person(recording, f"{LABEL}办事人", Basis.CONSENT, consent="spoken")
    for photo in recording.state.photos[:2]:
        note_shown(recording, photo.id, [person])
    recording.tap(Kind.NOTE_WRITTEN, {"note_id": "shown", "text": f"{LABEL}办事人说，材料清单看得懂。"})


def look_for_somebody(window: MainWindow) -> None:
    page = window.page
    if isinstance(page, AboutPage):
        page.look_for(LABEL)


def erase(laptop: ShownLaptop, now: datetime) -> None:
    """What was delivered and does not lie open goes for good, as if its time were over."""
    due = plan(laptop.vault, (now + LONG).date(), besides={laptop.taken_up})
    carry_out(laptop.vault, due, now, is_clock_right=True)


def show_erased(window: MainWindow) -> None:
    """The list of what was erased, in the library."""
    page = window.page
    erased = page.findChild(QPushButton, "libraryErased") if page is not None else None
    if erased is not None:
        erased.click()
