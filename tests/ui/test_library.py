"""The library: found by word and filter, never the whole list in memory."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cxo_core.summary import Summary
from cxo_core.text import Text
from cxo_desktop.app import Program
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.library import LibraryQuery, Page
from cxo_desktop.ui.library.model import MOST_PAGES, LibraryModel
from cxo_desktop.ui.shell.places import Place
from helpers.recordings import MovingClock, begun
from helpers.screen import find, key, press, said, wait_for_page, write

SIZE = 50


def summary(number: int) -> Summary:
    started = datetime(2026, 3, 2, 9, tzinfo=UTC) - timedelta(minutes=number)
    return Summary(
        id=f"w{number}",
        item_id="i",
        item_title=Text(f"事项 {number}", f"Item {number}"),
        role="applicant",
        channel="hall",
        hall="Hall",
        window="3",
        status="recording",
        revision=1,
        started=started,
        updated=started,
        last_seq=1,
        chain_head="0",
        step=None,
        visits=0,
        findings=0,
        photos=0,
        officers="",
        search="",
    )


class Shelf:
    """A store of so many walkthroughs that answers with pages, at once or when asked to."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[str | None] = []

    def ask(self, query: LibraryQuery, cursor: str | None, answer) -> None:
        self.asked.append(cursor)
        first = int(cursor) if cursor else 0
        rows = tuple(summary(number) for number in range(first, min(first + SIZE, self.count)))
        after = str(first + SIZE) if first + SIZE < self.count else None
        before = str(first - SIZE) if first >= SIZE else None
        answer(Page(rows, after, before))


def test_the_model_keeps_the_rules_of_a_model(qtmodeltester: ModelTester) -> None:
    model = LibraryModel(Shelf(180).ask)
    model.look_for(LibraryQuery())
    qtmodeltester.check(model)


def test_however_far_one_scrolls_only_a_window_of_pages_is_in_memory() -> None:
    model = LibraryModel(Shelf(100_000).ask)
    model.look_for(LibraryQuery())
    moved: list[int] = []
    model.shifted.connect(moved.append)
    for _ in range(40):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == MOST_PAGES * SIZE
    last = model.summary(model.rowCount() - 1)
    assert last is not None
    assert last.id == f"w{41 * SIZE - 1}"
    assert sum(moved) == -(41 - MOST_PAGES) * SIZE


def test_what_was_let_go_above_comes_back_when_one_scrolls_up() -> None:
    model = LibraryModel(Shelf(2_000).ask)
    model.look_for(LibraryQuery())
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    while model.has_earlier:
        model.fetch_earlier()
    first = model.summary(0)
    assert first is not None
    assert first.id == "w0"
    assert model.rowCount() == MOST_PAGES * SIZE
    ids = [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]
    assert ids == [f"w{number}" for number in range(MOST_PAGES * SIZE)]


def test_an_answer_to_an_earlier_question_is_dropped() -> None:
    answers = []
    model = LibraryModel(lambda query, cursor, answer: answers.append(answer))
    model.look_for(LibraryQuery(text="first"))
    model.look_for(LibraryQuery(text="second"))
    answers[1](Page((summary(2),), None, None))
    answers[0](Page((summary(1),), None, None))
    assert [model.summary(row).id for row in range(model.rowCount())] == ["w2"]


@pytest.fixture
def library(start, vault: Vault, qtbot: QtBot) -> Program:
    clock = MovingClock()
    for number in range(7):
        begun(vault, clock.wait(minutes=1), hall="East hall" if number % 2 else "West hall")
    vault.close()
    program = start()
    qtbot.waitUntil(lambda: program.desk.is_unlocked, timeout=10_000)
    wait_for_page(qtbot, program.window, "recorder")
    program.desk.go(Place.LIBRARY)
    wait_for_page(qtbot, program.window, "library")
    qtbot.waitUntil(lambda: rows(program) == 7)
    return program


def rows(program: Program) -> int:
    return find(program.window, "libraryTable", QTableView).model().rowCount()


def test_typing_narrows_the_list(library: Program, qtbot: QtBot) -> None:
    write(library.window, "librarySearch", "east")
    qtbot.waitUntil(lambda: rows(library) == 3)
    qtbot.waitUntil(lambda: said(library.window, "libraryCount") == "3 walkthroughs")


def test_nothing_fits_says_so_and_the_filters_can_be_cleared(library: Program, qtbot: QtBot) -> None:
    state = find(library.window, "libraryStatus", QComboBox)
    state.setCurrentIndex(state.findData("sealed"))
    qtbot.waitUntil(lambda: find(library.window, "libraryNothing").isVisible())
    press(library.window, "libraryNothingAction")
    qtbot.waitUntil(lambda: rows(library) == 7)
    assert state.currentIndex() == 0


def test_days_narrow_the_list(library: Program, qtbot: QtBot) -> None:
    days = find(library.window, "libraryDays", QComboBox)
    days.setCurrentIndex(days.findData("6"))
    qtbot.waitUntil(lambda: find(library.window, "libraryNothing").isVisible())


def test_enter_opens_the_chosen_walkthrough(library: Program, qtbot: QtBot) -> None:
    table = find(library.window, "libraryTable", QTableView)
    table.selectRow(2)
    chosen = table.model().index(2, 0).data(Qt.ItemDataRole.UserRole)
    press(library.window, "libraryOpen")
    wait_for_page(qtbot, library.window, "recorder")
    assert library.desk.recording is not None
    qtbot.waitUntil(lambda: library.desk.recording.id == chosen)


def test_ctrl_f_goes_to_the_search_from_anywhere(library: Program, qtbot: QtBot) -> None:
    key(library.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    wait_for_page(qtbot, library.window, "today")
    key(library.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    wait_for_page(qtbot, library.window, "library")
    assert library.window.focusWidget() is find(library.window, "librarySearch")


def test_an_empty_library_says_what_to_do(program: Program, qtbot: QtBot) -> None:
    key(program.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    wait_for_page(qtbot, program.window, "libraryEmpty")
    press(program.window, "libraryEmptyAction")
    wait_for_page(qtbot, program.window, "beginning")
