"""F1: every key that works here, in one list."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from cxo_desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import badge, label, section, title
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.scrolling import ScrollDown
from cxo_desktop.words import _

Keys = Iterable[tuple[str, str]]


class KeysOverlay(QDialog):
    """Stays beside the work, whose keys go on working; F1 or Esc puts it away."""

    def __init__(self, parent: QWidget, here: Keys, everywhere: Keys) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        named(self, "keys", _("Keys"))
        self.setWindowTitle(_("Keys"))
        self.setModal(False)
        content = named(QWidget(), "pageContent")
        grid = QGridLayout(content)
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        here = tuple(here)
        if here:
            self._add(grid, "here", _("On this page"), here)
        self._add(grid, "everywhere", _("Everywhere"), everywhere)
        area = ScrollDown("keysScroll", _("Keys"))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.addWidget(title("keysTitle", _("Keys")))
        column.addWidget(area, 1)
        column.addWidget(button("keysClose", _("Close"), self.close), alignment=Qt.AlignmentFlag.AlignRight)
        self.resize(min(640, parent.width() - 48), min(680, parent.height() - 48))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.close()
            return
        super().keyPressEvent(event)

    def _add(self, grid: QGridLayout, name: str, heading: str, keys: Keys) -> None:
        grid.addWidget(section(f"keys.{name}", heading), grid.rowCount(), 0, 1, 2)
        for at, (key, words) in enumerate(keys):
            row = grid.rowCount()
            grid.addWidget(badge(f"keys.{name}.{at}", key), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(f"keys.{name}.{at}.words", words), row, 1)
