"""The recorder's window: what a tap costs the thread that paints, and how long it stands still while photos come in.

Measured in a process of its own on an offscreen screen, with the style, font and a real vault in a temporary folder.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.ratio import Row

_TIMEOUT_S = 300


def rows() -> Iterator[Row]:
    told = _measured()
    yield Row(name="tap, GUI thread from press to pixels, median", ours=told["tap_ms"], goal=16)
    yield Row(name="  the slowest of a hundred", ours=told["tap_slowest_ms"])
    yield Row(name="tap at entry 2,000, median", ours=told["late_tap_ms"], goal=16)
    yield Row(name="to the next step, longest pause", ours=told["step_pause_ms"], goal=50)
    yield Row(name="longest pause while 40 photos of 12 MP come in", ours=told["photos_pause_ms"], goal=50)
    yield Row(name="  tap while they do, median", ours=told["photos_tap_ms"], goal=16)
    yield Row(name="  the same 40, from drop to the last one attached", ours=told["photos_s"], unit="s")


def _measured() -> dict[str, float]:
    tests = Path(__file__).resolve().parents[1]
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join([str(tests.parent), str(tests)]),
    }
    run = subprocess.run(
        [sys.executable, "-m", "bench.window_side"],
        cwd=tests,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_TIMEOUT_S,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(run.stderr)
    told: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return told
