"""A script against the scheme and item it names: steps, questions, answers, acts and papers that are really there."""

from typing import Any

from cxo_core.documents.mistake import Flaw, Path
from cxo_core.documents.reading import Document
from cxo_core.indicator import Indicator
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem

OUTCOME = "outcome"
"""The indicator a step's outcome is recorded under, where the scheme has it."""


def check_script_fit(document: Document, item: ServiceItem, scheme: Scheme) -> None:
    """Adds every word of a script, right in itself, that its scheme or item does not have."""
    _Fitting(document, item, scheme).read(document.value)


class _Fitting:
    def __init__(self, document: Document, item: ServiceItem, scheme: Scheme) -> None:
        self._document = document
        self._scheme = scheme
        self._steps = [step.id for step in scheme.steps]
        self._papers = [paper.id for paper in item.materials]

    def read(self, script: dict[str, Any]) -> None:
        self._known(("channel",), script["channel"], [self._scheme.channel.value])
        for place, step in enumerate(script.get("part", ())):
            self._known(("part", place), step, self._steps)
        for place, action in enumerate(script["actions"]):
            self._action(("actions", place), action)

    def _action(self, path: Path, action: dict[str, Any]) -> None:
        scheme = self._scheme
        if "step" in action:
            self._known((*path, "step"), action["step"], self._steps)
        if "leave" in action and (outcome := scheme.indicator(OUTCOME)):
            self._answer((*path, "leave"), outcome, action["leave"])
        asked = {each.id: each for each in scheme.indicators if not each.computed}
        for name, value in action.get("readings", {}).items():
            self._reading((*path, "readings", name), asked, value)
        headings = {each.id: each for each in scheme.headings}
        for name, value in action.get("headings", {}).items():
            self._reading((*path, "headings", name), headings, value)
        for act in action.get("attitude", {}):
            self._known((*path, "attitude", act), act, [each.id for each in scheme.attitude_acts])
        self._paper(path, action)

    def _paper(self, path: Path, action: dict[str, Any]) -> None:
        demand = action.get("demand")
        if isinstance(demand, str):
            self._known((*path, "demand"), demand, self._papers)
        elif isinstance(demand, dict) and "material" in demand:
            self._papers.append(demand["material"])
        for verb in ("give", "repeat", "waive"):
            if verb in action:
                self._known((*path, verb), action[verb], self._papers)
        if "defer" in action:
            self._known((*path, "defer", "material"), action["defer"]["material"], self._papers)

    def _reading(self, path: Path, asked: dict[str, Indicator], value: Any) -> None:
        name = str(path[-1])
        if self._known(path, name, list(asked)):
            self._answer(path, asked[name], value)

    def _answer(self, path: Path, indicator: Indicator, value: Any) -> None:
        if indicator.accepts(value):
            return
        if indicator.choices:
            allowed = ", ".join(choice.id for choice in indicator.choices)
        else:
            ends = (indicator.lowest, indicator.highest)
            allowed = indicator.scale.value + (
                " {} … {}".format(*(_end(end) for end in ends)) if any(ends) else ""
            )
        self._document.tell(path, Flaw.NOT_ONE_OF, value=str(value), allowed=allowed)

    def _known(self, path: Path, word: str, allowed: list[str]) -> bool:
        if word in allowed:
            return True
        self._document.tell(path, Flaw.NOT_ONE_OF, value=word, allowed=", ".join(allowed) or "-")
        return False


def _end(end: int | None) -> str:
    return "" if end is None else str(end)
