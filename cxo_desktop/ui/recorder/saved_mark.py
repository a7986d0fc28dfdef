"""What is safe: “● saved 14:03:22” only when the disk has everything that was pressed."""

from PySide6.QtWidgets import QLabel, QSizePolicy

from cxo_core.walkthrough import Walkthrough
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.words import _, ngettext


class SavedMark(QLabel):
    """Told by shape as well: ● is safe, ○ is on its way, ▲ could not be written."""

    def __init__(self, live: LiveRecord) -> None:
        super().__init__()
        named(self, "saved")
        self.setProperty("look", "saved")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._live = live
        live.waiting_changed.connect(self.refresh)
        live.stopped.connect(lambda _problem: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        waiting = len(self._live.waiting)
        if self._live.stopped_by is not None:
            unsaved = ngettext("▲ {count} entry not saved", "▲ {count} entries not saved", waiting)
            self._tell("problem", unsaved.format(count=waiting) if waiting else _("▲ Not saved"))
        elif waiting:
            self._tell("waiting", _("○ Saving…"))
        else:
            self._tell("saved", _("● Saved {time}").format(time=f"{self._saved_at(self._live.look.state)}"))

    def _saved_at(self, state: Walkthrough) -> str:
        at = self._live.saved_at or (state.entries[-1].recorded if state.entries else self._live.now().wall)
        return f"{at:%H:%M:%S}"

    def _tell(self, tone: str, words: str) -> None:
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
        if self.property("tone") != tone:
            restyle(self, tone=tone)
