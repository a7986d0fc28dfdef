"""Starting again after whatever happened, and closing without losing a tap."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cxo_core.kinds import Kind
from cxo_desktop import app
from cxo_desktop.app import Program
from cxo_desktop.services.vaults import Vault, open_vault
from cxo_desktop.ui.shell.places import Place
from helpers.held_executor import HeldExecutor
from helpers.recordings import MovingClock, begun, no_file_longer_than
from helpers.screen import find, said, wait_for_page


def test_after_a_crash_the_recorder_stands_at_the_same_step(start, vault: Vault, qtbot: QtBot) -> None:
    recording = begun(vault, MovingClock())
    recording.tap(Kind.STEP_ENTERED, {"step": "queue"})
    recording.tap(Kind.ARRIVED)
    vault.close()
    program = start()
    wait_for_page(qtbot, program.window, "recorder")
    assert program.desk.recording is not None
    assert program.desk.recording.id == recording.id
    assert program.desk.state is not None
    assert program.desk.state.step == "queue"
    assert "Test item" in program.window.windowTitle()


def test_a_paused_walkthrough_waits_on_the_workbench(start, vault: Vault, qtbot: QtBot) -> None:
    recording = begun(vault, MovingClock())
    recording.tap(Kind.PAUSED)
    vault.close()
    program = start()
    wait_for_page(qtbot, program.window, "today")
    qtbot.waitUntil(lambda: program.window.findChild(object, f"draft.{recording.id}") is not None)
    assert "Paused" in said(program.window, f"draft.{recording.id}.state")
    find(program.window, f"draft.{recording.id}.continue").click()
    wait_for_page(qtbot, program.window, "recorder")


def test_closing_the_window_waits_until_every_tap_is_on_the_disk(
    start, vault: Vault, qtbot: QtBot, folder: Path
) -> None:
    recording = begun(vault, MovingClock())
    vault.close()
    held: dict[str, HeldExecutor] = {}
    program: Program = start(executor=lambda name: held.setdefault(name, HeldExecutor()))

    def let_on() -> bool:
        for executor in held.values():
            executor.release_all()
        return program.desk.recording is not None and not program.lanes.is_writing

    qtbot.waitUntil(let_on)
    open_recording = program.desk.recording
    assert open_recording is not None
    program.lanes.record.submit(lambda: open_recording.tap(Kind.ARRIVED))
    assert not program.window.close()
    assert program.window.isVisible()
    held["record"].release_all()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    program.close()
    with open_vault(folder) as again:
        kinds = [event.kind for event in again.walkthroughs.events(recording.id)]
    assert Kind.ARRIVED in kinds


def test_what_cannot_be_written_keeps_the_window_open_until_one_gives_it_up(
    start, vault: Vault, qtbot: QtBot
) -> None:
    begun(vault, MovingClock())
    vault.close()
    program = start()
    page = wait_for_page(qtbot, program.window, "recorder")
    qtbot.waitUntil(lambda: page.live.is_fresh)
    with no_file_longer_than(1_000):
        page.live.tap(Kind.ARRIVED, "Arrived")
        qtbot.waitUntil(lambda: page.live.stopped_by is not None)
        assert program.desk.is_held
        assert not program.window.close()
        assert "1 entry" in said(program.window, "recorderBannerTitle")
        program.desk.go(Place.TODAY)
        program.desk.open(page.live.id)
        wait_for_page(qtbot, program.window, "recorder")
    page.live.retry()
    qtbot.waitUntil(lambda: not program.desk.is_held)
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())


def test_the_vault_is_free_again_after_the_window_is_closed(
    program: Program, qtbot: QtBot, folder: Path
) -> None:
    program.window.close()
    program.close()
    with open_vault(folder) as vault:
        assert vault.library.count().number == 0


def test_a_bug_shows_a_report_without_a_word_of_what_was_written(program: Program, qtbot: QtBot) -> None:
    def fails() -> None:
        raise RuntimeError("Mrs Wang's lease is missing")

    program.lanes.record.submit(fails)
    qtbot.waitUntil(lambda: bool(program.crash_reports))
    (report,) = program.crash_reports
    assert "RuntimeError" in report
    assert "Wang" not in report
    assert find(program.window, "crash").isVisible()
    program.crash_reports.clear()


def test_without_a_display_the_program_says_so_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert app.main(["--language", "en"]) == 2
    assert "no display" in capsys.readouterr().err


def test_the_command_line_takes_a_folder_and_a_language(tmp_path: Path) -> None:
    parsed = app._parser().parse_args(["--vault", str(tmp_path), "--language", "en"])
    assert (parsed.vault, parsed.language) == (tmp_path, "en")
    with pytest.raises(SystemExit):
        app._parser().parse_args(["--language", "fr"])
