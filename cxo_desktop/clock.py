"""The system's two clocks: the wall clock, and a monotonic one that counts through sleep within one boot.

`time.monotonic()` stops while a Linux laptop sleeps, so each system is asked for the clock that does not.
"""

import ctypes
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from cxo_core.moment import Moment

_BOOT_COUNT = 0x7FFE02C4
"""Where every Windows process reads how often the machine was booted: `BootId` of KUSER_SHARED_DATA (ntddk.h)."""


class SystemClock:
    """Moments from this machine. Where no boot identity can be read, each start of the program counts as its own boot."""

    def __init__(self) -> None:
        self._mono_ms, self._boot = _sources()

    def now(self) -> Moment:
        return Moment(datetime.now().astimezone(), self._mono_ms(), self._boot)


def _sources() -> tuple[Callable[[], int], str]:
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    return _linux()


def _linux() -> tuple[Callable[[], int], str]:
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        boot = str(uuid4())
    return lambda: time.clock_gettime_ns(clock) // 1_000_000, boot


def _windows() -> tuple[Callable[[], int], str]:
    ticks = ctypes.CDLL("kernel32").GetTickCount64
    ticks.restype = ctypes.c_uint64
    return lambda: int(ticks()), f"windows-{ctypes.c_uint32.from_address(_BOOT_COUNT).value}"


def _macos() -> tuple[Callable[[], int], str]:
    class Ratio(ctypes.Structure):
        _fields_ = (("numer", ctypes.c_uint32), ("denom", ctypes.c_uint32))

    system = ctypes.CDLL("/usr/lib/libSystem.dylib")
    ticks = system.mach_continuous_time
    ticks.restype = ctypes.c_uint64
    ratio = Ratio()
    system.mach_timebase_info(ctypes.byref(ratio))
    name, size = ctypes.create_string_buffer(64), ctypes.c_size_t(64)
    failed = system.sysctlbyname(b"kern.bootsessionuuid", name, ctypes.byref(size), None, ctypes.c_size_t(0))
    boot = str(uuid4()) if failed else name.value.decode("ascii")
    return lambda: int(ticks()) * ratio.numer // ratio.denom // 1_000_000, boot
