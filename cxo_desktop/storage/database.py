"""The vault's encrypted database: one connection that writes, one that reads, and nothing of an ORM on the way.

SQLCipher with a raw key, write-ahead log, `synchronous=FULL`: a returned transaction survives a power cut.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from cxo_core.flushing import flush_folder
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import fsync_file

Row = tuple[Any, ...]
Parameters = Sequence[Any] | Mapping[str, Any]
Run = Callable[..., Any]

LOG_PAGES: Final = 500
"""A checkpoint comes by itself after so many pages (200 taps) where nobody rests before."""

LOG_BYTES: Final = LOG_PAGES * 4096
"""How large the write-ahead log is made at opening: a commit into a file that need not grow costs half."""


def connect(path: Path, key: bytes, *, create: bool = False) -> dbapi2.Connection:
    """A connection with the key set and every safeguard on; the first read shows whether the key fits."""
    mode = "rwc" if create else "rw"
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        timeout=5,
    )
    try:
        # SQLCipher would write to the terminal what becomes a Problem here.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA secure_delete = ON",
            "PRAGMA foreign_keys = ON",
            "PRAGMA temp_store = MEMORY",
            "PRAGMA cache_size = -4000",
            f"PRAGMA wal_autocheckpoint = {LOG_PAGES}",
            f"PRAGMA journal_size_limit = {8 * LOG_BYTES}",
        ):
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


class Database:
    """What the stores speak to. Safe to use from several threads: writers wait for each other, readers never do."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Opens an existing database; raises Problem `vault-missing`, `vault-damaged` and those of the disk."""
        self.path = path
        self._key = key
        self._writing = threading.RLock()
        self._reading = threading.RLock()
        self._reader: dbapi2.Connection | None = None
        with known(path):
            self._writer = connect(path, key)

    @contextmanager
    def transaction(self) -> Iterator[Run]:
        """One durable transaction: all of what runs inside is on the disk at the end, or nothing of it.

        Whatever fails, the database is as before and ready for the next transaction.
        """
        with self._writing, known(self.path):
            writer = self._writer
            writer.execute("BEGIN IMMEDIATE")
            try:
                yield writer.execute
                writer.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        try:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
        except dbapi2.Error:
            # A connection that cannot even roll back is of no use; a fresh one starts from what is on the disk.
            self._writer.close()
            self._writer = connect(self.path, self._key)

    def rows(self, statement: str, parameters: Parameters = ()) -> list[Row]:
        """Every row of a reading statement, as last committed."""
        with self._reading, known(self.path):
            if self._reader is None:
                self._reader = connect(self.path, self._key)
                self._reader.execute("PRAGMA query_only = ON")
                self._reader.execute("PRAGMA cache_size = -8000")
            return list(self._reader.execute(statement, parameters).fetchall())

    def row(self, statement: str, parameters: Parameters = ()) -> Row | None:
        """The first row, or None."""
        found = self.rows(statement, parameters)
        return found[0] if found else None

    @property
    def changes(self) -> int:
        """How many rows were written since the vault was opened."""
        return int(self._writer.total_changes)

    def make_room(self) -> None:
        """Lets the write-ahead log take its size before the first tap, so that no tap waits for the file to grow."""
        log = self.path.with_name(f"{self.path.name}-wal")
        with self._writing, known(self.path):
            if log.exists() and log.stat().st_size >= LOG_BYTES:
                return
            writer = self._writer
            writer.execute("PRAGMA cache_size = 20")
            try:
                writer.execute("BEGIN IMMEDIATE")
                writer.execute(
                    "INSERT INTO settings (name, value) VALUES ('room', zeroblob(?))", (LOG_BYTES,)
                )
            finally:
                self._roll_back()
                writer.execute("PRAGMA cache_size = -4000")
            if log.exists():
                fsync_file(log)

    def rest(self) -> None:
        """Moves what the write-ahead log holds into the database: to be called when nobody is tapping."""
        with self._writing, known(self.path):
            self._writer.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def forget_old_pages(self) -> None:
        """Empties the write-ahead log, so that nothing erased is left in it."""
        with self._reading, self._writing, known(self.path):
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def copy_to(self, path: Path) -> None:
        """A whole, durable copy under the same key, as of now, while others go on reading and writing."""
        with known(path):
            path.unlink(missing_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            connection = connect(self.path, self._key)
            try:
                connection.execute("VACUUM INTO ?", (str(path),))
            finally:
                connection.close()
            fsync_file(path)
            flush_folder(path.parent)

    def complaints(self) -> list[str]:
        """What SQLCipher and SQLite find wrong with the file; empty when every page is authentic and in its place."""
        try:
            forged = [str(row[0]) for row in self.rows("PRAGMA cipher_integrity_check")]
            return forged or [said for (said,) in self.rows("PRAGMA integrity_check(20)") if said != "ok"]
        except dbapi2.Error as error:
            return [str(error)]

    def close(self) -> None:
        """Closes both connections; the last one out moves the write-ahead log into the database."""
        with self._reading, self._writing:
            if self._reader is not None:
                self._reader.close()
                self._reader = None
            self._writer.close()
