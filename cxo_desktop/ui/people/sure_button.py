"""A button for what cannot be undone: the first press asks, the second does it."""

from collections.abc import Callable

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton

from cxo_desktop.ui.widgets.naming import named


class SureButton(QPushButton):
    """`calm` takes the question back, as losing the keyboard does."""

    def __init__(self, name: str, text: str, question: str, act: Callable[[], object]) -> None:
        super().__init__(text)
        named(self, name, text)
        self.setProperty("tone", "danger")
        self.setAutoDefault(True)
        self._text, self._question, self._act = text, question, act
        self._is_asking = False
        self.clicked.connect(lambda: self._press())

    def calm(self) -> None:
        self._ask(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.calm()

    def _press(self) -> None:
        if not self._is_asking:
            self._ask(True)
            return
        self.calm()
        self._act()

    def _ask(self, is_asking: bool) -> None:
        self._is_asking = is_asking
        words = self._question if is_asking else self._text
        self.setText(words)
        self.setAccessibleName(words)
