"""The clocks, limits and marks of a description, as plain JSON values."""

from typing import Any

from cxo_core.clocks import clocks
from cxo_core.duration import Duration
from cxo_core.encounters import Encounter
from cxo_core.entry import Entry
from cxo_core.legal_clock import LimitCheck, legal_clock, limits_known
from cxo_core.moment import wall_text
from cxo_core.problems import Problem
from cxo_core.walkthrough import Walkthrough


def told_seconds(duration: Duration | None) -> dict[str, Any] | None:
    if duration is None:
        return None
    return {"seconds": duration.seconds, "basis": duration.basis.value, "entered": duration.entered.value}


def told_mark(entry: Entry | None) -> dict[str, Any] | None:
    return {"seq": entry.seq, "at": wall_text(entry.wall)} if entry else None


def _encounter(met: Encounter) -> dict[str, Any]:
    return {
        "arrived": told_mark(met.arrived),
        "queued": told_mark(met.queued),
        "calls": [told_mark(call) for call in met.calls],
        "started": told_mark(met.started),
        "ended": told_mark(met.ended),
        "queue": told_seconds(met.queue_time),
        "queue_flagged": met.is_queue_flagged,
        "call_response": told_seconds(met.call_response),
        "service": told_seconds(met.service_time),
    }


def told_clocks(walkthrough: Walkthrough) -> dict[str, Any]:
    told = clocks(walkthrough)
    turned = told.turnaround
    return {
        "queue": told_seconds(told.queue),
        "queue_flagged": told.is_queue_flagged,
        "call_response": told_seconds(told.call_response),
        "service": told_seconds(told.service),
        "lived_wait": told_seconds(told.lived_wait),
        "turnaround": None
        if turned is None
        else {
            "time": told_seconds(turned.duration),
            "calendar_days": turned.calendar_days,
            "working_days": turned.working_days,
        },
        "interrupted": told_seconds(told.interrupted),
        "failing": told_seconds(told.failing),
        "intervening": told_seconds(told.intervening),
        "encounters": [_encounter(each) for each in told.encounters],
    }


def told_legal(walkthrough: Walkthrough) -> dict[str, Any]:
    try:
        clock = legal_clock(walkthrough)
    except Problem as problem:
        return {"problem": problem.code.value, "clock": None, "limits": []}
    checks, problem_found = limits_known(walkthrough)
    return {
        "problem": problem_found.code.value if problem_found else None,
        "clock": None
        if clock is None
        else {
            "accepted": clock.accepted.isoformat(),
            "deemed": clock.is_deemed,
            "decided": clock.decided.isoformat() if clock.decided else None,
            "working_days": clock.working_days,
            "calendar_days": clock.calendar_days,
            "suspended_working_days": clock.suspended_working_days,
        },
        "limits": [_limit(check) for check in checks],
    }


def _limit(check: LimitCheck) -> dict[str, Any]:
    return {
        "id": check.limit.id,
        "kind": check.limit.kind.value,
        "days": check.limit.days,
        "unit": check.limit.unit.value,
        "from": check.start.isoformat() if check.start else None,
        "due": check.due.isoformat() if check.due else None,
        "reached": check.reached.isoformat() if check.reached else None,
        "kept": check.is_kept,
    }
