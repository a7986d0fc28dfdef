"""What the office asks and answers: tasks, service items, schemes, halls, decisions on bundles, answers to findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cxo_core.canonical import is_count
from cxo_core.moment import wall_text
from cxo_core.protocol.signed import claim, is_text, time
from cxo_core.roles import Channel, Role


class MatterKind(StrEnum):
    TASK = "task"
    ITEM = "item"
    SCHEME = "scheme"
    HALL = "hall"
    DECISION = "decision"
    ANSWER = "answer"


class Verdict(StrEnum):
    """What the office decided on one revision."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Task:
    """体验任务: what the office asks for. `item` and `scheme` are ids of the catalogue; `scheme` may be empty: any that fits.

    `first_day` to `due_day`: the window of dates, both counted in. `officer` or `hall` empty: whoever takes it.
    """

    id: str
    round: str
    module: str
    item: str
    scheme: str
    role: Role
    channel: Channel
    hall: str
    officer: str
    first_day: date
    due_day: date
    reason: str

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "round": self.round,
            "module": self.module,
            "item": self.item,
            "scheme": self.scheme,
            "role": self.role.value,
            "channel": self.channel.value,
            "hall": self.hall,
            "officer": self.officer,
            "first_day": self.first_day.isoformat(),
            "due_day": self.due_day.isoformat(),
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Task":
        """Raises Problem `document-not-signed` naming the field."""
        claim(is_text(value.get("id"), 64, least=1), "id")
        for field in ("round", "module", "item", "scheme", "hall", "officer"):
            claim(is_text(value.get(field), 200), field)
        claim(is_text(value.get("reason"), 4000), "reason")
        claim(value.get("role") in tuple(Role), "role")
        claim(value.get("channel") in tuple(Channel), "channel")
        first_day, due_day = _day(value.get("first_day"), "first_day"), _day(value.get("due_day"), "due_day")
        claim(first_day <= due_day, "due_day")
        return cls(
            id=value["id"],
            round=value["round"],
            module=value["module"],
            item=value["item"],
            scheme=value["scheme"],
            role=Role(value["role"]),
            channel=Channel(value["channel"]),
            hall=value["hall"],
            officer=value["officer"],
            first_day=first_day,
            due_day=due_day,
            reason=value["reason"],
        )


@dataclass(frozen=True, slots=True)
class Hall:
    """A hall as it is to be named in records."""

    id: str
    name: str
    address: str = ""
    windows: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "address": self.address, "windows": list(self.windows)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Hall":
        claim(is_text(value.get("id"), 64, least=1), "id")
        claim(is_text(value.get("name"), 200, least=1), "name")
        claim(is_text(value.get("address"), 400), "address")
        windows = value.get("windows")
        claim(isinstance(windows, list) and len(windows) <= 500, "windows")
        claim(all(is_text(each, 100) for each in windows or ()), "windows")
        return cls(value["id"], value["name"], value["address"], tuple(windows or ()))


@dataclass(frozen=True, slots=True)
class Comment:
    """What the office says about one step, or about the whole where `step` is empty."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The office's decision on one revision. A returned one says what to do better, step by step."""

    walkthrough: str
    revision: int
    verdict: Verdict
    comments: tuple[Comment, ...]
    decided_at: datetime

    @property
    def id(self) -> str:
        return f"{self.walkthrough}.{self.revision}"

    def to_json(self) -> dict[str, Any]:
        return {
            "walkthrough": self.walkthrough,
            "revision": self.revision,
            "verdict": self.verdict.value,
            "comments": [{"step": each.step, "text": each.text} for each in self.comments],
            "decided_at": wall_text(self.decided_at),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Decision":
        claim(is_text(value.get("walkthrough"), 64, least=1), "walkthrough")
        claim(is_count(value.get("revision"), 1), "revision")
        claim(value.get("verdict") in tuple(Verdict), "verdict")
        comments = value.get("comments")
        claim(isinstance(comments, list) and len(comments) <= 1000, "comments")
        read = tuple(_comment(each) for each in comments or ())
        return cls(
            value["walkthrough"],
            value["revision"],
            Verdict(value["verdict"]),
            read,
            time(value.get("decided_at"), "decided_at"),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a finding: who answered, how far it got, and why not further. The officer may score it."""

    walkthrough: str
    finding: str
    unit: str
    text: str
    is_closed: bool
    answered_at: datetime

    @property
    def id(self) -> str:
        return f"{self.walkthrough}.{self.finding}"

    def to_json(self) -> dict[str, Any]:
        return {
            "walkthrough": self.walkthrough,
            "finding": self.finding,
            "unit": self.unit,
            "text": self.text,
            "is_closed": self.is_closed,
            "answered_at": wall_text(self.answered_at),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Answer":
        for field, most in (("walkthrough", 64), ("finding", 64), ("unit", 200), ("text", 4000)):
            claim(is_text(value.get(field), most, least=0 if field == "unit" else 1), field)
        claim(isinstance(value.get("is_closed"), bool), "is_closed")
        return cls(
            value["walkthrough"],
            value["finding"],
            value["unit"],
            value["text"],
            value["is_closed"],
            time(value.get("answered_at"), "answered_at"),
        )


def _comment(value: Any) -> Comment:
    claim(isinstance(value, dict) and is_text(value.get("step"), 64), "comments")
    claim(is_text(value.get("text"), 4000, least=1), "comments")
    return Comment(value["step"], value["text"])


def _day(value: object, field: str) -> date:
    try:
        read = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        read = None
    claim(read is not None, field)
    return read or date.min
