"""What a camera wrote into a picture: when, with what, where. Read once, then left behind.

A reader of its own because it meets bytes from outside: it looks at nine entries, never follows more than three
tables, and answers nonsense with nothing instead of a warning or an exception.
"""

import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from fractions import Fraction

PREFIX = b"Exif\x00\x00"

_MAKE, _MODEL, _ORIENTATION, _EXIF_TABLE, _GPS_TABLE = 0x010F, 0x0110, 0x0112, 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_MOST_ENTRIES = 512
_LONGEST_TEXT = 64

_Table = dict[int, tuple[int, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the camera says it was, in millionths of a degree (WGS 84), north and east positive."""

    latitude_microdegrees: int
    longitude_microdegrees: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """`at` is the camera's own clock: aware only where the camera wrote its UTC offset, naive otherwise.

    `has_gps` is true as soon as the picture carries a GPS table, even one without a usable position.
    """

    at: datetime | None = None
    camera: str | None = None
    has_gps: bool = False
    place: Place | None = None


def only_orientation(orientation: int) -> bytes:
    """A TIFF block with this one entry."""
    return b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def orientation(tiff: bytes | None) -> int:
    """EXIF's 1–8; 1 where there is none or it makes no sense."""
    reader = _Reader(tiff or b"")
    value = reader.number(reader.first(), _ORIENTATION)
    return value if value in range(1, 9) else 1


def is_readable(tiff: bytes) -> bool:
    """Whether it is a TIFF block with at least one entry."""
    return bool(_Reader(tiff).first())


def taken(tiff: bytes | None) -> Taken | None:
    """What can be read, or None where there is nothing of it."""
    reader = _Reader(tiff or b"")
    first = reader.first()
    details = reader.table(reader.number(first, _EXIF_TABLE))
    gps = reader.table(reader.number(first, _GPS_TABLE))
    found = Taken(
        at=_moment(reader.text(details, _TAKEN), reader.text(details, _OFFSET)),
        camera=_camera(reader.text(first, _MAKE), reader.text(first, _MODEL)),
        has_gps=bool(gps),
        place=_place(reader, gps),
    )
    return found if found != Taken() else None


class _Reader:
    """TIFF tables (ISO 12234-2) of at most 512 entries; what lies outside the block does not exist."""

    def __init__(self, tiff: bytes) -> None:
        self._tiff = tiff
        self._order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4], "")

    def first(self) -> _Table:
        return self.table(self._unpack("I", 4)) if self._order else {}

    def table(self, at: int) -> _Table:
        if at < 8:
            return {}
        found: _Table = {}
        for number in range(min(self._unpack("H", at), _MOST_ENTRIES)):
            entry = at + 2 + 12 * number
            if entry + 12 > len(self._tiff):
                break
            tag, form, count = struct.unpack_from(self._order + "HHI", self._tiff, entry)
            size = _SIZES.get(form, 0) * min(count, 256)
            start = entry + 8 if size <= 4 else self._unpack("I", entry + 8)
            found.setdefault(tag, (form, self._tiff[start : start + size]))
        return found

    def number(self, table: _Table, tag: int) -> int:
        form, value = table.get(tag, (0, b""))
        code = {3: "H", 4: "I"}.get(form, "")
        fits = code and len(value) >= struct.calcsize(self._order + code)
        return int(struct.unpack_from(self._order + code, value)[0]) if fits else 0

    def text(self, table: _Table, tag: int) -> str:
        value = table.get(tag, (0, b""))[1].split(b"\x00")[0].decode("utf-8", "ignore")
        return "".join(letter for letter in value if letter.isprintable()).strip()[:_LONGEST_TEXT]

    def fractions(self, table: _Table, tag: int) -> list[Fraction]:
        value = table.get(tag, (0, b""))[1]
        pairs = struct.iter_unpack(self._order + "II", value[: len(value) // 8 * 8]) if value else ()
        return [Fraction(above, below) for above, below in pairs if below]

    def _unpack(self, code: str, at: int) -> int:
        fits = 0 <= at <= len(self._tiff) - struct.calcsize(self._order + code)
        return int(struct.unpack_from(self._order + code, self._tiff, at)[0]) if fits else 0


def _moment(text: str, offset: str) -> datetime | None:
    match = re.fullmatch(r"(\d{4})[:\-/](\d\d)[:\-/](\d\d)[ T](\d\d):(\d\d):(\d\d)", text)
    if not match:
        return None
    try:
        moment = datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None
    shift = re.fullmatch(r"([+-])(\d\d):(\d\d)", offset)
    if not shift or int(shift[2]) > 14 or int(shift[3]) > 59:
        return moment
    minutes = int(shift[2]) * 60 + int(shift[3])
    return moment.replace(tzinfo=timezone(timedelta(minutes=-minutes if shift[1] == "-" else minutes)))


def _camera(make: str, model: str) -> str | None:
    if model.lower().startswith(make.lower()):
        return model or None
    return f"{make} {model}".strip() or None


def _place(reader: _Reader, gps: _Table) -> Place | None:
    latitude = _microdegrees(reader.fractions(gps, _LATITUDE), reader.text(gps, _LATITUDE_REF), "NS", 90)
    longitude = _microdegrees(reader.fractions(gps, _LONGITUDE), reader.text(gps, _LONGITUDE_REF), "EW", 180)
    if latitude is None or longitude is None:
        return None
    return Place(latitude_microdegrees=latitude, longitude_microdegrees=longitude)


def _microdegrees(parts: list[Fraction], side: str, sides: str, most: int) -> int | None:
    if len(parts) != 3 or len(side) != 1 or side not in sides:
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    return round(degrees * 1_000_000) * (-1 if side == sides[1] else 1) if degrees <= most else None
