"""One answer of a few, each under its digit: press the digit while the group has the keyboard, or press the answer."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.naming import named, restyle, show_checked
from cxo_desktop.ui.widgets.row_flow import RowFlow

Value = int | str | bool


class Answer(NamedTuple):
    """`mark` stands on the button beside the digit, `words` are read aloud and shown once it is chosen."""

    value: Value
    mark: str
    words: str


class Answers(QWidget):
    """`chosen` gives the value; `taken_back` asks for it to be unsaid (Backspace); `answered_by_key` that the keyboard may go on.

    With `is_terse` the marks alone stand on the buttons and the words of the chosen one behind them.
    """

    chosen = Signal(object)
    taken_back = Signal()
    answered_by_key = Signal()

    def __init__(
        self, name: str, spoken: str, answers: Sequence[Answer], *, target: int, is_terse: bool = False
    ) -> None:
        super().__init__()
        digits = "1" if len(answers) == 1 else f"1–{min(len(answers), 9)}"
        named(self, name, spoken, description=digits)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("look", "answers")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._answers = tuple(answers)
        self._is_terse = is_terse
        self._buttons: list[QPushButton] = []
        flow = RowFlow(self, gap=SPACE_XS)
        flow.setContentsMargins(2, 2, 2, 2)
        for at, answer in enumerate(answers):
            pressed = named(QPushButton(), f"{name}.{answer.value}", f"{spoken}: {answer.words}")
            pressed.setCheckable(True)
            pressed.setAutoDefault(False)
            pressed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            pressed.setProperty("look", "answer")
            pressed.setMinimumWidth(target)
            pressed.setToolTip(f"{at + 1}  {answer.words}")
            pressed.toggled.connect(lambda _on, at=at: self._choose(at))
            self._buttons.append(pressed)
            flow.addWidget(pressed)
        self._said = named(QLabel(), f"{name}Said")
        self._said.setProperty("text_size", "small")
        self._said.setMinimumHeight(target + 2)
        if is_terse:
            flow.addWidget(self._said)
        self._show()

    @property
    def value(self) -> Value | None:
        return next(
            (a.value for a, b in zip(self._answers, self._buttons, strict=True) if b.isChecked()), None
        )

    def set_value(self, value: Value | None) -> None:
        """Shows a value without telling anybody."""
        if value == self.value and type(value) is type(self.value):
            return
        for answer, pressed in zip(self._answers, self._buttons, strict=True):
            show_checked(pressed, answer.value == value and type(answer.value) is type(value))
        self._show()

    def set_wrong(self, is_wrong: bool) -> None:
        """Marks the group as the one that still has to be answered."""
        restyle(self, wrong="true" if is_wrong else "false")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or event.isAutoRepeat():
            super().keyPressEvent(event)
            return
        digit = event.key() - Qt.Key.Key_1
        if 0 <= digit < len(self._buttons):
            self._choose(digit)
            self.answered_by_key.emit()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self.value is not None:
            self.taken_back.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        at = next((at for at, pressed in enumerate(self._buttons) if pressed.isChecked()), None)
        place = (0 if by > 0 else len(self._buttons) - 1) if at is None else at + by
        if 0 <= place < len(self._buttons):
            self._choose(place)

    def _choose(self, at: int) -> None:
        answer = self._answers[at]
        for place, pressed in enumerate(self._buttons):
            show_checked(pressed, place == at)
        self._show()
        self.set_wrong(False)
        self.chosen.emit(answer.value)

    def _show(self) -> None:
        said = ""
        for at, (answer, pressed) in enumerate(zip(self._answers, self._buttons, strict=True)):
            is_chosen = pressed.isChecked()
            said = answer.words if is_chosen else said
            if self._is_terse:
                pressed.setText(f"✓{answer.mark}" if is_chosen else answer.mark)
            else:
                pressed.setText(f"{'✓' if is_chosen else at + 1} {answer.mark}")
        self._said.setText(said)
