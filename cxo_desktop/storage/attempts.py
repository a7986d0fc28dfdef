"""Wrong passphrases in a row, counted beside the vault: each makes the next attempt wait longer, restarts included."""

import json
import math
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from cxo_core.problems import Code, Problem
from cxo_desktop.storage.folder import write_whole

WAITS_S: Final = (0, 0, 0, 1, 2, 5, 10, 30, 60)
"""How long to wait after so many wrong ones; the last holds for every further one."""


def since_boot() -> float:
    """Seconds since the machine was started. Nobody sets this clock, and after a restart it tells less than has passed."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()


class Attempts:
    """The count of one vault. It holds no secret and makes guessing at this window slow, not guessing on a copy."""

    def __init__(self, path: Path, now: Callable[[], float] = since_boot) -> None:
        self._path = path
        self._now = now

    @property
    def wait_s(self) -> float:
        """How long the next attempt has to wait still."""
        wrong, at = self._read()
        now = self._now()
        passed = now - at if now >= at else now
        return max(0.0, WAITS_S[min(wrong, len(WAITS_S) - 1)] - passed)

    def begin(self) -> None:
        """Counts an attempt before it is made, so that ending the program does not undo it.

        Raises Problem `passphrase-too-soon` while there is still to wait.
        """
        if (wait := self.wait_s) > 0:
            raise Problem(Code.PASSPHRASE_TOO_SOON, seconds=math.ceil(wait))
        wrong, _ = self._read()
        with suppress(OSError):
            write_whole(self._path, json.dumps({"wrong": wrong + 1, "at": self._now()}).encode())

    def succeed(self) -> None:
        """The right one was given: the count begins anew."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[int, float]:
        try:
            read = json.loads(self._path.read_bytes())
            return max(0, int(read["wrong"])), float(read["at"])
        except (OSError, ValueError, TypeError, KeyError):
            return 0, 0.0
