"""What a list shows while it is empty: that it is, and what to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cxo_desktop.ui.icons import picture
from cxo_desktop.ui.theme import SPACE_L, SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named


class EmptyState(QWidget):
    """A picture, a line, a sentence and, where something can be done at once, a button."""

    def __init__(
        self,
        name: str,
        title: str,
        sentence: str,
        *,
        drawing: str,
        action: str = "",
        do: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        named(self, name, title, description=sentence)
        faint = QPalette().color(QPalette.ColorRole.PlaceholderText).name()
        drawn = named(QLabel(), f"{name}Picture")
        drawn.setPixmap(picture(drawing, colour=faint, size=48, density=self.devicePixelRatioF()))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_S)
        column.addStretch()
        for each in (
            drawn,
            label(f"{name}Title", title, size="section"),
            label(f"{name}Sentence", sentence, tone="quiet"),
        ):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(each)
        if action:
            column.addSpacing(SPACE_S)
            column.addWidget(button(f"{name}Action", action, do), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
