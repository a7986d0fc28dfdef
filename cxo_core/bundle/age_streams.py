"""age (age-encryption.org/v1) as streams: pieces in, pieces out, and clear text only in memory."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, BufferedWriter, RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer
    from pyrage.x25519 import Identity, Recipient

MAGIC = b"age-encryption.org/v1\n"
MAX_HEADER_BYTES = 1 << 16
_BLOCK = 1 << 18

Write = Callable[[bytes], object]


def encrypt(pieces: Iterator[bytes], write: Write, recipients: Sequence["Recipient"]) -> None:
    """Encrypts the pieces to every recipient; whatever `pieces` or `write` raises comes out as it was."""
    import pyrage

    reader, writer = _Pieces(pieces), _Blocks(write, at_least=1)
    with _own_failures(reader, writer):
        pyrage.encrypt_io(reader, writer, recipients)
        writer.hand_over()


def decrypt(file: BinaryIO, write: Write, identities: Sequence["Identity"]) -> None:
    """Gives the clear text of an age file to `write`, whose failures come out as they were.

    age authenticates every piece before it is given; that the file was not cut short is known only when this returns.
    Raises Problem `bundle-not-a-bundle`, `bundle-not-for-this-key`, `bundle-damaged` or `bundle-unreadable`.
    """
    import pyrage

    reader, writer = _Arriving(_file_pieces(file)), _Leaving(write)
    # age asks for eight KiB at a time, six thousand times for a record of 50 MB: Python's own buffers answer it in C.
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
def _own_failures(reader: "_Pieces | _Arriving", writer: "_Blocks | _Leaving") -> Iterator[None]:
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


def _file_pieces(file: BinaryIO) -> Iterator[bytes]:
    """The file in large pieces. What has no age header, or one without an end, is never decrypted."""
    try:
        piece = file.read(MAX_HEADER_BYTES)
        if not piece.startswith(MAGIC):
            raise Problem(Code.BUNDLE_NOT_A_BUNDLE)
        if b"\n---" not in piece:
            raise _damaged("header")
        while piece:
            yield piece
            piece = file.read(_BLOCK)
    except OSError as error:
        raise Problem(Code.BUNDLE_UNREADABLE, reason=error.strerror or "") from error


class _Pieces:
    """Pieces as the file that age reads from, a few KiB at a time."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.failure: BaseException | None = None
        self._pieces = pieces
        self._piece = b""
        self._at = 0

    def read(self, n: int) -> bytes:
        while self._at == len(self._piece):
            try:
                self._piece, self._at = next(self._pieces), 0
            except StopIteration:
                return b""
            except BaseException as error:
                self.failure = error
                raise
        start, self._at = self._at, min(self._at + n, len(self._piece))
        return self._piece[start : self._at]


class _Blocks:
    """The file that age writes to when it encrypts, in pieces of 64 KiB."""

    def __init__(self, write: Write, *, at_least: int) -> None:
        self.failure: BaseException | None = None
        self.is_over = False
        self._write = write
        self._at_least = at_least
        self._held: list[bytes] = []
        self._bytes = 0

    def write(self, piece: bytes) -> int:
        self._held.append(piece)
        self._bytes += len(piece)
        if self._bytes >= self._at_least:
            self.hand_over()
        return len(piece)

    def hand_over(self) -> None:
        block, self._held, self._bytes = b"".join(self._held), [], 0
        try:
            self._write(block)
        except BaseException as error:
            self.failure = error
            raise

    def flush(self) -> None:
        """Blocks are handed over when they are full, the last one by whoever asked age to write."""


class _Arriving(RawIOBase):
    """Pieces as the file that age reads from when it decrypts."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.failure: BaseException | None = None
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        into = memoryview(buffer).cast("B")
        try:
            while not self._left:
                self._left = memoryview(next(self._pieces))
        except StopIteration:
            return 0
        except BaseException as error:
            self.failure = error
            raise
        count = min(len(into), len(self._left))
        into[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


class _Leaving(RawIOBase):
    """The file that age writes to when it decrypts. What a buffer still holds when all is over goes nowhere."""

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
