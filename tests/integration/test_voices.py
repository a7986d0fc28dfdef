"""Voice notes in a vault: kept while they are spoken, whole when they end, and what other recorders write taken in."""

import io
import os
import signal
import subprocess
import sys
import wave
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from cxo_core import voice
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Evidence
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault, open_vault
from cxo_desktop.services.voices import VoiceNote, Voices
from cxo_desktop.storage.evidence_rows import EvidenceKind
from helpers.recordings import MovingClock, an_office, begun, files_in, no_file_longer_than, vault_in
from helpers.sounds import note, pcm, recorded_elsewhere

TESTS = Path(__file__).parents[1]


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = vault_in(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def recording(vault: Vault, clock: MovingClock) -> Recording:
    made = begun(vault, clock)
    made.tap(Kind.STEP_ENTERED, {"step": "queue"}, step="queue")
    return made


def speaking(vault: Vault, recording: Recording, clock: MovingClock) -> VoiceNote:
    return VoiceNote(vault, recording.id, step="queue", by="o2", began=clock.now())


def three_pieces(vault: Vault, recording: Recording, clock: MovingClock) -> VoiceNote:
    spoken = speaking(vault, recording, clock)
    for _ in range(3):
        spoken.hear(pcm(1_000))
        spoken.keep()
    return spoken


def heard(vault: Vault, recording: Recording, voice_note: Evidence) -> bytes:
    with wave.open(io.BytesIO(Voices(vault, recording.id).read(voice_note))) as read:
        return read.readframes(read.getnframes())


def test_a_note_spoken_in_pieces_is_one_piece_of_evidence(
    vault: Vault, recording: Recording, clock: MovingClock
) -> None:
    spoken = speaking(vault, recording, clock)
    said = pcm(5_000)
    for at in range(0, len(said), 64_000):
        spoken.hear(said[at : at + 64_000])
        spoken.keep()
    recording.tap(Kind.STEP_ENTERED, {"step": "hand_in"}, step="hand_in")
    clock.wait(seconds=5)
    event = spoken.finish(recording, clock.now())
    [kept] = recording.state.voices
    assert event is not None and (event.by, kept.step, kept.length_ms) == ("o2", "queue", 5_000)
    assert kept.taken == spoken.began.wall.isoformat(timespec="seconds")
    assert heard(vault, recording, kept) == said


def test_nothing_but_the_whole_note_stays_once_it_ended(
    vault: Vault, recording: Recording, clock: MovingClock
) -> None:
    spoken = three_pieces(vault, recording, clock)
    spoken.finish(recording)
    assert [row.kind for row in vault.evidence_rows.of(recording.id)] == [EvidenceKind.WORKING]
    assert vault.drafts.of(recording.id) == () and vault.orphans() == ()
    assert len(list(vault.evidence.names())) == 1


def test_a_note_in_which_nothing_was_heard_leaves_no_trace(
    vault: Vault, recording: Recording, clock: MovingClock
) -> None:
    assert speaking(vault, recording, clock).finish(recording) is None
    assert recording.state.evidence == () and vault.drafts.of(recording.id) == ()


def test_a_note_ends_at_ten_minutes(vault: Vault, recording: Recording, clock: MovingClock) -> None:
    spoken = speaking(vault, recording, clock)
    spoken.hear(bytes(voice.LONGEST_BYTES + 64_000))
    assert spoken.is_full and spoken.heard_ms == voice.LONGEST_MS
    spoken.finish(recording)
    assert recording.state.voices[0].length_ms == voice.LONGEST_MS


def test_a_disk_that_refuses_keeps_what_was_heard_until_it_takes_it(
    vault: Vault, recording: Recording, clock: MovingClock
) -> None:
    spoken = speaking(vault, recording, clock)
    spoken.hear(pcm(1_000))
    with no_file_longer_than(4_096), pytest.raises(Problem) as refused:
        spoken.finish(recording)
    assert refused.value.code is Code.DISK_FAILING
    spoken.finish(recording)
    assert heard(vault, recording, recording.state.voices[0]) == pcm(1_000)


def test_what_is_spoken_lies_encrypted_on_the_disk(
    tmp_path: Path, vault: Vault, recording: Recording, clock: MovingClock
) -> None:
    spoken = speaking(vault, recording, clock)
    said = pcm(2_000)
    spoken.hear(said)
    spoken.keep()
    for name in files_in(tmp_path):
        content = (tmp_path / name).read_bytes()
        assert said[1000:1100] not in content and b"RIFF" not in content


def test_a_walkthrough_erased_takes_its_notes_with_it(
    vault: Vault, recording: Recording, clock: MovingClock
) -> None:
    spoken = speaking(vault, recording, clock)
    spoken.hear(pcm(1_000))
    spoken.keep()
    vault.erase(recording.id)
    assert list(vault.evidence.names()) == [] and vault.drafts.spoken() == ()


def test_a_note_the_program_died_in_is_there_when_the_vault_is_next_opened(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    told = subprocess.Popen(
        [sys.executable, "-m", "helpers.speaker", str(folder)],
        cwd=TESTS,
        env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert told.stdout
    walkthrough = told.stdout.readline().strip()
    for _ in range(4):
        assert told.stdout.readline() == "kept\n"
    told.send_signal(signal.SIGKILL)
    told.wait()
    told.stdout.close()
    with open_vault(folder, "a passphrase of a test") as vault:
        recording = Recording(vault, MovingClock(), walkthrough)
        [kept] = recording.state.voices
        assert (kept.step, recording.state.entry(kept.seq).by) == ("queue", "o2")
        assert heard(vault, recording, kept)[: 4 * 32_000] == pcm(1_000) * 4
        assert vault.drafts.spoken() == () and vault.orphans() == ()
        assert {row.kind for row in vault.evidence_rows.of(walkthrough)} == {EvidenceKind.WORKING}


def test_a_piece_the_disk_lost_costs_that_piece_only(
    vault: Vault, recording: Recording, clock: MovingClock
) -> None:
    spoken = three_pieces(vault, recording, clock)
    lost = vault.evidence_rows.of(recording.id)[1]
    vault.evidence.path(lost.name).unlink()
    spoken.finish(recording)
    assert heard(vault, recording, recording.state.voices[0]) == pcm(1_000) + bytes(32_000) + pcm(1_000)


def test_sealing_takes_up_a_note_that_never_ended_and_asks_to_hear_it(
    vault: Vault, recording: Recording, clock: MovingClock
) -> None:
    spoken = speaking(vault, recording, clock)
    spoken.hear(pcm(1_000))
    spoken.keep()
    recording.tap(Kind.FINISHED)
    office, _ = an_office()
    with pytest.raises(Problem) as refused:
        Sealing(vault).seal(recording, office)
    assert refused.value.code is Code.NOT_READY_TO_SEAL
    assert refused.value.details["first"] == "photo-not-checked"
    assert len(recording.state.voices) == 1


def test_a_file_in_the_records_own_form_comes_in_unchanged(vault: Vault, recording: Recording) -> None:
    prepared = Voices(vault, recording.id).take_in(note(3_000))
    assert prepared.said["sha256"] == prepared.said["original_sha256"]
    recording.attach(prepared.said, prepared.files)
    assert heard(vault, recording, recording.state.voices[0]) == pcm(3_000)


@pytest.mark.parametrize(
    ("rate", "channels"), [(8_000, 1), (22_050, 1), (44_100, 2), (48_000, 2), (16_000, 2)]
)
def test_other_recorders_files_are_brought_into_the_records_form(
    vault: Vault, recording: Recording, rate: int, channels: int
) -> None:
    original = recorded_elsewhere(21, rate=rate, channels=channels)
    prepared = Voices(vault, recording.id).take_in(original)
    assert prepared.said["original_bytes"] == len(original)
    assert prepared.said["sha256"] != prepared.said["original_sha256"]
    assert voice.length_ms(prepared.said["bytes"]) == 21_000
    recording.attach(prepared.said, prepared.files)
    samples = memoryview(heard(vault, recording, recording.state.voices[0])).cast("h")
    crossings = sum(before < 0 <= after for before, after in pairwise(samples))
    assert abs(crossings - 220 * 21) <= 4
    assert 0.3 < max(samples) / 32_767 < 0.41


def _spoilt(at: int, said: bytes) -> bytes:
    whole = bytearray(note(1_000))
    whole[at : at + len(said)] = said
    return bytes(whole)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", Code.VOICE_UNKNOWN_FORMAT, id="nothing"),
        pytest.param(b"ID3\x04" + bytes(500), Code.VOICE_UNKNOWN_FORMAT, id="mp3"),
        pytest.param(b"RIFF\x00\x01\x00\x00WEBPVP8 " + bytes(300), Code.VOICE_UNKNOWN_FORMAT, id="a picture"),
        pytest.param(note(1_000)[:2_000], Code.VOICE_BROKEN, id="cut off"),
        pytest.param(note(1_000)[:20], Code.VOICE_BROKEN, id="cut off in the header"),
        pytest.param(_spoilt(4, b"\xff\xff\xff\xff"), Code.VOICE_BROKEN, id="claims four gigabytes"),
        pytest.param(
            _spoilt(40, b"\xff\xff\xff\x7f"), Code.VOICE_BROKEN, id="claims two gigabytes of samples"
        ),
        pytest.param(_spoilt(28, b"\x01\x00\x00\x00"), Code.VOICE_BROKEN, id="lies about bytes per second"),
        pytest.param(_spoilt(32, b"\x04\x00"), Code.VOICE_BROKEN, id="lies about bytes per frame"),
        pytest.param(_spoilt(16, b"\x02\x00\x00\x00"), Code.VOICE_BROKEN, id="form cut short"),
        pytest.param(_spoilt(12, b"junk"), Code.VOICE_BROKEN, id="no form before the samples"),
        pytest.param(_spoilt(22, b"\x00\x00"), Code.VOICE_UNKNOWN_FORMAT, id="no channel"),
        pytest.param(_spoilt(22, b"\x00\x04"), Code.VOICE_UNKNOWN_FORMAT, id="a thousand channels"),
        pytest.param(_spoilt(24, b"\x01\x00\x00\x00"), Code.VOICE_UNKNOWN_FORMAT, id="one sample a second"),
        pytest.param(_spoilt(24, b"\xff\xff\xff\xff"), Code.VOICE_UNKNOWN_FORMAT, id="a rate nobody has"),
        pytest.param(_spoilt(20, b"\x55\x00"), Code.VOICE_UNKNOWN_FORMAT, id="mp3 inside"),
        pytest.param(recorded_elsewhere(1, width=3), Code.VOICE_UNKNOWN_FORMAT, id="24 bit"),
        pytest.param(recorded_elsewhere(1, width=1), Code.VOICE_UNKNOWN_FORMAT, id="8 bit"),
        pytest.param(voice.header(0), Code.VOICE_EMPTY, id="silent forever"),
        pytest.param(voice.header(3) + b"abc", Code.VOICE_BROKEN, id="half a sample"),
        pytest.param(note(601_000), Code.VOICE_TOO_LONG, id="too long"),
        pytest.param(bytes(120_000_001), Code.VOICE_TOO_LONG, id="too large"),
        pytest.param(
            b"RIFF" + (4 + 8 * 5_000).to_bytes(4, "little") + b"WAVE" + b"LIST\x00\x00\x00\x00" * 5_000,
            Code.VOICE_BROKEN,
            id="chunks without end",
        ),
    ],
)
def test_a_hostile_file_is_refused_at_once_and_leaves_nothing(
    vault: Vault, recording: Recording, content: bytes, code: Code
) -> None:
    with pytest.raises(Problem) as refused:
        Voices(vault, recording.id).take_in(content)
    assert refused.value.code is code
    assert list(vault.evidence.names()) == []


def test_what_is_no_file_is_refused_without_waiting(
    vault: Vault, recording: Recording, tmp_path: Path
) -> None:
    for path in (tmp_path, tmp_path / "gone.wav", Path("/dev/zero")):
        with pytest.raises(Problem) as refused:
            Voices(vault, recording.id).take_in(path)
        assert refused.value.code is Code.VOICE_UNREADABLE
