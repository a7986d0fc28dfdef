"""No copy of the memory on a disk: what the program works with is not left behind when it dies."""

import sys
from typing import Final

_PR_SET_DUMPABLE: Final = 4
_NO_BOXES: Final = 0x0001 | 0x0002  # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX


def forbid_dumps() -> None:
    """Neither a core file nor the system's crash service gets this process; other programs of the user cannot trace it.

    Linux: core(5), prctl(2) PR_SET_DUMPABLE. Windows: SetErrorMode, WerAddExcludedApplication. A system that refuses
    leaves things as they were.
    """
    import ctypes

    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_BOXES)
        ctypes.windll.wer.WerAddExcludedApplication(sys.executable, False)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
