"""One process per vault: a lock the operating system holds, and frees by itself when the process dies."""

import os
import sys
from pathlib import Path
from typing import Final

from cxo_core.problems import Code, Problem
from cxo_desktop.storage.failures import known

_FAR: Final = 1 << 30
"""Windows locks bytes, and a locked byte cannot be read by others: lock one far behind the process number."""


class VaultLock:
    """Held from construction to `release`. The file names the holder, and keeps the name if the holder died."""

    def __init__(self, path: Path) -> None:
        """Takes the lock; raises Problem `vault-in-use` naming the process that has it, `folder-read-only` and the like."""
        with known(path):
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._descriptor)
        except OSError as error:
            holder = _holder(self._descriptor)
            os.close(self._descriptor)
            raise Problem(Code.VAULT_IN_USE, path=str(path.parent), pid=holder or "?") from error
        self.was_left_behind = _holder(self._descriptor) is not None
        try:
            with known(path):
                os.ftruncate(self._descriptor, 0)
                os.lseek(self._descriptor, 0, os.SEEK_SET)
                os.write(self._descriptor, str(os.getpid()).encode())
        except BaseException:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Gives the vault free; an emptied file says that it was closed in order."""
        if self._descriptor < 0:
            return
        try:
            os.ftruncate(self._descriptor, 0)
        finally:
            os.close(self._descriptor)
            self._descriptor = -1


def is_locked(path: Path) -> bool:
    """Whether some process holds the vault now."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        _take(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _take(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(descriptor: int) -> int | None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    said = os.read(descriptor, 20)
    return int(said) if said.isdigit() else None
