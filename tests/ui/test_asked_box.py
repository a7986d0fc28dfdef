"""Every combo box is labelled: the question is spoken with the answer, also where no label is seen."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cxo_desktop.app import Program
from cxo_desktop.ui.shell.places import Place
from cxo_desktop.ui.widgets.asked_box import AskedBox
from helpers.screen import wait_for_page


def questions(box: QComboBox) -> list[str]:
    """What assistive technology is told that this box is labelled by."""
    interface = QAccessible.queryAccessibleInterface(box)
    found = interface.relations(QAccessible.RelationFlag.Label)
    return [label.text(QAccessible.Text.Name) for label, _relation in found]


def test_a_box_without_a_seen_label_has_one_that_is_spoken(qtbot: QtBot) -> None:
    page, box = QWidget(), AskedBox("who", "Who records now")
    qtbot.addWidget(page)
    QHBoxLayout(page).addWidget(box)
    page.show()
    assert questions(box) == ["Who records now"]
    assert [each.isVisible() for each in page.findChildren(QWidget, "whoAsked")] == [False]


def test_every_combo_box_of_every_page_has_its_question(program: Program, qtbot: QtBot) -> None:
    for place in (Place.BEGINNING, Place.LIBRARY, Place.SETTINGS):
        program.desk.go(place)
        page = wait_for_page(qtbot, program.window, place)
        boxes = page.findChildren(QComboBox)
        assert boxes
        assert [box.objectName() for box in boxes if not questions(box)] == []
