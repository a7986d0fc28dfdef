"""The backup file: one encrypted stream that only a passphrase opens, written and read a mebibyte at a time.

A first line says what it is, a second, in JSON, wraps a random key by the passphrase; then comes a tar archive inside
one `sealed_stream`. Its last member lists every other with its length and SHA-256.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cxo_core.problems import Code, Problem
from cxo_desktop.storage.keys import KEY_BYTES
from cxo_desktop.storage.passphrase import PassphraseWrap
from cxo_desktop.storage.sealed_stream import CHUNK_BYTES, Broken, StreamReader, StreamWriter

FIRST_LINE: Final = b"CXO-BACKUP 1\n"
CONTENTS: Final = "contents.json"

_MEMBER: Final = re.compile(r"vault\.json|vault\.db|(evidence|bundles)/[0-9A-Za-z][0-9A-Za-z._-]{0,200}")
_LONGEST_HEADER: Final = 4096
_NOT_WHOLE: Final = (Broken, tarfile.TarError, EOFError)

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the backup."""

    name: str
    bytes: int
    sha256: str


class BackupWriter:
    """Puts files into a backup, one after another."""

    def __init__(self, archive: tarfile.TarFile, progress: Progress) -> None:
        self._archive = archive
        self._progress = progress
        self.members: list[Member] = []

    def add(self, name: str, content: BinaryIO, length: int) -> None:
        """Adds `length` bytes of `content` under `name`."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = length, 0o600
        source = _Digesting(content, self._progress)
        self._archive.addfile(entry, source)
        self.members.append(Member(name, length, source.digest.hexdigest()))

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self.add(name, file, os.fstat(file.fileno()).st_size)

    def add_contents(self) -> None:
        listed = [{"name": each.name, "bytes": each.bytes, "sha256": each.sha256} for each in self.members]
        content = json.dumps(listed).encode()
        entry = tarfile.TarInfo(CONTENTS)
        entry.size = len(content)
        self._archive.addfile(entry, io.BytesIO(content))


@contextmanager
def writing(file: BinaryIO, passphrase: str, progress: Progress) -> Iterator[BackupWriter]:
    """A backup being written into `file`; it becomes whole only when the block ends without failing."""
    key = os.urandom(KEY_BYTES)
    wrap = PassphraseWrap.around(key, passphrase, about=FIRST_LINE)
    line = json.dumps(wrap.to_json()).encode() + b"\n"
    file.write(FIRST_LINE + line)
    stream = StreamWriter(file, key, about=FIRST_LINE + line)
    try:
        with tarfile.open(
            mode="w|", fileobj=stream, bufsize=CHUNK_BYTES, format=tarfile.PAX_FORMAT
        ) as archive:
            writer = BackupWriter(archive, progress)
            yield writer
            writer.add_contents()
    except BaseException:
        stream.abandon()
        raise
    stream.close()


def members(path: Path, file: BinaryIO, passphrase: str) -> Iterator[tuple[str, BinaryIO]]:
    """Every member with its content, in order; each must be read before the next is asked for.

    The end is reached only if every member is as it was written: else Problem `backup-damaged`; also `backup-newer` and
    `passphrase-wrong`.
    """
    try:
        stream = _opened(path, file, passphrase)
        with tarfile.open(mode="r|", fileobj=stream, bufsize=CHUNK_BYTES) as archive:
            yield from _checked(path, archive)
        stream.seek(0, io.SEEK_END)
        stream.seek(max(0, stream.tell() - 1))
        stream.read(1)
    except _NOT_WHOLE as error:
        raise damaged(path, "content") from error


def damaged(path: Path, what: str) -> Problem:
    return Problem(Code.BACKUP_DAMAGED, file=path.name, what=what)


def _opened(path: Path, file: BinaryIO, passphrase: str) -> BinaryIO:
    first = file.readline(len(FIRST_LINE) + 4)
    if first != FIRST_LINE:
        if re.fullmatch(rb"CXO-BACKUP [0-9]+\n", first):
            raise Problem(Code.BACKUP_NEWER, file=path.name)
        raise damaged(path, "header")
    line = file.readline(_LONGEST_HEADER)
    try:
        wrap = PassphraseWrap.from_json(json.loads(line))
    except ValueError as error:
        raise damaged(path, "header") from error
    key = wrap.open(passphrase, about=FIRST_LINE)
    return io.BufferedReader(StreamReader(file, key, about=first + line), CHUNK_BYTES)


def _checked(path: Path, archive: tarfile.TarFile) -> Iterator[tuple[str, BinaryIO]]:
    seen: list[Member] = []
    listed: list[Member] | None = None
    for entry in archive:
        content = archive.extractfile(entry) if entry.isreg() else None
        if content is None or listed is not None:
            raise damaged(path, entry.name)
        if entry.name == CONTENTS:
            listed = [Member(each["name"], each["bytes"], each["sha256"]) for each in json.load(content)]
            continue
        if not _MEMBER.fullmatch(entry.name):
            raise damaged(path, entry.name)
        source = _Member(path, content)
        yield entry.name, source  # type: ignore[misc]
        while source.read(CHUNK_BYTES):
            pass
        seen.append(Member(entry.name, entry.size, source.digest.hexdigest()))
    if listed != seen:
        raise damaged(path, CONTENTS)


class _Digesting(io.RawIOBase):
    """Reads on while taking the digest and telling how far it is."""

    def __init__(self, source: object, progress: Progress) -> None:
        self._source: BinaryIO = source  # type: ignore[assignment]
        self._progress = progress
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        self._progress(len(piece))
        return piece


class _Member(_Digesting):
    """A file in a backup that is being read: what is damaged comes to light at whoever reads it."""

    def __init__(self, path: Path, content: object) -> None:
        super().__init__(content, lambda _: None)
        self._path = path

    def read(self, size: int = -1) -> bytes:
        try:
            return super().read(size)
        except _NOT_WHOLE as error:
            raise damaged(self._path, "content") from error
