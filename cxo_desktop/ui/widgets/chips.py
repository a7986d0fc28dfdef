"""A choice of few, shown all at once: arrow keys move, space chooses."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.naming import named


class Option(NamedTuple):
    """`value` is what is kept, `words` what is read."""

    value: str
    words: str


class ChipChoice(QWidget):
    """One of several words; nothing is chosen until somebody chooses."""

    chosen = Signal(str)

    def __init__(self, name: str, spoken: str, options: Sequence[Option]) -> None:
        super().__init__()
        self._name = name
        self._chips: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._flow = FlowLayout(self)
        named(self, name, spoken)
        self.offer(options)

    def offer(self, options: Sequence[Option]) -> None:
        """Replaces the options; the choice stays where its value is offered again, the keyboard where only words change."""
        if [option.value for option in options] == list(self._chips):
            for option in options:
                self._chips[option.value].setText(option.words)
                self._chips[option.value].setAccessibleName(option.words)
            return
        before = self.value
        for chip in self._chips.values():
            self._group.removeButton(chip)
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {option.value: self._chip(option) for option in options}
        if before in self._chips:
            self.choose(before)

    @property
    def value(self) -> str:
        return next((value for value, chip in self._chips.items() if chip.isChecked()), "")

    def choose(self, value: str) -> None:
        """Checks the option of that value without telling anybody."""
        if chip := self._chips.get(value):
            chip.blockSignals(True)
            chip.setChecked(True)
            chip.blockSignals(False)
            self.setFocusProxy(chip)

    def _chip(self, option: Option) -> QRadioButton:
        chip = named(QRadioButton(option.words, self), f"{self._name}.{option.value}", option.words)
        chip.setProperty("look", "chip")
        chip.toggled.connect(lambda on: self._choose(option.value) if on else None)
        self._group.addButton(chip)
        self._flow.addWidget(chip)
        if len(self._group.buttons()) == 1:
            self.setFocusProxy(chip)
        return chip

    def _choose(self, value: str) -> None:
        self.setFocusProxy(self._chips[value])
        self.chosen.emit(value)
