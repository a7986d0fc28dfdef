"""What is done with what was found about one person: written where the officer says, or the consent taken back."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cxo_core.moment import Clock
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.people.about_hits import Hit
from cxo_desktop.ui.people.export_card import Way, Wish
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_core.walkthrough import Walkthrough
    from cxo_desktop.services.about_person import About
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.services.withdrawing import Withdrawn


class AboutActs(QObject):
    """`handed_over` gives the path and whether it is in clear, `taken_back` what came of it and the record as it stands now."""

    handed_over = Signal(object, bool)
    taken_back = Signal(object, object)
    refused = Signal(object)

    def __init__(self, vault: "Vault", lanes: Lanes, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._vault = vault
        self._lanes = lanes
        self._clock = clock

    def ask_where(self, wish: Wish, about: "About", page: QWidget) -> None:
        """Asks for the file, in clear for the folder; the name tells nothing about anybody."""
        words = _("Where to?")
        day = f"{self._clock.now().wall.astimezone():%Y-%m-%d}"
        dialog = named(QFileDialog(page, words), "aboutFile", words)
        if wish.way is Way.CLEAR:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.fileSelected.connect(lambda path: self.hand_over(wish, about, _free(Path(path), day)))
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("age")
            dialog.setNameFilter("age (*.age)")
            dialog.selectFile(f"cxo-about-{day}.age")
            dialog.fileSelected.connect(lambda path: self.hand_over(wish, about, Path(path)))
        dialog.open()

    def hand_over(self, wish: Wish, about: "About", path: Path) -> None:
        """Writes everything that was found, on the work lane."""
        vault, is_clear = self._vault, wish.way is Way.CLEAR

        def call() -> Path:
            from cxo_desktop.services.about_export import export_clear, export_encrypted

            if is_clear:
                return export_clear(vault, about, path)
            return export_encrypted(vault, about, path, passphrase=wish.passphrase, recipient=wish.recipient)

        self._lanes.work.submit(
            call, lambda written: self.handed_over.emit(written, is_clear), self.refused.emit, owner=self
        )

    def take_back(self, hit: Hit, lies_open: "Recording | None") -> None:
        """On the record lane, through the record that lies open where it is that one: only one hand writes it."""
        if hit.consent is None:
            return
        vault, clock, person = self._vault, self._clock, hit.consent.person.id
        opened = lies_open if lies_open is not None and lies_open.id == hit.walkthrough else None

        def call() -> "tuple[Withdrawn, Walkthrough]":
            from cxo_desktop.services.recording import Recording
            from cxo_desktop.services.withdrawing import Withdrawing

            recording = opened or Recording(vault, clock, hit.walkthrough, by=vault.profile.id)
            reason = _("Consent was withdrawn")
            done = Withdrawing(vault, clock).withdraw(recording, person, reason=reason)
            return done, recording.state

        self._lanes.record.submit(
            call, lambda told: self.taken_back.emit(*told), self.refused.emit, owner=self
        )


def _free(folder: Path, day: str) -> Path:
    """A new folder in the chosen one."""
    wanted = folder / f"cxo-about-{day}"
    number = 2
    while wanted.exists():
        wanted = folder / f"cxo-about-{day}-{number}"
        number += 1
    return wanted
