"""What each event does to the paper it speaks of; only a demanded one may be unknown before."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cxo_core.entry import Entry
from cxo_core.findings import Grade
from cxo_core.kinds import Kind
from cxo_core.materials import MaterialRecord
from cxo_core.text import Text

Outcome = tuple[MaterialRecord | None, str | None]


def _demanded(known: MaterialRecord | None, entry: Entry) -> Outcome:
    body = entry.body
    title = str(body.get("title") or body["material"])
    paper = known or MaterialRecord(
        str(body["material"]), Text(title, title), is_listed=False, is_required=False
    )
    return replace(
        paper,
        demanded=(*paper.demanded, entry.seq),
        demanded_by=str(body.get("by", paper.demanded_by)),
        grade=_grade(body.get("grade")) or paper.grade or Grade.WITNESSED,
        copies_demanded=max(paper.copies_demanded, int(body.get("copies", 0))),
        note=str(body.get("note", paper.note)),
    ), None


def _given(known: MaterialRecord, entry: Entry) -> Outcome:
    is_met = known.is_met
    if known.deferred is not None and is_met is None:
        is_met = not known.due or entry.wall.date().isoformat() <= known.due
    return replace(known, given=(*known.given, entry.seq), is_met=is_met), None


def _repeated(known: MaterialRecord, entry: Entry) -> Outcome:
    return replace(known, repeated=(*known.repeated, entry.seq)), None


def _deferred(known: MaterialRecord, entry: Entry) -> Outcome:
    return replace(known, deferred=entry.seq, due=str(entry.body.get("due", "")), is_met=None), None


def _waived(known: MaterialRecord, entry: Entry) -> Outcome:
    return replace(known, waived=True), None


def _grade(word: object) -> Grade | None:
    try:
        return Grade(str(word))
    except ValueError:
        return None


PAPERS: dict[Kind, Callable[[Any, Entry], Outcome]] = {
    Kind.MATERIAL_DEMANDED: _demanded,
    Kind.MATERIAL_GIVEN: _given,
    Kind.MATERIAL_REPEATED: _repeated,
    Kind.MATERIAL_DEFERRED: _deferred,
    Kind.MATERIAL_WAIVED: _waived,
}
