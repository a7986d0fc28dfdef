"""The clocks of a walkthrough: queue W, call response R, service S, wait as lived L, turnaround T. Pure functions."""

from dataclasses import dataclass
from datetime import date

from cxo_core.duration import Duration, between, total
from cxo_core.encounters import Encounter, encounters
from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.once import once
from cxo_core.spans import overlap_ms, spans, time_in
from cxo_core.walkthrough import Walkthrough
from cxo_core.working_days import working_days_after


@dataclass(frozen=True, slots=True)
class Turnaround:
    """T: from the first submission to delivery. `working_days` is None past the last published holiday calendar."""

    duration: Duration
    calendar_days: int
    working_days: int | None


@dataclass(frozen=True, slots=True)
class Clocks:
    """All clocks of one walkthrough; None where an end is missing. Sums run over all encounters."""

    queue: Duration | None
    is_queue_flagged: bool
    call_response: Duration | None
    service: Duration | None
    lived_wait: Duration | None
    turnaround: Turnaround | None
    interrupted: Duration | None
    failing: Duration | None
    intervening: Duration | None
    encounters: tuple[Encounter, ...]


@once
def clocks(walkthrough: Walkthrough) -> Clocks:
    met = encounters(walkthrough)
    return Clocks(
        queue=total([each.queue_time for each in met if each.queue_time]),
        is_queue_flagged=any(each.is_queue_flagged for each in met),
        call_response=total([each.call_response for each in met if each.call_response]),
        service=total([each.service_time for each in met if each.service_time]),
        lived_wait=total([wait for wait in lived_waits(walkthrough) if wait]),
        turnaround=turnaround(walkthrough),
        interrupted=time_in(spans(walkthrough, Kind.INTERRUPTION_STARTED)),
        failing=time_in(spans(walkthrough, Kind.FAILURE_STARTED)),
        intervening=time_in(spans(walkthrough, Kind.INTERVENTION_STARTED)),
        encounters=met,
    )


def lived_waits(walkthrough: Walkthrough) -> tuple[Duration | None, ...]:
    """L 总等候 of each visit: first start of service − arrival, less the applicant's own preparation in between.

    Shown beside W and never mixed with it: W is what the hall's queue machine knows, L what a person lives through.
    """
    waits: list[Duration | None] = []
    seen: set[int] = set()
    own = spans(walkthrough, Kind.PREPARATION_STARTED)
    for met in encounters(walkthrough):
        if met.arrived is None or met.started is None or met.arrived.seq in seen:
            continue
        seen.add(met.arrived.seq)
        waits.append(between(met.arrived, met.started).less(overlap_ms(own, met.arrived, met.started)))
    return tuple(waits)


def turnaround(walkthrough: Walkthrough) -> Turnaround | None:
    """T: delivery − first submission, in minutes, calendar days and working days."""
    submitted = next(iter(walkthrough.of_kind(Kind.PAPERS_SUBMITTED, Kind.FORM_SUBMITTED)), None)
    delivered = walkthrough.first(Kind.DELIVERED)
    if submitted is None or delivered is None:
        return None
    first, last = day(submitted), day(delivered)
    return Turnaround(
        between(submitted, delivered),
        (last - first).days,
        working_days_after(first, last),
    )


def step_time(walkthrough: Walkthrough, step: str) -> Duration | None:
    """How long was spent at a step over all its stays, less the pauses of recording; None before its first stay ended."""
    pauses = spans(walkthrough, Kind.PAUSED)
    stays = []
    for entered, left in walkthrough.step_record(step).stays:
        if left is None:
            continue
        start, end = walkthrough.entry(entered), walkthrough.entry(left)
        stays.append(between(start, end).less(overlap_ms(pauses, start, end)))
    return total(stays)


def day(entry: Entry) -> date:
    """The calendar day on which it happened, where it happened."""
    return entry.wall.date()


def running_since(walkthrough: Walkthrough) -> dict[str, Entry]:
    """Which clocks run now, each with the entry it runs from: `queue`, `service`, `lived_wait`."""
    running: dict[str, Entry] = {}
    met = encounters(walkthrough)
    if met:
        now = met[-1]
        if now.queued and not now.started and (not now.calls or not now.has_ticket):
            running["queue"] = now.queued
        if now.calls and not now.started:
            running["call_response"] = now.calls[-1]
        if now.started and not now.ended:
            running["service"] = now.started
    visit = walkthrough.visit_now
    if visit and not any(each.arrived is visit.arrived and each.started for each in met):
        running["lived_wait"] = visit.arrived
    return running
