"""Backing up and restoring a vault: one encrypted file, read back before anybody relies on it."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj, rmtree

from cxo_core.flushing import flush_folder
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.backup_file import damaged, members, writing
from cxo_desktop.storage.database import Database
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import TEMPORARY, VaultFolder, make_durable, open_private
from cxo_desktop.storage.header import read_header
from cxo_desktop.storage.lock import VaultLock
from cxo_desktop.storage.migrating import check_version
from cxo_desktop.storage.sealed_stream import CHUNK_BYTES

LAST_BACKUP = "last_backup"

Progress = Callable[[int, int], None]
"""Told how many bytes are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read back whole. `missing` names evidence that the vault itself has lost."""

    file: Path
    bytes: int
    members: int
    missing: tuple[str, ...]


def backup(vault: Vault, file: Path, passphrase: str, *, progress: Progress | None = None) -> Backup:
    """Writes the whole vault into one file that this passphrase opens on any machine; the vault may be in use meanwhile.

    What is at `file` is replaced only when the new backup was read back and every digest is right. Raises Problem
    `passphrase-too-short`, `backup-not-found` (no such folder), `folder-read-only`, `disk-full`, `backup-damaged`; `file` is then as before.
    """
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}{TEMPORARY}")
    copy = vault.folder.copies / f"for-backup-{secrets.token_hex(4)}{TEMPORARY}"
    try:
        names, bundles = vault.copy_database(copy)
        header = vault.header_for(passphrase)
        wanted = [("vault.db", copy)]
        wanted += [(f"evidence/{name}", vault.evidence.path(name)) for name in names]
        wanted += [(f"bundles/{name}", vault.folder.bundles / name) for name in bundles]
        there = [(name, path) for name, path in wanted if path.exists()]
        told = _Told(progress, 2 * sum(path.stat().st_size for _, path in there))
        with _place(file):
            with open_private(part) as target:
                with writing(target, passphrase, told) as writer:
                    writer.add("vault.json", BytesIO(header), len(header))
                    for name, path in there:
                        writer.add_file(name, path)
                make_durable(target)
            _read_back(part, passphrase, told)
            size = part.stat().st_size
            part.replace(file)
            flush_folder(file.parent)
    finally:
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    vault.settings.put(LAST_BACKUP, wall_text(datetime.now(UTC)))
    missing = tuple(name.rpartition("/")[2] for name, path in wanted if (name, path) not in there)
    return Backup(file, size, len(there) + 1, missing)


def restore(file: Path, folder: Path, passphrase: str) -> Path | None:
    """Makes `folder` the vault that was backed up; it opens with the passphrase of the backup.

    Everything is unpacked beside `folder` and checked before anything there is touched: every digest, every page of the
    database, its version. What was in `folder` is kept, under the name that is returned; None where there was nothing.
    Raises Problem `backup-damaged`, `backup-newer`, `passphrase-wrong`, `vault-in-use`, `vault-newer`, `disk-full`.
    """
    folder = folder.absolute()
    with known(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = VaultFolder(folder.with_name(f"{folder.name}.restoring-{secrets.token_hex(4)}"))
    try:
        with known(folder):
            fresh.make()
        _unpack(file, fresh, passphrase)
        _examine(file, fresh, passphrase)
        return _swap(fresh.root, folder)
    finally:
        rmtree(fresh.root, ignore_errors=True)


def verify(file: Path, passphrase: str) -> int:
    """Reads a backup through and returns how many files are in it; raises as `restore` does."""
    with _place(file), file.open("rb") as source:
        return sum(1 for _ in members(file, source, passphrase))


def _read_back(part: Path, passphrase: str, told: "_Told") -> None:
    with part.open("rb") as source:
        if hasattr(os, "posix_fadvise"):
            # What is read back must come from the disk, not from the memory that was just written.
            os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        for _, content in members(part, source, passphrase):
            while piece := content.read(CHUNK_BYTES):
                told(len(piece))


def _unpack(file: Path, fresh: VaultFolder, passphrase: str) -> None:
    with _place(file):
        source = file.open("rb")
    with source, known(fresh.root):
        for name, content in members(file, source, passphrase):
            with open_private(fresh.root / name) as target:
                copyfileobj(content, target, CHUNK_BYTES)
                make_durable(target)
        for place in (fresh.evidence, fresh.bundles, fresh.root):
            flush_folder(place)


def _examine(file: Path, fresh: VaultFolder, passphrase: str) -> None:
    if not fresh.is_vault() or not fresh.database.exists():
        raise damaged(file, fresh.database.name)
    key = read_header(fresh.header).key_from_passphrase(passphrase).subkey("database")
    check_version(fresh, key)
    database = Database(fresh.database, key)
    try:
        complaints = database.complaints()
    finally:
        database.close()
    if complaints:
        raise damaged(file, complaints[0])


def _swap(fresh: Path, folder: Path) -> Path | None:
    """Puts the restored folder in its place; what was there steps aside, and comes back if anything fails."""
    with known(folder):
        if not folder.exists() or not any(folder.iterdir()):
            if folder.exists():
                folder.rmdir()
            fresh.rename(folder)
            flush_folder(folder.parent)
            return None
        # Taken to be sure that nobody is in there, and given back before the folder moves.
        VaultLock(folder / "lock").release()
        aside = _free_name(folder)
        folder.rename(aside)
        try:
            fresh.rename(folder)
        except BaseException:
            aside.rename(folder)
            raise
        flush_folder(folder.parent)
        return aside


def _free_name(folder: Path) -> Path:
    day = datetime.now().astimezone().strftime("%Y-%m-%d")
    number = 1
    while (aside := folder.with_name(f"{folder.name}.before-{day}-{number}")).exists():
        number += 1
    return aside


@contextmanager
def _place(file: Path) -> Iterator[None]:
    """The folder of a backup may be missing or the file not be there: neither means that a vault is missing."""
    try:
        with known(file.parent):
            yield
    except Problem as problem:
        if problem.code is not Code.VAULT_MISSING:
            raise
        raise Problem(Code.BACKUP_NOT_FOUND, file=str(file)) from problem


class _Told:
    """Adds up what is done."""

    def __init__(self, progress: Progress | None, whole: int) -> None:
        self._progress = progress
        self._whole = whole
        self._done = 0

    def __call__(self, more: int) -> None:
        self._done += more
        if self._progress:
            self._progress(min(self._done, self._whole), self._whole)
