"""Reading the archive as it streams by, trusting nothing: whatever deviates from the one layout is refused where it stands."""

import struct
import zlib
from collections.abc import Generator, Iterator
from typing import Protocol

from zlib_ng import zlib_ng

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

Waiting = Generator[None, bytes, bytes]
"""Waits for clear text to be sent and returns bytes of it."""


class Taker(Protocol):
    """Who is told what the archive holds, in its order."""

    def begin(self, header: Header) -> None:
        """A member begins. Its name and its sizes are allowed; nothing of its bytes was seen."""

    def take(self, piece: bytes) -> None:
        """The next of its bytes, unpacked, in pieces of bounded size."""

    def end(self) -> None:
        """All its bytes were taken, and they were as many as declared, with the declared checksum."""


class ArchiveReading:
    """Clear text goes in by `write`, members come out to the taker; the end must repeat them exactly.

    Raises Problem `bundle-not-a-bundle` where no archive begins and `bundle-damaged` with `where` and `why` for
    everything else that is not the one layout.
    """

    def __init__(self, taker: Taker) -> None:
        self._taker = taker
        self._directory = Directory()
        self._names: set[str] = set()
        self._before = ""
        self._piece = b""
        self._at = 0
        self._is_whole = False
        self._reading = self._read()
        next(self._reading)

    def write(self, piece: bytes) -> None:
        self._reading.send(piece)

    def close(self) -> None:
        """The clear text is over. Raises Problem `bundle-damaged` unless the archive is."""
        if not self._is_whole:
            raise damaged(self._before, "end")

    def _read(self) -> Generator[None, bytes, None]:
        while (signature := (yield from self._exactly(4))) == LOCAL_SIGNATURE:
            header = yield from self._header(signature)
            self._before = header.name
            self._taker.begin(header)
            yield from self._member(header)
            self._taker.end()
            self._directory.add(header)
        if not self._before:
            raise Problem(Code.BUNDLE_NOT_A_BUNDLE)
        if signature != CENTRAL_SIGNATURE:
            raise damaged(self._before, "layout")
        expected = self._directory.to_bytes()
        if signature + (yield from self._exactly(len(expected) - 4)) != expected:
            raise damaged(self._before, "directory")
        self._is_whole = True
        yield from self._some(1)
        raise damaged(self._before, "too long")

    def _some(self, most: int) -> Waiting:
        """At least one byte, at most so many."""
        while self._at == len(self._piece):
            self._piece, self._at = (yield), 0
        start, self._at = self._at, min(self._at + most, len(self._piece))
        return self._piece[start : self._at]

    def _exactly(self, n: int) -> Waiting:
        pieces = []
        while n:
            piece = yield from self._some(n)
            n -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def _header(self, signature: bytes) -> Generator[None, bytes, Header]:
        fixed = signature + (yield from self._exactly(LOCAL.size - 4))
        _, _, _, method, _, _, crc32, packed, size, name_bytes, _ = LOCAL.unpack(fixed)
        if not 0 < name_bytes <= 100:
            raise damaged(self._before, "name")
        raw = yield from self._exactly(name_bytes)
        try:
            header = Header(raw.decode("ascii"), method, crc32, packed, size)
            is_ours = header.local() == fixed + raw
        except (UnicodeDecodeError, struct.error) as error:
            raise damaged(self._before, "name") from error
        self._check(header, is_ours=is_ours)
        return header

    def _check(self, header: Header, *, is_ours: bool) -> None:
        name = header.name
        if not is_member_name(name) or name.lower() in self._names:
            raise damaged(shown(name), "name")
        if not is_ours or header.method != (DEFLATED if is_deflated(name) else STORED):
            raise damaged(name, "layout")
        if max(header.size, header.packed) > max_bytes(name):
            raise damaged(name, "size")
        if header.method == STORED and header.packed != header.size:
            raise damaged(name, "size")
        self._names.add(name.lower())
        if len(self._names) > MAX_MEMBERS + 2 or self._directory.offset > MAX_ARCHIVE_BYTES:
            raise damaged(name, "too many")

    def _member(self, header: Header) -> Generator[None, bytes, None]:
        unpacking: _Stored | _Inflating = _Inflating(header) if header.method == DEFLATED else _Stored()
        crc32 = size = 0
        left = header.packed
        while left:
            packed = yield from self._some(min(left, PIECE))
            left -= len(packed)
            for piece in unpacking.unpack(packed, is_last=not left):
                crc32 = zlib_ng.crc32(piece, crc32)
                size += len(piece)
                if size > header.size:
                    raise damaged(header.name, "size")
                self._taker.take(piece)
        if size != header.size or not unpacking.is_over:
            raise damaged(header.name, "size")
        if crc32 != header.crc32:
            raise damaged(header.name, "checksum")


class _Stored:
    """Bytes as they are."""

    is_over = True

    def unpack(self, packed: bytes, *, is_last: bool) -> Iterator[bytes]:
        yield packed


class _Inflating:
    """Deflated text, unpacked no more than a piece at a time."""

    def __init__(self, header: Header) -> None:
        self._name = header.name
        self._inflating = zlib.decompressobj(-zlib.MAX_WBITS)

    @property
    def is_over(self) -> bool:
        return self._inflating.eof

    def unpack(self, packed: bytes, *, is_last: bool) -> Iterator[bytes]:
        if self.is_over:
            raise damaged(self._name, "size")
        try:
            while packed:
                if piece := self._inflating.decompress(packed, PIECE):
                    yield piece
                packed = self._inflating.unconsumed_tail
            while is_last and not self.is_over:
                if not (piece := self._inflating.decompress(b"", PIECE)):
                    break
                yield piece
        except zlib.error as error:
            raise damaged(self._name, "packing") from error
        if self._inflating.unused_data:
            raise damaged(self._name, "size")


def shown(name: str) -> str:
    """A name from outside as it may be shown: short, and printable on one line."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:100])


def damaged(where: str, why: str) -> Problem:
    return Problem(Code.BUNDLE_DAMAGED, where=where or "*.cxo", why=why)
