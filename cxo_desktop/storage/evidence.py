"""Evidence files: encrypted, each under a random name that tells nothing, there whole or not at all."""

import hashlib
import io
import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cxo_core.flushing import flush_folder
from cxo_core.problems import Code, Problem
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import TEMPORARY, make_durable, open_private
from cxo_desktop.storage.sealed_stream import CHUNK_BYTES, Broken, StreamReader, StreamWriter

_NAME_LETTERS: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A durable file: its random name, and length and SHA-256 of what is in it, before encryption."""

    name: str
    bytes: int
    sha256: str


class EvidenceStore:
    """The folder of evidence files. Needs no database, so photos come in while the record lane is free for taps."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, source: bytes | BinaryIO, key: bytes) -> EvidenceFile:
        """Encrypts `source` into a new file; returns when file and name are on the disk. Raises `disk-full` and its like."""
        name = secrets.token_hex(16)
        part = self._folder / f"{name}{TEMPORARY}"
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        digest, length = hashlib.sha256(), 0
        with known(self._folder):
            try:
                with open_private(part) as file:
                    writer = StreamWriter(file, key, about=name.encode())
                    try:
                        while piece := stream.read(CHUNK_BYTES):
                            digest.update(piece)
                            length += len(piece)
                            writer.write(piece)
                    except BaseException:
                        writer.abandon()
                        raise
                    writer.close()
                    make_durable(file)
                part.replace(self._folder / name)
                flush_folder(self._folder)
            except BaseException:
                self.discard(part.name, name)
                raise
        return EvidenceFile(name, length, digest.hexdigest())

    @contextmanager
    def open(self, name: str, key: bytes) -> Iterator[BinaryIO]:
        """The content as a seekable file, decrypted as it is read. Raises Problem `evidence-missing`, `evidence-damaged`."""
        path = self._folder / name
        with known(self._folder):
            try:
                with path.open("rb") as file:
                    yield io.BufferedReader(StreamReader(file, key, about=name.encode()), CHUNK_BYTES)
            except FileNotFoundError as error:
                raise Problem(Code.EVIDENCE_MISSING, name=name) from error
            except Broken as error:
                raise Problem(Code.EVIDENCE_DAMAGED, name=name) from error

    def read(self, name: str, key: bytes) -> bytes:
        """The whole content; raises as `open` does."""
        with self.open(name, key) as content:
            return content.read()

    def sha256(self, name: str, key: bytes) -> str:
        """The digest of the content as it can be read now, a chunk in memory at a time; raises as `open` does."""
        digest = hashlib.sha256()
        with self.open(name, key) as content:
            while piece := content.read(CHUNK_BYTES):
                digest.update(piece)
        return digest.hexdigest()

    def path(self, name: str) -> Path:
        """Where the encrypted file lies."""
        return self._folder / name

    def names(self) -> Iterator[str]:
        """Every file in the folder, whether a row names it or not."""
        with known(self._folder), os.scandir(self._folder) as found:
            yield from (entry.name for entry in found)

    def orphans(self, known_names: Collection[str]) -> tuple[str, ...]:
        """Evidence files that no row names, and files whose writing was cut short."""
        return tuple(name for name in self.names() if name not in known_names and _is_ours(name))

    def discard(self, *names: str) -> None:
        """Removes files; one that is already gone is no problem."""
        with known(self._folder):
            for name in names:
                (self._folder / name).unlink(missing_ok=True)


def _is_ours(name: str) -> bool:
    bare = name.removesuffix(TEMPORARY)
    return len(bare) == 32 and _NAME_LETTERS.issuperset(bare)
