"""What to record, per role and channel: stages and steps, indicators, attitude acts, and the events that get a key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxo_core.indicator import Choice, Indicator, Reading, Scale
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.roles import Channel, Role, Stage
from cxo_core.text import Text

__all__ = [
    "AttitudeAct",
    "Channel",
    "Choice",
    "Indicator",
    "Reading",
    "Role",
    "Scale",
    "Scheme",
    "Stage",
    "Step",
]


@dataclass(frozen=True, slots=True)
class AttitudeAct:
    """Something a clerk did or did not do that anybody could see. Never a person's name."""

    id: str
    title: Text

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "AttitudeAct":
        return cls(str(value["id"]), Text.from_json(value["title"]))

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "title": self.title.to_json()}


@dataclass(frozen=True, slots=True)
class Step:
    """A touchpoint inside a stage. `events`: the kinds one would tap in it, in their usual order.

    `indicators`: ids of what is asked only here. `floor_seconds`: a shorter stay is implausible and is asked about before
    sealing (0: none). `key_step`: whether it counts as a key step unless the officer says otherwise. `optional`: it
    happens only in some walkthroughs, so leaving it out needs no word.
    """

    id: str
    stage: Stage
    title: Text
    hint: Text
    events: tuple[Kind, ...]
    indicators: tuple[str, ...]
    floor_seconds: int
    key_step: bool
    optional: bool

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Step":
        return cls(
            id=str(value["id"]),
            stage=Stage(value["stage"]),
            title=Text.from_json(value["title"]),
            hint=Text.from_json(value.get("hint") or ""),
            events=tuple(Kind(each) for each in value.get("events") or ()),
            indicators=tuple(str(each) for each in value.get("indicators") or ()),
            floor_seconds=int(value.get("floor_seconds", 0)),
            key_step=bool(value.get("key_step", False)),
            optional=bool(value.get("optional", False)),
        )

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"id": self.id, "stage": self.stage.value, "title": self.title.to_json()}
        if self.hint:
            told["hint"] = self.hint.to_json()
        told["events"] = [kind.value for kind in self.events]
        told["indicators"] = list(self.indicators)
        told["floor_seconds"] = self.floor_seconds
        told["key_step"] = self.key_step
        told["optional"] = self.optional
        return told


@dataclass(frozen=True, slots=True)
class Scheme:
    """A versioned plan, locked into the record when recording starts.

    `headings`: the four questions of the summary (政策懂不懂, 流程通不通, 服务优不优, 体验好不好), asked once at the end.
    `indicators`: every other one, in the order shown. `keys`: the event kinds on F2 … F12, in that order.
    `activities`: what a minute at the window can be spent on (window duty only).
    """

    id: str
    version: int
    title: Text
    role: Role
    channel: Channel
    steps: tuple[Step, ...]
    headings: tuple[Indicator, ...]
    indicators: tuple[Indicator, ...]
    attitude_acts: tuple[AttitudeAct, ...]
    keys: tuple[Kind, ...]
    activities: tuple[Choice, ...]
    source: Text

    @classmethod
    def from_json(cls, doc: Mapping[str, Any]) -> "Scheme":
        """Reads a scheme document; one that is not a scheme raises Problem `scheme-malformed`.

        For a list of every mistake with its line, see `cxo_core.documents.check_scheme`.
        """
        try:
            return cls._read(doc)
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
            name = doc.get("id", "") if isinstance(doc, Mapping) else ""
            raise Problem(Code.SCHEME_MALFORMED, name=str(name), cause=str(error)) from error

    @classmethod
    def _read(cls, doc: Mapping[str, Any]) -> "Scheme":
        return cls(
            id=str(doc["id"]),
            version=int(doc["version"]),
            title=Text.from_json(doc["title"]),
            role=Role(doc["role"]),
            channel=Channel(doc["channel"]),
            steps=tuple(Step.from_json(each) for each in doc["steps"]),
            headings=tuple(Indicator.from_json(each) for each in doc.get("headings") or ()),
            indicators=tuple(Indicator.from_json(each) for each in doc.get("indicators") or ()),
            attitude_acts=tuple(AttitudeAct.from_json(each) for each in doc.get("attitude_acts") or ()),
            keys=tuple(Kind(each) for each in doc["keys"]),
            activities=tuple(Choice.from_json(each) for each in doc.get("activities") or ()),
            source=Text.from_json(doc.get("source") or ""),
        )

    def to_json(self) -> dict[str, Any]:
        """The whole document, as the start event holds it; `from_json` reads it back equal."""
        return {
            "id": self.id,
            "version": self.version,
            "title": self.title.to_json(),
            "role": self.role.value,
            "channel": self.channel.value,
            "steps": [step.to_json() for step in self.steps],
            "headings": [indicator.to_json() for indicator in self.headings],
            "indicators": [indicator.to_json() for indicator in self.indicators],
            "attitude_acts": [act.to_json() for act in self.attitude_acts],
            "keys": [kind.value for kind in self.keys],
            "activities": [activity.to_json() for activity in self.activities],
            "source": self.source.to_json(),
        }

    def step(self, id: str) -> Step | None:
        """The step of that id; None when the scheme has none."""
        return next((step for step in self.steps if step.id == id), None)

    def steps_in(self, stage: Stage) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.stage is stage)

    def stages(self) -> tuple[Stage, ...]:
        """The stages that have a step, in the legal order."""
        return tuple(stage for stage in Stage if self.steps_in(stage))

    def indicator(self, id: str) -> Indicator | None:
        """The indicator or heading question of that id; None when the scheme has none."""
        return next((each for each in (*self.headings, *self.indicators) if each.id == id), None)

    def every_step(self) -> tuple[Indicator, ...]:
        """What is asked at the end of each step."""
        return tuple(each for each in self.indicators if each.every_step and not each.computed)

    def readings_of(self, step: Step) -> tuple[Indicator, ...]:
        """What is asked at one step: its own indicators first, then those of every step; never a computed one."""
        own = tuple(each for each in self.indicators if each.id in step.indicators and not each.computed)
        return own + tuple(each for each in self.every_step() if each not in own)

    def computed(self) -> tuple[Indicator, ...]:
        """What is worked out from the events and only listed here for the report."""
        return tuple(each for each in self.indicators if each.computed)

    def activity(self, id: str) -> Choice | None:
        return next((each for each in self.activities if each.id == id), None)

    def act(self, id: str) -> AttitudeAct | None:
        return next((each for each in self.attitude_acts if each.id == id), None)
