"""One thing a scheme asks the officer to value at a step, and the scale the value must fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cxo_core.computed import Computed
from cxo_core.text import Text


class Scale(StrEnum):
    """How a value is given. Every value is an integer, a string or a boolean: nothing has a decimal point."""

    O5 = "o5"  # the official five levels: 非常满意 5 … 非常不满意 1
    CURVE = "curve"  # experience curve −2 … +2, once per step end
    YES_NO = "yes_no"  # true or false
    COUNT = "count"  # whole number
    SECONDS = "seconds"
    MINUTES = "minutes"
    DAYS = "days"
    BYTES = "bytes"
    PERCENT = "percent"  # whole per cent, 0 … 100
    MONEY = "money"  # fen, 1/100 yuan
    CHOICE = "choice"  # the id of one choice
    TEXT = "text"


LIMITS: dict[Scale, tuple[int, int | None]] = {
    Scale.O5: (1, 5),
    Scale.CURVE: (-2, 2),
    Scale.COUNT: (0, None),
    Scale.SECONDS: (0, None),
    Scale.MINUTES: (0, None),
    Scale.DAYS: (0, None),
    Scale.BYTES: (0, None),
    Scale.PERCENT: (0, 100),
    Scale.MONEY: (0, None),
}
"""The range a number scale has by itself, both ends included; an indicator may narrow it."""

Reading = int | str | bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice, or one activity at the window: the id is recorded, the title is read."""

    id: str
    title: Text

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Choice":
        return cls(str(value["id"]), Text.from_json(value["title"]))

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "title": self.title.to_json()}


@dataclass(frozen=True, slots=True)
class Indicator:
    """A question with its scale. `every_step` asks it at each step end; `computed` ones are never asked.

    `required`: sealing names it as missing when its step was walked without it. `core`: one of the channel's core
    indicators, printed first. `minimum`/`maximum`: in the scale's own unit, both included, None for the scale's own.
    `clock`: what a computed indicator is worked out from.
    """

    id: str
    title: Text
    question: Text
    scale: Scale
    unit: Text
    required: bool
    core: bool
    every_step: bool
    computed: bool
    clock: Computed | None
    choices: tuple[Choice, ...]
    minimum: int | None
    maximum: int | None
    source: Text

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Indicator":
        title = Text.from_json(value["title"])
        return cls(
            id=str(value["id"]),
            title=title,
            question=Text.from_json(value.get("question") or title.to_json()),
            scale=Scale(value["scale"]),
            unit=Text.from_json(value.get("unit") or ""),
            required=bool(value.get("required", False)),
            core=bool(value.get("core", False)),
            every_step=bool(value.get("every_step", False)),
            computed=bool(value.get("computed", False)),
            clock=Computed(value["clock"]) if value.get("clock") else None,
            choices=tuple(Choice.from_json(each) for each in value.get("choices") or ()),
            minimum=_whole(value.get("minimum")),
            maximum=_whole(value.get("maximum")),
            source=Text.from_json(value.get("source") or ""),
        )

    def to_json(self) -> dict[str, Any]:
        """The document as `from_json` reads it; what is not said is left out."""
        told: dict[str, Any] = {
            "id": self.id,
            "title": self.title.to_json(),
            "question": self.question.to_json(),
        }
        told["scale"] = self.scale.value
        for name in ("unit", "source"):
            if text := getattr(self, name):
                told[name] = text.to_json()
        for name in ("required", "core", "every_step", "computed"):
            if getattr(self, name):
                told[name] = True
        if self.clock:
            told["clock"] = self.clock.value
        if self.choices:
            told["choices"] = [choice.to_json() for choice in self.choices]
        for name in ("minimum", "maximum"):
            if (end := getattr(self, name)) is not None:
                told[name] = end
        return told

    @property
    def lowest(self) -> int | None:
        """The smallest number it takes; None where its scale is not a number."""
        if self.scale not in LIMITS:
            return None
        return self.minimum if self.minimum is not None else LIMITS[self.scale][0]

    @property
    def highest(self) -> int | None:
        """The largest number it takes; None where there is no end, or no number."""
        if self.scale not in LIMITS:
            return None
        return self.maximum if self.maximum is not None else LIMITS[self.scale][1]

    def accepts(self, value: object) -> bool:
        """Whether a value fits the scale: an integer in range, a known choice, a boolean, a text that says something."""
        match self.scale:
            case Scale.YES_NO:
                return isinstance(value, bool)
            case Scale.TEXT:
                return isinstance(value, str) and bool(value.strip())
            case Scale.CHOICE:
                return any(choice.id == value for choice in self.choices)
            case _:
                return self._is_in_range(value)

    def _is_in_range(self, value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int):
            return False
        lowest, highest = self.lowest, self.highest
        return (lowest is None or value >= lowest) and (highest is None or value <= highest)

    def choice(self, id: str) -> Choice | None:
        """The choice of that id, for its title."""
        return next((each for each in self.choices if each.id == id), None)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
