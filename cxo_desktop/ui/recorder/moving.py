"""Going from step to step: the move counts from its key, and waits for one digit where the outcome is still unknown."""

from PySide6.QtCore import QObject

from cxo_core.moment import Moment
from cxo_core.scheme import Scheme
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.outcome_bar import OUTCOME, OutcomeBar
from cxo_desktop.ui.recorder.pen import Pen
from cxo_desktop.ui.recorder.step_rail import StepRail


class Moving(QObject):
    """A move that waits for its outcome is completed by whatever comes next: a digit, an event, another step."""

    def __init__(self, live: LiveRecord, scheme: Scheme, pen: Pen, rail: StepRail, bar: OutcomeBar) -> None:
        super().__init__()
        self._live = live
        self._scheme = scheme
        self._pen = pen
        self._rail = rail
        self._bar = bar
        self._waits: tuple[str, str, Moment] | None = None
        rail.asked.connect(self.go_to)
        bar.answered.connect(self._answer)
        bar.closed.connect(self._stay)

    def next(self) -> None:
        self._go_by(1)

    def previous(self) -> None:
        self._go_by(-1)

    def begin(self) -> None:
        """Enters the first step of the walk."""
        if step := self._rail.neighbour(None, 1):
            self.go_to(step)

    def go_to(self, step: str) -> None:
        """Leaves the current step for another, at this moment."""
        if not self._live.look.is_recording:
            return
        self.complete()
        leaving = self._live.step
        if step == leaving:
            return
        pressed = self._live.now()
        if leaving is None or self._is_outcome_known(leaving):
            self._pen.move(leaving, step, self._known_outcome(leaving), pressed)
            return
        self._bar.ask(self._scheme, leaving, step, pressed)
        self._waits = (leaving, step, pressed)

    def complete(self, outcome: str = "") -> None:
        """Carries out a move that waits; without an outcome the step is left unanswered."""
        waits, self._waits = self._waits, None
        if waits is not None:
            leaving, going_to, pressed = waits
            self._pen.move(leaving, going_to, outcome, pressed)
            self._bar.put_away()

    def _go_by(self, by: int) -> None:
        if self._waits is not None:
            self.complete()
        elif step := self._rail.neighbour(self._live.step, by):
            self.go_to(step)

    def _answer(self, outcome: str) -> None:
        self.complete(outcome)

    def _stay(self) -> None:
        """Esc: the step is not left."""
        self._waits = None

    def _is_outcome_known(self, step: str) -> bool:
        return bool(self._known_outcome(step))

    def _known_outcome(self, step: str | None) -> str:
        if step is None:
            return ""
        state = self._live.look.state
        reading = state.reading(OUTCOME, step)
        return str(reading.value) if reading else state.step_record(step).outcome
