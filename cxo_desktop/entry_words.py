"""What one entry of a record says, in one line: the window's timeline, the report and the command line show the same."""

from collections.abc import Callable, Mapping
from typing import Any

from cxo_core.entry import Entry
from cxo_core.findings import Grade
from cxo_core.kinds import Kind
from cxo_core.rating_codes import CODES
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.gap_words import step_title
from cxo_desktop.kind_words import burdened_name, name_of, outcome_name
from cxo_desktop.measure_words import size_text, time_text, value_text, voice_text, yes_no
from cxo_desktop.words import _, ngettext, pick

Body = Mapping[str, Any]


def entry_text(entry: Entry, walkthrough: Walkthrough) -> str:
    """The details of an entry behind its name; empty where the name says everything."""
    write = _WRITERS.get(entry.kind)
    told = write(entry, walkthrough) if write else _happening(entry.body)
    return _joined(told, str(entry.body.get("note", "")))


def window_text(window: str) -> str:
    """A window as people call it: a bare number becomes “window 3”, a name stays as it is."""
    return _("window {number}").format(number=window) if window.strip().isdigit() else window


def paper_title(walkthrough: Walkthrough, paper: str) -> str:
    known = walkthrough.material(paper)
    return pick(known.title) if known else paper


def indicator_title(walkthrough: Walkthrough, indicator: str) -> str:
    known = walkthrough.scheme.indicator(indicator) if walkthrough.scheme else None
    return pick(known.title) if known else indicator


def act_title(walkthrough: Walkthrough, act: str) -> str:
    known = walkthrough.scheme.act(act) if walkthrough.scheme else None
    return pick(known.title) if known else act


def reading_text(walkthrough: Walkthrough, indicator: str, value: int | str | bool) -> str:
    """A value in the words of its scale; as it was recorded where the scheme does not know the indicator."""
    known = walkthrough.scheme.indicator(indicator) if walkthrough.scheme else None
    if known:
        return value_text(known, value)
    return yes_no(value) if isinstance(value, bool) else str(value)


def grade_text(grade: object) -> str:
    try:
        return name_of(Grade(str(grade)))
    except ValueError:
        return str(grade)


def code_text(code: str) -> str:
    """A rating code with its title."""
    return f"{code} {pick(CODES[code].title)}" if code in CODES else code


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _happening(body: Body) -> str:
    """What a kind of the walk itself may say, in the order in which people say it."""
    told = [
        str(body[name]) for name in ("number", "place", "to", "how", "conclusion", "cause") if body.get(name)
    ]
    if window := body.get("window"):
        told.insert(0, window_text(str(window)))
    if "ahead" in body:
        told.append(
            ngettext("{count} person ahead", "{count} people ahead", body["ahead"]).format(
                count=body["ahead"]
            )
        )
    if "windows_open" in body:
        count = body["windows_open"]
        told.append(ngettext("{count} window open", "{count} windows open", count).format(count=count))
    if "staff" in body:
        told.append(
            ngettext("{count} inspector", "{count} inspectors", body["staff"]).format(count=body["staff"])
        )
    if "size" in body:
        told.append(size_text(body["size"]))
    if body.get("result"):
        told.append(str(body["result"]))
    told += [yes if body[name] else no for name, (yes, no) in _answers().items() if name in body]
    return _joined(*told)


def _answers() -> dict[str, tuple[str, str]]:
    return {
        "written": (_("in writing"), _("not in writing")),
        "complete": (_("everything at once"), _("not everything")),
        "contacted": (_("contacted beforehand"), _("without contact")),
        "granted": (_("granted"), _("not granted")),
        "returned": (_("returned"), _("not returned")),
        "solved": (_("solved here"), _("not solved here")),
    }


def _step(entry: Entry, walkthrough: Walkthrough) -> str:
    outcome = str(entry.body.get("outcome", ""))
    return _joined(step_title(walkthrough, str(entry.body["step"])), outcome_name(outcome) if outcome else "")


def _paper(entry: Entry, walkthrough: Walkthrough) -> str:
    body = entry.body
    told = [paper_title(walkthrough, str(body["material"]))]
    if body.get("by"):
        told.append(_("asked by {who}").format(who=body["by"]))
    if body.get("grade"):
        told.append(grade_text(body["grade"]))
    if count := body.get("copies"):
        told.append(ngettext("{count} copy", "{count} copies", count).format(count=count))
    if body.get("due"):
        told.append(_("due {date}").format(date=body["due"]))
    return _joined(*told)


def _act(entry: Entry, walkthrough: Walkthrough) -> str:
    title = act_title(walkthrough, str(entry.body["act"]))
    return _("{title}: {answer}").format(title=title, answer=yes_no(entry.body["observed"]))


