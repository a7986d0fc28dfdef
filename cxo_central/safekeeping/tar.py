"""tar (ustar, POSIX.1-1988) as a stream: members out as pieces, pieces in as members; never a whole file in memory."""

import tarfile
from collections.abc import Iterable, Iterator
from typing import Protocol

BLOCK = 512


def member(name: str, size: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of one member. Raises ValueError unless the pieces are `size` bytes in all."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    yield info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")
    given = 0
    for piece in pieces:
        given += len(piece)
        yield piece
    if given != size:
        raise ValueError(f"{name}: {given} bytes instead of {size}")
    yield b"\0" * (-size % BLOCK)


def end() -> bytes:
    return b"\0" * (2 * BLOCK)


class Takes(Protocol):
    """Who is given the members: `begin`, then pieces, then `end`, for each in turn."""

    def begin(self, name: str, size: int) -> None: ...

    def take(self, piece: bytes) -> None: ...

    def end(self) -> None: ...


class TarReading:
    """Give it the archive with `write`, then `close`. Raises ValueError for what is no archive, or one without its end."""

    def __init__(self, takes: Takes) -> None:
        self._takes = takes
        self._head = bytearray()
        self._left = 0
        self._padding = 0
        self._is_inside = False
        self._is_over = False

    def write(self, piece: bytes) -> None:
        view = memoryview(piece)
        while view:
            view = view[self._step(view) :]

    def close(self) -> None:
        if not self._is_over:
            raise ValueError("the archive has no end")

    def _step(self, view: memoryview) -> int:
        """Takes some of it; returns how much."""
        if self._left:
            some = view[: self._left]
            self._takes.take(bytes(some))
            self._left -= len(some)
            self._close_member()
            return len(some)
        if self._padding:
            some = view[: self._padding]
            self._padding -= len(some)
            return len(some)
        some = view[: BLOCK - len(self._head)]
        self._head += some
        if len(self._head) == BLOCK:
            self._begin_member(bytes(self._head))
            self._head.clear()
        return len(some)

    def _begin_member(self, head: bytes) -> None:
        if not any(head):
            self._is_over = True
            return
        if self._is_over:
            raise ValueError("something follows the end")
        try:
            info = tarfile.TarInfo.frombuf(head, "ascii", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError) as error:
            raise ValueError("no head of a member") from error
        if not info.isreg():
            raise ValueError(f"{info.name} is no file")
        self._left, self._padding, self._is_inside = info.size, -info.size % BLOCK, True
        self._takes.begin(info.name, info.size)
        self._close_member()

    def _close_member(self) -> None:
        if self._is_inside and not self._left:
            self._is_inside = False
            self._takes.end()
