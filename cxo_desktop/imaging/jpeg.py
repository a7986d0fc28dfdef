"""JPEG files taken apart by segments: metadata read, then dropped; the coded pixels stay byte for byte.

Only what a decoder needs is kept: tables, frame, scans, the ICC profile, Adobe's colour flag and an empty JFIF head.
Comments, EXIF, XMP, IPTC, previews, makers' notes and whatever follows the end of the picture (films, second
pictures) are not copied. A picture that is stored turned keeps one EXIF entry written here, its orientation and
nothing else: so the pixels need no second lossy encoding, and every viewer still shows it upright. Thumbnail and
report copy are always turned pixels.
"""

import re
from dataclasses import dataclass, field

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import exif
from cxo_desktop.imaging.clean import ICC_BYTES, Clean, check_shape, repairs
from cxo_desktop.imaging.jpeg_scans import Coverage, lacks_restarts
from cxo_desktop.imaging.kinds import MediaType
from cxo_desktop.imaging.limits import Limits

_SOI, _EOI, _SOS, _DRI = 0xD8, 0xD9, 0xDA, 0xDD
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = 0xC2
_DECODABLE = {0xC0, 0xC1, _PROGRESSIVE}  # baseline, extended, progressive, each with Huffman codes
_TABLES = {0xC4, 0xDB, _DRI}
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # anything but stuffing, restarts and fill
_FILL = re.compile(rb"\xff+")  # any number of fill bytes may stand before a marker
_MOST_SEGMENTS = 4096
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_ICC_PREFIX = b"ICC_PROFILE\x00"


@dataclass(slots=True)
class _Parts:
    frame: bytes = b""
    coverage: Coverage | None = None
    scans: int = 0
    has_jfif: bool = False
    adobe: bytes = b""
    exif: bytes | None = None
    icc: dict[int, bytes] = field(default_factory=dict)
    end: int = 0
    longest: tuple[int, int, int] = (0, 0, 0)  # place in `kept`, place in the original, length
    kept: list[bytes | memoryview] = field(default_factory=list)


def strip(original: bytes, limits: Limits) -> Clean:
    """The same coded picture without metadata.

    Raises a Problem: PHOTO_BROKEN (cut off, no frame, two frames), PHOTO_UNKNOWN_FORMAT (lossless, arithmetic or
    12-bit JPEG), PHOTO_TOO_MANY_PIXELS, PHOTO_TOO_NARROW.
    """
    parts = _walk(original, limits)
    width, height = _size(parts.frame)
    orientation = exif.orientation(parts.exif)
    profile = b"".join(parts.icc[number] for number in sorted(parts.icc))
    fits = len(profile) <= ICC_BYTES
    head: list[bytes | memoryview] = [b"\xff\xd8"]
    if parts.has_jfif:
        head.append(_JFIF)
    if orientation != 1:
        head.append(_segment(_APP1, exif.PREFIX + exif.only_orientation(orientation)))
    if parts.adobe:
        head.append(_segment(_APP14, parts.adobe))
    if fits:
        head += [
            _segment(_APP2, _ICC_PREFIX + bytes((number, len(parts.icc))) + parts.icc[key])
            for number, key in enumerate(sorted(parts.icc), start=1)
        ]
    return Clean(
        media_type=MediaType.JPEG,
        content=b"".join(head + parts.kept + [b"\xff\xd9"]),
        width=width,
        height=height,
        orientation=orientation,
        exif=parts.exif,
        icc=profile if profile and fits else None,
        copied=_place(head, parts),
        repairs=repairs(has_tail=parts.end < len(original), profile_lost=not fits, block=parts.exif),
    )


def _place(head: list[bytes | memoryview], parts: _Parts) -> tuple[int, int, int]:
    number, at, length = parts.longest
    return sum(map(len, head)) + sum(map(len, parts.kept[:number])), at, length


