"""PNG files taken apart by chunks: metadata read, then dropped; the compressed pixels stay byte for byte."""

import struct
import zlib

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import exif
from cxo_desktop.imaging.clean import ICC_BYTES, Clean, check_shape, repairs
from cxo_desktop.imaging.kinds import MediaType
from cxo_desktop.imaging.limits import Limits

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"gAMA", b"cHRM", b"sRGB", b"sBIT"}
_MOST_CHUNKS = 65_536
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_INTERLACED = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
_AT_ONCE = 1 << 20


def strip(original: bytes, limits: Limits) -> Clean:
    """The same compressed picture without texts, times, EXIF and unknown chunks.

    A colour profile stays when it unpacks to a sensible size; an orientation stays as an EXIF chunk of its own
    that holds nothing else. Raises a Problem: PHOTO_BROKEN (cut off, a checksum does not fit), PHOTO_ANIMATED,
    PHOTO_TOO_MANY_PIXELS, PHOTO_TOO_NARROW.
    """
    view = memoryview(original)
    kept: list[bytes | memoryview] = [SIGNATURE]
    width = height = 0
    block: bytes | None = None
    profile: bytes | None = None
    has_pixels = profile_lost = False
    at = len(SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        if at + 12 > len(original):
            raise Problem(Code.PHOTO_BROKEN)
        length, name = struct.unpack_from(">I4s", original, at)
        end = at + 12 + length
        if end > len(original) or (name == b"IHDR") != (at == len(SIGNATURE)):
            raise Problem(Code.PHOTO_BROKEN)
        if name == b"IEND":
            break
        if name == b"acTL":
            raise Problem(Code.PHOTO_ANIMATED)
        if name == b"IHDR":
            width, height = _size(original[at + 8 : end - 4], limits)
        if name == b"eXIf" and block is None:
            block = original[at + 8 : end - 4]
        if name == b"iCCP" and profile is None and not has_pixels:
            profile = _profile(original[at + 8 : end - 4])
            profile_lost = profile is None
            if profile is not None:
                kept.append(_chunk(b"iCCP", b"icc\x00\x00" + zlib.compress(profile)))
        if name in _KEPT:
            if zlib.crc32(view[at + 4 : end - 4]) != int.from_bytes(view[end - 4 : end], "big"):
                raise Problem(Code.PHOTO_BROKEN)
            kept.append(view[at:end])
        has_pixels = has_pixels or name == b"IDAT"
        at = end
    if name != b"IEND" or not has_pixels:
        raise Problem(Code.PHOTO_BROKEN)
    orientation = exif.orientation(block)
    if orientation != 1:
        kept.append(_chunk(b"eXIf", exif.only_orientation(orientation)))
    kept.append(_chunk(b"IEND", b""))
    return Clean(
        media_type=MediaType.PNG,
        content=b"".join(kept),
        width=width,
        height=height,
        orientation=orientation,
        exif=block,
        icc=profile,
        repairs=repairs(has_tail=end < len(original), profile_lost=profile_lost, block=block),
    )


def lacks_pixels(working: bytes) -> bool:
    """Whether fewer bytes of pixels come out of a working copy than its head promises (a decoder leaves the rest black)."""
    view, at, unpacked, unpacker = memoryview(working), len(SIGNATURE), 0, zlib.decompressobj()
    width, height, bits, colours, _, _, is_interlaced = struct.unpack_from(">IIBBBBB", working, at + 8)
    pixel_bits = bits * _CHANNELS.get(colours, 1)
    passes = _INTERLACED if is_interlaced else ((0, 0, 1, 1),)
    promised = sum(
        rows * (1 + -(-columns * pixel_bits // 8))
        for left, top, across, down in passes
        if (columns := -(-(width - left) // across)) > 0 and (rows := -(-(height - top) // down)) > 0
    )
    while at < len(working) and unpacked < promised:
        length, name = struct.unpack_from(">I4s", working, at)
        piece: bytes | memoryview = view[at + 8 : at + 8 + length] if name == b"IDAT" else b""
        while len(piece) and unpacked < promised and not unpacker.eof:
            unpacked += len(unpacker.decompress(piece, _AT_ONCE))
            piece = unpacker.unconsumed_tail
        at += 12 + length
    return bool(unpacked < promised)


def _size(header: bytes, limits: Limits) -> tuple[int, int]:
    if len(header) != 13:
        raise Problem(Code.PHOTO_BROKEN)
    width, height = struct.unpack_from(">II", header)
    check_shape(width, height, pixels=limits.png_pixels, limits=limits)
    return width, height


def _profile(chunk: bytes) -> bytes | None:
    """The unpacked profile; None where it is damaged or unpacks to more than a profile can be."""
    name, _, packed = chunk.partition(b"\x00")
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(packed[1:], ICC_BYTES)
    except zlib.error:
        return None
    return profile if unpacker.eof and profile and len(name) < 80 else None


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
