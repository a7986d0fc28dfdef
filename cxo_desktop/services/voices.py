"""Voice notes of one walkthrough: kept piece by piece while somebody speaks, put together when the note ends, read back.

Until it ends a note is a draft that says where it belongs, and its pieces are encrypted files with rows of their own. The
event, the whole file's row and the end of the draft and the pieces are one transaction.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

from cxo_core import voice
from cxo_core.event import Event
from cxo_core.moment import Moment
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Evidence
from cxo_desktop.clock import SystemClock
from cxo_desktop.services import sound_files
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.evidence_rows import EvidenceKind, EvidenceRow

_SLOT: Final = "voice."


@dataclass(frozen=True, slots=True)
class Prepared:
    """A voice note whose encrypted file is safe on the disk and that no event names yet (`Recording.attach`)."""

    evidence: str
    said: dict[str, Any]
    files: tuple[EvidenceRow, ...]


class Voices:
    """Belongs to any thread that may wait: everything here reads and writes whole notes."""

    def __init__(self, vault: Vault, walkthrough: str) -> None:
        self._vault = vault
        self._key = vault.walkthroughs.key_of(walkthrough)

    def take_in(self, original: Path | bytes) -> Prepared:
        """A WAV file from elsewhere; raises Problem `voice-…` or `disk-full`, and then leaves nothing behind."""
        sound = sound_files.take_in(original)
        evidence = uuid.uuid4().hex
        row = _write(self._vault, self._key, evidence, sound.pcm)
        said = _said(row) | {
            "original_sha256": sound.original_sha256,
            "original_bytes": sound.original_bytes,
            "original_media_type": voice.MEDIA_TYPE,
        }
        return Prepared(evidence, said, (row,))

    def read(self, note: Evidence) -> bytes:
        """The note as a WAV file, in memory. Raises Problem `evidence-missing`, `evidence-damaged`."""
        row = self._vault.evidence_rows.one(note.id, of=note.sha256)
        if row is None:
            raise Problem(Code.EVIDENCE_MISSING, name=note.id)
        return self._vault.evidence.read(row.name, self._key)


class VoiceNote:
    """One note while it is being spoken, at the step and by the officer it began with.

    `hear` belongs to any thread; `keep` and `finish` wait for the disk and belong to the record lane.
    """

    def __init__(self, vault: Vault, walkthrough: str, *, step: str, by: str, began: Moment) -> None:
        self.evidence = uuid.uuid4().hex
        self.step = step
        self.began = began
        self._vault = vault
        self._walkthrough = walkthrough
        self._by = by
        self._lock = Lock()
        self._heard = bytearray()
        self._heard_bytes = 0
        self._pieces = 0

    @property
    def heard_ms(self) -> int:
        """How much was heard so far."""
        return voice.pcm_ms(self._heard_bytes)

    @property
    def is_full(self) -> bool:
        return self._heard_bytes >= voice.LONGEST_BYTES

    def hear(self, pcm: bytes) -> None:
        """What the microphone heard next, in samples of the record's form; nothing beyond the longest length is taken."""
        with self._lock:
            taken = pcm[: voice.LONGEST_BYTES - self._heard_bytes]
            self._heard += taken
            self._heard_bytes += len(taken)

    def keep(self) -> None:
        """Brings what was heard since the last call to the disk; what cannot be written waits for the next call."""
        with self._lock:
            piece = bytes(self._heard[: len(self._heard) & ~1])
        if not piece:
            return
        if not self._pieces:
            told = {"step": self.step, "by": self._by, "taken": _taken(self.began)}
            self._vault.drafts.save(self._walkthrough, _SLOT + self.evidence, json.dumps(told))
        key = self._vault.walkthroughs.key_of(self._walkthrough)
        file = self._vault.evidence.write(piece, key)
        kind, of = EvidenceKind.PIECE, f"{self._pieces:06}"
        row = EvidenceRow(self.evidence, kind, file.name, file.sha256, file.bytes, voice.MEDIA_TYPE, of)
        try:
            self._vault.evidence_rows.add(self._walkthrough, [row])
        except BaseException:
            self._vault.evidence.discard(file.name)
            raise
        self._pieces += 1
        with self._lock:
            del self._heard[: len(piece)]

    def finish(self, recording: Recording, moment: Moment | None = None) -> Event | None:
        """Attaches the note; None where nothing was heard. Can be called again after a Problem."""
        self.keep()
        slot = _SLOT + self.evidence
        told = {draft.slot: draft.text for draft in self._vault.drafts.of(self._walkthrough)}.get(slot)
        return _attach(self._vault, recording, slot, told, moment) if told else None


def finish_spoken(vault: Vault, recording: Recording) -> None:
    """Attaches every note of a record that was still being spoken when the program ended, up to where it was kept."""
    for walkthrough, slot, told in vault.drafts.spoken():
        if walkthrough == recording.id:
            _attach(vault, recording, slot, told, None)


def finish_all(vault: Vault) -> None:
    """The same for a whole vault, where it is opened. What cannot be written now is kept and tried the next time."""
    for walkthrough in dict.fromkeys(walkthrough for walkthrough, _slot, _told in vault.drafts.spoken()):
        try:
            finish_spoken(vault, Recording(vault, SystemClock(), walkthrough))
        except Problem:
            continue


def _attach(vault: Vault, recording: Recording, slot: str, told: str, moment: Moment | None) -> Event | None:
    evidence, where = slot.removeprefix(_SLOT), json.loads(told)
    pieces = [
        row
        for row in vault.evidence_rows.of(recording.id)
        if row.id == evidence and row.kind is EvidenceKind.PIECE
    ]
    if not pieces:
        vault.drafts.clear(recording.id, slot)
        return None
    key = vault.walkthroughs.key_of(recording.id)
    row = _write(vault, key, evidence, b"".join(_pcm(vault, key, pieces)))
    try:
        event = recording.attach(
            _said(row) | {"taken": where["taken"]},
            (row,),
            clear_drafts=(slot,),
            step=where["step"],
            moment=moment,
            by=where["by"],
        )
    except BaseException:
        vault.evidence.discard(row.name)
        raise
    vault.evidence.discard(*(piece.name for piece in pieces))
    return event


def _pcm(vault: Vault, key: bytes, pieces: Iterable[EvidenceRow]) -> Iterable[bytes]:
    """What was spoken, in order; a piece the disk lost is silence, so that the rest of the note is not lost with it."""
    for piece in sorted(pieces, key=lambda row: row.of):
        try:
            yield vault.evidence.read(piece.name, key)
        except Problem as problem:
            if problem.code not in (Code.EVIDENCE_MISSING, Code.EVIDENCE_DAMAGED):
                raise
            yield bytes(piece.bytes)


def _write(vault: Vault, key: bytes, evidence: str, pcm: bytes) -> EvidenceRow:
    file = vault.evidence.write(voice.header(len(pcm)) + pcm, key)
    kind = EvidenceKind.WORKING
    return EvidenceRow(evidence, kind, file.name, file.sha256, file.bytes, voice.MEDIA_TYPE)


def _said(row: EvidenceRow) -> dict[str, Any]:
    return {
        "evidence": row.id,
        "media_type": row.media_type,
        "bytes": row.bytes,
        "sha256": row.sha256,
        "original_sha256": row.sha256,
    }


def _taken(moment: Moment) -> str:
    return moment.wall.isoformat(timespec="seconds")
