"""The library: found by word and filter, never the whole list in memory."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cxo_core.summary import Summary
from cxo_core.text import Text
from cxo_desktop.app import Program
from cxo_desktop.services.erasing import carry_out, plan
from cxo_desktop.services.tombstones import Tombstone
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.library import LibraryQuery, Page
from cxo_desktop.ui.library.model import KEPT_COLUMN, MOST_PAGES, LibraryModel
from cxo_desktop.ui.library.removed import RemovedModel, RemovedRow
from cxo_desktop.ui.shell.places import Place
from helpers.delivered import NOTE, answered, sealed
from helpers.own_office import OwnOffice
from helpers.recordings import MovingClock, begun
from helpers.screen import find, key, press, said, wait_for_page, write

SIZE = 50
NOW = datetime.now(UTC)


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
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
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


@pytest.fixture
def kept_library(start, vault: Vault, tmp_path: Path, qtbot: QtBot) -> Program:
    """One walkthrough was erased a year after its receipt, one is delivered, one waits."""
    office = OwnOffice.trusted(vault, tmp_path)
    answered(vault, office, sealed(vault, office), NOW - timedelta(days=500))
    carry_out(vault, plan(vault, NOW.date()), NOW, is_clock_right=True)
    answered(vault, office, sealed(vault, office, photos=0), NOW)
    sealed(vault, office, photos=0)
    vault.close()
    program = start()
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
    wait_for_page(qtbot, program.window, "today")
    program.desk.go(Place.LIBRARY)
    wait_for_page(qtbot, program.window, "library")
    qtbot.waitUntil(lambda: rows(program) == 2)
    return program


def test_until_when_each_walkthrough_is_kept_stands_in_the_list_and_below_it(
    kept_library: Program, qtbot: QtBot
) -> None:
    table = find(kept_library.window, "libraryTable", QTableView)
    until = (NOW + timedelta(days=365)).date().isoformat()

    def days() -> set[str]:
        return {str(table.model().index(row, KEPT_COLUMN).data()) for row in range(2)}

    qtbot.waitUntil(lambda: days() == {until, "no day yet"})
    for row in range(2):
        table.selectRow(row)
        is_dated = table.model().index(row, KEPT_COLUMN).data() == until
        wanted = f"Kept until {until}" if is_dated else "Kept without end: the office has not confirmed"
        qtbot.waitUntil(lambda wanted=wanted: wanted in said(kept_library.window, "libraryKeptWhole"))
    assert "Sealed file, revision 1" in said(kept_library.window, "libraryKeptParts")


def test_what_was_erased_stays_in_the_library_and_leads_to_the_log(
    kept_library: Program, qtbot: QtBot
) -> None:
    window = kept_library.window
    qtbot.waitUntil(lambda: find(window, "libraryErased").isVisible())
    press(window, "libraryErased")
    tombs = find(window, "libraryRemovedTable", QTableView)
    qtbot.waitUntil(lambda: tombs.model().rowCount() == 1)
    assert tombs.isVisible()
    assert said(window, "libraryCount") == "1 erasing"
    told = said(window, "libraryKeptWhole")
    assert "because its time was over" in told
    assert "Delivered: revision 1, receipt of 市审批局体验办" in told
    assert NOTE not in told
    write(window, "librarySearch", "nothing like that")
    qtbot.waitUntil(lambda: find(window, "libraryNothing").isVisible())
    write(window, "librarySearch", "time")
    qtbot.waitUntil(lambda: tombs.model().rowCount() == 1)
    press(window, "libraryLog")
    wait_for_page(qtbot, window, "retention")
    qtbot.waitUntil(lambda: find(window, "retentionEntry").isVisible())
    assert "receipt sha256:" in said(window, "retentionEntryFacts")
    assert "Delivered: revision 1" in said(window, "retentionEntrySaid")


def test_the_list_of_what_was_erased_keeps_the_rules_of_a_model(qtmodeltester: ModelTester) -> None:
    model = RemovedModel()
    tomb = Tombstone(3, "w1", NOW, "retention", "receipt sha256:ab r1 2026-03-03", 2, 99, False)
    model.show([RemovedRow(tomb, Text("事项", "Item"), is_here=True)])
    qtmodeltester.check(model)
    assert [model.index(0, column).data() for column in (1, 2, 3, 4)] == [
        "Item",
        "2 files, 99 B",
        "its time was over",
        "2026-03-03",
    ]
