"""What the office asks for on the workbench: tasks with what is late, walkthroughs sent back, answers to findings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from cxo_core.kinds import Kind
from cxo_core.protocol.matters import Answer, Comment, Hall
from cxo_core.walkthrough import Status
from cxo_desktop.app import Program
from cxo_desktop.services.packs import take_pack
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.tasks import TaskStanding
from cxo_desktop.ui.shell.places import Place
from helpers.own_office import OwnOffice, a_task, gone, returned, told
from helpers.recordings import MovingClock, begun
from helpers.screen import find, press, said, wait_for_page

TODAY = datetime.now(UTC).astimezone().date()


@dataclass
class Bench:
    """An office, and a vault to which it tells something before or while the window is open."""

    office: OwnOffice
    vault: Vault
    begin: Callable[[], Program]
    version: int = 0

    def tell(self, *matters: Any, removed: Any = (), vault: Vault | None = None) -> None:
        open_vault = vault or self.vault
        self.version += 1
        row = open_vault.offices.by_id(self.office.id)
        assert row is not None
        content = self.office.pack(open_vault, self.version, *matters, removed=removed)
        take_pack(open_vault, row, content, None)


@pytest.fixture
def bench(start: Callable[..., Program], vault: Vault, qtbot: QtBot) -> Bench:
    office = OwnOffice()
    office.enrol(vault)

    def begin() -> Program:
        vault.close()
        program = start()
        qtbot.waitUntil(lambda: program.desk.is_unlocked)
        wait_for_page(qtbot, program.window, "today")
        return program

    return Bench(office, vault, begin)


def due_in(days: int, id: str, **said_of: Any) -> Any:
    return told(
        a_task(id, first_day=TODAY - timedelta(days=9), due_day=TODAY + timedelta(days=days), **said_of)
    )


def seen(program: Program, qtbot: QtBot, name: str) -> str:
    qtbot.waitUntil(lambda: bool(program.window.findChildren(QLabel, name)))
    return said(program.window, name)


def test_the_most_pressing_task_comes_first_and_what_is_late_is_said(bench: Bench, qtbot: QtBot) -> None:
    bench.tell(due_in(20, "later"), due_in(1, "soon"), due_in(-4, "late"))
    program = bench.begin()
    assert seen(program, qtbot, "task.late.state") == "⚠ overdue by 4 days"
    assert seen(program, qtbot, "task.soon.state") == "▲ 1 day left"
    assert seen(program, qtbot, "task.later.state") == "○ not taken yet"
    assert said(program.window, "todayTasksWords") == "⚠ 1 task is overdue　▲ 1 task is due soon"
    rows = [find(program.window, f"task.{id}").y() for id in ("late", "soon", "later")]
    qtbot.waitUntil(lambda: len({find(program.window, f"task.{id}").y() for id in ("late", "soon")}) == 2)
    assert rows == sorted(rows)
    assert "群众反映材料反复提交" in said(program.window, "task.late.when")


def test_a_task_is_taken_and_given_back(bench: Bench, qtbot: QtBot) -> None:
    bench.tell(due_in(20, "t-1"))
    program = bench.begin()
    seen(program, qtbot, "task.t-1.state")
    press(program.window, "task.t-1.claim")
    qtbot.waitUntil(lambda: said(program.window, "task.t-1.state") == "◆ taken by you")
    row = program.desk.vault.tasks.one(bench.office.id, "t-1")
    assert row is not None
    assert row.standing is TaskStanding.CLAIMED
    press(program.window, "task.t-1.giveBack")
    qtbot.waitUntil(lambda: said(program.window, "task.t-1.state") == "○ not taken yet")


def test_starting_a_task_fills_in_the_form_and_the_record_names_it(bench: Bench, qtbot: QtBot) -> None:
    bench.tell(due_in(20, "t-1"), told(Hall("h", "城东分中心", "", ())))
    program = bench.begin()
    seen(program, qtbot, "task.t-1.state")
    press(program.window, "task.t-1.start")
    page = wait_for_page(qtbot, program.window, "beginning")
    assert find(page, "hall", QLineEdit).text() == "市政务服务中心"
    assert not find(page, "beginItem").isVisible()
    assert "2026-1" in said(page, "beginTaskWords")
    qtbot.waitUntil(lambda: find(page, "itemList", QListView).currentIndex().isValid())
    completer = find(page, "hall", QLineEdit).completer
    qtbot.waitUntil(lambda: completer() is not None and completer().model().rowCount() == 1)
    press(page, "showsSecrets.no")
    find(page, "companion", QLineEdit).setText("某餐饮公司")
    press(page, "beginStart")
    wait_for_page(qtbot, program.window, "recorder")
    recording = program.desk.recording
    assert recording is not None
    assert dict(recording.state.links) == {"task": "t-1", "round": "2026-1"}
    program.desk.go(Place.TODAY)
    qtbot.waitUntil(lambda: said(program.window, "task.t-1.state") == "● being walked")
    press(program.window, "task.t-1.continue")
    wait_for_page(qtbot, program.window, "recorder")


def test_the_form_can_let_go_of_the_task(bench: Bench, qtbot: QtBot) -> None:
    bench.tell(due_in(20, "t-1"))
    program = bench.begin()
    seen(program, qtbot, "task.t-1.state")
    press(program.window, "task.t-1.start")
    page = wait_for_page(qtbot, program.window, "beginning")
    press(page, "beginTaskDrop")
    assert not find(page, "beginTask").isVisible()
    assert find(page, "itemList").isVisible()


def test_a_task_that_the_office_withdrew_says_so_and_cannot_be_begun(bench: Bench, qtbot: QtBot) -> None:
    from cxo_desktop.services.tasks import claim, task_on_hand

    bench.tell(due_in(20, "t-1"))
    claim(bench.vault, task_on_hand(bench.vault, "t-1", TODAY), MovingClock())
    bench.tell(removed=[gone(a_task("t-1"))])
    program = bench.begin()
    assert seen(program, qtbot, "task.t-1.state") == "✕ withdrawn by the office"
    assert program.window.findChildren(QPushButton, "task.t-1.start") == []


def sealed(bench: Bench) -> tuple[BundleRow, str]:
    """A sealed walkthrough with a finding; its row and the finding's id."""
    clock = MovingClock()
    recording = begun(bench.vault, clock)
    recording.tap(Kind.STEP_ENTERED, {"step": "window"})
    recording.tap(Kind.ARRIVED)
    body = {
        "finding": "f-1",
        "kind": "problem",
        "fact": "Asked twice",
        "class": "policy",
        "grade": "witnessed",
    }
    recording.tap(Kind.FINDING_NOTED, body)
    clock.wait(minutes=3)
    recording.tap(Kind.FINISHED, step="")
    return Sealing(bench.vault).seal(recording, bench.office.keys), "f-1"


