"""What a scheme may say in good form and still not mean: steps, keys and events that do not fit together."""

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any

from cxo_core.documents.indicator_sense import check_indicator
from cxo_core.documents.mistake import Flaw, Path
from cxo_core.documents.reading import Document
from cxo_core.documents.senses import is_word, members, tell_duplicate_ids, words
from cxo_core.kinds import SPAN_STARTS, Kind
from cxo_core.roles import Channel, Stage

_STAGES = [stage.value for stage in Stage]


def check_scheme_sense(document: Document) -> None:
    """Adds every mistake of sense; parts whose form is wrong are passed over, since the form has told of them."""
    _check_role(document)
    tell_duplicate_ids(document, members(document, "steps"))
    tell_duplicate_ids(document, members(document, "headings", "indicators"))
    tell_duplicate_ids(document, members(document, "attitude_acts"))
    tell_duplicate_ids(document, members(document, "activities"))
    for path, indicator in members(document, "headings", "indicators"):
        check_indicator(document, path, indicator)
    _check_stages(document)
    _check_events(document)
    _check_use(document)


def _check_role(document: Document) -> None:
    role, channel = (_get(document.value, name) for name in ("role", "channel"))
    if is_word(channel, Channel) and isinstance(role, str) and Channel(channel).role != role:
        document.tell(("role",), Flaw.ROLE_OF_CHANNEL, channel=channel, role=Channel(channel).role.value)


def _check_stages(document: Document) -> None:
    known = [
        (path, step["stage"])
        for path, step in members(document, "steps")
        if is_word(step.get("stage"), Stage)
    ]
    for (_, before), (path, stage) in pairwise(known):
        if _STAGES.index(stage) < _STAGES.index(before):
            document.tell((*path, "stage"), Flaw.STAGES_OUT_OF_ORDER, stage=stage, before=before)


def _check_events(document: Document) -> None:
    lists = [(document.value, ()), *((step, path) for path, step in members(document, "steps"))]
    for parent, path in lists:
        seen: set[str] = set()
        for place, kind in words(parent, path, "events" if path else "keys"):
            if kind in seen:
                document.tell(place, Flaw.DUPLICATE_EVENT, kind=kind)
            seen.add(kind)
    tapped = {kind for _, kind in _tapped(document)}
    told: set[str] = set()
    for place, kind in _tapped(document):
        start = SPAN_STARTS.get(Kind(kind)) if is_word(kind, Kind) else None
        if start and start.value not in tapped and kind not in told:
            told.add(kind)
            document.tell(place, Flaw.END_WITHOUT_START, kind=kind, start=start.value)
    if Kind.ACTIVITY_STARTED.value in tapped and not _get(document.value, "activities"):
        document.tell(("activities",), Flaw.ACTIVITIES_MISSING, kind=Kind.ACTIVITY_STARTED.value)


def _tapped(document: Document) -> Iterator[tuple[Path, str]]:
    steps = (words(step, path, "events") for path, step in members(document, "steps"))
    return chain(words(document.value, (), "keys"), *steps)


def _check_use(document: Document) -> None:
    """Every indicator a step names exists and is asked; every one that is asked has a place where it is asked."""
    known = {
        each["id"]: each for _, each in members(document, "indicators") if isinstance(each.get("id"), str)
    }
    used: set[str] = set()
    for path, step in members(document, "steps"):
        here: set[str] = set()
        for place, id in words(step, path, "indicators"):
            if id in here:
                document.tell(place, Flaw.DUPLICATE_ID, id=id, first=document.places.get(path, (1, 1))[0])
            here.add(id)
            if id not in known:
                document.tell(place, Flaw.UNKNOWN_INDICATOR, id=id)
            elif known[id].get("computed") is True:
                document.tell(place, Flaw.COMPUTED_ASKED, id=id)
        used |= here
    for path, indicator in members(document, "indicators"):
        is_asked = indicator.get("every_step") is True or indicator.get("id") in used
        if not is_asked and indicator.get("computed") is not True:
            document.tell(path, Flaw.UNUSED_INDICATOR, id=indicator.get("id", ""))


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
