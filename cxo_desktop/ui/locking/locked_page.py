"""What the window shows while it is locked: that something is being recorded and since when, and the way back in."""

from datetime import datetime

from cxo_desktop.ui.opening.unlock import UnlockPage
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.words import _


class LockedPage(UnlockPage):
    """No item, no name, no count: who reads it learns the time at most."""

    def __init__(self, recording_since: datetime | None) -> None:
        super().__init__("")
        self._told = label("lockedRecording", size="section")
        self.body.insertWidget(0, self._told)
        self._told.setVisible(recording_since is not None)
        if recording_since is not None:
            self._told.setText(_("● Recording, {time}").format(time=f"{recording_since.astimezone():%H:%M}"))
