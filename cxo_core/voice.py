"""The one form a voice note has in a record: WAV, 16 kHz, one channel, 16 bit, so that its length follows from its size."""

from typing import Final

MEDIA_TYPE: Final = "audio/wav"
RATE: Final = 16_000
"""Samples in a second. Speech has little above 8 kHz; a minute of this takes 1.92 MB."""
SAMPLE_BYTES: Final = 2
HEADER_BYTES: Final = 44
LONGEST_MS: Final = 10 * 60_000
"""A longer note would outweigh the photos of a whole walk."""

LONGEST_BYTES: Final = LONGEST_MS // 1000 * RATE * SAMPLE_BYTES
"""Of samples, without the header."""

_PCM: Final = 1


def header(pcm_bytes: int) -> bytes:
    """The 44 bytes before so many bytes of little-endian samples (Multimedia Programming Interface 1.0, RIFF WAVE)."""
    second = RATE * SAMPLE_BYTES
    return b"".join(
        (
            b"RIFF",
            (HEADER_BYTES - 8 + pcm_bytes).to_bytes(4, "little"),
            b"WAVEfmt ",
            (16).to_bytes(4, "little"),
            _PCM.to_bytes(2, "little"),
            (1).to_bytes(2, "little"),
            RATE.to_bytes(4, "little"),
            second.to_bytes(4, "little"),
            SAMPLE_BYTES.to_bytes(2, "little"),
            (8 * SAMPLE_BYTES).to_bytes(2, "little"),
            b"data",
            pcm_bytes.to_bytes(4, "little"),
        )
    )


def length_ms(file_bytes: int) -> int:
    """How long a voice note of so many bytes lasts."""
    return pcm_ms(max(0, file_bytes - HEADER_BYTES))


def pcm_ms(pcm_bytes: int) -> int:
    """How long so many bytes of samples last."""
    return pcm_bytes * 1000 // (RATE * SAMPLE_BYTES)
