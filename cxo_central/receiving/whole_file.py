"""The stored parts of one file as one stream, hashed while it is read."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from cxo_central.storage.files import Files, Readable
from cxo_central.storage.uploads import Part
from cxo_core.problems import Code, Problem

_BLOCK = 1 << 18


class WholeFile:
    """Read forward, once. Raises Problem `office-files-failing` where the store lost bytes that were durable."""

    def __init__(self, files: Files, parts: Sequence[Part]) -> None:
        self._files = files
        self._left = list(reversed(parts))
        self._opened = ExitStack()
        self._part: Readable | None = None
        self._part_left = 0
        self._sum = hashlib.sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._opened.close()

    def read(self, n: int = _BLOCK) -> bytes:
        """At most `n` bytes; none at the end."""
        while not self._part_left:
            if not self._left:
                return b""
            part = self._left.pop()
            self._opened.close()
            self._part, self._part_left = self._opened.enter_context(self._files.open(part.name)), part.bytes
        piece = self._part.read(min(n, self._part_left)) if self._part else b""
        if not piece:
            raise Problem(Code.OFFICE_FILES_FAILING, cause="a stored part is shorter than it was")
        self._part_left -= len(piece)
        self._sum.update(piece)
        return piece

    def pieces(self) -> Iterator[bytes]:
        """What is left to read."""
        while piece := self.read():
            yield piece

    def sha256(self) -> str:
        """Of the whole file; reads what is left of it."""
        for _ in self.pieces():
            pass
        return self._sum.hexdigest()
