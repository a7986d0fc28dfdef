"""What the window shows while it is locked: that something is being recorded and since when, the way back in and the way out."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from cxo_desktop.ui.opening.unlock import UnlockPage
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.words import _


class LockedPage(UnlockPage):
    """No item, no name, no count: who reads it learns the time at most. `left`: its vault is to be closed."""

    left = Signal()

    def __init__(self, recording_since: datetime | None) -> None:
        super().__init__("")
        self._told = label("lockedRecording", size="section")
        self.body.insertWidget(0, self._told)
        self._told.setVisible(recording_since is not None)
        if recording_since is not None:
            self._told.setText(_("● Recording, {time}").format(time=f"{recording_since.astimezone():%H:%M}"))
        self._is_recording = recording_since is not None
        self._leave = button("lockedLeave", "", self._ask, picture="person", spoken=_("Close this vault"))
        self._leave_words = small("lockedLeaveWords")
        self._leaving = Card("lockedLeaving")
        row = QHBoxLayout()
        row.addWidget(self._leave)
        row.addWidget(self._leave_words, 1)
        self._leaving.body.addLayout(row)
        self._leaving.hide()
        self.body.insertWidget(self.body.count() - 1, self._leaving)

    def offer_leaving(self, has_others: bool) -> None:
        """To another officer where there are several, else out of this vault: either takes its key out of the memory."""
        words = _("Another officer") if has_others else _("Close this vault")
        self._leave.setText(words)
        self._leave.setAccessibleName(words)
        self._leave_words.setText(
            _("Closes this vault and asks who is there.")
            if has_others
            else _(
                "Takes its key out of the memory; the system's keyring, the passphrase or the recovery key opens it again."
            )
        )
        self._leaving.show()

    def _ask(self) -> None:
        """Whoever leaves a walkthrough that runs is told first what becomes of it."""
        if not self._is_recording:
            self.left.emit()
            return
        self.banner.show_words(
            _("A walkthrough is being recorded"),
            _(
                "Closing its vault loses nothing: its times run on, and it goes on at the same step when its officer opens it again. Until then nothing comes in."
            ),
            tone="notice",
            action=_("Close it now"),
            do=self.left.emit,
        )
