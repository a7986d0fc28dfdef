"""The window outlives every call into Qt that returns nothing, on every Python."""

import subprocess
import sys

LONG_USE = """
import cxo_desktop.ui
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(200_000):
    thing.setObjectName("x")
print("alive")
"""


def test_the_process_survives_a_day_of_calls_that_return_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LONG_USE], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (run.returncode, run.stdout.strip()) == (0, "alive"), run.stderr
