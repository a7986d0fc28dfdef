"""One start, in a process of its own: says when its window was painted, usable and filled, and what memory it holds.

Run by `bench_start` with a kind (bare, ours, vorta) and a folder; prints one line of JSON. Times are of the system's
monotonic clock, so that the process that started this one can subtract its own.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

Told = dict[str, float]


def now() -> float:
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def pss_mib() -> float:
    """The proportional set size of this process; shared libraries count by their share."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def bare(_folder: Path, finish: Callable[[Told], None]) -> int:
    """The least a PySide6 program can show: a window with a word in it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel

    class Word(QLabel):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            painted.setdefault("usable", now())
            QTimer.singleShot(0, lambda: finish(painted | {"pss": pss_mib()}))

    painted: Told = {}
    app = QApplication(sys.argv[:1])
    word = Word("你好")
    word.resize(1280, 720)
    word.show()
    return app.exec()


def ours(folder: Path, finish: Callable[[Told], None]) -> int:
    """The window on a vault: painted and answering, then with the workbench filled, then with the library open."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from cxo_desktop import app as program_of

    told: Told = {}
    app = QApplication(sys.argv[:1])
    program = program_of.build(app, folder, language="zh_CN")

    def filled() -> None:
        if program.lanes.record.is_busy:
            return
        watch.stop()
        told["filled"] = now()
        program.desk.go("library")
        QTimer.singleShot(1500, lambda: scroll(0))

    def scroll(turn: int) -> None:
        """Far down the list, as somebody looking for an old walkthrough would."""
        table = program.window.findChild(object, "libraryTable")
        table.scrollToBottom()
        if turn < 40:
            QTimer.singleShot(10, lambda: scroll(turn + 1))
            return
        told["pss"] = pss_mib()
        program.close()
        finish(told)

    watch = QTimer()
    watch.setInterval(1)
    watch.timeout.connect(filled)
    program.painted.connect(lambda: QTimer.singleShot(0, lambda: told.setdefault("usable", now())))
    program.opened.connect(watch.start)
    program.show()
    return app.exec()


def vorta(_folder: Path, finish: Callable[[Told], None]) -> int:
    """Vorta's own start; its main window says when it is painted."""
    from vorta import __main__, application

    def painted(window: object, event: object) -> None:
        finish({"usable": now(), "pss": pss_mib()})

    application.MainWindow.paintEvent = painted
    sys.argv = ["vorta"]
    __main__.main()
    return 0


def _finish(told: Told) -> None:
    print(json.dumps(told), flush=True)
    os._exit(0)


if __name__ == "__main__":
    starts = {"bare": bare, "ours": ours, "vorta": vorta}
    sys.exit(starts[sys.argv[1]](Path(sys.argv[2]), _finish))
