"""What a decoder gives up before it meets the first picture: memory without bound, core dumps, files, network, children.

Linux: resource limits, no core dump and no debugger (`PR_SET_DUMPABLE`), no new privileges, and a filter on system
calls (`syscall_filter`). Windows: the program that starts the decoder puts it into a job (`windows_job`). Elsewhere
only what POSIX resource limits give. What a system does not offer is left out, never an error: the decoder is a process
of its own in any case.
"""

import ctypes
import os
import sys

from cxo_desktop.imaging import syscall_filter

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_ROOM_FOR_LIBRARIES = (
    1_000_000_000  # address space that is only mapped: libraries, thread stacks, reserved heaps
)


def confine(memory_bytes: int) -> None:
    """For good, and for this whole process. Everything that is still to be imported or opened must have been."""
    if sys.platform == "win32":
        return
    import resource

    for kind, bound in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_AS, memory_bytes + _ROOM_FOR_LIBRARIES),
    ):
        _, most = resource.getrlimit(kind)
        lower = bound if most == resource.RLIM_INFINITY else min(bound, most)
        resource.setrlimit(kind, (lower, lower))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            syscall_filter.install(libc, os.uname().machine)


def end_after(seconds: float) -> None:
    """Ends this process once it has used so much processor time from now on, wherever it then is; 0 takes that back.

    The program ends a late decoder by the clock; this is for one whose program is gone.
    """
    if sys.platform == "win32":
        return
    import signal

    signal.setitimer(signal.ITIMER_PROF, seconds)
