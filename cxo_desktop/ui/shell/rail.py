"""The rail at the left: where one can go, by name, picture and number key."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QToolButton, QVBoxLayout

from cxo_desktop.ui.icons import icon
from cxo_desktop.ui.sending.situation import MARKS, Word
from cxo_desktop.ui.theme import SPACE_M, SPACE_S, SPACE_XS, scaled_to_text
from cxo_desktop.ui.widgets.naming import named, restyle, show_checked
from cxo_desktop.words import _


class Stop(NamedTuple):
    """One entry: the place it leads to, its words, its picture and its key."""

    place: str
    words: str
    drawing: str
    keys: str


class Rail(QFrame):
    """Says which place was asked for; shows where one is."""

    asked = Signal(str)
    help_asked = Signal()

    def __init__(self, stops: Sequence[Stop]) -> None:
        super().__init__()
        named(self, "rail", _("Places"))
        self._is_folded = False
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_S, SPACE_M, SPACE_S, SPACE_M)
        column.setSpacing(SPACE_XS)
        for stop in stops:
            self._buttons[stop.place] = self._button(stop)
            self._group.addButton(self._buttons[stop.place])
            column.addWidget(self._buttons[stop.place])
        column.addStretch()
        self._word: Word | None = None
        self._sync = self._sync_button()
        column.addWidget(self._sync)
        self._keys = self._button(Stop("help", _("Keys"), "help", "F1"))
        self._keys.setCheckable(False)
        self._keys.clicked.connect(self.help_asked.emit)
        column.addWidget(self._keys)

    def show_place(self, place: str) -> None:
        """Marks where one is; a place that is not on the rail marks nothing."""
        if place in self._buttons:
            show_checked(self._buttons[place], True)
            for name, each in self._buttons.items():
                each.setFocusPolicy(Qt.FocusPolicy.TabFocus if name == place else Qt.FocusPolicy.NoFocus)
        elif (checked := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)

    def set_count(self, place: str, count: int) -> None:
        """How many wait there, behind the words; nothing for 0."""
        self._buttons[place].setProperty("count", count)
        self._label(self._buttons[place])

    def fold(self, is_folded: bool) -> None:
        """Pictures only, where the page needs the width; the words stay in tool tip and accessible name."""
        if is_folded == self._is_folded:
            return
        self._is_folded = is_folded
        for button in (*self._buttons.values(), self._keys):
            self._label(button)
        self.show_word(self._word)

    def show_word(self, word: Word | None) -> None:
        """How sending stands, in a few words above the keys; pressing it leads to the outbox."""
        self._word = word
        self._sync.setVisible(word is not None)
        if word is None:
            return
        lines = (word.short,) if self._is_folded else word.words
        self._sync.setText(f"{MARKS[word.mood]} " + "\n   ".join(lines))
        self._sync.setToolTip(word.told)
        self._sync.setAccessibleName(_("Sending: {state}").format(state=word.told))
        if self._sync.property("mood") != word.mood.value:
            restyle(self._sync, mood=word.mood.value)

    def _sync_button(self) -> QPushButton:
        made = named(QPushButton(), "rail.sync", _("Sending"))
        made.setProperty("look", "sync")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setSizePolicy(made.sizePolicy().Policy.Expanding, made.sizePolicy().Policy.Fixed)
        made.clicked.connect(lambda: self.asked.emit("outbox"))
        made.hide()
        return made

    def _label(self, button: QToolButton) -> None:
        words, count = str(button.property("words")), button.property("count") or 0
        shown = [] if self._is_folded else [words]
        shown += [str(count)] if count else []
        button.setText(" · ".join(shown))
        is_bare = self._is_folded and not count
        style = Qt.ToolButtonStyle
        button.setToolButtonStyle(style.ToolButtonIconOnly if is_bare else style.ToolButtonTextBesideIcon)

    def _button(self, stop: Stop) -> QToolButton:
        made = named(QToolButton(), f"rail.{stop.place}", stop.words, description=stop.keys)
        made.setText(stop.words)
        made.setProperty("words", stop.words)
        made.setIcon(icon(stop.drawing))
        made.setIconSize(QSize(1, 1) * scaled_to_text(20))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setToolTip(f"{stop.words}  {stop.keys}")
        made.setCheckable(True)
        made.setSizePolicy(made.sizePolicy().Policy.Expanding, made.sizePolicy().Policy.Fixed)
        made.toggled.connect(lambda on: self.asked.emit(stop.place) if on else None)
        return made