def _reading(entry: Entry, walkthrough: Walkthrough) -> str:
    indicator = str(entry.body["indicator"])
    return _("{title}: {answer}").format(
        title=indicator_title(walkthrough, indicator),
        answer=reading_text(walkthrough, indicator, entry.body["value"]),
    )


def _finding(entry: Entry, walkthrough: Walkthrough) -> str:
    if entry.kind is Kind.FINDING_NOTED:
        return str(entry.body["fact"])
    known = next((each for each in walkthrough.findings if each.id == entry.body["finding"]), None)
    return _joined(
        str(entry.body.get("fact") or (known.fact if known else "")), str(entry.body.get("reason", ""))
    )


def _exhibit(entry: Entry, walkthrough: Walkthrough) -> str:
    body = entry.body
    known = next((each for each in walkthrough.evidence if each.id == body["evidence"]), None)
    told = [voice_text(known.length_ms)] if known and known.is_voice else []
    told.append(str(body.get("caption") or (known.caption if known else "")))
    if "to" in body:
        told.append(_("to {step}").format(step=step_title(walkthrough, str(body["to"]))))
    return _joined(*told, str(body.get("reason", "")))


def _code(entry: Entry, walkthrough: Walkthrough) -> str:
    answer = _("confirmed") if entry.body["confirmed"] else _("declined")
    return _joined(code_text(str(entry.body["code"])), answer)


def _burden(entry: Entry, walkthrough: Walkthrough) -> str:
    minutes = entry.body["minutes"]
    told = ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    return _joined(burdened_name(str(entry.body["who"])), told)


def _revision(entry: Entry, walkthrough: Walkthrough) -> str:
    return _joined(_("entry {number}").format(number=entry.body["target"]), str(entry.body.get("reason", "")))


def _jump(entry: Entry, walkthrough: Walkthrough) -> str:
    return _("the time of day moved by {time}").format(time=time_text(entry.body["jump_ms"]))


def _sealing(entry: Entry, walkthrough: Walkthrough) -> str:
    told = _("revision {number}").format(number=entry.body["revision"])
    return _joined(told, str(entry.body.get("reason", "")))


def _officer(entry: Entry, walkthrough: Walkthrough) -> str:
    return str(entry.body["name"])


def _opening(entry: Entry, walkthrough: Walkthrough) -> str:
    return pick(walkthrough.item.title) if walkthrough.item else ""


def _note(entry: Entry, walkthrough: Walkthrough) -> str:
    return str(entry.body["text"])


def _person(entry: Entry, walkthrough: Walkthrough) -> str:
    known = next((each for each in walkthrough.persons if each.id == entry.body.get("person")), None)
    return known.label if known else ""


def _activity(entry: Entry, walkthrough: Walkthrough) -> str:
    activity = str(entry.body.get("activity", ""))
    known = walkthrough.scheme.activity(activity) if walkthrough.scheme else None
    return pick(known.title) if known else activity


_WRITERS: dict[Kind, Callable[[Entry, Walkthrough], str]] = {
    Kind.STARTED: _opening,
    Kind.OFFICER_JOINED: _officer,
    Kind.STEP_ENTERED: _step,
    Kind.STEP_LEFT: _step,
    Kind.MATERIAL_DEMANDED: _paper,
    Kind.MATERIAL_GIVEN: _paper,
    Kind.MATERIAL_REPEATED: _paper,
    Kind.MATERIAL_DEFERRED: _paper,
    Kind.MATERIAL_WAIVED: _paper,
    Kind.ATTITUDE_OBSERVED: _act,
    Kind.READING_TAKEN: _reading,
    Kind.NOTE_WRITTEN: _note,
    Kind.EVIDENCE_ATTACHED: _exhibit,
    Kind.EVIDENCE_DESCRIBED: _exhibit,
    Kind.EVIDENCE_MOVED: _exhibit,
    Kind.EVIDENCE_REMOVED: _exhibit,
    Kind.EVIDENCE_REDACTED: _exhibit,
    Kind.EVIDENCE_CHECKED: _exhibit,
    Kind.EVIDENCE_FLAGGED: _exhibit,
    Kind.EVIDENCE_SHOWS: _exhibit,
    Kind.EVIDENCE_QUARANTINED: _exhibit,
    Kind.PERSON_NOTED: _person,
    Kind.CONSENT_WITHDRAWN: _person,
    Kind.FINDING_NOTED: _finding,
    Kind.FINDING_CHANGED: _finding,
    Kind.FINDING_WITHDRAWN: _finding,
    Kind.CODE_CONFIRMED: _code,
    Kind.BURDEN_LOGGED: _burden,
    Kind.ACTIVITY_STARTED: _activity,
    Kind.CORRECTED: _revision,
    Kind.STRUCK: _revision,
    Kind.UNDONE: _revision,
    Kind.REDONE: _revision,
    Kind.CLOCK_JUMPED: _jump,
    Kind.SEALED: _sealing,
    Kind.REOPENED: _sealing,
}
