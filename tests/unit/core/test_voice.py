"""Voice notes in a record: evidence like a photo, but for what only a picture can have done to it."""

import hashlib
import io
import wave

import pytest

from cxo_core import voice
from cxo_core.description import describe
from cxo_core.fold import fold
from cxo_core.gaps import Lack, gaps
from cxo_core.kinds import Kind
from cxo_core.privacy import Want, unchecked
from cxo_core.walkthrough import Walkthrough
from helpers.bundle_samples import Log, started
from helpers.sounds import note

SPOKEN = note(42_000)
SHA256 = hashlib.sha256(SPOKEN).hexdigest()


def spoken() -> Log:
    body = {"evidence": "v1", "media_type": voice.MEDIA_TYPE, "bytes": len(SPOKEN)}
    return started().add(Kind.EVIDENCE_ATTACHED, **body, sha256=SHA256, original_sha256=SHA256)


def state(log: Log) -> Walkthrough:
    return fold(log.events)


def test_a_header_is_what_every_player_reads() -> None:
    with wave.open(io.BytesIO(SPOKEN)) as read:
        assert (read.getframerate(), read.getnchannels(), read.getsampwidth()) == (16_000, 1, 2)
        assert read.getnframes() == 42 * 16_000


@pytest.mark.parametrize(("size", "length"), [(0, 0), (44, 0), (44 + 32_000, 1000), (len(SPOKEN), 42_000)])
def test_the_length_follows_from_the_size(size: int, length: int) -> None:
    assert voice.length_ms(size) == length


def test_a_voice_note_is_kept_evidence_and_no_photo() -> None:
    walk = state(spoken())
    assert [each.id for each in walk.kept] == [each.id for each in walk.voices] == ["v1"]
    assert walk.photos == () and walk.voices[0].length_ms == 42_000
    assert [each["id"] for each in describe(walk)["evidence"]] == ["v1"]


def test_a_voice_note_nobody_listened_to_may_not_leave() -> None:
    log = spoken()
    assert [want for _, want in unchecked(state(log))] == [Want.LOOK]
    assert any(gap.lack is Lack.PHOTO_NOT_CHECKED for gap in gaps(state(log)))
    log.add(Kind.EVIDENCE_CHECKED, evidence="v1", sha256=SHA256, outcome="nothing-to-mask")
    assert unchecked(state(log)) == ()


def test_a_sensitive_voice_note_needs_separate_consent() -> None:
    log = spoken().add(Kind.EVIDENCE_CHECKED, evidence="v1", sha256=SHA256, outcome="nothing-to-mask")
    log.add(Kind.EVIDENCE_FLAGGED, evidence="v1", sensitive=["medical"])
    assert [want for _, want in unchecked(state(log))] == [Want.MASK_OR_SEPARATE_CONSENT]


def test_nothing_masks_a_voice() -> None:
    log = spoken()
    told = {"media_type": "image/jpeg", "bytes": 9, "sha256": "ab" * 32, "width": 4, "height": 3}
    log.add(Kind.EVIDENCE_REDACTED, evidence="v1", edits=[{"do": "mask"}], **told)
    assert [each.why for each in state(log).anomalies] == ["not-a-picture"]
    assert [want for _, want in unchecked(state(log))] == [Want.LOOK]


def test_removing_a_voice_note_can_be_undone() -> None:
    log = spoken().add(Kind.EVIDENCE_REMOVED, evidence="v1", reason="slip")
    assert state(log).voices == ()
    log.add(Kind.UNDONE, target=len(log.events))
    assert len(state(log).voices) == 1
