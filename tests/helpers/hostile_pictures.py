"""A hostile set: pictures that lie, explode, hang, hide something or are no pictures. Everything is made here.

Each has a name with an ending (sometimes a wrong one) and the outcome that is asked for: a problem's code, or `taken`.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from PIL import Image

from cxo_core.problems import Code
from helpers import crafted_pictures as crafted
from helpers.draw import (
    encoded,
    exchanging_profile,
    exif,
    jpeg_claiming,
    picture,
    png_chunk,
    png_claiming,
    segment,
    tagged_jpeg,
    tagged_png,
    tagged_webp,
)
from helpers.draw_heic import heic

TAKEN = "taken"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Hostile:
    """`outcome` is a `Code` or `TAKEN`; `is_slow` marks those that take more than a moment to make or to judge."""

    name: str
    outcome: str
    make: Callable[[], bytes]
    is_slow: bool = False


def every() -> Iterator[Hostile]:
    yield from _no_pictures()
    yield from _bombs()
    yield from _cut_off()
    yield from _lying()
    yield from _shapes()
    yield from _moving()
    yield from _odd_colours()
    yield from _overloaded()
    yield from _two_things_at_once()


def _no_pictures() -> Iterator[Hostile]:
    unknown = Code.PHOTO_UNKNOWN_FORMAT
    yield Hostile("empty.jpg", Code.PHOTO_EMPTY, lambda: b"")
    yield Hostile("one-byte.jpg", unknown, lambda: b"\xff")
    yield Hostile("letter.pdf", unknown, lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF")
    yield Hostile(
        "page.svg", unknown, lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><use href='#a'/></svg>"
    )
    yield Hostile("noise.jpg", unknown, lambda: Random(1).randbytes(50_000))
    yield Hostile("zeroes.png", unknown, lambda: bytes(1_000_000))
    yield Hostile("old.bmp", unknown, lambda: encoded(picture(), "BMP"))
    yield Hostile("program.exe", unknown, lambda: b"MZ" + bytes(4000))
    yield Hostile("archive.zip", unknown, lambda: b"PK\x03\x04" + bytes(400))
    yield Hostile("text.heic", unknown, lambda: "没有图片".encode() * 100)
    yield Hostile("only-head.jpg", Code.PHOTO_BROKEN, lambda: b"\xff\xd8\xff\xe0")
    yield Hostile("only-head.png", Code.PHOTO_BROKEN, lambda: _SIGNATURE)
    yield Hostile("only-head.webp", Code.PHOTO_BROKEN, lambda: b"RIFF\x04\x00\x00\x00WEBP")
    yield Hostile("only-fill.jpg", Code.PHOTO_BROKEN, lambda: b"\xff\xd8" + b"\xff" * 5_000_000)
    yield Hostile("moov.heic", unknown, lambda: b"\x00\x00\x00\x18ftypqt  \x00\x00\x00\x00qt  qt  ")


def _bombs() -> Iterator[Hostile]:
    many = Code.PHOTO_TOO_MANY_PIXELS
    yield Hostile("claims-40000.png", many, lambda: png_claiming(40_000, 40_000))
    yield Hostile("claims-2-to-31.png", many, lambda: png_claiming(2**31 - 1, 2**31 - 1))
    yield Hostile("black-20000.png", many, lambda: crafted.black_png(20_000, 20_000), is_slow=True)
    yield Hostile("black-5800.png", TAKEN, lambda: crafted.black_png(5_800, 5_800), is_slow=True)
    yield Hostile(
        "black-5800-cut.png",
        Code.PHOTO_BROKEN,
        lambda: crafted.black_png(5_800, 5_800, rows=5_000),
        is_slow=True,
    )
    yield Hostile("more-rows-than-said.png", TAKEN, lambda: crafted.black_png(64, 64, rows=400_000))
    yield Hostile("claims-65000.jpg", many, lambda: jpeg_claiming(65_000, 65_000))
    yield Hostile("claims-9000.progressive.jpg", many, lambda: jpeg_claiming(9_000, 9_000, progressive=True))
    yield Hostile("large-webp.webp", many, lambda: crafted.webp_claiming(16_383, 16_383))
    yield Hostile("bomb.tiff", Code.PHOTO_UNKNOWN_FORMAT, lambda: crafted.tiff_claiming(60_000, 60_000))
    yield Hostile(
        "bomb.gif",
        Code.PHOTO_UNKNOWN_FORMAT,
        lambda: b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + bytes(9),
    )
    yield Hostile("many-scans.jpg", Code.PHOTO_BROKEN, crafted.many_scans)
    yield Hostile("some-scans-large.jpg", TAKEN, crafted.empty_scans_of_a_large_picture, is_slow=True)
    yield Hostile(
        "profile-bomb.png",
        TAKEN,
        lambda: crafted.png_with(png_chunk(b"iCCP", b"x\x00\x00" + crafted.deflated(200_000_000))),
        is_slow=True,
    )
    yield Hostile(
        "text-bomb.png",
        TAKEN,
        lambda: crafted.png_with(*(png_chunk(b"zTXt", b"k\x00\x00" + crafted.deflated(5_000_000)),) * 40),
    )
    yield Hostile("heic-claims-60000.heic", many, lambda: crafted.heic_claiming(60_000, 60_000))
    yield Hostile("heic-claims-8192.heic", many, lambda: crafted.heic_claiming(8_192, 8_192))


def _cut_off() -> Iterator[Hostile]:
    broken = Code.PHOTO_BROKEN
    noisy = picture((640, 480)).effect_spread(9)
    for name, whole in {
        "jpg": lambda: encoded(noisy, "JPEG"),
        "progressive.jpg": lambda: encoded(noisy, "JPEG", progressive=True),
        "png": lambda: encoded(noisy, "PNG"),
        "webp": lambda: encoded(noisy, "WEBP"),
        "heic": lambda: heic(picture((128, 64))),
    }.items():
        for tenths in (1, 5, 9):
            make = lambda whole=whole, tenths=tenths: whole()[: len(whole()) * tenths // 10]  # noqa: E731
            yield Hostile(f"cut-at-{tenths}-tenths.{name}", broken, make)
    yield Hostile("cut-and-closed.jpg", broken, lambda: encoded(noisy, "JPEG")[:9_000] + b"\xff\xd9")
    yield Hostile("bit-rot.png", broken, lambda: crafted.flipped(encoded(noisy, "PNG")))
    yield Hostile("rows-missing.png", broken, lambda: crafted.black_png(640, 480, rows=479))
    yield Hostile("no-pixels.png", broken, lambda: encoded(picture(), "PNG")[:33] + png_chunk(b"IEND", b""))


def _lying() -> Iterator[Hostile]:
    broken = Code.PHOTO_BROKEN
    yield Hostile("really-png.jpg", TAKEN, lambda: encoded(picture(), "PNG"))
    yield Hostile("really-jpeg.png", TAKEN, lambda: encoded(picture(), "JPEG"))
    yield Hostile("really-webp.heic", TAKEN, lambda: encoded(picture(), "WEBP"))
    yield Hostile("taller-than-coded.jpg", broken, lambda: jpeg_claiming(4_000, 3_000))
    yield Hostile("larger-than-coded.png", broken, lambda: png_claiming(5_000, 5_000))
    yield Hostile("zero-wide.png", broken, lambda: png_claiming(0, 50))
    yield Hostile("zero-high.jpg", broken, lambda: jpeg_claiming(50, 0))
    yield Hostile("two-frames.jpg", broken, crafted.two_frames)
    yield Hostile(
        "segment-past-end.jpg",
        broken,
        lambda: encoded(picture(), "JPEG")[:2] + b"\xff\xe1\xff\xff" + bytes(100),
    )
    yield Hostile(
        "chunk-past-end.png", broken, lambda: _SIGNATURE + struct.pack(">I", 2**31) + b"IHDR" + bytes(40)
    )
    yield Hostile("canvas-lies.webp", broken, crafted.webp_with_lying_canvas)
    yield Hostile("lossless-jpeg.jpg", Code.PHOTO_UNKNOWN_FORMAT, lambda: crafted.remarked(0xC3))
    yield Hostile("arithmetic.jpg", Code.PHOTO_UNKNOWN_FORMAT, lambda: crafted.remarked(0xC9))
    yield Hostile("killer.heic", broken, crafted.heic_that_kills)
    yield Hostile("no-tables.jpg", TAKEN, crafted.jpeg_without_tables)


def _shapes() -> Iterator[Hostile]:
    narrow = Code.PHOTO_TOO_NARROW
    yield Hostile("line.png", narrow, lambda: encoded(Image.new("L", (100_000, 1)), "PNG"))
    yield Hostile("column.png", narrow, lambda: encoded(Image.new("L", (1, 100_000)), "PNG"))
    yield Hostile("line.jpg", narrow, lambda: encoded(Image.new("L", (60_000, 8)), "JPEG"))
    yield Hostile("chat.png", TAKEN, lambda: encoded(Image.new("RGB", (400, 20_000), "white"), "PNG"))
    yield Hostile("one-pixel.png", TAKEN, lambda: encoded(Image.new("RGB", (1, 1)), "PNG"))


def _moving() -> Iterator[Hostile]:
    frames = [picture(), picture().rotate(180)]
    moving = {"save_all": True, "append_images": frames[1:]}
    yield Hostile("moving.gif", Code.PHOTO_UNKNOWN_FORMAT, lambda: encoded(frames[0], "GIF", **moving))
    yield Hostile("moving.png", Code.PHOTO_ANIMATED, lambda: encoded(frames[0], "PNG", **moving))
    yield Hostile("moving.webp", Code.PHOTO_ANIMATED, lambda: encoded(frames[0], "WEBP", **moving))
    yield Hostile(
        "sequence.heic", Code.PHOTO_ANIMATED, lambda: b"\x00\x00\x00\x18ftyphevc\x00\x00\x00\x00msf1hevc"
    )
    yield Hostile("two-pages.tiff", Code.PHOTO_UNKNOWN_FORMAT, lambda: encoded(frames[0], "TIFF", **moving))


def _odd_colours() -> Iterator[Hostile]:
    size = (320, 240)
    yield Hostile("cmyk.jpg", TAKEN, lambda: encoded(picture(size).convert("CMYK"), "JPEG"))
    yield Hostile("grey.jpg", TAKEN, lambda: encoded(picture(size).convert("L"), "JPEG"))
    yield Hostile("sixteen-bits.png", TAKEN, lambda: encoded(Image.new("I;16", size, 0x8123), "PNG"))
    yield Hostile(
        "sixteen-bits-33-mp.png",
        TAKEN,
        lambda: encoded(Image.new("I;16", (6_600, 5_000), 9), "PNG"),
        is_slow=True,
    )
    yield Hostile("palette.png", TAKEN, lambda: encoded(picture(size).convert("P"), "PNG", transparency=1))
    yield Hostile("palette-too-short.png", TAKEN, crafted.palette_too_short)
    yield Hostile(
        "palette-33-mp.png",
        TAKEN,
        lambda: encoded(Image.new("P", (6_600, 5_000), 1), "PNG", transparency=1),
        is_slow=True,
    )
    yield Hostile(
        "clear-33-mp.png", TAKEN, lambda: encoded(Image.new("RGBA", (6_600, 5_000)), "PNG"), is_slow=True
    )
    yield Hostile("one-bit.png", TAKEN, lambda: encoded(picture(size).convert("1"), "PNG"))
    yield Hostile("grey-alpha.png", TAKEN, lambda: encoded(picture(size).convert("LA"), "PNG"))
    yield Hostile(
        "cmyk-with-rgb-profile.jpg",
        TAKEN,
        lambda: encoded(picture(size).convert("CMYK"), "JPEG", icc_profile=exchanging_profile()),
    )
    yield Hostile(
        "clear-16-mp.webp",
        TAKEN,
        lambda: encoded(Image.new("RGBA", (4_600, 3_500)), "WEBP", lossless=True, method=0),
        is_slow=True,
    )
    yield Hostile(
        "progressive-49-mp.jpg",
        TAKEN,
        lambda: encoded(Image.new("RGB", (8_000, 6_100), "teal"), "JPEG", progressive=True),
        is_slow=True,
    )
    yield Hostile(
        "baseline-115-mp.jpg",
        TAKEN,
        lambda: encoded(Image.new("RGB", (12_400, 9_300), "teal"), "JPEG"),
        is_slow=True,
    )


def _overloaded() -> Iterator[Hostile]:
    yield Hostile("exif-cycle.jpg", TAKEN, lambda: crafted.jpeg_with_exif(crafted.exif_cycle()))
    yield Hostile("exif-thousand-entries.jpg", TAKEN, lambda: crafted.jpeg_with_exif(crafted.exif_full()))
    yield Hostile(
        "exif-past-end.jpg", TAKEN, lambda: crafted.jpeg_with_exif(b"II*\x00\xff\xff\xff\x7f" + bytes(60))
    )
    yield Hostile("exif-noise.jpg", TAKEN, lambda: crafted.jpeg_with_exif(Random(2).randbytes(60_000)))
    yield Hostile(
        "exif-huge-count.jpg", TAKEN, lambda: crafted.jpeg_with_exif(crafted.exif_counting(0xFFFFFFFF))
    )
    yield Hostile(
        "huge-preview.jpg",
        TAKEN,
        lambda: crafted.jpeg_with_exif(
            exif().tobytes().removeprefix(b"Exif\x00\x00")
            + encoded(picture((900, 600)).effect_spread(4), "JPEG", quality=70)[:50_000]
        ),
    )
    yield Hostile(
        "a-thousand-comments.jpg", TAKEN, lambda: crafted.jpeg_with(segment(0xFE, bytes(9_000)) * 1_000)
    )
    yield Hostile(
        "too-many-comments.jpg", Code.PHOTO_BROKEN, lambda: crafted.jpeg_with(segment(0xFE, b"x") * 9_000)
    )
    yield Hostile(
        "too-many-chunks.png",
        Code.PHOTO_BROKEN,
        lambda: crafted.png_with(*(png_chunk(b"prVt", b""),) * 70_000),
    )
    yield Hostile("profile-of-16-mb.jpg", TAKEN, crafted.jpeg_with_huge_profile)
    yield Hostile(
        "profile-noise.jpg",
        TAKEN,
        lambda: encoded(picture(), "JPEG", icc_profile=Random(3).randbytes(90_000)),
    )
    yield Hostile(
        "profile-cut.png", TAKEN, lambda: encoded(picture(), "PNG", icc_profile=exchanging_profile()[:150])
    )
    yield Hostile(
        "profile-tags-lie.jpg",
        TAKEN,
        lambda: encoded(picture(), "JPEG", icc_profile=crafted.profile_with_lying_tags()),
    )
    yield Hostile(
        "profile-tags-2-to-32.jpg",
        TAKEN,
        lambda: encoded(picture(), "JPEG", icc_profile=crafted.profile_counting(0xFFFFFFFF)),
    )
    yield Hostile(
        "xmp-bomb.webp",
        TAKEN,
        lambda: encoded(picture(), "WEBP", xmp=b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" * 9_000),
    )


def _two_things_at_once() -> Iterator[Hostile]:
    yield Hostile(
        "jpeg-and-zip.jpg", TAKEN, lambda: encoded(picture(), "JPEG") + b"PK\x03\x04" + bytes(2_000)
    )
    yield Hostile(
        "jpeg-and-page.jpg", TAKEN, lambda: crafted.jpeg_with(segment(0xFE, b"<script>alert(1)</script>"))
    )
    yield Hostile("png-and-program.png", TAKEN, lambda: tagged_png() + b"MZ" + bytes(2_000))
    yield Hostile(
        "two-pictures.mpo.jpg",
        TAKEN,
        lambda: encoded(picture(), "MPO", save_all=True, append_images=[picture()]),
    )
    yield Hostile("tagged.jpg", TAKEN, tagged_jpeg)
    yield Hostile("tagged.webp", TAKEN, tagged_webp)
    yield Hostile(
        "film-behind.jpg",
        TAKEN,
        lambda: encoded(picture(), "JPEG") + b"\x00\x00\x00\x18ftypmp42" + bytes(9_000_000),
    )
