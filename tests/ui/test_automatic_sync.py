"""What is sealed reaches the office by itself, and the window says how that stands at its edge."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cxo_core.problems import Code
from cxo_desktop.app import Program
from cxo_desktop.settings import Settings, SettingsFile, Theme
from cxo_desktop.storage.bundles import BundleRow, BundleState
from cxo_desktop.storage.offices import Standing
from cxo_desktop.ui.sending import automatic
from cxo_desktop.ui.shell.places import Place
from helpers.held_executor import HeldExecutor
from helpers.office_line import Desk as Laptop
from helpers.office_line import says, unreachable, where
from helpers.screen import find, key, press, wait_for_page

AtWork = Callable[..., Program]


def edge(program: Program) -> str:
    """What the window's edge says; empty where it says nothing."""
    shown = find(program.window, "rail.sync", QPushButton)
    return shown.text() if shown.isVisible() else ""


def row_of(program: Program, row: BundleRow) -> BundleRow:
    found = program.desk.vault.bundles.one(row.walkthrough_id, row.revision)
    assert found is not None
    return found


def is_delivered(program: Program, row: BundleRow) -> bool:
    return row_of(program, row).state is BundleState.DELIVERED


def is_at_rest(program: Program) -> bool:
    lanes = program.lanes
    return not (lanes.network.is_busy or lanes.record.is_busy or lanes.work.is_busy)


def network_held(held: HeldExecutor) -> Callable[[str], HeldExecutor | None]:
    return lambda lane: held if lane == "network" else None


