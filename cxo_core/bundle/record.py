"""The record inside a bundle, read line by line, and whether the rest of the bundle agrees with it.

Sealing asks before it writes, verifying asks after it has read: what does not verify is never sealed.
"""

import json
from collections.abc import Iterator
from typing import Any

from cxo_core.bodies import check_body
from cxo_core.bundle.manifest import Manifest
from cxo_core.canonical import canonical
from cxo_core.chain import check_chain
from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.moment import Entered
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Walkthrough


class RecordReading:
    """Takes the lines of `events.jsonl` in order, without their line ends."""

    def __init__(self) -> None:
        self._events: list[Event] = []

    @property
    def count(self) -> int:
        return len(self._events)

    @property
    def head(self) -> str:
        return self._events[-1].digest if self._events else ""

    def add(self, line: bytes) -> None:
        """Raises Problem `event-malformed` or `chain-broken` for a line that is no event or not the next one."""
        event = read_event(line)
        check_chain([event], after=self._events[-1] if self._events else None)
        self._events.append(event)

    def state(self) -> Walkthrough:
        return fold(self._events)


def read_event(line: bytes) -> Event:
    """The event a line holds, strictly: known kind, right body, canonical form. Raises Problem `event-malformed`."""
    try:
        event = Event.from_line(line)
        if not isinstance(event.body, dict) or not (event.step is None or isinstance(event.step, str)):
            raise Problem(Code.EVENT_MALFORMED, kind=event.kind.value, field="body")
        if (event.entered is Entered.LIVE) != (event.happened is None):
            raise Problem(Code.EVENT_MALFORMED, kind=event.kind.value, field="happened")
        check_body(event.kind, event.body)
        if event.to_line() != line or abs(event.recorded.mono_ms) >= 2**53:
            raise Problem(Code.EVENT_MALFORMED, kind=event.kind.value, field="form")
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Problem(Code.EVENT_MALFORMED, kind="?", field="form") from error
    return event


def chain_problems(reading: RecordReading, manifest: Manifest) -> Iterator[Problem]:
    """The manifest names the last event and how many there are."""
    if reading.head != manifest.chain_head or reading.count != manifest.events:
        yield Problem(Code.BUNDLE_HEAD_DIFFERS, events=reading.count, expected=manifest.events)


def identity_problems(state: Walkthrough, manifest: Manifest) -> Iterator[Problem]:
    """Walkthrough, revision and the revision before are those the events tell."""
    told = {"walkthrough": state.id, "revision": state.revision, "previous": state.previous or None}
    claimed = {
        "walkthrough": manifest.walkthrough,
        "revision": manifest.revision,
        "previous": manifest.previous,
    }
    for field, value in told.items():
        if claimed[field] != value:
            yield Problem(Code.BUNDLE_IDENTITY_DIFFERS, field=field)


def evidence_problems(state: Walkthrough, manifest: Manifest) -> Iterator[Problem]:
    """Every piece of evidence the record keeps is in the bundle as it was recorded, and no other is."""
    members = manifest.evidence
    for kept in state.kept:
        member = members.pop(kept.id, None)
        if member is None:
            yield Problem(Code.BUNDLE_EVIDENCE_MISSING, evidence=kept.id)
        elif (member.sha256, member.bytes, member.media_type) != (kept.sha256, kept.bytes, kept.media_type):
            yield Problem(Code.BUNDLE_EVIDENCE_DIFFERS, evidence=kept.id)
    for evidence in members:
        yield Problem(Code.BUNDLE_EVIDENCE_UNRECORDED, evidence=evidence)


def walkthrough_problems(expected: bytes, told: bytes) -> Iterator[Problem]:
    """`walkthrough.json` tells what the events tell. `expected` is the canonical description of their fold.

    What hangs on the calendar of working days is left out: the State Council publishes each year late, so a
    record sealed before that day is described otherwise after it, and is the same record.
    """
    if told == expected:
        return
    try:
        value = json.loads(told)
        is_same = canonical(value) == told and _without_calendar(value) == _without_calendar(
            json.loads(expected)
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        is_same = False
    if not is_same:
        yield Problem(Code.BUNDLE_WALKTHROUGH_DIFFERS)


def _without_calendar(description: dict[str, Any]) -> bytes:
    """The description less the legal clock, working days and the codes proposed because of them."""
    clocks, codes = dict(description["clocks"]), dict(description["codes"])
    if clocks["turnaround"] is not None:
        clocks["turnaround"] = {**clocks["turnaround"], "working_days": None}
    return canonical({**description, "legal": None, "clocks": clocks, "codes": {**codes, "proposed": None}})
