"""What appears on hovering is words, whatever somebody else has written into them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from cxo_desktop.settings import Settings
from cxo_desktop.ui.theme import dress


@pytest.mark.parametrize("words", ["<b>urgent</b>", '<img src="data:image/png;base64,iVBORw0KGgo="> 材料'])
def test_no_tooltip_is_read_as_rich_text(qapp: QApplication, qtbot: QtBot, words: str) -> None:
    dress(qapp, Settings())
    under = QWidget()
    qtbot.addWidget(under)
    under.show()
    QToolTip.showText(QPoint(10, 10), words, under)
    (shown,) = (each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel"))
    assert isinstance(shown, QLabel)
    assert (shown.textFormat(), shown.text()) == (Qt.TextFormat.PlainText, words)
    QToolTip.hideText()
