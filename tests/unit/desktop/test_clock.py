"""The system's clocks: aware walls, and a monotonic reading that belongs to a boot."""

import sys
import time
from pathlib import Path

import pytest

from cxo_desktop.clock import SystemClock


def test_a_moment_has_an_offset_and_never_runs_backwards() -> None:
    clock = SystemClock()
    earlier, later = clock.now(), clock.now()
    assert earlier.wall.tzinfo is not None
    assert later.mono_ms >= earlier.mono_ms
    assert later.boot == earlier.boot


def test_two_clocks_of_one_boot_agree() -> None:
    one, other = SystemClock().now(), SystemClock().now()
    assert one.boot == other.boot
    assert 0 <= other.mono_ms - one.mono_ms < 1_000


@pytest.mark.skipif(sys.platform != "linux", reason="the clock of Linux")
def test_on_linux_the_clock_counts_sleep_and_the_boot_is_the_kernels() -> None:
    now = SystemClock().now()
    assert abs(now.mono_ms - time.clock_gettime(time.CLOCK_BOOTTIME) * 1000) < 1_000
    assert now.boot == Path("/proc/sys/kernel/random/boot_id").read_text().strip()
