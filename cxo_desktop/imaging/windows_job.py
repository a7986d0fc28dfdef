"""Windows' bounds for a decoder: a job object with limited memory, no children, and an end when the program ends.

Not yet tried on a Windows machine. Source: Win32 documentation of `JOBOBJECT_EXTENDED_LIMIT_INFORMATION`.
"""

import ctypes
import sys
from typing import Any

_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_ACTIVE_PROCESSES, _PROCESS_MEMORY, _DIE_QUIETLY, _END_WITH_JOB = 0x0008, 0x0100, 0x0400, 0x2000


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def bind(process: Any, memory_bytes: int) -> int | None:
    """Puts a started `subprocess.Popen` into a job of its own; the job's handle, to be kept as long as the process is to live.

    None elsewhere, and where Windows refuses: the decoder then runs without these bounds, but still by itself.
    """
    if sys.platform != "win32":
        return None
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return None
    limits = _ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = (
        _ACTIVE_PROCESSES | _PROCESS_MEMORY | _DIE_QUIETLY | _END_WITH_JOB
    )
    limits.BasicLimitInformation.ActiveProcessLimit = 1
    limits.ProcessMemoryLimit = memory_bytes
    size = ctypes.sizeof(limits)
    is_set = kernel.SetInformationJobObject(
        ctypes.c_void_p(job), _EXTENDED_LIMITS, ctypes.byref(limits), size
    )
    if not is_set or not kernel.AssignProcessToJobObject(
        ctypes.c_void_p(job), ctypes.c_void_p(int(process._handle))
    ):
        release(job)
        return None
    return int(job)


def release(job: int | None) -> None:
    """Closes a job, which ends what still runs in it."""
    if sys.platform == "win32" and job is not None:
        ctypes.WinDLL("kernel32").CloseHandle(ctypes.c_void_p(job))
