"""Reading the archive forward only, trusting nothing: whatever deviates from the one layout is refused where it stands."""

import struct
import zlib
from collections.abc import Iterator
from typing import Protocol

from cxo_core.bundle.names import MAX_ARCHIVE_BYTES, MAX_MEMBERS, is_deflated, is_member_name, max_bytes
from cxo_core.bundle.zip_layout import (
    CENTRAL_SIGNATURE,
    DEFLATED,
    LOCAL,
    LOCAL_SIGNATURE,
    STORED,
    Directory,
    Header,
)
from cxo_core.problems import Code, Problem

PIECE = 1 << 18


class Source(Protocol):
    """Bytes that come in order. `read` gives at most `n`, and none only at the end."""

    def read(self, n: int) -> bytes: ...


class Opened:
    """One member while the archive stands at its bytes."""

    def __init__(self, header: Header, archive: "ArchiveReading") -> None:
        self.header = header
        self._archive = archive
        self._pieces = self._checked()

    @property
    def name(self) -> str:
        return self.header.name

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, unpacked, in pieces of bounded size. Raises Problem `bundle-damaged` where they are not as declared."""
        return self._pieces

    def content(self) -> bytes:
        """All its bytes at once: for the small members."""
        return b"".join(self._pieces)

    def skip(self) -> None:
        """Reads whatever of it has not been read."""
        for _ in self._pieces:
            pass

    def _checked(self) -> Iterator[bytes]:
        crc32 = size = 0
        for piece in self._inflated() if self.header.method == DEFLATED else self._packed():
            crc32 = zlib.crc32(piece, crc32)
            size += len(piece)
            if size > self.header.size:
                raise damaged(self.name, "size")
            yield piece
        if size != self.header.size:
            raise damaged(self.name, "size")
        if crc32 != self.header.crc32:
            raise damaged(self.name, "checksum")

    def _packed(self) -> Iterator[bytes]:
        left = self.header.packed
        while left:
            piece = self._archive.read(min(left, PIECE), self.name)
            left -= len(piece)
            yield piece

    def _inflated(self) -> Iterator[bytes]:
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for packed in self._packed():
                if inflating.eof:
                    raise damaged(self.name, "size")
                while packed:
                    if piece := inflating.decompress(packed, PIECE):
                        yield piece
                    packed = inflating.unconsumed_tail
                if inflating.unused_data:
                    raise damaged(self.name, "size")
            while not inflating.eof:
                piece = inflating.decompress(b"", PIECE)
                if not piece:
                    raise damaged(self.name, "size")
                yield piece
        except zlib.error as error:
            raise damaged(self.name, "packing") from error


class ArchiveReading:
    """Members one by one, in the order of the archive; then the central directory, which must repeat them exactly."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._directory = Directory()
        self._names: set[str] = set()

    def members(self) -> Iterator[Opened]:
        """Each member is read to its end before the next is given, whether its taker did so or not."""
        before = ""
        while (signature := self.read_exactly(4, before)) == LOCAL_SIGNATURE:
            header = self._header(signature, before)
            opened = Opened(header, self)
            yield opened
            opened.skip()
            self._directory.add(header)
            before = header.name
        if not before:
            raise Problem(Code.BUNDLE_NOT_A_BUNDLE)
        if signature != CENTRAL_SIGNATURE:
            raise damaged(before, "layout")
        self._check_end(signature, before)

    def read(self, n: int, where: str) -> bytes:
        piece = self._source.read(n)
        if not piece:
            raise damaged(where, "end")
        return piece

    def read_exactly(self, n: int, where: str) -> bytes:
        pieces = []
        while n:
            piece = self.read(n, where)
            n -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def _header(self, signature: bytes, before: str) -> Header:
        fixed = signature + self.read_exactly(LOCAL.size - 4, before)
        _, _, _, method, _, _, crc32, packed, size, name_bytes, _ = LOCAL.unpack(fixed)
        if not 0 < name_bytes <= 100:
            raise damaged(before, "name")
        raw = self.read_exactly(name_bytes, before)
        try:
            name = raw.decode("ascii")
            header = Header(name, method, crc32, packed, size)
            is_ours = header.local() == fixed + raw
        except (UnicodeDecodeError, struct.error) as error:
            raise damaged(before, "name") from error
        if not is_member_name(name) or name.lower() in self._names:
            raise damaged(shown(name), "name")
        if not is_ours or method != (DEFLATED if is_deflated(name) else STORED):
            raise damaged(name, "layout")
        if size > max_bytes(name) or packed > max_bytes(name) or (method == STORED and packed != size):
            raise damaged(name, "size")
        self._names.add(name.lower())
        if len(self._names) > MAX_MEMBERS + 2 or self._directory.offset > MAX_ARCHIVE_BYTES:
            raise damaged(name, "too many")
        return header

    def _check_end(self, signature: bytes, before: str) -> None:
        expected = self._directory.to_bytes()
        if signature + self.read_exactly(len(expected) - 4, before) != expected:
            raise damaged(before, "directory")
        if self._source.read(1):
            raise damaged(before, "too long")


def shown(name: str) -> str:
    """A name from outside as it may be shown: short, and printable on one line."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:100])


def damaged(where: str, why: str) -> Problem:
    return Problem(Code.BUNDLE_DAMAGED, where=where or "*.cxo", why=why)
