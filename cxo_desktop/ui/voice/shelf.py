"""The voice notes of the step beside its photos: how many, how long, and the button that starts and ends one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cxo_core.walkthrough import Walkthrough
from cxo_desktop.measure_words import length_text, voice_text
from cxo_desktop.ui.recorder.measure import target
from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, ngettext


class VoiceShelf(QWidget):
    """`toggled` starts or ends a note, `asked` opens the latest of the step."""

    toggled = Signal()
    asked = Signal()

    def __init__(self, *, is_allowed: bool) -> None:
        super().__init__()
        named(self, "voices", _("Voice notes of this step"))
        self._is_allowed = is_allowed
        self._kept = button("voicesKept", "", self.asked.emit, keys="Ctrl+Shift+E")
        self._start = button(
            "voiceStart",
            "",
            self.toggled.emit,
            picture="microphone",
            spoken=_("Voice note"),
            keys="Ctrl+Shift+R",
        )
        self._start.setToolTip(f"{_('Voice note')} · Ctrl+Shift+R")
        self._start.setMinimumWidth(target())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        for each in (self._kept, self._start):
            each.setProperty("look", "compact")
            each.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            column.addWidget(each)
        self._kept.hide()

    def show_state(self, state: Walkthrough, *, is_recording: bool) -> None:
        here = [note for note in state.voices if note.step == state.step]
        length = sum(note.length_ms for note in here)
        if len(here) == 1:
            words = voice_text(length)
        else:
            words = ngettext(
                "{count} voice note, {length}", "{count} voice notes, {length}", len(here)
            ).format(count=len(here), length=length_text(length))
        self._kept.setText(words)
        self._kept.setAccessibleName(words)
        self._kept.setVisible(bool(here))
        self._start.setEnabled(self._is_allowed and is_recording)
