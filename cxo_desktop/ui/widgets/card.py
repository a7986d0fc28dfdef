"""A raised part of a page with a heading of its own."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.widgets.labels import section, small
from cxo_desktop.ui.widgets.naming import named


class Card(QFrame):
    """`body` takes what the card holds."""

    def __init__(self, name: str, heading: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name, heading)
        self.setProperty("look", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        self.body.setSpacing(SPACE_S)
        if heading:
            self.body.addWidget(section(f"{name}Heading", heading))
        if hint:
            self.body.addWidget(small(f"{name}Hint", hint))