def _walk(original: bytes, limits: Limits) -> _Parts:
    view, parts, at = memoryview(original), _Parts(), 2
    for _ in range(_MOST_SEGMENTS):
        marker, at = _next_marker(original, at)
        if marker == _EOI:
            parts.end = at
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:  # stand-alone, without a length
            continue
        end = at + int.from_bytes(original[at : at + 2], "big")
        if end < at + 2 or end > len(original):
            raise Problem(Code.PHOTO_BROKEN)
        payload = original[at + 2 : end]
        if marker in _FRAMES:
            _begin_frame(parts, marker, payload, limits)
        if marker == _SOS:
            end = _end_of_scan(original, end)
            _count_scan(parts, payload, limits)
        if marker in _FRAMES or marker in _TABLES or marker == _SOS:
            parts.kept += [bytes((0xFF, marker)), view[at:end]]
            if end - at > parts.longest[2]:
                parts.longest = (len(parts.kept) - 1, at, end - at)
        else:
            _read_segment(parts, marker, payload)
        at = end
    if marker != _EOI or parts.coverage is None or not parts.coverage.is_complete:
        raise Problem(Code.PHOTO_BROKEN)
    return parts


def _next_marker(original: bytes, at: int) -> tuple[int, int]:
    fill = _FILL.match(original, at)
    if fill is None or fill.end() >= len(original) or original[fill.end()] == 0:
        raise Problem(Code.PHOTO_BROKEN)
    return original[fill.end()], fill.end() + 1


def _end_of_scan(original: bytes, at: int) -> int:
    found = _MARKER_IN_SCAN.search(original, at)
    if found is None:
        raise Problem(Code.PHOTO_BROKEN)
    return found.start()


def _begin_frame(parts: _Parts, marker: int, payload: bytes, limits: Limits) -> None:
    if parts.frame or len(payload) < 9 or len(payload) != 6 + 3 * payload[5]:
        raise Problem(Code.PHOTO_BROKEN)
    if marker not in _DECODABLE or payload[0] != 8 or payload[5] not in (1, 3, 4):
        raise Problem(Code.PHOTO_UNKNOWN_FORMAT)
    is_progressive = marker == _PROGRESSIVE
    parts.frame, parts.coverage = payload, Coverage(payload, is_progressive=is_progressive)
    width, height = _size(payload)
    pixels = limits.progressive_pixels if is_progressive else limits.jpeg_pixels
    check_shape(width, height, pixels=pixels, limits=limits)


def _count_scan(parts: _Parts, head: bytes, limits: Limits) -> None:
    if parts.coverage is None:
        raise Problem(Code.PHOTO_BROKEN)
    parts.coverage.add(head)
    parts.scans += 1
    width, height = _size(parts.frame)
    if parts.scans > 4 and parts.scans * max(width * height, 100_000) > limits.scan_pixels:
        raise Problem(Code.PHOTO_BROKEN)


def _read_segment(parts: _Parts, marker: int, payload: bytes) -> None:
    if marker == _APP0 and payload.startswith(b"JFIF\x00"):
        parts.has_jfif = True
    elif marker == _APP1 and payload.startswith(exif.PREFIX) and parts.exif is None:
        parts.exif = payload[len(exif.PREFIX) :]
    elif marker == _APP2 and payload.startswith(_ICC_PREFIX) and len(payload) > 14:
        parts.icc.setdefault(payload[12], payload[14:])
    elif marker == _APP14 and payload.startswith(b"Adobe") and len(payload) >= 12:
        parts.adobe = payload[:12]


def _size(frame: bytes) -> tuple[int, int]:
    return int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def unit_size(working: bytes) -> tuple[int, int]:
    """Width and height in pixels of what a working copy codes together (its MCU, T.81 A.2)."""
    at = 2
    while True:
        marker, at = _next_marker(working, at)
        end = at + int.from_bytes(working[at : at + 2], "big")
        if marker in _FRAMES:
            factors = [working[place] for place in range(at + 9, end, 3)]
            return 8 * max(factor >> 4 or 1 for factor in factors), 8 * max(
                factor & 15 or 1 for factor in factors
            )
        at = end


def lost_restarts(working: bytes) -> bool:
    """Whether coded pixels are missing from a working copy that has restart markers to count."""
    interval, frame, at = 0, b"", 2
    while True:
        marker, at = _next_marker(working, at)
        end = at + int.from_bytes(working[at : at + 2], "big")
        if marker == _SOS:
            is_interleaved = working[at + 2] == frame[5]
            return is_interleaved and lacks_restarts(frame, interval, working[end:])
        if marker in _FRAMES:
            frame = working[at + 2 : end]
        elif marker == _DRI:
            interval = int.from_bytes(working[at + 2 : at + 4], "big")
        at = end
