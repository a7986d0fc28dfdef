"""Fifty photos from a phone beside a walk: how long the recorder's window stands still, and what stays in memory.

The window, the vault, the server and the decoder are the real ones; the phone is a process of its own. Drawn photographs
of twelve megapixels.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.ratio import Row
from cxo_core.documents import read_item, read_scheme
from cxo_core.walkthrough import Officer
from cxo_desktop.clock import SystemClock
from cxo_desktop.imaging.drawn import Scene, photograph
from cxo_desktop.paths import resources
from cxo_desktop.services import vaults
from cxo_desktop.services.beginning import Beginning, begin

_BURST = 50
_STALL_MS = 50
_PATIENCE_S = 300
_BESIDE = """
import select, sys, time
worst, last = 0.0, time.perf_counter()
while not select.select([sys.stdin], [], [], 0)[0]:
    time.sleep(0.001)
    now = time.perf_counter()
    worst, last = max(worst, now - last - 0.001), now
print(worst * 1000)
"""
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def rows() -> Iterator[Row]:
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # leaves the real one alone
    with tempfile.TemporaryDirectory(prefix="cxo-bench-") as name:
        photo = Path(name) / "photo.jpg"
        photo.write_bytes(photograph(Scene.COUNTER, quality=96))
        with vaults.create(Path(name) / "vault", "a passphrase for the bench", "李敏") as vault:
            yield from _burst(vault, photo)


def _burst(vault: vaults.Vault, photo: Path) -> Iterator[Row]:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from cxo_desktop.ui.handover.line import PhoneLine
    from cxo_desktop.ui.jobs import Lanes
    from cxo_desktop.ui.recorder.page import RecorderPage

    app = QApplication.instance() or QApplication([])
    clock, bugs = SystemClock(), []
    recording = begin(vault, clock, _beginning())
    lanes = Lanes(on_problem=bugs.append, on_bug=bugs.append)
    page = RecorderPage(recording=recording, state=recording.state, vault=vault, lanes=lanes, clock=clock)
    window = QWidget()
    window.resize(1280, 720)
    page.setParent(window)
    page.resize(1280, 720)
    window.show()
    page.enter()
    _until(app, lambda: page.live.is_fresh and not lanes.is_writing)
    page.parts.intake._photographs().prepare()
    line = PhoneLine(clock, page.ways.take, page)
    line.open("127.0.0.1")
    gaps: list[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer(page, interval=1)
    timer.timeout.connect(tick)
    begun, memory = time.perf_counter(), [0, 0]
    phone = subprocess.Popen([sys.executable, "-m", "bench.phone_side", line.url, str(photo), str(_BURST)])
    beside = subprocess.Popen([sys.executable, "-c", _BESIDE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    last[0] = time.perf_counter()
    timer.start()
    _until(app, lambda: line.count.kept >= _BURST // 2)
    memory[0] = _resident()
    _until(app, lambda: line.count.kept >= _BURST and not lanes.is_writing)
    memory[1] = _resident()
    took = time.perf_counter() - begun
    timer.stop()
    phone.wait()
    idle_ms, _nothing = beside.communicate(b"\n")
    line.close()
    page.leave()
    lanes.close()
    if bugs or len(recording.state.photos) != _BURST:
        raise RuntimeError(f"{len(recording.state.photos)} of {_BURST} photos came in; {bugs}")
    each = f"{photo.stat().st_size / 1e6:.1f} MB each"
    yield Row(
        name=f"longest stall of the window, {_BURST} photos from a phone, {each}",
        ours=max(gaps) * 1000,
        goal=_STALL_MS,
        against=f"a process that only sleeps, at the same time: {float(idle_ms):.0f} ms",
    )
    yield Row(name="  from the first byte to the last photo on the disk", ours=took, unit="s")
    yield Row(
        name="  memory at the last photo beyond that at half of them",
        ours=(memory[1] - memory[0]) / 1e6,
        goal=60,
        unit="MB",
    )


def _beginning() -> Beginning:
    item, scheme = (
        resources() / name for name in ("catalogue/food-licence-renewal.yaml", "schemes/hall.yaml")
    )
    return Beginning(
        item=read_item(item.read_text("utf-8"), item.name),
        scheme=read_scheme(scheme.read_text("utf-8"), scheme.name),
        hall="市政务服务中心",
        officers=(Officer("o1", "李敏"),),
    )


def _until(app: object, is_so: object) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not is_so():  # type: ignore[operator]
        app.processEvents()  # type: ignore[attr-defined]
        time.sleep(0.0005)
        if time.monotonic() > end:
            raise RuntimeError("the photos did not come in")


def _resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE_BYTES
