"""The record as flat rows: one table each for walkthroughs, steps, events, materials, readings, findings and evidence.

The first column of every table is the walkthrough's id; steps are named by `step`, findings and evidence by their ids,
so the tables join. Durations are whole seconds, times ISO 8601 with offset, money fen.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction

from cxo_core.clocks import clocks, step_time
from cxo_core.duration import Duration
from cxo_core.kinds import Kind
from cxo_core.legal_clock import legal_clock
from cxo_core.moment import wall_text
from cxo_core.problems import Problem
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.report import judged_tables
from cxo_desktop.report.judged_tables import Row

WALKTHROUGHS = (
    "walkthrough",
    "revision",
    "status",
    "item",
    "item_version",
    "item_title",
    "scheme",
    "scheme_version",
    "role",
    "channel",
    "hall",
    "window",
    "announced",
    "accompanied",
    "officers",
    "started",
    "visits",
    "queue_seconds",
    "queue_flagged",
    "call_response_seconds",
    "service_seconds",
    "lived_wait_seconds",
    "turnaround_minutes",
    "turnaround_calendar_days",
    "turnaround_working_days",
    "legal_working_days",
    "materials_listed",
    "materials_demanded",
    "materials_extra",
    "extra_rate_percent",
    "guide_accuracy_percent",
    "first_time_right",
    "missing_notices",
    "findings",
    "photos",
    "intervention_seconds",
    "burden_minutes",
    "codes_confirmed",
    "chain_head",
)


def _walkthrough(walk: Walkthrough) -> Iterator[Row]:
    told, sets = clocks(walk), walk.sets
    turned = told.turnaround
    yield (
        walk.id,
        walk.revision,
        walk.status.value,
        walk.item.id if walk.item else "",
        walk.item.version if walk.item else None,
        walk.item.title.zh if walk.item else "",
        walk.scheme.id if walk.scheme else "",
        walk.scheme.version if walk.scheme else None,
        walk.role.value if walk.role else "",
        walk.channel.value if walk.channel else "",
        walk.hall,
        walk.window,
        walk.is_announced,
        walk.is_accompanied,
        "、".join(officer.name for officer in walk.officers),
        wall_text(walk.entries[0].wall) if walk.entries else "",
        len(walk.visits),
        _seconds(told.queue),
        told.is_queue_flagged,
        _seconds(told.call_response),
        _seconds(told.service),
        _seconds(told.lived_wait),
        turned.duration.minutes if turned else None,
        turned.calendar_days if turned else None,
        turned.working_days if turned else None,
        _legal_days(walk),
        len(sets.listed),
        len(sets.demanded),
        len(sets.extra),
        _percent(sets.extra_rate),
        _percent(sets.guide_accuracy),
        None if walk.first(Kind.ACCEPTED) is None else walk.first(Kind.MISSING_TOLD) is None,
        len(walk.of_kind(Kind.MISSING_TOLD)),
        len(walk.findings),
        len(walk.photos),
        _seconds(told.intervening),
        sum(each.minutes for each in walk.burden),
        " ".join(sorted(code for code, is_confirmed in walk.codes.items() if is_confirmed)),
        walk.chain_head,
    )


STEPS = ("walkthrough", "step", "stage", "title", "entered", "left", "seconds", "outcome", "stays")


def _steps(walk: Walkthrough) -> Iterator[Row]:
    for record in walk.steps:
        step = walk.scheme.step(record.id) if walk.scheme else None
        left = record.stays[-1][1]
        yield (
            walk.id,
            record.id,
            step.stage.value if step else "",
            step.title.zh if step else record.id,
            wall_text(walk.entry(record.stays[0][0]).wall),
            wall_text(walk.entry(left).wall) if left else None,
            _seconds(step_time(walk, record.id)),
            record.outcome,
            len(record.stays),
        )


EVENTS = (
    "walkthrough",
    "seq",
    "kind",
    "at",
    "recorded",
    "entered",
    "by",
    "step",
    "visit",
    "standing",
    "corrected",
    "reason",
    "detail",
)


def _events(walk: Walkthrough) -> Iterator[Row]:
    for entry in walk.entries:
        yield (
            walk.id,
            entry.seq,
            entry.kind.value,
            wall_text(entry.wall),
            wall_text(entry.recorded),
            entry.entered.value,
            entry.by,
            entry.step,
            walk.visit_of(entry),
            entry.standing.value,
            entry.is_corrected,
            entry.reason,
            _detail(entry.kind, entry.body),
        )


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Walkthrough], Iterator[Row]]]] = {
    "walkthroughs": (WALKTHROUGHS, _walkthrough),
    "steps": (STEPS, _steps),
    "events": (EVENTS, _events),
    "materials": (judged_tables.MATERIALS, judged_tables.materials),
    "readings": (judged_tables.READINGS, judged_tables.readings),
    "findings": (judged_tables.FINDINGS, judged_tables.findings),
    "evidence": (judged_tables.EVIDENCE, judged_tables.evidence),
}
"""Every table by name: its columns, and the rows one walkthrough gives."""


def _seconds(duration: Duration | None) -> int | None:
    return duration.seconds if duration else None


def _percent(rate: Fraction | None) -> int | None:
    return round(rate * 100) if rate is not None else None


def _legal_days(walk: Walkthrough) -> int | None:
    try:
        clock = legal_clock(walk)
    except Problem:
        return None
    return clock.working_days if clock else None


def _detail(kind: Kind, body: object) -> str:
    """What an event says besides its kind; the first event holds whole documents and is told by the other tables."""
    if kind is Kind.STARTED or not isinstance(body, dict):
        return ""
    return "; ".join(f"{name}={value}" for name, value in sorted(body.items()) if value not in (None, ""))
