"""A card's list of rows that shows a few and, when asked, all of them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.words import _


class Rows(QVBoxLayout):
    """`few`: how many stand there at first."""

    def __init__(self, name: str, few: int) -> None:
        super().__init__()
        self.setSpacing(SPACE_S)
        self._name = name
        self._few = few
        self._is_whole = False
        self._rows: tuple[QWidget, ...] = ()
        self._more = button(f"{name}More", "", self._show_all, tone="quiet")
        self._more.hide()

    def fill(self, rows: Sequence[QWidget]) -> None:
        """Other rows; the ones before are let go."""
        while (item := self.takeAt(0)) is not None:
            if (before := item.widget()) is not None and before is not self._more:
                before.hide()
                before.deleteLater()
        self._rows = tuple(rows)
        for row in rows:
            self.addWidget(row)
        self.addWidget(self._more)
        self._show()

    def _show_all(self) -> None:
        self._is_whole = True
        self._show()
        if len(self._rows) > self._few:
            self._rows[self._few].setFocus()

    def _show(self) -> None:
        for at, row in enumerate(self._rows):
            row.setVisible(self._is_whole or at < self._few)
        hidden = 0 if self._is_whole else max(0, len(self._rows) - self._few)
        self._more.setVisible(hidden > 0)
        self._more.setText(_("Show {count} more").format(count=hidden))
        self._more.setAccessibleName(self._more.text())
