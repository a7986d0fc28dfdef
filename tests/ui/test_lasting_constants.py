"""The window outlives what PySide6 does to None, True and False, on every Python."""

import subprocess
import sys

LONG_USE = """
import cxo_desktop.ui
from PySide6.QtCore import QObject, Signal
class Thing(QObject):
    told = Signal(bool)
thing = Thing()
thing.told.connect(lambda is_so: None)
for turn in range(100_000):
    thing.setObjectName("x")
    thing.told.emit(turn % 2 == 0)
print("alive")
"""


def test_the_process_survives_a_day_of_calls_that_use_up_constants() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LONG_USE], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (run.returncode, run.stdout.strip()) == (0, "alive"), run.stderr
