"""Keeps the window alive on Python 3.11: PySide6 6.12 gives references to None, True and False away.

Its wheels are built for Python 3.12 and later, where these cannot be used up (PEP 683). Before that the count of None falls
with every call into Qt that returns nothing, those of True and False with signals that carry them; at zero the
interpreter ends the process (`none_dealloc`), after some minutes of use. So they are given the references that later
versions give them. 6.11 is not affected, but has no PDF view of its own wheel.
"""

import ctypes
import sys

_MANY = 1 << 48
"""More than any run can use up: a million calls a second for nine years."""


def make_constants_last() -> None:
    """Raises each count once; does nothing where they last anyway, or where a count is not where CPython keeps it."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for constant in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(constant))
        if 0 < count.value < _MANY and abs(count.value - sys.getrefcount(constant)) < 100:
            count.value += _MANY


make_constants_last()
