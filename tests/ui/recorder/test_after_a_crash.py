"""The recorder after the program was ended in the middle: the same step, the clocks right, every text there."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QLineEdit

from cxo_core.kinds import Kind
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui.findings.draft import SLOT
from cxo_desktop.ui.recorder.running_clocks import RunningClocks
from helpers.at_the_recorder import AtTheRecorder
from helpers.recordings import MovingClock
from helpers.screen import find

Open = Callable[..., AtTheRecorder]


def again(at_recorder: Open, vault: Vault, clock: MovingClock, before: AtTheRecorder) -> AtTheRecorder:
    """The recorder opened anew on what the disk has."""
    return at_recorder(Recording(vault, clock, before.recording.id, by="o1"))


def test_a_note_being_typed_is_on_the_disk_within_the_second(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+E")
    at.type("half a sen")
    at._qtbot.waitUntil(lambda: at.recording.drafts() == {"note.hand_in": "half a sen"}, timeout=1_000)
    assert at.state.notes == ()


def test_a_kept_note_is_there_after_a_kill_and_becomes_the_note(
    at_recorder: Open, vault: Vault, clock: MovingClock
) -> None:
    killed = at_recorder().begin("hand_in").key("Ctrl+E")
    killed.type("half a sentence")
    killed.page.parts.note.keep()
    killed.kill()
    at = again(at_recorder, vault, clock, killed)
    at.settle()
    assert at.page.parts.note.toPlainText() == "half a sentence"
    at.key("Ctrl+E").type(", finished").key("Esc")
    assert at.state.notes[0].text == "half a sentence, finished"
    assert at.recording.drafts() == {}


def test_a_note_of_another_step_waits_for_its_step(
    at_recorder: Open, vault: Vault, clock: MovingClock
) -> None:
    killed = at_recorder().begin("queue")
    killed.recording.keep_draft("note.hand_in", "for later")
    killed.kill()
    at = again(at_recorder, vault, clock, killed)
    assert at.page.parts.note.toPlainText() == ""
    at.begin("hand_in")
    assert at.page.parts.note.toPlainText() == "for later"


def test_a_finding_that_was_begun_is_offered_again(
    at_recorder: Open, vault: Vault, clock: MovingClock
) -> None:
    killed = at_recorder().begin("hand_in").key("Ctrl+I")
    killed.type("Asked for a health certificate")
    killed.page.parts.bars.finding.keep()
    killed.kill()
    at = again(at_recorder, vault, clock, killed)
    at.settle()
    assert find(at.page, "findingNew").accessibleName() == "Go on with the finding that was begun"
    at.key("Ctrl+I")
    assert find(at.page, "findingFact", QLineEdit).text() == "Asked for a health certificate"


def test_a_finding_that_made_it_into_the_record_is_no_draft_any_more(
    at_recorder: Open, vault: Vault, clock: MovingClock
) -> None:
    killed = at_recorder().begin("hand_in").key("Ctrl+I")
    killed.type("No seat").key("Tab").key("1").key("2").key("Return")
    assert len(killed.state.findings) == 1
    text = f'{{"id": "{killed.state.findings[0].id}", "fact": "No seat"}}'
    killed.recording.keep_draft(SLOT, text)
    killed.kill()
    at = again(at_recorder, vault, clock, killed)
    at.settle()
    assert find(at.page, "findingNew").accessibleName() == "Note a finding"
    assert at.recording.drafts() == {}


def test_step_and_running_clocks_are_the_same_after_a_kill(
    at_recorder: Open, vault: Vault, clock: MovingClock
) -> None:
    killed = at_recorder().begin("arrive").key("F12").key("Alt+Down").key("1").key("F2").key("Return")
    killed.kill()
    clock.wait(minutes=10)
    at = again(at_recorder, vault, clock, killed)
    assert at.state.step == "queue"
    assert "10:0" in shown(at, "clock.queue")
    assert "▶" in shown(at, "clock.queue")


def test_clocks_go_on_over_a_restart_of_the_machine_and_no_wall_clock_moves_them(
    at_recorder: Open, vault: Vault, clock: MovingClock
) -> None:
    killed = at_recorder().begin("queue").key("F2").key("Return")
    killed.kill()
    clock.wait(minutes=5)
    clock.reboot()
    at = again(at_recorder, vault, clock, killed)
    assert "05:0" in shown(at, "clock.queue")
    clock.set_wall(clock.wall.replace(hour=clock.wall.hour + 3))
    clock.wait(seconds=60)
    find(at.page, "clocks", RunningClocks).tick()
    assert "06:0" in shown(at, "clock.queue")


def test_a_reading_being_typed_survives(at_recorder: Open, vault: Vault, clock: MovingClock) -> None:
    killed = at_recorder().begin("hand_in")
    find(killed.page, "reading.corrections").setFocus()
    killed.type("7").settle()
    killed.kill()
    at = again(at_recorder, vault, clock, killed)
    at.settle()
    line = find(at.page, "reading.corrections", QLineEdit)
    assert line.text() == "7"
    line.setFocus()
    at.key("Return")
    reading = at.state.reading("corrections", "hand_in")
    assert reading is not None
    assert reading.value == 7
    assert at.recording.drafts() == {}


def test_what_another_page_wrote_is_there_on_coming_back(at_recorder: Open) -> None:
    at = at_recorder()
    at.lanes.record.submit(lambda: at.recording.tap(Kind.ARRIVED))
    at.page.enter()
    at.settle()
    assert at.kinds() == [Kind.ARRIVED]


def shown(at: AtTheRecorder, name: str) -> str:
    return find(at.page, name, QLabel).text()
