"""The clocks of the walk, ticking each second from the monotonic clock: a wall clock that is set moves none of them."""

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from cxo_core.computed import Computed
from cxo_core.kinds import Kind
from cxo_core.moment import Clock, Moment
from cxo_desktop.kind_words import span_name
from cxo_desktop.measure_words import measure_name
from cxo_desktop.ui.recorder.look import ClockFace, Face, Look
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.words import _

TICK_MS = 1_000


@dataclass(frozen=True, slots=True)
class Running:
    """`ms` were on the clock at `since`; None for `since` where it stands still."""

    name: str
    ms: int
    since: Moment | None

    def at(self, now: Moment) -> int:
        """Milliseconds on the clock now."""
        if self.since is None:
            return self.ms
        return self.ms + now.mono_ms - self.since.mono_ms


def anchored(face: ClockFace, now: Moment) -> Running:
    """A clock put on the monotonic clock of this boot. Where it began in another boot, or its time was typed, the wall time
    says how much was on it when it was first seen; from then on it ticks monotonically as well."""
    start = face.runs_from
    if start is None:
        return Running(face.name, face.ms, None)
    if start.moment is not None and start.moment.boot == now.boot:
        return Running(face.name, face.ms, start.moment)
    gone = round((now.wall - start.wall).total_seconds() * 1000)
    return Running(face.name, face.ms + gone, now)


def clock_text(ms: int) -> str:
    """“03:12”, “1:03:12”, “2 d 3:04”; a negative time keeps its sign."""
    sign = "−" if ms < 0 else ""
    seconds = abs(ms) // 1000
    hours, rest = divmod(seconds, 3600)
    days, hours_left = divmod(hours, 24)
    if days:
        return sign + _("{days} d {hours}:{minutes:02d}").format(
            days=days, hours=hours_left, minutes=rest // 60
        )
    minutes = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{sign}{hours}:{minutes}" if hours else f"{sign}{minutes}"


def face_name(name: str) -> str:
    match name:
        case Face.STEP:
            return _("This step")
        case Face.LIVED_WAIT:
            return measure_name(Computed.LIVED_WAIT)
        case Face.QUEUE:
            return measure_name(Computed.QUEUE_TIME)
        case Face.CALL_RESPONSE:
            return measure_name(Computed.CALL_RESPONSE)
        case Face.SERVICE:
            return measure_name(Computed.SERVICE_TIME)
        case _:
            return span_name(Kind(name))


class RunningClocks(QWidget):
    """One label per clock; ▶ where it runs, ■ where it stands. Labels are kept and reused."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        named(self, "clocks", _("Clocks"))
        self._clock = clock
        self._running: list[Running] = []
        self._anchors: dict[tuple[object, ...], Running] = {}
        self._labels: list[QLabel] = []
        self._flow = FlowLayout(self, gap=6)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)

    def show_look(self, seen: Look) -> None:
        now = self._clock.now()
        self._running = [self._anchored_once(face, now) for face in seen.faces]
        while len(self._labels) < len(self._running):
            made = label(f"clock{len(self._labels)}", wraps=False)
            made.setProperty("look", "clock")
            self._labels.append(made)
            self._flow.addWidget(made)
        for at, shown in enumerate(self._labels):
            is_there = at < len(self._running)
            shown.setVisible(is_there)
            if is_there:
                running = self._running[at]
                shown.setObjectName(f"clock.{running.name}")
                if shown.property("runs") != (running.since is not None):
                    restyle(shown, runs=running.since is not None)
        self.tick()
        if not self._timer.isActive():
            self._timer.start()

    def tick(self) -> None:
        """Shows the time on every clock."""
        now = self._clock.now()
        for running, shown in zip(self._running, self._labels, strict=False):
            sign = "▶" if running.since is not None else "■"
            text = f"{face_name(running.name)}  {clock_text(running.at(now))} {sign}"
            if text != shown.text():
                shown.setText(text)
                shown.setAccessibleName(text)

    def _anchored_once(self, face: ClockFace, now: Moment) -> Running:
        """A clock is put on the monotonic clock once: the wall time of a start in another boot is never asked again."""
        key = (face.name, face.ms, face.runs_from.seq, face.runs_from.wall) if face.runs_from else None
        if key is None:
            return anchored(face, now)
        if key not in self._anchors:
            self._anchors[key] = anchored(face, now)
        return self._anchors[key]
