"""Where the office keeps files: immutable, named at random, in a folder or in S3. The rows say what each of them is."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

FOLDER_PART_BYTES = 8 << 20
S3_PART_BYTES = 4 << 20


class Readable(Protocol):
    """A file from its start on, read forward."""

    def read(self, n: int, /) -> bytes: ...

    def readinto(self, buffer: memoryview, /) -> int: ...


class Arriving(Protocol):
    """A file on its way in. Leaving the context before `finish` returned leaves nothing behind."""

    def write(self, *pieces: bytes | memoryview) -> None:
        """Adds these in order."""

    def flush(self) -> None:
        """Makes durable what came so far, where that is possible. More may be written while it does."""

    def finish(self) -> int:
        """Makes it durable under its name; returns its size in bytes."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


class Files(Protocol):
    """Every method raises Problem `office-files-failing` or `disk-full` where the store does not do its part.

    `part_bytes`: the most that one file should hold, so that what is held in memory and sent again stays small.
    """

    part_bytes: int

    def begin(self, name: str) -> Arriving:
        """A new file under a name never used before (letters, digits, `-`)."""

    def open(self, name: str) -> AbstractContextManager[Readable]:
        """Raises Problem `office-files-failing` where there is none of this name."""

    def remove(self, name: str) -> None:
        """Removes a file; one that is not there is no mistake."""

    def names(self, *, before: datetime | None = None) -> Iterator[str]:
        """Every file, or those last changed before a time."""

    def check(self) -> None:
        """Writes, reads and removes a small file: whether the store is ready to be relied on."""


def put(files: Files, name: str, pieces: Iterable[bytes]) -> int:
    """Stores a file, whole and durable or not at all; returns its size in bytes."""
    with files.begin(name) as arriving:
        for piece in pieces:
            arriving.write(piece)
        return arriving.finish()


def make_files(
    place: str, *, endpoint: str = "", access_key: str = "", secret_key: str = "", region: str = ""
) -> Files:
    """The store at a folder's path or at `s3://BUCKET[/PREFIX]`. The folder is made where it is missing."""
    if place.startswith("s3://"):
        from cxo_central.storage.s3_files import S3Files

        return S3Files(place, endpoint=endpoint, access_key=access_key, secret_key=secret_key, region=region)
    from cxo_central.storage.folder_files import FolderFiles

    return FolderFiles(Path(place))
