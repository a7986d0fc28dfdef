"""The lanes: what is asked for happens in order, beside the window, and the answer comes back to it."""

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cxo_core.problems import Code, Problem
from cxo_desktop.ui.jobs import Lanes
from helpers.held_executor import HeldExecutor


class Ears:
    """What came out at the doors of the lanes."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.bugs: list[BaseException] = []
        self.executors: dict[str, HeldExecutor] = {}

    def executor(self, name: str) -> HeldExecutor:
        return self.executors.setdefault(name, HeldExecutor())


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def lanes(qapp: object, ears: Ears) -> Lanes:
    return Lanes(on_problem=ears.problems.append, on_bug=ears.bugs.append, executor=ears.executor)


def test_the_work_runs_beside_the_window_and_the_answer_arrives_in_it(qtbot: QtBot, ears: Ears) -> None:
    lanes = Lanes(on_problem=ears.problems.append, on_bug=ears.bugs.append)
    heard: list[tuple[int, int]] = []
    lanes.record.submit(threading.get_ident, lambda worker: heard.append((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(heard))
    worker, listener = heard[0]
    assert listener == threading.get_ident() != worker
    lanes.close()


def test_answers_come_in_the_order_in_which_they_were_asked_for(
    qtbot: QtBot, lanes: Lanes, ears: Ears
) -> None:
    heard: list[int] = []
    for number in range(5):
        lanes.record.submit(lambda number=number: number, heard.append)
    ears.executors["record"].release_all()
    qtbot.waitUntil(lambda: len(heard) == 5)
    assert heard == [0, 1, 2, 3, 4]


def test_a_tap_is_never_behind_a_photo(qtbot: QtBot, lanes: Lanes, ears: Ears) -> None:
    heard: list[str] = []
    lanes.work.submit(lambda: "photo", heard.append)
    lanes.record.submit(lambda: "tap", heard.append)
    ears.executors["record"].release_all()
    qtbot.waitUntil(lambda: heard == ["tap"])
    ears.executors["work"].release_all()
    qtbot.waitUntil(lambda: heard == ["tap", "photo"])


def test_a_problem_goes_to_whoever_asked_and_otherwise_to_the_window(
    qtbot: QtBot, lanes: Lanes, ears: Ears
) -> None:
    taken: list[Problem] = []
    lanes.record.submit(_refuse, on_problem=taken.append)
    lanes.record.submit(_refuse)
    ears.executors["record"].release_all()
    qtbot.waitUntil(lambda: len(taken) == 1 and len(ears.problems) == 1)
    assert ears.bugs == []


def test_anything_else_is_a_bug_and_the_lane_goes_on(qtbot: QtBot, lanes: Lanes, ears: Ears) -> None:
    heard: list[int] = []
    lanes.record.submit(lambda: 1 // 0)
    lanes.record.submit(lambda: 7, heard.append)
    ears.executors["record"].release_all()
    qtbot.waitUntil(lambda: heard == [7])
    assert [type(bug) for bug in ears.bugs] == [ZeroDivisionError]


def test_an_answer_for_a_deleted_page_is_dropped(qtbot: QtBot, lanes: Lanes, ears: Ears) -> None:
    import shiboken6

    heard: list[object] = []
    page = QLabel("page")
    lanes.record.submit(lambda: 1, heard.append, owner=page)
    lanes.record.submit(_refuse, on_problem=heard.append, owner=page)
    shiboken6.delete(page)
    with qtbot.waitSignal(lanes.record.busy_changed):
        ears.executors["record"].release_all()
    assert heard == []


def test_a_cancelled_job_never_begins_and_one_that_runs_ends_unheard(
    qtbot: QtBot, lanes: Lanes, ears: Ears
) -> None:
    heard: list[str] = []
    running = lanes.work.submit(lambda: running_was_left(), heard.append)
    waiting = lanes.work.submit(lambda: heard.append("begun"))

    def running_was_left() -> str:
        running.cancel()
        return "done"

    waiting.cancel()
    with qtbot.waitSignal(lanes.work.busy_changed, check_params_cb=lambda busy: not busy):
        ears.executors["work"].release_all()
    assert heard == []


def test_closing_waits_for_taps_and_photos_but_not_for_the_network(lanes: Lanes, ears: Ears) -> None:
    written: list[str] = []
    lanes.record.submit(lambda: written.append("tap"))
    lanes.work.submit(lambda: written.append("photo"))
    lanes.network.submit(lambda: written.append("upload"))
    assert lanes.is_writing
    lanes.close()
    assert sorted(written) == ["photo", "tap"]


def test_after_closing_nothing_more_is_taken(lanes: Lanes, ears: Ears) -> None:
    lanes.close()
    job = lanes.record.submit(lambda: pytest.fail("taken after closing"))
    assert job.is_cancelled
    assert not ears.executors["record"].waiting


def test_an_owner_that_is_only_hidden_still_hears(qtbot: QtBot, lanes: Lanes, ears: Ears) -> None:
    heard: list[int] = []
    owner = QObject()
    lanes.record.submit(lambda: 3, heard.append, owner=owner)
    ears.executors["record"].release_all()
    qtbot.waitUntil(lambda: heard == [3])


def _refuse() -> None:
    raise Problem(Code.NOTHING_TO_UNDO)
