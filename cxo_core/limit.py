"""A number of days a guide or a law promises, with where it is written and how surely we know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cxo_core.text import Text


class LimitKind(StrEnum):
    """Which stretch the days run over."""

    ON_THE_SPOT = "on_the_spot"  # decided at once when the papers are complete; days is 0
    STATUTORY = "statutory"  # acceptance → decision, by law
    EXTENSION = "extension"  # added to the statutory limit with approval
    PROMISED = "promised"  # acceptance → decision, as the office promises
    DELIVERY = "delivery"  # decision → document in hand
    NOTICE = "notice"  # papers received → what is missing is told, once
    ANNOUNCEMENT = "announcement"  # public notice before a decision
    OBJECTION = "objection"  # others may object
    APPLY_FROM = "apply_from"  # earliest application: days before expiry
    APPLY_UNTIL = "apply_until"  # latest application: days before expiry


class DayUnit(StrEnum):
    WORKING = "working"  # 工作日
    CALENDAR = "calendar"  # 日


class Verified(StrEnum):
    """How a fact was learnt."""

    PRIMARY = "V"  # read in the statute or the primary source
    SECONDARY = "V2"  # read in a secondary source
    MEMORY = "M"  # from memory: check it against the local guide


@dataclass(frozen=True, slots=True)
class Limit:
    """`days` in `unit`. `article`: the law and its article, or the guide. `condition`: when it holds, None for always."""

    id: str
    kind: LimitKind
    days: int
    unit: DayUnit
    article: Text
    verified: Verified
    condition: Text | None
    note: Text

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Limit":
        return cls(
            id=str(value["id"]),
            kind=LimitKind(value["kind"]),
            days=int(value["days"]),
            unit=DayUnit(value["unit"]),
            article=Text.from_json(value["article"]),
            verified=Verified(value["verified"]),
            condition=Text.from_json(value["condition"]) if value.get("condition") else None,
            note=Text.from_json(value.get("note") or ""),
        )

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": self.id,
            "kind": self.kind.value,
            "days": self.days,
            "unit": self.unit.value,
        }
        told["article"] = self.article.to_json()
        told["verified"] = self.verified.value
        if self.condition:
            told["condition"] = self.condition.to_json()
        if self.note:
            told["note"] = self.note.to_json()
        return told
