"""What a serving process sets for itself at its start, so that each request costs less."""

import ctypes
import logging
import sys
from typing import Final

TRIM_BYTES: Final = 32 << 20
MMAP_BYTES: Final = 8 << 20
_M_TRIM_THRESHOLD: Final = -1  # glibc's malloc.h
_M_MMAP_THRESHOLD: Final = -3


def spare() -> None:
    """For a process that does nothing but serve: all of it holds for the whole process."""
    _keep_memory()
    _gather_less()


def _keep_memory() -> None:
    """Memory given back is kept for the next body that comes, up to a bound, instead of going to the system, which clears it anew.

    `mallopt(3)` of glibc; no other allocator is spoken to.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(_M_TRIM_THRESHOLD, TRIM_BYTES)
        mallopt(_M_MMAP_THRESHOLD, MMAP_BYTES)


def _gather_less() -> None:
    """What no line of the log tells is not looked up for each: https://docs.python.org/3/howto/logging.html#optimization"""
    logging._srcfile = None
    logging.logThreads = False
    logging.logMultiprocessing = False