def test_what_waits_is_sent_by_itself_after_opening(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(automatic, "FIRST_MS", 0)
    rows = [laptop.seal(), laptop.seal()]
    program = at_work(runs_by_itself=True)
    qtbot.waitUntil(lambda: all(is_delivered(program, row) for row in rows))
    qtbot.waitUntil(lambda: edge(program) == "✓ All delivered")
    assert [laptop.copies(row) for row in rows] == [1, 1]


def test_sealing_sends_at_once(laptop: Laptop, at_work: AtWork, qtbot: QtBot) -> None:
    from cxo_core.kinds import Kind
    from helpers.recordings import begun

    recording = begun(laptop.vault, laptop.clock)
    recording.tap(Kind.ARRIVED)
    recording.tap(Kind.FINISHED, step="")
    program = at_work()
    program.desk.open(recording.id, Place.SEALING)
    wait_for_page(qtbot, program.window, "sealing")
    qtbot.waitUntil(lambda: find(program.window, "sealingSeal").isVisible())
    press(program.window, "sealingSeal")
    qtbot.waitUntil(lambda: edge(program) == "✓ All delivered")
    assert len(laptop.held()) == 1


def test_without_a_network_the_edge_says_when_it_is_tried_again(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot
) -> None:
    row = laptop.seal()
    laptop.line.always = unreachable
    program = at_work()
    program.desk.office.sync.send_now()
    qtbot.waitUntil(lambda: "next try" in edge(program))
    assert edge(program).startswith("… 1 waiting")
    laptop.line.clear()
    program.desk.go(Place.OUTBOX)
    page = wait_for_page(qtbot, program.window, "outbox")
    qtbot.waitUntil(lambda: find(page, "outboxSend").isVisible())
    key(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: is_delivered(program, row))


def test_what_is_paused_stays_paused_until_somebody_resumes(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot
) -> None:
    row = laptop.seal()
    program = at_work()
    sync = program.desk.office.sync
    sync.pause()
    qtbot.waitUntil(lambda: edge(program).startswith("‖ Sending is paused"))
    sync.send_now()
    sync.look_and_send()
    qtbot.waitUntil(lambda: is_at_rest(program))
    assert laptop.line.asked == []
    sync.resume()
    qtbot.waitUntil(lambda: is_delivered(program, row))


def test_another_language_and_other_colours_leave_a_round_alone(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot
) -> None:
    row = laptop.seal()
    held = HeldExecutor()
    program = at_work(executor=network_held(held))
    program.desk.office.sync.send_now()
    qtbot.waitUntil(lambda: edge(program) == "▶ Asking the office")
    program.desk.settings_chosen.emit(Settings(language="zh_CN", theme=Theme.DARK))
    qtbot.waitUntil(lambda: edge(program) == "▶ 正在联系体验办")
    held.release_all()
    qtbot.waitUntil(lambda: edge(program) == "✓ 已全部送达")
    assert is_delivered(program, row)
    SettingsFile().save(Settings())


def test_how_far_a_bundle_is_stands_at_the_edge(laptop: Laptop, at_work: AtWork, qtbot: QtBot) -> None:
    laptop.seal(1_200)
    program = at_work()
    seen: list[str] = []
    program.desk.office.sync.changed.connect(lambda _seen: seen.append(edge(program)))
    program.desk.office.sync.send_now()
    qtbot.waitUntil(lambda: edge(program) == "✓ All delivered")
    assert any(words.startswith("▶ Sending ") and "%" in words for words in seen)


def test_closing_in_the_middle_of_a_round_ends_it_and_loses_nothing(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot, folder: Path
) -> None:
    from cxo_desktop.services.vaults import open_vault

    row = laptop.seal()
    held = HeldExecutor()
    program = at_work(executor=network_held(held))
    program.desk.office.sync.send_now()
    qtbot.waitUntil(lambda: bool(held.waiting))
    qtbot.waitUntil(program.window.close)  # it stays while something is on its way to the disk
    assert program.close()
    assert laptop.line.asked == []
    with open_vault(folder) as again:
        kept = again.bundles.one(row.walkthrough_id, row.revision)
        assert kept is not None
        assert kept.state is BundleState.SEALED
        assert kept.attempts == 0


def test_a_revoked_laptop_keeps_everything_and_says_so(laptop: Laptop, at_work: AtWork, qtbot: QtBot) -> None:
    row = laptop.seal()
    refusal = b'{"code":"device-revoked","details":{},"status":403,"title":"x","type":"urn:cxo:problem:device-revoked"}'
    laptop.line.always = where(
        "/receipts/",
        says(403, refusal, content_type="application/problem+json", content_length=str(len(refusal))),
    )
    program = at_work()
    program.desk.office.sync.send_now()
    office = laptop.house.id
    vault = program.desk.vault

    def is_revoked() -> bool:
        found = vault.offices.by_id(office)
        return found is not None and found.standing is Standing.REVOKED

    qtbot.waitUntil(is_revoked)
    program.desk.go(Place.SETTINGS)
    page = wait_for_page(qtbot, program.window, "settings")
    qtbot.waitUntil(lambda: bool(page.findChildren(QPushButton, "settingsOfficeEnrol")))
    name = f"office.{office}.advice"
    qtbot.waitUntil(lambda: bool(page.findChildren(object, name)))
    assert "Your work is all here" in find(page, name).text()  # type: ignore[attr-defined]
    assert row_of(program, row).state is BundleState.SEALED
    assert Code.DEVICE_REVOKED.value == "device-revoked"


def test_new_tasks_come_with_a_round_and_are_said_on_the_workbench(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot
) -> None:
    from cxo_central.storage.matters import MatterStore
    from helpers.office_house import task
    from helpers.screen import said

    program = at_work()
    MatterStore(laptop.house.engine).put([task("t-9", reason="核实一次性告知")])
    program.desk.office.sync.send_now()
    qtbot.waitUntil(lambda: find(program.window, "todayBanner").isVisible())
    assert said(program.window, "todayBannerTitle") == "From the office: 1 new task"
    qtbot.waitUntil(lambda: bool(program.window.findChildren(QPushButton, "task.t-9.start")))


def test_without_an_office_nothing_is_said_and_nobody_is_asked(program: Program, qtbot: QtBot) -> None:
    program.desk.office.sync.send_now()
    program.desk.office.sync.look_and_send()
    qtbot.waitUntil(lambda: is_at_rest(program))
    assert edge(program) == ""
    assert not program.desk.office.sync.seen.is_running
