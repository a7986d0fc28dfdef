"""A disk that fails where no Python can see it: system calls that return an error, for one thread, in all its code.

A seccomp filter (Linux 3.5, no rights needed) stays with the thread it was set in, so the deed runs in a thread of its own, and
the rest of the process goes on with a disk that works. Pipes are no disk: what another process is told goes through.
"""

import ctypes
import errno
import platform
import struct
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

_NUMBERS = {
    "x86_64": {"fsync": 74, "fdatasync": 75, "pwrite64": 18, "write": 1},
    "aarch64": {"fsync": 82, "fdatasync": 83, "pwrite64": 68, "write": 64},
}
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_NO_NEW_PRIVILEGES, _SET_FILTER, _FILTER_MODE = 38, 22, 2


def can_fail_calls() -> bool:
    """Whether this machine lets a thread refuse its own system calls."""
    try:
        while_failing(["fsync"], errno.EIO, lambda: None)
    except OSError:
        return False
    return True


def while_failing(calls: Collection[str], error: int, deed: Callable[[], object]) -> None:
    """Does it in a thread whose named system calls fail with `error`; raises what the deed raises."""
    raised: list[BaseException] = []

    def do() -> None:
        try:
            _refuse(calls, error)
            deed()
        except BaseException as problem:
            raised.append(problem)

    thread = threading.Thread(target=do)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


def _refuse(calls: Collection[str], error: int) -> None:
    numbers = _NUMBERS.get(platform.machine())
    if platform.system() != "Linux" or numbers is None:
        raise OSError(errno.ENOSYS, "no seccomp here")
    pipes = _pipes()
    program = []
    for call in calls:
        program += [
            _LOAD_NUMBER,
            _step(_JUMP_IF_EQUAL, numbers[call], on=0, off=2 * len(pipes) + 2),
            _LOAD_FILE,
        ]
        for pipe in pipes:
            program += [_step(_JUMP_IF_EQUAL, pipe, on=0, off=1), _step(_RETURN, _ALLOW)]
        program.append(_step(_RETURN, _ERRNO | error))
    program.append(_step(_RETURN, _ALLOW))
    held = ctypes.create_string_buffer(b"".join(program))
    filters = struct.pack("HxxxxxxP", len(program), ctypes.addressof(held))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    for words in ((_NO_NEW_PRIVILEGES, 1, 0), (_SET_FILTER, _FILTER_MODE, ctypes.c_char_p(filters))):
        if prctl(*words, 0, 0):
            raise OSError(ctypes.get_errno(), "seccomp")


def _step(code: int, value: int, *, on: int = 0, off: int = 0) -> bytes:
    """One instruction of a classic BPF program (linux/filter.h)."""
    return struct.pack("HBBI", code, on, off, value)


_LOAD_NUMBER = _step(_LOAD, 0)
_LOAD_FILE = _step(_LOAD, 16)
"""The lower half of the call's first argument, which is the number of the file."""


def _pipes() -> list[int]:
    """The open files of this process that are pipes."""
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if str(entry.readlink()).startswith("pipe:"):
                found.append(int(entry.name))
    return found
