"""age (age-encryption.org/v1) as streams: pieces in, pieces out, and clear text only in memory."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, BufferedWriter, RawIOBase
from typing import TYPE_CHECKING, Protocol

from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer
    from pyrage.x25519 import Identity, Recipient

MAGIC = b"age-encryption.org/v1\n"
MAX_HEADER_BYTES = 1 << 16
_BLOCK = 1 << 17

Write = Callable[[bytes], object]


class Source(Protocol):
    """A file to read forward, nothing of it at its end."""

    def read(self, n: int, /) -> bytes: ...

    def readinto(self, buffer: memoryview, /) -> int: ...


def encrypt(pieces: Iterator[bytes], write: Write, recipients: Sequence["Recipient"]) -> None:
    """Encrypts the pieces to every recipient; whatever `pieces` or `write` raises comes out as it was."""
    import pyrage

    reader, writer = _Pieces(pieces), _Leaving(write)
    with _own_failures(reader, writer):
        pyrage.encrypt_io(BufferedReader(reader, _BLOCK), writer, recipients)


def decrypt(file: Source, write: Write, identities: Sequence["Identity"]) -> None:
    """Gives the clear text of an age file to `write`, whose failures come out as they were.

    age authenticates every piece before it is given; that the file was not cut short is known only when this returns.
    Raises Problem `bundle-not-a-bundle`, `bundle-not-for-this-key`, `bundle-damaged` or `bundle-unreadable`.
    """
    import pyrage

    reader, writer = _Sealed(file), _Leaving(write)
    buffered = BufferedWriter(writer, _BLOCK)
    try:
        with _own_failures(reader, writer):
            pyrage.decrypt_io(BufferedReader(reader, _BLOCK), buffered, identities)
            buffered.flush()
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise Problem(Code.BUNDLE_NOT_FOR_THIS_KEY) from error
        raise _damaged("encryption") from error
    except OSError as error:
        raise _damaged("encryption") from error


@contextmanager
def _own_failures(reader: "_Reading", writer: "_Leaving") -> Iterator[None]:
    """What failed in our own reading or writing comes out as itself, not as what age made of it.

    pyrage writes its last buffer while it is dropped and passes over a failure there (1.4): so this looks at the end too.
    Nobody keeps the failure: with its traceback it holds everything that was being read, until the next full collection.
    """
    try:
        yield
    finally:
        writer.is_over = True
        failure = reader.failure or writer.failure
        reader.failure = writer.failure = None
        if failure is not None:
            try:
                raise failure from None
            finally:
                del failure


def _damaged(why: str) -> Problem:
    return Problem(Code.BUNDLE_DAMAGED, where="*.cxo", why=why)


class _Reading(RawIOBase):
    """What age reads from. Python's own buffer stands before it, as age asks for eight KiB at a time."""

    def __init__(self) -> None:
        self.failure: BaseException | None = None
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        try:
            return self._fill(memoryview(buffer).cast("B"))
        except BaseException as error:
            self.failure = error
            raise

    @abstractmethod
    def _fill(self, into: memoryview) -> int:
        """The next bytes, as many as fit; none at the end."""

    def _give(self, into: memoryview) -> int:
        count = min(len(into), len(self._left))
        into[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


class _Pieces(_Reading):
    """Pieces one after the other."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces

    def _fill(self, into: memoryview) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        return self._give(into)


class _Sealed(_Reading):
    """An age file. What has no age header, or one without an end, is never decrypted."""

    def __init__(self, file: Source) -> None:
        super().__init__()
        self._file = file
        self._is_begun = False

    def _fill(self, into: memoryview) -> int:
        try:
            if not self._is_begun:
                self._is_begun, self._left = True, memoryview(self._head())
            return self._give(into) if self._left else self._file.readinto(into)
        except OSError as error:
            raise Problem(Code.BUNDLE_UNREADABLE, reason=error.strerror or "") from error

    def _head(self) -> bytearray:
        head = bytearray()
        while len(head) < MAX_HEADER_BYTES and (piece := self._file.read(MAX_HEADER_BYTES - len(head))):
            head += piece
        if not head.startswith(MAGIC):
            raise Problem(Code.BUNDLE_NOT_A_BUNDLE)
        if b"\n---" not in head:
            raise _damaged("header")
        return head


class _Leaving(RawIOBase):
    """What age writes to. What a buffer still holds when all is over goes nowhere."""

    def __init__(self, write: Write) -> None:
        self.failure: BaseException | None = None
        self.is_over = False
        self._write = write

    def writable(self) -> bool:
        return True

    def write(self, block: "ReadableBuffer", /) -> int:
        content = bytes(block)
        if self.is_over or self.failure is not None:
            return len(content)
        try:
            self._write(content)
        except BaseException as error:
            self.failure = error
            raise
        return len(content)
