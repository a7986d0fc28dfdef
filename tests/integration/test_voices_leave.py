"""What becomes of a voice note once the walk is over: sealed, at the office, on paper, withdrawn, put aside, erased."""

import io
import wave
from pathlib import Path

import pytest

from cxo_core.bundle.verify import verify
from cxo_core.kinds import Kind
from cxo_core.privacy import Basis, Checked, Sensitive
from cxo_core.problems import Code, Problem
from cxo_core.protocol.withdrawal import Withdrawal
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.services import about_export, about_person, consent
from cxo_desktop.services.masking import Masking
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.reporting import report
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.services.voices import VoiceNote
from cxo_desktop.services.withdrawing import Withdrawing
from helpers.office_line import Desk, desk
from helpers.printed import Printed
from helpers.recordings import begun
from helpers.sounds import note, pcm


@pytest.fixture
def at(tmp_path: Path, vault: Vault) -> Desk:
    return desk(tmp_path / "office", vault)


@pytest.fixture
def recording(at: Desk) -> Recording:
    """A walk that is finished, with one voice note of 42 seconds."""
    made = begun(at.vault, at.clock)
    made.tap(Kind.ARRIVED)
    made.tap(Kind.STEP_ENTERED, {"step": "queue"}, step="queue")
    spoken = VoiceNote(at.vault, made.id, step="queue", by="o1", began=at.clock.now())
    spoken.hear(pcm(42_000))
    at.clock.wait(seconds=42)
    spoken.finish(made, at.clock.now())
    made.tap(Kind.FINISHED)
    return made


def listened(at: Desk, recording: Recording) -> None:
    Masking(at.vault, recording).check(recording.state.voices[0], Checked.NOTHING_TO_MASK)


def spoken_in(state: Walkthrough) -> str:
    return state.voices[0].id


def test_sealed_delivered_and_verified_it_is_still_the_same_sound(at: Desk, recording: Recording) -> None:
    with pytest.raises(Problem) as refused:
        Sealing(at.vault).seal(recording, at.house.keys)
    assert refused.value.code is Code.NOT_READY_TO_SEAL
    listened(at, recording)
    row = Sealing(at.vault).seal(recording, at.house.keys)
    assert at.syncing().drain().delivered == 1 and at.is_delivered(row)
    (held,) = at.held()
    assert (held.walkthrough, held.photos) == (recording.id, 0)
    taken: dict[str, bytes] = {}
    assert at.house.identities
    told = verify(
        Sealing(at.vault).file_of(row),
        at.house.identities,
        take=lambda member, piece: taken.update({member.name: taken.get(member.name, b"") + piece}),
    )
    assert told.is_sound
    [(name, sound)] = [each for each in taken.items() if each[0].startswith("evidence/")]
    assert name == f"evidence/{spoken_in(recording.state)}.bin"
    assert sound == note(42_000)
    with wave.open(io.BytesIO(sound)) as read:
        assert read.getnframes() == 42 * 16_000


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh_CN", ("语音备注 1", "0:42")), ("en", ("Voice note 1", "0:42", "voice note, 0:42"))],
)
def test_the_report_names_it_with_step_time_length_and_digest(
    at: Desk, recording: Recording, language: str, words: tuple[str, ...]
) -> None:
    listened(at, recording)
    text = Printed(report(at.vault, recording.id, language=language)).text
    spoken = recording.state.voices[0]
    for each in (*words, f"SHA-256 {spoken.sha256[:16]}…"):
        assert each in text, each
    assert spoken.sha256 in text.replace(" ", "")


def test_whoever_withdraws_takes_the_voice_note_along(at: Desk, recording: Recording) -> None:
    person = consent.note_person(recording, "3 号窗", Basis.CONSENT, consent="spoken")
    consent.note_shown(recording, spoken_in(recording.state), [person])
    listened(at, recording)
    Sealing(at.vault).seal(recording, at.house.keys)
    at.syncing().drain()
    withdrawing = Withdrawing(at.vault, at.clock)
    told = withdrawing.withdraw(recording, person, reason="撤回")
    assert [each.id for each in told.photos] == [spoken_in(recording.state)]
    recording.tap(Kind.FINISHED)
    with pytest.raises(Problem) as refused:
        Sealing(at.vault).seal(recording, at.house.keys)
    assert refused.value.code is Code.NOT_READY_TO_SEAL
    withdrawing.remove(recording, spoken_in(recording.state))
    assert recording.state.voices == () and list(at.vault.evidence.names()) == []
    wishes = [Withdrawal.read(row.document)[0] for row in at.vault.withdrawals.every()]
    assert [wish.evidence for wish in wishes] == [(told.photos[0].id,)]


def test_a_sensitive_one_leaves_with_separate_consent_only(at: Desk, recording: Recording) -> None:
    listened(at, recording)
    masking = Masking(at.vault, recording)
    masking.flag(recording.state.voices[0], [Sensitive.MEDICAL])
    with pytest.raises(Problem):
        Sealing(at.vault).seal(recording, at.house.keys)
    person = consent.note_person(recording, "申请人", Basis.SEPARATE_CONSENT, consent="written")
    consent.note_shown(recording, spoken_in(recording.state), [person])
    assert Sealing(at.vault).seal(recording, at.house.keys).revision == 1


def test_put_aside_it_is_in_no_bundle(at: Desk, recording: Recording) -> None:
    consent.put_aside(recording, spoken_in(recording.state))
    row = Sealing(at.vault).seal(recording, at.house.keys)
    assert verify(Sealing(at.vault).file_of(row), at.house.identities or []).is_sound
    assert recording.state.voices == ()


def test_all_about_a_person_holds_their_voice(at: Desk, recording: Recording, tmp_path: Path) -> None:
    person = consent.note_person(recording, "3 号窗", Basis.CONSENT, consent="spoken")
    consent.note_shown(recording, spoken_in(recording.state), [person])
    about = about_person.find(at.vault, "3 号窗")
    assert [each.photo.id for each in about.photos] == [spoken_in(recording.state)]
    folder = about_export.export_clear(at.vault, about, tmp_path / "handed over")
    assert (folder / f"photos/{spoken_in(recording.state)}.wav").read_bytes() == note(42_000)
