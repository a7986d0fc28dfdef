"""Small pictures of every kind and state, made here: turned, tagged, tinted, cut off, lying about their size."""

import io
import struct
import zlib

from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

SECRET = b"SECRET-OF-THE-CAMERA"
_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def picture(size: tuple[int, int] = (120, 80)) -> Image.Image:
    """An upright picture that looks different from every side."""
    width, height = size
    image = Image.new("RGB", size, "#c8c0b0")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width // 2, height // 3), fill="#b02020")
    pen.rectangle((width * 2 // 3, height // 2, width, height), fill="#2040a0")
    pen.ellipse((width // 8, height // 2, width // 3, height - 4), fill="#208040")
    return image


def stored(image: Image.Image, orientation: int) -> Image.Image:
    """As a camera stores it that was held so that EXIF has to say `orientation`."""
    return image.transpose(_STORED[orientation]) if orientation in _STORED else image


def encoded(image: Image.Image, form: str, **wishes: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **wishes)
    return out.getvalue()


def exif(orientation: int = 1, *, with_secrets: bool = True, offset: str | None = "+08:00") -> Image.Exif:
    """Time, camera and place as a phone writes them; 31°14'10.32" N, 121°28'30" E."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    if with_secrets:
        tags[0x010F], tags[0x0110], tags[0x010E] = "Maker", "Maker Two", SECRET.decode()
        details = {0x9003: "2026:03:17 14:03:22", 0x927C: SECRET, 0xA430: SECRET.decode()}
        if offset is not None:
            details[0x9011] = offset
        tags[0x8769] = details
        tags[0x8825] = {
            1: "N",
            2: (IFDRational(31), IFDRational(14), IFDRational(1032, 100)),
            3: "E",
            4: (IFDRational(121), IFDRational(28), IFDRational(30)),
        }
    return tags


def tagged_jpeg(image: Image.Image | None = None, orientation: int = 1, **wishes: object) -> bytes:
    """A JPEG with a secret in every place where metadata can stand, and a film behind its end."""
    wishes = {"quality": 95, "subsampling": 0, **wishes}
    plain = encoded(stored(image or picture(), orientation), "JPEG", exif=exif(orientation), **wishes)
    thumbnail = b"\x02\x02" + b"TINY" * 3
    extra = (
        segment(0xE0, b"JFXX\x00\x13" + thumbnail + SECRET)
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + SECRET)
        + segment(0xE2, b"MPF\x00" + SECRET)
        + segment(0xED, b"Photoshop 3.0\x008BIM" + SECRET)
        + segment(0xEB, SECRET)
        + segment(0xFE, SECRET)
    )
    return plain[:2] + extra + plain[2:] + b"ftypmp42" + SECRET


def tagged_png(image: Image.Image | None = None, orientation: int = 1) -> bytes:
    plain = encoded(stored(image or picture(), orientation), "PNG", exif=exif(orientation))
    texts = (
        png_chunk(b"tEXt", b"Comment\x00" + SECRET)
        + png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(SECRET))
        + png_chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + SECRET)
        + png_chunk(b"prVt", SECRET)
        + png_chunk(b"tIME", b"\x07\xea\x03\x11\x0e\x03\x16")
    )
    return plain[:33] + texts + plain[33:] + SECRET


def tagged_webp(image: Image.Image | None = None, orientation: int = 1) -> bytes:
    xmp = b"<x:xmpmeta>" + SECRET
    return encoded(
        stored(image or picture(), orientation), "WEBP", lossless=True, exif=exif(orientation), xmp=xmp
    )


def segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head promises this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", head)
        + png_chunk(b"IDAT", zlib.compress(b"\x00" * 64))
        + png_chunk(b"IEND", b"")
    )


def jpeg_claiming(width: int, height: int, *, progressive: bool = False) -> bytes:
    """A whole small JPEG whose frame promises this size."""
    whole = bytearray(encoded(picture(), "JPEG", progressive=progressive))
    at = whole.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    whole[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def exchanging_profile() -> bytes:
    """An ICC profile of a screen whose red shines green and whose green shines red: nobody can overlook it."""
    points = {
        b"rXYZ": (0.3851, 0.7169, 0.0971),
        b"gXYZ": (0.4361, 0.2225, 0.0139),
        b"bXYZ": (0.1431, 0.0606, 0.7141),
    }
    tags = {name: b"XYZ \x00\x00\x00\x00" + _fixed(point) for name, point in points.items()}
    tags[b"wtpt"] = b"XYZ \x00\x00\x00\x00" + _fixed((0.9642, 1.0, 0.8249))
    curve = b"curv\x00\x00\x00\x00" + struct.pack(">IHH", 1, round(2.2 * 256), 0)
    tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    tags[b"desc"] = b"desc\x00\x00\x00\x00" + struct.pack(">I", 8) + b"Swapped\x00" + bytes(78) + b"\x00\x00"
    tags[b"cprt"] = b"text\x00\x00\x00\x00none\x00\x00\x00\x00"
    at, table, body = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", at + len(body), len(content))
        body += content
    size = at + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\x00" * 4, 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _fixed((0.9642, 1.0, 0.8249))
    return head.ljust(128, b"\x00") + table + body


def _fixed(point: tuple[float, float, float]) -> bytes:
    return struct.pack(">3i", *(round(value * 65536) for value in point))
