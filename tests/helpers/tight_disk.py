"""A disk with room for very little: a small tmpfs where that is allowed, else a limit on how long a file may get."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def tight_disk(place: Path, kib: int) -> Iterator[Path]:
    """A file system of so many KiB at `place`; skips the test where nobody may mount."""
    place.mkdir()
    options = f"size={kib}k,mode=700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("may not mount a small disk here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def no_file_longer_than(length: int) -> Iterator[None]:
    """Inside, every write beyond `length` fails, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
