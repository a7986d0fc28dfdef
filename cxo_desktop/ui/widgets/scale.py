"""A value on a scale of few levels: the official five, or the experience curve. Digits choose, words explain."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from cxo_desktop.measure_words import o5_name
from cxo_desktop.ui.theme import SPACE_XS, scaled_to_text
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.naming import named, show_checked

NARROWEST = 132
"""A level's width in pixels at 100 % text, so that all levels are alike."""


class Level(NamedTuple):
    """`key` is the digit that chooses it, `mark` what stands on the button above `words`."""

    value: int
    key: str
    mark: str
    words: str


def official_levels() -> tuple[Level, ...]:
    """The five levels of 好差评, worst first."""
    return tuple(Level(value, str(value), str(value), o5_name(value)) for value in range(1, 6))


class LevelScale(QWidget):
    """One row of buttons of which at most one is pressed; pressing it again takes nothing back."""

    chosen = Signal(int)

    def __init__(self, name: str, spoken: str, levels: Sequence[Level], *, target: int) -> None:
        super().__init__()
        named(self, name, spoken)
        self._levels = {level.value: level for level in levels}
        self._buttons: dict[int, QPushButton] = {}
        row = FlowLayout(self, gap=SPACE_XS)
        for level in levels:
            row.addWidget(self._button(level, spoken, target))
        self.setFocusProxy(self._buttons[levels[0].value])

    @property
    def value(self) -> int | None:
        return next((value for value, each in self._buttons.items() if each.isChecked()), None)

    def set_value(self, value: int | None) -> None:
        """Shows a value without telling anybody."""
        for each, pressed in self._buttons.items():
            show_checked(pressed, each == value)
            self._mark(each)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for level in self._levels.values():
            if event.text() == level.key and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._choose(level.value)
                return
        super().keyPressEvent(event)

    def _button(self, level: Level, spoken: str, target: int) -> QPushButton:
        made = named(QPushButton(), f"{self.objectName()}.{level.value}", f"{spoken}: {level.words}")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setToolTip(level.words)
        made.setMinimumHeight(target)
        made.setMinimumWidth(scaled_to_text(NARROWEST))
        made.toggled.connect(lambda _on: self._choose(level.value))
        self._buttons[level.value] = made
        self._mark(level.value)
        return made

    def _mark(self, value: int) -> None:
        level = self._levels[value]
        pressed = self._buttons[value]
        pressed.setText(f"{'✓ ' if pressed.isChecked() else ''}{level.mark} {level.words}")

    def _choose(self, value: int) -> None:
        self.set_value(value)
        self.chosen.emit(value)
