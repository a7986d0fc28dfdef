"""One time-stamped thing that happened. Append-only: the record is its events."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cxo_core.bodies import check_body
from cxo_core.canonical import canonical, sha256
from cxo_core.kinds import Kind
from cxo_core.moment import Entered, Moment, wall_text, whole_ms
from cxo_core.problems import Code, Problem

GENESIS = "0" * 64
"""What the first event names as the one before it."""


@dataclass(frozen=True, slots=True)
class Event:
    """`recorded` is when it entered the record; `happened` is given only when that was at another time (typed, recalled).

    `digest` is the SHA-256 of the canonical JSON of everything else, `previous` the digest of the event before:
    changing, removing or reordering any event breaks the chain from there on.
    """

    seq: int
    kind: Kind
    recorded: Moment
    entered: Entered
    happened: datetime | None
    by: str
    step: str | None
    body: Mapping[str, Any]
    previous: str
    digest: str

    @property
    def wall(self) -> datetime:
        """The wall time at which it happened."""
        return self.happened or self.recorded.wall

    def to_json(self) -> dict[str, Any]:
        return self._signed_part() | {"digest": self.digest}

    def to_line(self) -> bytes:
        """Its line in `events.jsonl`, without the line end."""
        return canonical(self.to_json())

    @classmethod
    def from_line(cls, line: bytes | str) -> "Event":
        """Reads one line back; a line that is not an event raises Problem `event-malformed`."""
        try:
            value = json.loads(line)
            happened = value["happened"]
            event = cls(
                seq=int(value["seq"]),
                kind=Kind(value["kind"]),
                recorded=Moment.from_json(value["recorded"]),
                entered=Entered(value["entered"]),
                happened=datetime.fromisoformat(happened) if happened else None,
                by=str(value["by"]),
                step=value["step"],
                body=value["body"],
                previous=str(value["previous"]),
                digest=str(value["digest"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Problem(Code.EVENT_MALFORMED, kind="?", field=str(error)[:80]) from error
        if event.happened is not None and event.happened.tzinfo is None:
            raise Problem(Code.EVENT_MALFORMED, kind=event.kind.value, field="happened")
        return event

    def has_own_digest(self) -> bool:
        """Whether the digest it carries is the digest of what it says."""
        try:
            return sha256(canonical(self._signed_part())) == self.digest
        except (ValueError, TypeError):
            return False

    def _signed_part(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "kind": self.kind.value,
            "recorded": self.recorded.to_json(),
            "entered": self.entered.value,
            "happened": wall_text(self.happened) if self.happened else None,
            "by": self.by,
            "step": self.step,
            "body": dict(self.body),
            "previous": self.previous,
        }


def next_event(
    before: Event | None,
    kind: Kind,
    recorded: Moment,
    *,
    by: str,
    body: Mapping[str, Any] | None = None,
    step: str | None = None,
    entered: Entered = Entered.LIVE,
    happened: datetime | None = None,
) -> Event:
    """The event that follows `before`, with its place in the chain. Raises Problem `event-malformed` for a bad body."""
    body = dict(body or {})
    check_body(kind, body)
    if (entered is Entered.LIVE) != (happened is None):
        raise Problem(Code.EVENT_MALFORMED, kind=kind.value, field="happened")
    happened = whole_ms(happened) if happened else None
    bare = Event(
        seq=before.seq + 1 if before else 1,
        kind=kind,
        recorded=recorded,
        entered=entered,
        happened=happened,
        by=by,
        step=step,
        body=body,
        previous=before.digest if before else GENESIS,
        digest="",
    )
    try:
        digest = sha256(canonical(bare._signed_part()))
    except UnicodeEncodeError as error:
        raise Problem(Code.EVENT_MALFORMED, kind=kind.value, field="body") from error
    return Event(bare.seq, kind, recorded, entered, happened, by, step, body, bare.previous, digest)