def test_what_was_sent_back_opens_at_the_commented_step_and_is_ticked_off(bench: Bench, qtbot: QtBot) -> None:
    row, _finding = sealed(bench)
    comments = (Comment("window", "Which window?"), Comment("", "Well done otherwise."))
    bench.tell(told(returned(row, *comments)))
    program = bench.begin()
    name = f"returned.{row.walkthrough_id}"
    assert seen(program, qtbot, f"{name}.about").startswith("◆ 2 comments · revision 1")
    press(program.window, f"{name}.takeUp")
    page = wait_for_page(qtbot, program.window, "recorder")
    recording = program.desk.recording
    assert recording is not None
    qtbot.waitUntil(lambda: recording.state.step == "window")
    assert (recording.state.revision, recording.state.status) == (2, Status.RECORDING)
    assert seen(program, qtbot, "comment.0.text") == "Which window?"
    qtbot.waitUntil(lambda: find(page, "commentBar").isVisible())
    step = find(page, "step.window", QPushButton)
    assert step.text().endswith("◆1")
    assert "1 comment of the office" in step.accessibleDescription()
    find(page, "comment.0.done", QCheckBox).click()
    qtbot.waitUntil(lambda: not step.text().endswith("◆1"))
    kept = program.desk.vault.settings
    qtbot.waitUntil(lambda: kept.get("comments_dealt_with") == {f"{row.walkthrough_id}.1": [0]})
    program.desk.go(Place.TODAY)
    qtbot.waitUntil(lambda: find(program.window, f"{name}.takeUp", QPushButton).text() == "Continue")


def test_an_answer_to_a_finding_says_who_what_and_whether_it_is_closed(bench: Bench, qtbot: QtBot) -> None:
    row, finding = sealed(bench)
    answer = Answer(
        row.walkthrough_id, finding, "市场监管局", "No longer asked for.", True, datetime.now(UTC)
    )
    bench.tell(told(answer))
    program = bench.begin()
    assert seen(program, qtbot, "answer.f-1.fact") == "Asked twice"
    assert said(program.window, "answer.f-1.state") == "✓ closed"
    assert said(program.window, "answer.f-1.text") == "No longer asked for."
    assert "市场监管局" in said(program.window, "answer.f-1.about")


def test_without_an_office_the_workbench_says_how_tasks_come(program: Program, qtbot: QtBot) -> None:
    words = seen(program, qtbot, "todayTasksWords")
    assert words.startswith("No tasks.")
    assert not find(program.window, "todayReturned").isVisible()
    assert not find(program.window, "todayAnswers").isVisible()
