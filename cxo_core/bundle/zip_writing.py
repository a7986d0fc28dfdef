"""Writing the archive as a stream of pieces: nothing is seeked, nothing is kept but the piece in hand."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zlib_ng import zlib_ng

from cxo_core.bundle.manifest import Member
from cxo_core.bundle.names import TEXTS, is_deflated
from cxo_core.bundle.zip_layout import DEFLATED, STORED, Directory, Header

LEVEL = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One member ready to be written. `pieces` give exactly `header.packed` bytes."""

    header: Header
    pieces: Iterable[bytes]


class Text:
    """A text member deflated while it grows. What is kept is the deflated text, about a tenth of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.size = 0
        self._crc32 = 0
        self._sha256 = hashlib.sha256()
        self._deflating = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._packed: list[bytes] = []

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self._crc32 = zlib_ng.crc32(piece, self._crc32)
        self._sha256.update(piece)
        if packed := self._deflating.compress(piece):
            self._packed.append(packed)

    def member(self) -> Member:
        """What the manifest says of it."""
        return Member(self.name, self._sha256.hexdigest(), self.size, TEXTS[self.name])

    def entry(self) -> Entry:
        """Ends the text; nothing can be added after."""
        self._packed.append(self._deflating.flush())
        packed = sum(map(len, self._packed))
        return Entry(Header(self.name, DEFLATED, self._crc32, packed, self.size), self._packed)


def stored(name: str, content: bytes) -> Entry:
    """A small member as it is."""
    assert not is_deflated(name)
    return Entry(Header(name, STORED, zlib_ng.crc32(content), len(content), len(content)), (content,))


def archive(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The pieces of the whole archive. Entries are asked for one at a time, each after the one before is out."""
    directory = Directory()
    for entry in entries:
        directory.add(entry.header)
        yield entry.header.local()
        yield from entry.pieces
    yield directory.to_bytes()
