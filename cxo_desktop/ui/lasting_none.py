"""Keeps the window alive on Python 3.11: PySide6 6.12 gives away one reference to None with every call that returns nothing.

Its wheels are built for Python 3.12 and later, where None cannot be used up (PEP 683). Before that the count of None
falls with every repaint, and at zero the interpreter ends the process (`none_dealloc`), after some minutes of use. So
None is given the references that later versions give it. 6.11 is not affected, but has no PDF view of its own wheel.
"""

import ctypes
import sys

_MANY = 1 << 48
"""More than any run can use up: a million calls a second for nine years."""


def make_none_last() -> None:
    """Raises the count once; does nothing where None lasts anyway, or where the count is not where CPython keeps it."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    count = ctypes.c_ssize_t.from_address(id(None))
    if 0 < count.value < _MANY and abs(count.value - sys.getrefcount(None)) < 100:
        count.value += _MANY


make_none_last()
