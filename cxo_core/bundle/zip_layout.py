"""The one way a bundle's ZIP is laid out (APPNOTE 6.3.10), so that equal members give equal bytes and nothing can hide."""

import struct
from dataclasses import dataclass

LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")

LOCAL_SIGNATURE = b"PK\x03\x04"
CENTRAL_SIGNATURE = b"PK\x01\x02"
END_SIGNATURE = b"PK\x05\x06"

STORED = 0
DEFLATED = 8
_VERSION = 20
_DATE = 0x21  # 1980-01-01, the first day a ZIP can name; the time is 00:00


@dataclass(frozen=True, slots=True)
class Header:
    """What the archive says of one member. Sizes are in bytes and known before the member's bytes begin."""

    name: str
    method: int
    crc32: int
    packed: int
    size: int

    def local(self) -> bytes:
        name = self.name.encode("ascii")
        fixed = LOCAL.pack(
            LOCAL_SIGNATURE,
            _VERSION,
            0,
            self.method,
            0,
            _DATE,
            self.crc32,
            self.packed,
            self.size,
            len(name),
            0,
        )
        return fixed + name

    def central(self, offset: int) -> bytes:
        """Its line in the central directory; `offset` is where its local header starts."""
        name = self.name.encode("ascii")
        fixed = CENTRAL.pack(
            CENTRAL_SIGNATURE,
            _VERSION,
            _VERSION,
            0,
            self.method,
            0,
            _DATE,
            self.crc32,
            self.packed,
            self.size,
            len(name),
            0,
            0,
            0,
            0,
            0,
            offset,
        )
        return fixed + name


class Directory:
    """The central directory as it grows with each member; what an archive must end with."""

    def __init__(self) -> None:
        self.offset = 0
        self._lines: list[bytes] = []

    def add(self, header: Header) -> None:
        self._lines.append(header.central(self.offset))
        self.offset += len(header.local()) + header.packed

    def to_bytes(self) -> bytes:
        lines = b"".join(self._lines)
        count = len(self._lines)
        return lines + END.pack(END_SIGNATURE, 0, 0, count, count, len(lines), self.offset, 0)
