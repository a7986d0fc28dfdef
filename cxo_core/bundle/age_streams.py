"""age (age-encryption.org/v1) as streams: pieces in, pieces out, and clear text only in memory."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Semaphore
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient

MAGIC = b"age-encryption.org/v1\n"
MAX_HEADER_BYTES = 1 << 16
_BLOCK = 1 << 18
_BLOCKS_AHEAD = 8


def encrypt(
    pieces: Iterator[bytes], write: Callable[[bytes], object], recipients: Sequence["Recipient"]
) -> None:
    """Encrypts the pieces to every recipient; whatever `pieces` or `write` raises comes out as it was."""
    import pyrage

    reader, writer = _Reader(pieces), _Writer(write)
    try:
        pyrage.encrypt_io(reader, writer, recipients)
    except (pyrage.EncryptError, OSError):
        for end in (reader, writer):
            if end.failure is not None:
                raise end.failure from None
        raise


class Decrypting:
    """The clear text of an age file, read forward only: a source for the archive. Decryption runs beside the reading.

    Every piece was authenticated by age before it is given. That the file was not cut short is known only once
    `read` has given its last piece.
    """

    def __init__(self, file: BinaryIO, identities: Sequence["Identity"]) -> None:
        """`file` stands at its start. Raises Problem `bundle-not-a-bundle` or `bundle-damaged` for what is no age file."""
        self._blocks: SimpleQueue[bytes | None] = SimpleQueue()
        self._room = Semaphore(_BLOCKS_AHEAD)
        self._given_up = False
        self._is_over = False
        self._rest = b""
        self._at = 0
        header = _header(file)
        self._beside = ThreadPoolExecutor(1, "age")
        self._decrypted = self._beside.submit(self._decrypt, _Replayed(header, file), identities)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._given_up = True
        self._room.release()
        self._beside.shutdown()

    def read(self, n: int) -> bytes:
        """At most `n` bytes; none at the end. Raises the Problem that ended decryption."""
        if self._at == len(self._rest) and not self._next():
            return b""
        start, self._at = self._at, min(self._at + n, len(self._rest))
        return self._rest[start : self._at]

    def _next(self) -> bool:
        if self._is_over:
            return False
        block = self._blocks.get()
        if block is None:
            self._is_over = True
            self._decrypted.result()
            return False
        self._room.release()
        self._rest, self._at = block, 0
        return True

    def _decrypt(self, file: "_Replayed", identities: Sequence["Identity"]) -> None:
        import pyrage

        gathered = _Gathered(self._hand_over)
        try:
            pyrage.decrypt_io(file, gathered, identities)
            gathered.hand_over()
        except (pyrage.DecryptError, OSError, _GivenUp) as error:
            if not self._given_up:
                raise _problem(file, error) from error
        finally:
            self._blocks.put(None)

    def _hand_over(self, block: bytes) -> None:
        self._room.acquire()
        if self._given_up:
            self._room.release()
            raise _GivenUp
        self._blocks.put(block)


def _header(file: BinaryIO) -> bytes:
    """The bytes up to the end of the age header or somewhat past it; what has no bounded header is never decrypted."""
    try:
        start = file.read(MAX_HEADER_BYTES)
    except OSError as error:
        raise Problem(Code.BUNDLE_UNREADABLE, reason=error.strerror or "") from error
    if not start.startswith(MAGIC):
        raise Problem(Code.BUNDLE_NOT_A_BUNDLE)
    if b"\n---" not in start:
        raise Problem(Code.BUNDLE_DAMAGED, where="*.cxo", why="header")
    return start


def _problem(file: "_Replayed", error: Exception) -> Problem:
    if file.failure is not None:
        return Problem(Code.BUNDLE_UNREADABLE, reason=file.failure.strerror or "")
    if "No matching keys" in str(error):
        return Problem(Code.BUNDLE_NOT_FOR_THIS_KEY)
    return Problem(Code.BUNDLE_DAMAGED, where="*.cxo", why="encryption")


class _GivenUp(Exception):
    """The reader of the clear text went away."""


class _Reader:
    """Pieces as the file that age reads from."""

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


class _Writer:
    """The file that age writes to, which remembers why writing ended."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self.failure: BaseException | None = None
        self._write = write

    def write(self, piece: bytes) -> int:
        try:
            self._write(piece)
        except BaseException as error:
            self.failure = error
            raise
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back here."""


class _Gathered:
    """The file that age writes clear text to: small pieces become blocks worth handing to another thread."""

    def __init__(self, hand_over: Callable[[bytes], None]) -> None:
        self._hand_over = hand_over
        self._held: list[bytes] = []
        self._bytes = 0

    def write(self, piece: bytes) -> int:
        self._held.append(piece)
        self._bytes += len(piece)
        if self._bytes >= _BLOCK:
            self.hand_over()
        return len(piece)

    def hand_over(self) -> None:
        if self._held:
            block, self._held, self._bytes = b"".join(self._held), [], 0
            self._hand_over(block)

    def flush(self) -> None:
        """Blocks are handed over when they are full."""


class _Replayed:
    """A file whose start was read already, read on in large pieces: age itself asks for a few KiB at a time."""

    def __init__(self, start: bytes, file: BinaryIO) -> None:
        self.failure: OSError | None = None
        self._piece = start
        self._at = 0
        self._file = file

    def read(self, n: int) -> bytes:
        if self._at == len(self._piece):
            try:
                self._piece, self._at = self._file.read(_BLOCK), 0
            except OSError as error:
                self.failure = error
                raise
        start, self._at = self._at, min(self._at + n, len(self._piece))
        return self._piece[start : self._at]
