"""A voice note beside the walk: one key, a microphone that is never on unseen, a note at its step that nothing loses."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from cxo_core.kinds import Kind
from cxo_core.privacy import Checked, Want, unchecked
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Status
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.services.voices import Voices
from cxo_desktop.ui.recorder.pictures import from_files
from cxo_desktop.ui.voice.panel import KEEP_MS
from cxo_desktop.ui.voice.system_sound import SystemMicrophones, SystemSpeakers
from helpers.at_the_recorder import AtTheRecorder
from helpers.file_sound import FileMicrophones, FileSpeakers
from helpers.recordings import MovingClock
from helpers.screen import find, press, said
from helpers.sounds import note, pcm, recorded_elsewhere

Open = Callable[..., AtTheRecorder]
KEY = "Ctrl+Shift+R"


@pytest.fixture
def microphones() -> FileMicrophones:
    return FileMicrophones()


@pytest.fixture
def speakers() -> FileSpeakers:
    return FileSpeakers()


@pytest.fixture
def at(at_recorder: Open, microphones: FileMicrophones, speakers: FileSpeakers) -> AtTheRecorder:
    """A recorder in the step `queue` with a microphone that hears what the test speaks."""
    opened = at_recorder().begin("queue")
    opened.page.ways.use(microphones=microphones)
    opened.page.player.use(speakers)
    return opened


def panel(at: AtTheRecorder) -> QWidget:
    return find(at.page, "voice", QWidget)


def spoken(at: AtTheRecorder, microphones: FileMicrophones, seconds: int = 42) -> None:
    at.key(KEY)
    microphones.speak(pcm(1_000 * seconds))
    at.key(KEY, seconds=seconds)


def test_one_key_starts_and_ends_a_voice_note(at: AtTheRecorder, microphones: FileMicrophones) -> None:
    spoken(at, microphones)
    [kept] = at.state.voices
    assert (kept.step, kept.length_ms) == ("queue", 42_000)
    assert not microphones.is_open and panel(at).isHidden()
    assert find(at.page, "voicesKept", QPushButton).text() == "voice note, 0:42"
    assert at.page.parts.timeline.isVisible()


def test_the_screen_says_all_the_time_that_the_microphone_is_on(
    at: AtTheRecorder, microphones: FileMicrophones
) -> None:
    at.key(KEY)
    assert panel(at).isVisible() and microphones.is_open
    assert said(at.page, "voiceSaid").startswith("● The microphone is on, 0:00")
    microphones.speak(pcm(1_000))
    at.clock.wait(seconds=63)
    at.page.ways._voice.tick()  # type: ignore[union-attr]
    assert said(at.page, "voiceSaid").startswith("● The microphone is on, 1:03")
    assert "muted" not in said(at.page, "voiceSaid")


def test_a_muted_microphone_is_noticed(at: AtTheRecorder, microphones: FileMicrophones) -> None:
    at.key(KEY)
    microphones.speak(bytes(64_000))
    at.clock.wait(seconds=4)
    at.page.ways._voice.tick()  # type: ignore[union-attr]
    assert "is the microphone muted?" in said(at.page, "voiceSaid")


def test_speaking_takes_no_key_from_the_walk(at: AtTheRecorder, microphones: FileMicrophones) -> None:
    before = at.where()
    at.key(KEY)
    assert at.where() == before
    at.key("F12")
    assert len(at.kinds()) == 1 and microphones.is_open
    microphones.speak(pcm(1_000))
    at.key(KEY)
    assert at.where() == before and len(at.state.voices) == 1


@pytest.mark.parametrize("way", ["step", "pause", "finish", "leave", "escape"])
def test_whatever_ends_the_step_ends_the_note_and_keeps_it(
    at: AtTheRecorder, microphones: FileMicrophones, way: str
) -> None:
    at.key(KEY)
    microphones.speak(pcm(2_000))
    microphones.held = pcm(500)
    match way:
        case "step":
            at.begin("hand_in")
        case "pause":
            at.key("Ctrl+B")
        case "finish":
            at.page.finish()
            at.page.leave()
        case "leave":
            at.page.leave()
        case "escape":
            panel(at).setFocus()
            find(at.page, "voiceStop", QPushButton).setFocus()
            at.key("Escape")
    at.settle()
    [kept] = at.state.voices
    assert not microphones.is_open and panel(at).isHidden()
    assert (kept.step, kept.length_ms) == ("queue", 2_500)


def test_what_is_spoken_goes_to_the_disk_every_few_seconds(
    at: AtTheRecorder, microphones: FileMicrophones, vault: Vault
) -> None:
    assert KEEP_MS <= 2_500
    at.key(KEY)
    for _ in range(3):
        microphones.speak(pcm(2_000))
        at.page.ways._voice.keep()  # type: ignore[union-attr]
        at.settle()
    assert [row.kind.value for row in vault.evidence_rows.of(at.recording.id)] == ["piece"] * 3
    at.kill()
    recording = Recording(vault, MovingClock(), at.recording.id)
    from cxo_desktop.services.voices import finish_spoken

    finish_spoken(vault, recording)
    assert recording.state.voices[0].length_ms == 6_000


def test_an_unplugged_microphone_keeps_what_it_heard(at: AtTheRecorder, microphones: FileMicrophones) -> None:
    at.key(KEY)
    microphones.speak(pcm(3_000))
    microphones.unplug()
    at.settle()
    assert said(at.page, "voiceSaid").startswith("The microphone is gone")
    assert at.state.voices[0].length_ms == 3_000


@pytest.mark.parametrize("code", [Code.MICROPHONE_MISSING, Code.MICROPHONE_BUSY, Code.SOUND_NOT_INSTALLED])
def test_no_microphone_is_a_sentence_and_a_way_on(
    at: AtTheRecorder, microphones: FileMicrophones, code: Code
) -> None:
    microphones.trouble = Problem(code, microphone="USB", cause="libpulse")
    at.key(KEY)
    assert not find(at.page, "voiceStop", QPushButton).isVisible()
    assert at.state.voices == () and at.problems == []
    microphones.trouble = None
    press(at.page, "voiceAgain")
    microphones.speak(pcm(1_000))
    at.key(KEY)
    assert len(at.state.voices) == 1


def test_nothing_heard_is_no_note(at: AtTheRecorder) -> None:
    at.key(KEY).key(KEY)
    assert at.state.evidence == ()


def test_a_note_is_listened_to_from_memory_and_then_may_leave(
    at: AtTheRecorder, microphones: FileMicrophones, speakers: FileSpeakers
) -> None:
    spoken(at, microphones)
    at.key("Ctrl+Shift+E")
    assert "Nobody has listened" in said(at.page, "voiceStanding")
    at.key("Space")
    assert speakers.played == [note(42_000)] and speakers.is_playing
    speakers.come_to_the_end()
    assert [want for _, want in unchecked(at.state)] == [Want.LOOK]
    press(at.page, "voiceMayLeave")
    at.settle()
    assert at.state.voices[0].checked is Checked.NOTHING_TO_MASK and unchecked(at.state) == ()
    at.key("Ctrl+Z")
    assert [want for _, want in unchecked(at.state)] == [Want.LOOK]


def test_closing_the_line_silences_it(
    at: AtTheRecorder, microphones: FileMicrophones, speakers: FileSpeakers
) -> None:
    spoken(at, microphones)
    at.key("Ctrl+Shift+E").key("Space")
    at.key("Escape")
    assert not speakers.is_playing


def test_without_a_loudspeaker_a_sentence_says_so(
    at: AtTheRecorder, microphones: FileMicrophones, speakers: FileSpeakers
) -> None:
    spoken(at, microphones)
    speakers.trouble = Problem(Code.SPEAKER_MISSING)
    at.key("Ctrl+Shift+E").key("Space")
    assert said(at.page, "voiceStanding").startswith("The voice note cannot be played here")


def test_a_note_is_captioned_moved_and_removed_with_a_reason(
    at: AtTheRecorder, microphones: FileMicrophones
) -> None:
    spoken(at, microphones)
    at.key("Ctrl+Shift+E")
    find(at.page, "voiceCaption", QWidget).setFocus()
    at.type("stamp first").key("Return")
    assert at.state.voices[0].caption == "stamp first"
    at.key("Ctrl+Shift+E")
    steps = find(at.page, "voiceStep", QComboBox)
    steps.setCurrentIndex(steps.findData("hand_in"))
    press(at.page, "voiceKeep")
    at.settle()
    assert at.state.voices[0].step == "hand_in"
    assert find(at.page, "voicesKept", QPushButton).isHidden()
    at.key("Ctrl+Shift+E")
    press(at.page, "voiceRemove")
    assert len(at.state.voices) == 1
    at.type("slip").key("Return")
    assert at.state.voices == ()
    at.key("Ctrl+Z")
    assert len(at.state.voices) == 1


def test_a_sensitive_note_asks_for_more_than_listening(
    at: AtTheRecorder, microphones: FileMicrophones
) -> None:
    spoken(at, microphones)
    at.key("Ctrl+Shift+E")
    press(at.page, "voiceMayLeave")
    press(at.page, "voiceFlag.medical")
    at.settle()
    assert at.state.voices[0].sensitive == ("medical",)
    assert said(at.page, "voiceStanding").startswith("! Sensitive")
    find(at.page, "voiceBasis", QWidget).setFocus()
    at.type("PIPL 13 (3)").key("Return")
    assert at.state.voices[0].checked is Checked.EXCEPTION and unchecked(at.state) == ()


def test_a_finished_walk_can_still_be_listened_to(
    at: AtTheRecorder, microphones: FileMicrophones, speakers: FileSpeakers
) -> None:
    spoken(at, microphones)
    at.page.live.tap(Kind.FINISHED, "")
    at.settle()
    at.page.show_photo(at.state.voices[0].id)
    press(at.page, "voiceMayLeave")
    at.settle()
    assert at.state.status is Status.FINISHED and unchecked(at.state) == ()


def test_where_no_photos_are_taken_nobody_is_recorded(
    at_recorder: Open, microphones: FileMicrophones
) -> None:
    at = at_recorder(takes_photos=False).begin("queue")
    at.page.ways.use(microphones=microphones)
    at.key(KEY)
    assert not microphones.is_open
    assert not find(at.page, "voiceStart", QPushButton).isEnabled()


def test_a_note_can_be_evidence_of_a_finding(
    at: AtTheRecorder, microphones: FileMicrophones, vault: Vault
) -> None:
    spoken(at, microphones)
    at.key("Ctrl+I")
    offered = find(at.page, f"findingEvidence.{at.state.voices[0].id}", QPushButton)
    assert offered.accessibleName() == "voice note, 0:42"
    assert Voices(vault, at.recording.id).read(at.state.voices[0]) == note(42_000)


def test_without_the_part_it_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    with pytest.raises(Problem) as microphone:
        SystemMicrophones().open()
    with pytest.raises(Problem) as loudspeaker:
        SystemSpeakers().play(note(1_000))
    assert {microphone.value.code, loudspeaker.value.code} == {Code.SOUND_NOT_INSTALLED}


def test_the_recorder_loads_no_sound_before_it_is_asked_for() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, cxo_desktop.ui.recorder.page; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(told.stdout.split())
    assert not loaded & {
        "PySide6.QtMultimedia",
        "cxo_desktop.ui.voice.system_sound",
        "cxo_desktop.ui.voice.panel",
        "cxo_desktop.services.voices",
        "PIL",
    }


def test_a_sound_file_dropped_on_the_page_is_a_voice_note_of_the_step(
    at: AtTheRecorder, tmp_path: Path
) -> None:
    (tmp_path / "said.wav").write_bytes(recorded_elsewhere(3))
    (tmp_path / "lies.wav").write_bytes(note(3_000)[:500])
    at.page.take_pictures(from_files([tmp_path / "said.wav", tmp_path / "lies.wav"]))
    at.settle()
    [kept] = at.state.voices
    assert (kept.step, kept.length_ms) == ("queue", 3_000)
    assert "What it says about itself does not fit" in at.page.banner.sentence
