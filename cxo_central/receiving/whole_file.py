"""The stored parts of one file as one stream, hashed while it is read."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from io import RawIOBase
from typing import TYPE_CHECKING

from cxo_central.storage.files import Files, Readable
from cxo_central.storage.uploads import Part
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK = 1 << 18


class WholeFile(RawIOBase):
    """Read forward, once. Raises Problem `office-files-failing` where the store lost bytes that were durable."""

    def __init__(self, files: Files, parts: Sequence[Part]) -> None:
        self._files = files
        self._left = list(reversed(parts))
        self._opened = ExitStack()
        self._part: Readable | None = None
        self._part_left = 0
        self._sum = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """As much as the buffer holds, however small the parts are; less only at the end."""
        into = memoryview(buffer).cast("B")
        size = 0
        while size < len(into) and (part := self._next()):
            count = part.readinto(into[size : size + self._part_left])
            if not count:
                raise Problem(Code.OFFICE_FILES_FAILING, cause="a stored part is shorter than it was")
            self._part_left -= count
            size += count
        self._sum.update(into[:size])
        return size

    def close(self) -> None:
        self._opened.close()
        super().close()

    def pieces(self) -> Iterator[bytes]:
        """What is left to read."""
        while piece := self.read(_BLOCK):
            yield piece

    def sha256(self) -> str:
        """Of the whole file; reads what is left of it."""
        for _ in self.pieces():
            pass
        return self._sum.hexdigest()

    def _next(self) -> Readable | None:
        """The part to read from; None at the end of the last."""
        while not self._part_left and self._left:
            part = self._left.pop()
            self._opened.close()
            self._part, self._part_left = self._opened.enter_context(self._files.open(part.name)), part.bytes
        return self._part if self._part_left else None
