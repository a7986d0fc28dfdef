"""Sound files from outside: WAV as recorders write it, checked from its header on and brought into the record's own form."""

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cxo_core import voice
from cxo_core.problems import Code, Problem

MOST_FILE_BYTES: Final = 120_000_000
"""Ten minutes of two channels at 48 kHz."""
_RATES: Final = range(8_000, 96_001)
_MOST_CHUNKS: Final = 64
_PCM: Final = 1
_EXTENSIBLE: Final = 0xFFFE
_PCM_GUID: Final = bytes.fromhex("0100000000001000800000aa00389b71")
_BLOCK_S: Final = 20
"""Seconds brought into the record's form at a time: a few megabytes of memory, whatever the file says."""


@dataclass(frozen=True, slots=True)
class Sound:
    """`pcm`: samples in the record's form. Digest and size are of the file as it came."""

    pcm: bytes = field(repr=False)
    original_sha256: str
    original_bytes: int


@dataclass(frozen=True, slots=True)
class _Form:
    channels: int
    rate: int

    @property
    def frame_bytes(self) -> int:
        return self.channels * voice.SAMPLE_BYTES


def is_sound(original: Path | bytes) -> bool:
    """Whether the first bytes are those of a WAV file; name and ending are not asked."""
    if isinstance(original, bytes):
        beginning = original[:12]
    else:
        try:
            if not stat.S_ISREG(original.stat().st_mode):
                return False
            with original.open("rb") as file:
                beginning = file.read(12)
        except OSError:
            return False
    return beginning[:4] == b"RIFF" and beginning[8:] == b"WAVE"


def take_in(original: Path | bytes) -> Sound:
    """Raises Problem `voice-unreadable`, `voice-unknown-format`, `voice-broken`, `voice-empty`, `voice-too-long`."""
    content = original if isinstance(original, bytes) else _read(original)
    if len(content) > MOST_FILE_BYTES:
        raise _too_long()
    form, samples = _samples(content)
    if not samples:
        raise Problem(Code.VOICE_EMPTY)
    if len(samples) % form.frame_bytes:
        raise Problem(Code.VOICE_BROKEN)
    if len(samples) * 1000 > voice.LONGEST_MS * form.rate * form.frame_bytes:
        raise _too_long()
    is_ours = form == _Form(1, voice.RATE)
    pcm = bytes(samples) if is_ours else brought(samples, rate=form.rate, channels=form.channels)
    return Sound(pcm, hashlib.sha256(content).hexdigest(), len(content))


def _read(path: Path) -> bytes:
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):
            raise Problem(Code.VOICE_UNREADABLE, file=path.name)
        if told.st_size > MOST_FILE_BYTES:
            raise _too_long()
        with path.open("rb") as file:
            return file.read(MOST_FILE_BYTES + 1)
    except OSError as error:
        raise Problem(Code.VOICE_UNREADABLE, file=path.name) from error


def _samples(content: bytes) -> tuple[_Form, memoryview]:
    """The form and the samples of the first `data` chunk (Multimedia Programming Interface 1.0; RFC 2361 for what is inside)."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise Problem(Code.VOICE_UNKNOWN_FORMAT)
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise Problem(Code.VOICE_BROKEN)
    at, form = 12, None
    for _chunk in range(_MOST_CHUNKS):
        if at + 8 > end:
            break
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        body = at + 8
        if body + size > end:
            break
        if name == b"fmt " and form is None:
            form = _form(content[body : body + size])
        elif name == b"data":
            if form is None:
                break
            return form, memoryview(content)[body : body + size]
        at = body + size + size % 2
    raise Problem(Code.VOICE_BROKEN)


def _form(said: bytes) -> _Form:
    if len(said) < 16:
        raise Problem(Code.VOICE_BROKEN)
    tag, channels = int.from_bytes(said[:2], "little"), int.from_bytes(said[2:4], "little")
    rate, byte_rate = int.from_bytes(said[4:8], "little"), int.from_bytes(said[8:12], "little")
    frame_bytes, bits = int.from_bytes(said[12:14], "little"), int.from_bytes(said[14:16], "little")
    is_pcm = tag == _PCM or (tag == _EXTENSIBLE and said[24:40] == _PCM_GUID)
    if not is_pcm or bits != 8 * voice.SAMPLE_BYTES or channels not in (1, 2) or rate not in _RATES:
        raise Problem(Code.VOICE_UNKNOWN_FORMAT)
    form = _Form(channels, rate)
    if frame_bytes != form.frame_bytes or byte_rate != rate * form.frame_bytes:
        raise Problem(Code.VOICE_BROKEN)
    return form


def brought(samples: bytes | memoryview, *, rate: int, channels: int) -> bytes:
    """Samples of another rate or of two channels in the record's form; whole frames, 16 bit each."""
    return b"".join(_brought(memoryview(samples), _Form(channels, rate)))


def _brought(samples: memoryview, form: _Form) -> Iterator[bytes]:
    """One channel at the record's rate: a column of pixels, as wide as there are channels, made shorter and one wide.

    Pillow weighs every sample that falls into the new one with a triangle as wide as both rates ask for, so that what the
    new rate cannot carry does not come back as another tone, and nothing grows louder than it was.
    """
    from PIL import Image

    at_once = _BLOCK_S * form.rate * form.frame_bytes
    for at in range(0, len(samples), at_once):
        block = samples[at : at + at_once]
        frames = len(block) // form.frame_bytes
        height = max(1, frames * voice.RATE // form.rate)
        wave = Image.frombytes("F", (form.channels, frames), bytes(block), "raw", "F;16S")
        brought = wave.resize((1, height), Image.Resampling.BILINEAR).convert("I").tobytes()
        yield memoryview(brought).cast("h")[0::2].tobytes()


def _too_long() -> Problem:
    return Problem(Code.VOICE_TOO_LONG, minutes=voice.LONGEST_MS // 60_000)
