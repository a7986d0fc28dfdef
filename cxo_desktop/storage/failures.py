"""Where foreign failures change clothes: what the disk and SQLite say becomes a Problem a person can act on, once."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from cxo_core.problems import Code, Problem

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN: Final = {errno.EROFS, errno.EACCES, errno.EPERM}

_ENOUGH_TO_COMMIT: Final = 64 * 1024
"""With less than this free, a failed write means a full disk even where the system only says that it failed."""


@contextmanager
def known(path: Path) -> Iterator[None]:
    """Turns failures of the disk or the database at `path` into Problems; anything else is a bug and passes through."""
    try:
        yield
    except dbapi2.Error as error:
        problem = problem_of_database(error, path)
        if problem is None:
            raise
        raise problem from error
    except OSError as error:
        raise problem_of_disk(error, path) from error


def problem_of_disk(error: OSError, path: Path) -> Problem:
    """`disk-full`, `folder-read-only`, `vault-missing` or `disk-failing`, naming the place."""
    if error.errno in _FULL:
        return Problem(Code.DISK_FULL, path=str(path))
    if error.errno in _FORBIDDEN:
        return Problem(Code.FOLDER_READ_ONLY, path=str(path))
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return Problem(Code.VAULT_MISSING, path=str(path))
    return Problem(Code.DISK_FAILING, path=str(path), cause=error.strerror or type(error).__name__)


def problem_of_database(error: dbapi2.Error, path: Path) -> Problem | None:
    """What SQLite's result code means to a person, or None for a mistake in the program.

    Codes: https://sqlite.org/rescode.html. SQLCipher says NOTADB or ERROR for a page whose HMAC does not fit.
    """
    name = str(getattr(error, "sqlite_errorname", "") or "")
    said = str(error)
    if name.startswith("SQLITE_FULL"):
        return Problem(Code.DISK_FULL, path=str(path))
    if name.startswith("SQLITE_READONLY"):
        return Problem(Code.FOLDER_READ_ONLY, path=str(path))
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Problem(Code.VAULT_DAMAGED, path=str(path), what=said)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Problem(Code.VAULT_IN_USE, path=str(path), pid="?")
    if name.startswith("SQLITE_IOERR"):
        if _is_nearly_full(path):
            return Problem(Code.DISK_FULL, path=str(path))
        return Problem(Code.DISK_FAILING, path=str(path), cause=said)
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return Problem(Code.FOLDER_READ_ONLY if path.exists() else Code.VAULT_MISSING, path=str(path))
    return None


def _is_nearly_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ENOUGH_TO_COMMIT
    except OSError:
        return False
