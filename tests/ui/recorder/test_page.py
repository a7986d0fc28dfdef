"""The recorder as a page: how it is come to and left, how it fits a small or a large screen."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from cxo_core.kinds import Kind
from cxo_core.scheme import Scheme
from cxo_core.walkthrough import Status
from cxo_desktop import words
from cxo_desktop.settings import Settings
from cxo_desktop.ui.recorder import keys
from cxo_desktop.ui.theme import dress
from cxo_desktop.ui.widgets.key_button import KeyButton
from helpers.at_the_recorder import AtTheRecorder
from helpers.screen import find

Open = Callable[..., AtTheRecorder]

SMALLEST = 44
"""The smallest height of what is pressed in the recorder, in pixels."""


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Callable[[int], None]]:
    """Gives the program its style at a text size; afterwards it is bare again."""
    font, palette = QFont(qapp.font()), qapp.palette()
    yield lambda size: dress(qapp, Settings(language=words.language(), text_size=size))
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)


def test_the_page_leads_to_a_step_from_outside_and_takes_a_finished_record_up_again(
    at_recorder: Open,
) -> None:
    at = at_recorder().begin("queue")
    at.lanes.record.submit(lambda: at.recording.tap(Kind.FINISHED))
    at.page.enter()
    at.settle()
    assert at.state.status is Status.FINISHED
    assert "finished" in find(at.page, "recorderBannerTitle", QLabel).text()
    at.page.go_to("hand_in")
    at.settle()
    assert (at.state.status, at.state.step) == (Status.RECORDING, "hand_in")
    assert not at.page.banner.isVisible()
    at.page.go_to(None)
    assert at.state.step == "hand_in"


def test_a_sealed_record_is_only_looked_at(at_recorder: Open) -> None:
    at = at_recorder().key("F12")
    at.lanes.record.submit(lambda: at.recording.tap(Kind.SEALED, {"revision": 1}))
    at.page.enter()
    at.settle()
    before = len(at.state.entries)
    at.key("F4").key("Ctrl+B").key("Alt+Down").key("Ctrl+I")
    assert len(at.state.entries) == before
    assert "sealed" in find(at.page, "recorderBannerTitle", QLabel).text()


def test_every_key_that_is_bound_is_listed_for_f1(at_recorder: Open) -> None:
    at = at_recorder()
    told = list(at.page.keys())
    listed = " · ".join(key for key, _words in told)
    for bound in keys.ACTS:
        assert all(each in listed for each in bound.keys), bound
    assert len({key for key, _words in told}) == len(told)


def test_no_key_is_bound_twice_nor_taken_from_the_window(at_recorder: Open) -> None:
    acts = [key for bound in keys.ACTS for key in bound.keys]
    assert len(acts) == len(set(acts))
    of_the_window = {"Ctrl+1", "Ctrl+6", "Ctrl+N", "Ctrl+F", "Ctrl+Q", "F1", "Ctrl+Space"}
    assert not of_the_window & set(acts)


@pytest.mark.parametrize("size", [100, 150, 200])
def test_everything_pressed_is_large_enough_for_a_finger(
    at_recorder: Open, dressed: Callable[[int], None], size: int
) -> None:
    dressed(size)
    at = at_recorder().begin("hand_in").key("Ctrl+I")
    for shown in range(3):
        if shown:
            at.key(["", "Ctrl+L", "Ctrl+Shift+M"][shown])
        kinds = (QPushButton, QLineEdit, QComboBox)
        pressed = [each for kind in kinds for each in at.page.parts.findChildren(kind) if each.isVisible()]
        small = [
            (each.objectName(), each.height())
            for each in pressed
            if each.height() < SMALLEST and not isinstance(each.parent(), QComboBox)
        ]
        assert small == []


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_at_the_smallest_window_and_the_largest_text_nothing_is_cut_off_sideways(
    at_recorder: Open, dressed: Callable[[int], None], language: str
) -> None:
    words.use_language(language)
    dressed(200)
    at = at_recorder().begin("hand_in").key("Ctrl+R")
    right = at.page.width()
    kinds = (QPushButton, QCheckBox, QLineEdit)
    pressed = [each for kind in kinds for each in at.page.findChildren(kind) if each.isVisible()]
    beyond = [
        each.objectName()
        for each in pressed
        if each.mapTo(at.page, each.rect().topRight()).x() > right and not is_in_list(each)
    ]
    assert beyond == []
    cut = [
        each.objectName()
        for each in pressed
        if isinstance(each, QPushButton)
        and not isinstance(each, KeyButton)
        and each.width() + 2 < each.minimumSizeHint().width()
    ]
    assert cut == []


def is_in_list(widget: QWidget) -> bool:
    return "photoList" in widget.objectName()


def test_where_there_is_no_room_the_timeline_comes_by_its_key(
    at_recorder: Open, dressed: Callable[[int], None]
) -> None:
    dressed(200)
    at = at_recorder()
    assert not at.page.parts.timeline.isVisible()
    at.key("Ctrl+T")
    assert at.page.parts.timeline.isVisible()
    assert not at.page.parts.rail.isVisible()
    find(at.page, "timelineToggle", QPushButton).click()
    assert at.page.parts.rail.isVisible()


def test_the_header_says_what_where_and_which_visit(at_recorder: Open) -> None:
    at = at_recorder()
    assert find(at.page, "recorderItem", QLabel).text() == "Test item"
    place = find(at.page, "recorderPlace", QLabel).text()
    assert "As an applicant · In the hall" in place
    assert "市政务服务中心 3" in place
    at.key("F12")
    assert find(at.page, "recorderVisit", QLabel).text() == "Visit 1"
    at.key("F6").key("F12", days=1)
    assert find(at.page, "recorderVisit", QLabel).text() == "Visit 2"


def test_keys_of_a_scheme_stand_in_its_order_from_f2(at_recorder: Open) -> None:
    at = at_recorder()
    scheme: Scheme = at.state.scheme  # type: ignore[assignment]
    shown = list(at.page.parts.keys.keys.values())
    assert [each.keys for each in shown] == [f"F{at}" for at in range(2, 13)]
    assert [each.objectName() for each in shown] == [f"key.{kind.value}" for kind in scheme.keys]


def test_the_line_of_a_voice_note_wraps_at_the_largest_text(
    at_recorder: Open, dressed: Callable[[int], None]
) -> None:
    dressed(200)
    at = at_recorder().begin("queue")
    assert at.page.parts.bars.voice.minimumSizeHint().width() <= 900
