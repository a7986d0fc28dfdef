"""The process `bench_window` measures: a recorder, its keys pressed by a hand that looks at the clock."""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import keyring
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

import cxo_desktop.ui
from cxo_core.kinds import Kind
from cxo_core.roles import Channel
from cxo_desktop.clock import SystemClock
from cxo_desktop.imaging.drawn import Scene, photograph
from cxo_desktop.services.beginning import begin
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import create
from cxo_desktop.settings import Settings
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.recorder.page import RecorderPage
from cxo_desktop.ui.recorder.pictures import from_files
from cxo_desktop.ui.theme import dress, load_fonts
from helpers.memory_keyring import MemoryKeyring
from helpers.recordings import beginning

PHOTOS = 40


class Heart:
    """Beats as often as the event loop lets it; the longest time between two beats is how long the window stood still."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self.longest_ms = 0.0

    def start(self) -> None:
        self.longest_ms, self._last = 0.0, time.perf_counter()
        self._timer.start()

    def stop(self) -> float:
        self._timer.stop()
        return self.longest_ms

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000)
        self._last = now


class Side:
    """One recorder and what is measured on it."""

    def __init__(self, folder: Path) -> None:
        self.lanes = Lanes(on_problem=_fail, on_bug=_fail)
        self.vault = create(folder / "vault", None, "bench")
        clock = SystemClock()
        catalogue = Catalogue((), cache=folder / "catalogue.json")
        scheme = catalogue.scheme_for(Channel.HALL.role, Channel.HALL)
        self.recording = begin(self.vault, clock, beginning(scheme=scheme))
        self.page = self._open(self.recording)
        self.heart = Heart()

    def _open(self, recording: Recording) -> RecorderPage:
        page = RecorderPage(
            recording=recording,
            state=recording.state,
            vault=self.vault,
            lanes=self.lanes,
            clock=SystemClock(),
        )
        page.resize(1280, 720)
        page.show()
        page.enter()
        self.page = page
        self.settle()
        return page

    def settle(self) -> None:
        while not self._is_quiet():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)

    def tap(self) -> float:
        """Milliseconds of the GUI thread for one event: the press, then showing what came back, painted."""
        start = time.thread_time()
        self.page.pen.event(Kind.CALLED, self.page.live.now())
        self.settle_quietly()
        return (time.thread_time() - start) * 1000

    def settle_quietly(self) -> None:
        """Waits for the lane without using the thread that is measured."""
        wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        while not self._is_quiet():
            QCoreApplication.processEvents(wait)
        QCoreApplication.processEvents()

    def taps(self, count: int) -> list[float]:
        return [self.tap() for _ in range(count)]

    def grow_to(self, entries: int) -> None:
        """Writes past the window, then looks again."""
        while len(self.recording.state.entries) < entries:
            self.recording.tap(Kind.CALLED)
        self.page.enter()
        self.settle()

    def step_pause(self) -> float:
        """The longest pause over entering steps one after another."""
        pauses = []
        for step in ("read_guide", "queue", "hand_in", "acceptance", "collect"):
            self.heart.start()
            self.page.pen.move(self.page.live.step, step, "done", self.page.live.now())
            self._run(lambda: self._is_quiet() and self.page.parts.step.is_built)
            pauses.append(self.heart.stop())
        return max(pauses)

    def photos(self, folder: Path) -> tuple[float, float, float]:
        """Longest pause and seconds for forty photos, and the median GUI time of taps made meanwhile."""
        shots = [folder / f"{number}.jpg" for number in range(PHOTOS)]
        made = [photograph(scene, seed=number) for number, scene in enumerate(list(Scene)[:4])]
        for number, shot in enumerate(shots):
            shot.write_bytes(made[number % len(made)])
        start, taps = time.perf_counter(), []
        self.heart.start()
        self.page.take_pictures(from_files(shots))
        while self.page.parts.intake.is_busy or not self._is_quiet():
            before = time.thread_time()
            self.page.pen.event(Kind.CALLED, self.page.live.now())
            self._run(lambda: not self.page.live.waiting)
            taps.append((time.thread_time() - before) * 1000)
            until = time.perf_counter() + 0.4
            self._run(lambda until=until: time.perf_counter() > until)
        return self.heart.stop(), time.perf_counter() - start, statistics.median(taps)

    def _run(self, is_done: Callable[[], bool]) -> None:
        while not is_done():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)

    def _is_quiet(self) -> bool:
        live = self.page.live
        return live.is_fresh and not live.waiting and not self.lanes.is_writing


def main() -> None:
    keyring.set_keyring(MemoryKeyring())
    app = QApplication([])
    load_fonts()
    dress(app, Settings(language="zh_CN"))
    with tempfile.TemporaryDirectory(prefix="cxo-bench-") as name:
        side = Side(Path(name))
        step_pause = side.step_pause()
        side.taps(5)
        taps = side.taps(100)
        pause, seconds, among = side.photos(Path(name))
        side.grow_to(2_000)
        late = side.taps(30)
        side.lanes.close()
        side.vault.close()
    print(
        json.dumps(
            {
                "tap_ms": statistics.median(taps),
                "tap_slowest_ms": max(taps),
                "late_tap_ms": statistics.median(late),
                "step_pause_ms": step_pause,
                "photos_pause_ms": pause,
                "photos_tap_ms": among,
                "photos_s": seconds,
            }
        )
    )


def _fail(problem: object) -> None:
    raise RuntimeError(repr(problem))


assert cxo_desktop.ui

if __name__ == "__main__":
    main()
