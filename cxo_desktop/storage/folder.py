"""The vault's folder: what lies where, and how a file gets there so that a power cut leaves the old one or the new one."""

import os
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from typing import Final

from cxo_core.flushing import flush_folder

TEMPORARY: Final = ".part"
"""How a file ends that is still being written; nothing under such a name is ever read."""

_BUNDLE: Final = re.compile(r"[0-9a-f]{32}\.cxo(\.part)?")


@dataclass(frozen=True, slots=True)
class VaultFolder:
    """Names inside one officer's folder; every one of them is private to the owner (0700, 0600)."""

    root: Path

    @property
    def header(self) -> Path:
        return self.root / "vault.json"

    @property
    def database(self) -> Path:
        return self.root / "vault.db"

    @property
    def unfinished_database(self) -> Path:
        return self.root / "vault.db.new"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def attempts(self) -> Path:
        return self.root / "attempts"

    @property
    def evidence(self) -> Path:
        return self.root / "evidence"

    @property
    def bundles(self) -> Path:
        return self.root / "bundles"

    @property
    def copies(self) -> Path:
        return self.root / "copies"

    def make(self) -> None:
        """Makes whatever folders are missing, private to their owner."""
        for folder in (self.root, self.evidence, self.bundles, self.copies):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def clear_unfinished(self) -> None:
        """Removes what a process that died was still writing."""
        for folder in (self.root, self.bundles, self.copies):
            for part in folder.glob(f"*{TEMPORARY}*"):
                part.unlink(missing_ok=True)

    def bundles_besides(self, known_names: Collection[str]) -> tuple[str, ...]:
        """Bundle files, whole or cut short, whose names are not among these; a file of somebody else is none."""
        found = (path.name for path in self.bundles.iterdir())
        return tuple(name for name in found if name not in known_names and _BUNDLE.fullmatch(name))

    def is_vault(self) -> bool:
        return self.header.is_file()


def write_whole(path: Path, content: bytes) -> None:
    """Puts `content` under `path` all at once: temp, fsync, rename, fsync of the folder."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        with open_private(part) as file:
            file.write(content)
            make_durable(file)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def open_private(path: Path) -> BufferedWriter:
    """A new file for writing that only its owner may read; fails where one of that name is already there."""
    return os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb"
    )


def make_durable(file: BufferedWriter) -> None:
    """Returns when the disk has what was written."""
    file.flush()
    os.fsync(file.fileno())


def fsync_file(path: Path) -> None:
    """Makes a file that somebody else wrote durable."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
