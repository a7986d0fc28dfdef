"""Sounds for tests: spoken notes in the form the record keeps, and WAV files of other recorders."""

import io
import math
import wave
from array import array

from cxo_core import voice


def pcm(length_ms: int, *, hertz: int = 220, loud: float = 0.4) -> bytes:
    """A tone as samples in the record's own form."""
    count = voice.RATE * length_ms // 1000
    period = array(
        "h",
        (round(32_767 * loud * math.sin(2 * math.pi * hertz * at / voice.RATE)) for at in range(voice.RATE)),
    ).tobytes()
    return (period * (count // voice.RATE + 1))[: count * voice.SAMPLE_BYTES]


def note(length_ms: int, *, hertz: int = 220) -> bytes:
    """A whole voice note as the record keeps it."""
    samples = pcm(length_ms, hertz=hertz)
    return voice.header(len(samples)) + samples


def recorded_elsewhere(seconds: int, *, rate: int = 44_100, channels: int = 2, width: int = 2) -> bytes:
    """What another recorder writes: the same tone on every channel."""
    one = [math.sin(2 * math.pi * 220 * at / rate) * 0.4 for at in range(rate)]
    if width == 1:
        frames = b"".join(bytes([128 + round(127 * each)]) * channels for each in one)
    else:
        most = (1 << (8 * width - 1)) - 1
        frames = b"".join(
            round(most * each).to_bytes(width, "little", signed=True) * channels for each in one
        )
    held = io.BytesIO()
    with wave.open(held, "wb") as out:
        out.setframerate(rate)
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.writeframes(frames * seconds)
    return held.getvalue()
