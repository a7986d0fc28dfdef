"""What an entry of the timeline says besides its kind and time."""

from collections.abc import Mapping
from datetime import datetime

from cxo_core.entry import Entry, Standing
from cxo_core.kinds import HAPPENINGS, Kind
from cxo_core.moment import Entered
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.kind_words import burdened_name, kind_name, name_of, outcome_name
from cxo_desktop.measure_words import size_text, value_text, voice_text, yes_no
from cxo_desktop.ui.recorder.details import DETAILS, Form
from cxo_desktop.words import _, pick

QUIET = frozenset(
    {
        Kind.READING_TAKEN,
        Kind.ATTITUDE_OBSERVED,
        Kind.STEP_LEFT,
        Kind.EVIDENCE_DESCRIBED,
        Kind.EVIDENCE_MOVED,
        Kind.EVIDENCE_CHECKED,
        Kind.EVIDENCE_FLAGGED,
        Kind.EVIDENCE_SHOWS,
        Kind.CODE_CONFIRMED,
    }
)
"""Kinds the timeline shows only when everything is asked for."""

UNSHOWN = frozenset({Kind.CORRECTED, Kind.STRUCK, Kind.UNDONE, Kind.REDONE})
"""Kinds that show on the entry they speak of."""


def time_text(entry: Entry, today: datetime) -> str:
    """The time of day, with the date where it is not today's."""
    wall = entry.wall.astimezone(today.tzinfo)
    if wall.date() == today.date():
        return f"{wall:%H:%M:%S}"
    return f"{wall:%m-%d %H:%M}"


def mark_words(entry: Entry) -> str:
    """How it came into the record, and what was done with it since."""
    marks = []
    if entry.entered is not Entered.LIVE or entry.kind in HAPPENINGS:
        marks.append(name_of(entry.entered))
    if entry.standing is not Standing.COUNTS:
        marks.append(name_of(entry.standing))
    elif entry.is_corrected and not _only_adds(entry):
        marks.append(kind_name(Kind.CORRECTED))
    return " · ".join(marks)


def entry_words(entry: Entry, state: Walkthrough) -> str:
    """One line: what the entry is about, its reason where it was changed, and who entered it where two record."""
    told = [_about(entry, state), str(entry.body.get("note", ""))]
    if entry.reason and not (entry.counts and _only_adds(entry)):
        told.append(_("Reason: {reason}").format(reason=entry.reason))
    if len(state.officers) > 1:
        told.append(state.officer_name(entry.by))
    return " · ".join(part.replace("\n", " ") for part in told if part)


def spoken(entry: Entry, state: Walkthrough, today: datetime) -> str:
    """The whole entry for those who hear the screen."""
    parts = (
        time_text(entry, today),
        kind_name(entry.kind),
        mark_words(entry) or name_of(entry.entered),
        entry_words(entry, state),
    )
    return ", ".join(part for part in parts if part)


def _only_adds(entry: Entry) -> bool:
    """Whether its corrections only added details to it, as the line under the keys does."""
    was = entry.was
    if was is None or was.wall != entry.wall or was.step != entry.step:
        return False
    return all(entry.body.get(name) == value for name, value in was.body.items())


def _about(entry: Entry, state: Walkthrough) -> str:
    body = entry.body
    match entry.kind:
        case Kind.STEP_ENTERED | Kind.STEP_LEFT:
            outcome = str(body.get("outcome", ""))
            return " · ".join(
                part for part in (_step(state, body["step"]), outcome and outcome_name(outcome)) if part
            )
        case Kind.READING_TAKEN:
            indicator = state.scheme.indicator(body["indicator"]) if state.scheme else None
            if indicator is None:
                return f"{body['indicator']} {body['value']}"
            return f"{pick(indicator.title)} {value_text(indicator, body['value'])}"
        case Kind.ATTITUDE_OBSERVED:
            act = state.scheme.act(body["act"]) if state.scheme else None
            seen = _("seen") if body["observed"] else _("not seen")
            return f"{pick(act.title) if act else body['act']}: {seen}"
        case Kind.NOTE_WRITTEN:
            return str(body["text"])
        case Kind.FINDING_NOTED | Kind.FINDING_CHANGED | Kind.FINDING_WITHDRAWN:
            return _finding(state, body)
        case Kind.BURDEN_LOGGED:
            return _("{who}: {count} min").format(who=burdened_name(body["who"]), count=body["minutes"])
        case Kind.CLOCK_JUMPED:
            return _("{seconds} s against the running clock").format(seconds=body["jump_ms"] // 1000)
        case Kind.OFFICER_JOINED:
            return str(body["name"])
        case _ if "material" in body:
            paper = state.material(body["material"])
            return pick(paper.title) if paper else str(body.get("title", body["material"]))
        case _ if "evidence" in body:
            return _exhibit(state, body)
        case _:
            return _details(entry.kind, body, state)


def _details(kind: Kind, body: Mapping[str, object], state: Walkthrough) -> str:
    told = []
    for detail in DETAILS.get(kind, ()):
        value = body.get(detail.field)
        match value:
            case None | "":
                continue
            case bool():
                told.append(f"{_(detail.words)} {yes_no(value)}")
            case int() if detail.form is Form.MEGABYTES:
                told.append(size_text(value))
            case str() if detail.form is Form.ACTIVITY:
                activity = state.scheme.activity(value) if state.scheme else None
                told.append(pick(activity.title) if activity else value)
            case str():
                told.append(value)
            case _:
                told.append(f"{_(detail.words)} {value}")
    return " · ".join(told)


def _exhibit(state: Walkthrough, body: Mapping[str, object]) -> str:
    known = next((each for each in state.evidence if each.id == body["evidence"]), None)
    if known is None:
        return ""
    told = (voice_text(known.length_ms) if known.is_voice else "", known.caption)
    return " · ".join(part for part in told if part)


def _finding(state: Walkthrough, body: Mapping[str, object]) -> str:
    known = next((each.fact for each in state.findings if each.id == body["finding"]), "")
    return known or str(body.get("fact", ""))


def _step(state: Walkthrough, step: str) -> str:
    found = state.scheme.step(step) if state.scheme else None
    return pick(found.title) if found else step
