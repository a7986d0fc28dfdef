"""The bytes of pictures that no camera makes: lengths that lie, tables that turn in circles, scans without end."""

import io
import struct
import zlib
from functools import cache

from PIL import Image

from helpers.draw import (
    encoded,
    exchanging_profile,
    exif,
    picture,
    png_chunk,
    segment,
    tagged_webp,
)
from helpers.draw_heic import heic

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def deflated(length: int) -> bytes:
    packer = zlib.compressobj(1)
    pieces = [packer.compress(bytes(1_000_000)) for _ in range(length // 1_000_000)]
    return b"".join(pieces) + packer.flush()


def black_png(width: int, height: int, *, rows: int | None = None) -> bytes:
    packer, row = zlib.compressobj(1), bytes(1 + 3 * width)
    rows = height if rows is None else rows
    at_once = max(1_000_000 // len(row), 1)
    body = b"".join(packer.compress(row * min(at_once, rows - at)) for at in range(0, rows, at_once))
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return _SIGNATURE + head + png_chunk(b"IDAT", body + packer.flush()) + png_chunk(b"IEND", b"")


def png_with(*chunks: bytes) -> bytes:
    whole = encoded(picture(), "PNG")
    return whole[:33] + b"".join(chunks) + whole[33:]


def jpeg_with(segments: bytes) -> bytes:
    whole = encoded(picture(), "JPEG")
    return whole[:2] + segments + whole[2:]


def jpeg_with_exif(tiff: bytes) -> bytes:
    return jpeg_with(segment(0xE1, b"Exif\x00\x00" + tiff))


def jpeg_with_huge_profile() -> bytes:
    return jpeg_with(
        b"".join(segment(0xE2, b"ICC_PROFILE\x00" + bytes((at, 255)) + bytes(65_000)) for at in range(1, 256))
    )


def exif_cycle() -> bytes:
    """The EXIF and the GPS table are the first table itself."""
    entries = [struct.pack("<HHII", tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005)]
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 3) + b"".join(entries) + struct.pack("<I", 8)


def exif_full() -> bytes:
    entries = b"".join(struct.pack("<HHII", 0x8769 + at % 3, 2, 0x7FFFFFFF, 10) for at in range(5_000))
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 5_000) + entries


def exif_counting(count: int) -> bytes:
    entry = struct.pack("<HHII", 0x010F, 2, count, 8)
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 1) + entry + bytes(4)


def profile_with_lying_tags() -> bytes:
    profile = bytearray(exchanging_profile())
    profile[136:144] = struct.pack(">II", 0x7FFFFFF0, 0x7FFFFFFF)
    return bytes(profile)


def profile_counting(tags: int) -> bytes:
    profile = bytearray(exchanging_profile())
    profile[128:132] = struct.pack(">I", tags)
    return bytes(profile)


def many_scans() -> bytes:
    whole = encoded(picture((1_200, 800)), "JPEG", progressive=True)
    start = whole.rindex(b"\xff\xda")
    return whole[:start] + whole[start:-2] * 1_000 + b"\xff\xd9"


def empty_scans_of_a_large_picture() -> bytes:
    """As many scans as the limit lets through, over as many pixels, none of them complete."""
    whole = encoded(Image.new("RGB", (7_000, 7_000), "teal"), "JPEG", progressive=True)
    start = whole.rindex(b"\xff\xda")
    return whole[:start] + whole[start : start + 40] * 2 + b"\xff\xd9"


def two_frames() -> bytes:
    whole = encoded(picture(), "JPEG")
    at = whole.index(b"\xff\xc0")
    frame = whole[at : at + 2 + struct.unpack_from(">H", whole, at + 2)[0]]
    return whole[:at] + frame + whole[at:]


def remarked(marker: int) -> bytes:
    return encoded(picture(), "JPEG").replace(b"\xff\xc0", bytes((0xFF, marker)), 1)


def jpeg_without_tables() -> bytes:
    whole = encoded(picture(), "JPEG")
    start = whole.index(b"\xff\xc4")
    return whole[:start] + whole[whole.index(b"\xff\xda") :]


def webp_claiming(width: int, height: int) -> bytes:
    whole = bytearray(encoded(picture(), "WEBP"))
    at = whole.index(b"\x9d\x01\x2a")
    whole[at + 3 : at + 7] = struct.pack("<HH", width, height)
    return bytes(whole)


def webp_with_lying_canvas() -> bytes:
    lying = bytearray(tagged_webp())
    lying[24:27] = (5_000).to_bytes(3, "little")
    return bytes(lying)


def tiff_claiming(width: int, height: int) -> bytes:
    whole = encoded(Image.new("L", (16, 16)), "TIFF")
    return whole.replace(struct.pack("<HHII", 256, 4, 1, 16), struct.pack("<HHII", 256, 4, 1, width)).replace(
        struct.pack("<HHII", 257, 4, 1, 16), struct.pack("<HHII", 257, 4, 1, height)
    )


@cache
def _small_heic() -> bytes:
    return heic(picture((64, 32)), tiff=exif().tobytes())


def heic_claiming(width: int, height: int) -> bytes:
    return _small_heic().replace(struct.pack(">II", 64, 32), struct.pack(">II", width, height), 1)


def heic_that_kills() -> bytes:
    """The type of an item is no text any more; libheif's Python binding 1.4 dies of it."""
    return _small_heic().replace(b"Exif\x00\x00\x00\x00", b"Ex\xd2f\x00\x00\x00\x00", 1)


def flipped(whole: bytes) -> bytes:
    at = len(whole) // 2
    return whole[:at] + bytes((whole[at] ^ 16,)) + whole[at + 1 :]


def palette_too_short() -> bytes:
    image = Image.new("P", (64, 64), 200)
    image.putpalette([10, 20, 30])
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
