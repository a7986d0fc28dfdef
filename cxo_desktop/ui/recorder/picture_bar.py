"""A line with a picture on its left; its heading, what is said and what can be pressed on its right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.widgets.labels import section


class PictureBar(InlineBar):
    def arrange(self, heading: str, picture: QWidget, *below: QWidget | QLayout) -> None:
        """Puts `below`, in this order, under the heading and beside the picture."""
        head = QHBoxLayout()
        head.addWidget(section(f"{self.objectName()}Title", heading), 1)
        head.addWidget(self.close_button())
        words = QVBoxLayout()
        words.setSpacing(SPACE_S)
        words.addLayout(head)
        for each in below:
            if isinstance(each, QLayout):
                words.addLayout(each)
            else:
                words.addWidget(each)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.body.addLayout(row)
