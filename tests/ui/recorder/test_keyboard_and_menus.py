"""Where the keyboard goes at the recorder, and what reaches it past the keyboard: menus and the accessibility bus."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QPushButton

from cxo_core.kinds import Kind
from helpers.at_the_recorder import AtTheRecorder
from helpers.screen import find

Open = Callable[..., AtTheRecorder]


def test_an_event_chosen_from_the_menu_of_others_is_recorded(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("F12").key("Ctrl+J")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    guided = next(action for action in menu.actions() if action.data() == Kind.GUIDED)
    guided.trigger()
    menu.close()
    at.settle()
    assert at.kinds() == [Kind.ARRIVED, Kind.GUIDED]


def test_the_next_key_takes_the_keyboard_out_of_the_details_of_the_one_before(at_recorder: Open) -> None:
    at = at_recorder()
    at.begin("arrive").key("F2").key("F3")
    assert at.where() == "detail.window"
    at.key("F4")
    assert at.where() == "recorder"


def test_undo_in_a_note_leaves_alone_what_was_written_before(at_recorder: Open) -> None:
    at = at_recorder()
    at.begin("arrive").key("Ctrl+E").type("one open window").key("Escape")
    at.key("Ctrl+E").type(", two closed").key("Ctrl+Z")
    assert find(at.page, "note", QPlainTextEdit).toPlainText() == "one open window"


def test_the_note_is_seen_while_it_is_written_though_a_line_was_open(at_recorder: Open) -> None:
    at = at_recorder()
    at.begin("arrive").key("Ctrl+L").key("Ctrl+E").type("seen")
    note = find(at.page, "note", QPlainTextEdit)
    assert note.hasFocus() and note.isVisible() and note.toPlainText() == "seen"
    assert at.page.parts.bars.open_one is None


def test_a_finding_without_a_class_says_in_words_what_it_lacks(at_recorder: Open) -> None:
    at = at_recorder()
    at.begin("arrive").key("Ctrl+I").type("no sign at the door").key("Return")
    assert (
        "class" in find(at.page, "findingMistake").accessibleName() + find(at.page, "findingMistake").text()
    )
    at.key("2").key("Return")
    assert [finding.fact for finding in at.state.findings] == ["no sign at the door"]


def test_what_dictation_puts_into_a_field_counts_as_typed(at_recorder: Open) -> None:
    at = at_recorder()
    at.begin("queue").key("F2")
    number = find(at.page, "detail.number", QLineEdit)
    QLineEdit.setText(number, "A032")
    at.key("F3")
    assert at.state.of_kind(Kind.TICKET_TAKEN)[0].body["number"] == "A032"


def test_an_answer_toggled_without_a_click_is_recorded(at_recorder: Open) -> None:
    at = at_recorder()
    at.begin("queue")
    find(at.page, "reading.service.4", QPushButton).toggle()
    at.settle()
    assert at.state.reading("service", "queue").value == 4


def test_tab_goes_from_the_keys_through_the_details_to_the_papers(at_recorder: Open) -> None:
    at = at_recorder()
    at.begin("hand_in").key("F2").key("Ctrl+M")
    stops = []
    find(at.page, "span.preparation_started").setFocus()
    for _stop in range(8):
        QTest.keyClick(at.focused(), Qt.Key.Key_Tab)
        stops.append(at.where())
    stops = [stop for stop in stops if not stop.startswith("key.")]
    assert stops[:4] == ["detail.number", "detail.ahead", "detail.windows_open", "extra"]
    assert stops[4].startswith("material.")


def test_tab_comes_round_to_where_it_began(at_recorder: Open) -> None:
    at = at_recorder()
    at.begin("hand_in").key("F2").key("Ctrl+M")
    walked = [at.where()]
    while True:
        QTest.keyClick(at.focused(), Qt.Key.Key_Tab)
        if at.where() in walked:
            break
        walked.append(at.where())
    assert at.where() == walked[0]
    assert {"recorderFinish", "key.called", "reading.outcome", "note", "timeline"} <= set(walked)
