"""WebP files taken apart by chunks: metadata read, then dropped; the coded pixels stay byte for byte."""

import struct

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import exif
from cxo_desktop.imaging.clean import ICC_BYTES, Clean, check_shape, repairs
from cxo_desktop.imaging.kinds import MediaType
from cxo_desktop.imaging.limits import Limits

_ICC_FLAG, _ALPHA_FLAG, _EXIF_FLAG, _MOVING_FLAG = 0x20, 0x10, 0x08, 0x02
_MOST_CHUNKS = 64


def strip(original: bytes, limits: Limits) -> Clean:
    """The same coded picture without EXIF, XMP and unknown chunks; an orientation stays alone, as its own EXIF.

    Raises a Problem: PHOTO_BROKEN, PHOTO_ANIMATED, PHOTO_TOO_MANY_PIXELS, PHOTO_TOO_NARROW.
    """
    chunks = _chunks(original)
    head = chunks.get(b"VP8X", b"")
    if b"ANIM" in chunks or b"ANMF" in chunks or (head and head[0] & _MOVING_FLAG):
        raise Problem(Code.PHOTO_ANIMATED)
    name = b"VP8L" if b"VP8L" in chunks else b"VP8 "
    width, height = _size(name, chunks.get(name, b""))
    if head and (len(head) != 10 or _canvas(head) != (width, height)):
        raise Problem(Code.PHOTO_BROKEN)
    check_shape(width, height, pixels=limits.webp_pixels, limits=limits)
    block = chunks.get(b"EXIF")
    if block is not None and block.startswith(exif.PREFIX):
        block = block[len(exif.PREFIX) :]
    orientation = exif.orientation(block)
    profile = chunks.get(b"ICCP") or None
    if profile is not None and len(profile) > ICC_BYTES:
        profile = None
    kept: list[tuple[bytes, bytes]] = []
    if head:
        flags = (
            (_ICC_FLAG if profile else 0) | (head[0] & _ALPHA_FLAG) | (_EXIF_FLAG if orientation != 1 else 0)
        )
        kept.append((b"VP8X", bytes((flags, 0, 0, 0)) + head[4:]))
        if profile:
            kept.append((b"ICCP", profile))
        if b"ALPH" in chunks:
            kept.append((b"ALPH", chunks[b"ALPH"]))
    kept.append((name, chunks[name]))
    if head and orientation != 1:
        kept.append((b"EXIF", exif.only_orientation(orientation)))
    return Clean(
        media_type=MediaType.WEBP,
        content=_file(kept),
        width=width,
        height=height,
        orientation=orientation if head else 1,
        exif=block,
        icc=profile if head else None,
        repairs=repairs(
            has_tail=8 + int.from_bytes(original[4:8], "little") + 1 < len(original),
            profile_lost=bool(chunks.get(b"ICCP")) and profile is None,
            block=block,
        ),
    )


def _chunks(original: bytes) -> dict[bytes, bytes]:
    """The first chunk of each name, up to the end that the file itself states."""
    end = 8 + int.from_bytes(original[4:8], "little")
    if end > len(original):
        raise Problem(Code.PHOTO_BROKEN)
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= end and len(found) < _MOST_CHUNKS:
        name, length = struct.unpack_from("<4sI", original, at)
        if at + 8 + length > end:
            raise Problem(Code.PHOTO_BROKEN)
        if name not in found:
            found[name] = original[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    return found


def _size(name: bytes, frame: bytes) -> tuple[int, int]:
    """Width and height from the coded picture itself (RFC 6386 9.1; the WebP lossless specification, 3)."""
    if name == b"VP8L" and len(frame) >= 5 and frame[0] == 0x2F:
        bits = int.from_bytes(frame[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 " and len(frame) >= 10 and frame[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", frame, 6)
        return width & 0x3FFF, height & 0x3FFF
    raise Problem(Code.PHOTO_BROKEN)


def _canvas(head: bytes) -> tuple[int, int]:
    return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1


def _file(chunks: list[tuple[bytes, bytes]]) -> bytes:
    body = b"".join(
        part
        for name, content in chunks
        for part in (name, struct.pack("<I", len(content)), content, b"\x00" * (len(content) % 2))
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
