"""A file that a command hands out: new, for its owner only, whole and durable, or not there at all."""

import os
from collections.abc import Iterable
from pathlib import Path

from cxo_core.problems import Code, Problem


def write_out(path: Path, pieces: Iterable[bytes]) -> None:
    """Raises Problem `place-taken`, `folder-read-only` or `disk-full`; what the pieces raise leaves no file either."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError as error:
        raise Problem(Code.PLACE_TAKEN, place=str(path)) from error
    except OSError as error:
        raise Problem(Code.FOLDER_READ_ONLY, path=str(path.parent)) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Problem(Code.DISK_FULL, path=str(path.parent)) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
