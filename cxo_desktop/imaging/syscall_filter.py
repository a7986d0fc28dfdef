"""Linux system calls a picture decoder never needs, refused by the kernel: files, network, programs, other processes.

A seccomp filter (kernel documentation, userspace-api/seccomp_filter) that answers EPERM. It names what is forbidden
and lets the rest be, so that a new C library does not break decoding. Threads stay possible: `clone3`, whose flags no
filter can see, answers "not there", and `clone` is allowed for threads only.
"""

import ctypes
import struct
from dataclasses import dataclass

_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_SET, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _KILL_PROCESS, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # places in struct seccomp_data
_CLONE_THREAD = 0x00010000
_OTHER_ABI = 0x40000000  # x32 calls on x86-64
_SET_MODE_FILTER, _EVERY_THREAD = 1, 1

# On every architecture: pidfd_send_signal, io_uring_setup, open_tree, move_mount, fsopen, pidfd_open, openat2, pidfd_getfd
_NEWER = (424, 425, 428, 429, 430, 434, 437, 438)
_CLONE3 = 435


@dataclass(frozen=True, slots=True)
class _Machine:
    """Numbers of one architecture, from the kernel's unistd headers."""

    audit: int
    seccomp: int
    clone: int
    forbidden: tuple[int, ...]


# socket … listen; open …; unlink, rename, link, mkdir, mknod …; truncate, chmod, chown, utime, xattr; exec, fork;
# kill; ptrace, process_vm_*; mount …, unshare, setns; bpf, perf, userfaultfd; keys; memfd, System V and POSIX queues.
_X86_64 = _Machine(
    0xC000003E,
    317,
    56,
    (41, 53, 42, 43, 288, 49, 50, 2, 257, 304, 85, 87, 263, 82, 264, 316, 86, 265, 88, 266, 83, 258, 84)
    + (133, 259, 76, 90, 268, 92, 260, 94, 280, 188, 189, 59, 322, 57, 58, 62, 200, 101, 310, 311)
    + (
        165,
        166,
        155,
        161,
        272,
        308,
        321,
        298,
        323,
        248,
        249,
        250,
        319,
        29,
        68,
        64,
        240,
        78,
        217,
        80,
        294,
        300,
    ),
)
_AARCH64 = _Machine(
    0xC00000B7,
    277,
    220,
    (198, 199, 203, 202, 242, 200, 201, 56, 265, 35, 38, 276, 37, 36, 34, 33, 45, 53, 54, 88, 5, 6)
    + (221, 281, 129, 130, 117, 270, 271, 40, 39, 41, 51, 97, 268, 280, 241, 282, 217, 218, 219, 279)
    + (194, 186, 190, 180, 61, 49, 26, 262),
)
_MACHINES = {"x86_64": _X86_64, "aarch64": _AARCH64}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def install(libc: ctypes.CDLL, machine: str) -> bool:
    """For every thread of this process and for good, after "no new privileges"; False where the kernel does not take it."""
    numbers = _MACHINES.get(machine)
    if numbers is None or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    steps = _steps(numbers)
    held = ctypes.create_string_buffer(steps, len(steps))
    program = _Program(len(steps) // 8, ctypes.cast(held, ctypes.c_void_p))
    call = (numbers.seccomp, _SET_MODE_FILTER, _EVERY_THREAD)
    return bool(libc.syscall(*map(ctypes.c_long, call), ctypes.byref(program)) == 0)


def _steps(numbers: _Machine) -> bytes:
    """Instructions of eight bytes: code, steps to jump when true, when false, operand."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_IF_EQUAL, 1, 0, numbers.audit),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_IF_AT_LEAST, 0, 1, _OTHER_ABI),
        (_RETURN, 0, 0, _REFUSE | _EPERM),
        (_JUMP_IF_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _REFUSE | _ENOSYS),
    ]
    for number in (*_NEWER, *numbers.forbidden):
        steps += [(_JUMP_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE | _EPERM)]
    steps += [
        (_JUMP_IF_EQUAL, 0, 3, numbers.clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_IF_SET, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _REFUSE | _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
