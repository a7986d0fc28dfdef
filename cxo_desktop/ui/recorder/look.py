"""What the recorder shows of a record, worked out beside the window: a pure function of the state."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from cxo_core.clocks import lived_waits, running_since
from cxo_core.duration import between
from cxo_core.encounters import encounters
from cxo_core.entry import Entry
from cxo_core.kinds import HAPPENINGS, SPANS, Kind
from cxo_core.possible import possible
from cxo_core.spans import Span, open_spans, overlap_ms, spans
from cxo_core.walkthrough import Status, Walkthrough


class Mark(StrEnum):
    """How far a step is."""

    DONE = "done"
    CURRENT = "current"
    OPEN = "open"
    LEFT_OUT = "left-out"


class Face(StrEnum):
    """The clocks that are always looked for; a stretch that is open has its own, named by the kind that opened it."""

    STEP = "step"
    LIVED_WAIT = "lived_wait"
    QUEUE = "queue"
    CALL_RESPONSE = "call_response"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class ClockFace:
    """One clock: `ms` so far and, while it runs, the entry it runs from. `name` is a `Face` or a kind that opens a stretch."""

    name: str
    ms: int
    runs_from: Entry | None


@dataclass(frozen=True)
class Look:
    """The state with everything the window needs to know about it, so that no widget has to work anything out."""

    state: Walkthrough
    possible: frozenset[Kind]
    faces: tuple[ClockFace, ...]
    open_spans: Mapping[Kind, Span]
    marks: Mapping[str, Mark]

    @property
    def is_recording(self) -> bool:
        return self.state.status is Status.RECORDING


def look(state: Walkthrough) -> Look:
    running = {span.start.kind: span for span in open_spans(state)}
    return Look(
        state=state,
        possible=_possible(state),
        faces=_faces(state, running),
        open_spans=running,
        marks=step_marks(state),
    )


def step_marks(state: Walkthrough) -> dict[str, Mark]:
    """The mark of every step of the scheme. Outside a part-flow a step is left out unless it was walked all the same."""
    marks = {}
    for step in state.scheme.steps if state.scheme else ():
        if step.id == state.step:
            marks[step.id] = Mark.CURRENT
        elif state.step_record(step.id).stays:
            marks[step.id] = Mark.DONE
        elif state.part and step.id not in state.part:
            marks[step.id] = Mark.LEFT_OUT
        else:
            marks[step.id] = Mark.OPEN
    return marks


def _possible(state: Walkthrough) -> frozenset[Kind]:
    """Every happening that means something now, whether or not the scheme gives it a key."""
    if state.scheme is None:
        return frozenset()
    every = replace(state, scheme=replace(state.scheme, keys=tuple(HAPPENINGS)))
    open_now = {span.start.kind for span in open_spans(state)}
    doubled = {started for started in SPANS if started in open_now and started is not Kind.CASE_OPENED}
    return possible(every) - doubled


def _faces(state: Walkthrough, running: Mapping[Kind, Span]) -> tuple[ClockFace, ...]:
    since = running_since(state)
    faces = []
    if state.step is not None:
        entered, _left = state.step_record(state.step).stays[-1]
        faces.append(ClockFace(Face.STEP, 0, state.entry(entered)))
    faces += _waiting(state, since, running)
    met = encounters(state)
    last = met[-1] if met else None
    for name, stopped in (
        (Face.QUEUE, last.queue_time if last else None),
        (Face.CALL_RESPONSE, None),
        (Face.SERVICE, last.service_time if last else None),
    ):
        if name in since:
            faces.append(ClockFace(name, 0, since[name]))
        elif stopped is not None:
            faces.append(ClockFace(name, stopped.ms, None))
    faces += [
        ClockFace(kind.value, 0, span.start) for kind, span in running.items() if kind is not Kind.PAUSED
    ]
    return tuple(faces)


def _waiting(state: Walkthrough, since: Mapping[str, Entry], running: Mapping[Kind, Span]) -> list[ClockFace]:
    """The wait as lived of this visit: it stands still while the applicant prepares papers of his own."""
    arrived = since.get("lived_wait")
    if arrived is None:
        waits = [wait for wait in lived_waits(state) if wait] if state.visit_now else []
        return [ClockFace(Face.LIVED_WAIT, waits[-1].ms, None)] if waits else []
    own = spans(state, Kind.PREPARATION_STARTED)
    preparing = running.get(Kind.PREPARATION_STARTED)
    if preparing is not None:
        ms = between(arrived, preparing.start).ms - overlap_ms(own, arrived, preparing.start)
        return [ClockFace(Face.LIVED_WAIT, ms, None)]
    closed = [span for span in own if span.end is not None]
    spent = overlap_ms(closed, arrived, closed[-1].end) if closed and closed[-1].end else 0
    return [ClockFace(Face.LIVED_WAIT, -spent, arrived)]
