"""The schemes, items and JSON Schemas that come with the program are right, whole and in both languages."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cxo_core.computed import Computed
from cxo_core.documents import check_item, check_scheme, read_item, read_scheme
from cxo_core.documents.publish import published
from cxo_core.findings import Grade
from cxo_core.indicator import Scale
from cxo_core.roles import Channel, Stage
from cxo_core.scheme import Scheme
from cxo_core.service_item import DayUnit, LimitKind, ServiceItem, Verified
from cxo_desktop.paths import resources

SCHEMES = sorted((resources() / "schemes").glob("*.yaml"))
ITEMS = sorted((resources() / "catalogue").glob("*.yaml"))
PUBLISH = "python -m cxo_core.documents.publish resources/schemas"


def _scheme(path: Path) -> Scheme:
    return read_scheme(path.read_text(encoding="utf-8"), path.name)


def _item(name: str) -> ServiceItem:
    path = resources() / "catalogue" / f"{name}.yaml"
    return read_item(path.read_text(encoding="utf-8"), path.name)


def _texts(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if "zh" in value:
            yield value
        else:
            for each in value.values():
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_a_shipped_scheme_has_no_mistakes(path: Path) -> None:
    assert check_scheme(path.read_text(encoding="utf-8"), path.name) == []


@pytest.mark.parametrize("path", ITEMS, ids=lambda path: path.stem)
def test_a_shipped_item_has_no_mistakes(path: Path) -> None:
    assert check_item(path.read_text(encoding="utf-8"), path.name) == []


@pytest.mark.parametrize("path", [*SCHEMES, *ITEMS], ids=lambda path: path.stem)
def test_every_text_is_written_in_chinese_and_in_english(path: Path) -> None:
    read = read_scheme if path in SCHEMES else read_item
    for text in _texts(read(path.read_text(encoding="utf-8"), path.name).to_json()):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text["zh"]), text
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in text["en"]), text


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_a_shipped_scheme_is_named_by_its_channel_and_goes_from_preparation_to_delivery(path: Path) -> None:
    scheme = _scheme(path)
    assert scheme.id == scheme.channel.value == path.stem
    assert scheme.stages()[0] is Stage.PREPARE
    assert scheme.stages()[-1] is Stage.DELIVER
    assert len(scheme.attitude_acts) == 6
    assert len(scheme.headings) == 4
    assert all(heading.scale is Scale.O5 for heading in scheme.headings)
    assert all(step.title and (step.events or step.indicators) for step in scheme.steps)


def test_all_five_schemes_ask_the_same_at_each_step_and_at_the_end() -> None:
    schemes = [_scheme(path) for path in SCHEMES]
    assert {scheme.channel for scheme in schemes} == set(Channel)
    first = schemes[0]
    for scheme in schemes[1:]:
        assert scheme.every_step() == first.every_step()
        assert scheme.headings == first.headings
        assert scheme.attitude_acts == first.attitude_acts


def test_the_evidence_grades_of_a_step_are_those_of_a_finding() -> None:
    grade = _scheme(SCHEMES[0]).indicator("step_grade")
    assert grade is not None
    assert [choice.id for choice in grade.choices] == [each.value for each in Grade]


def test_every_computed_measure_is_listed_by_some_scheme() -> None:
    listed = {each.clock for path in SCHEMES for each in _scheme(path).computed()}
    assert listed == set(Computed)


def test_window_duty_lists_the_activities_a_minute_is_spent_on() -> None:
    scheme = _scheme(resources() / "schemes" / "window_duty.yaml")
    assert [each.id for each in scheme.activities] == [
        "receive",
        "check",
        "key_in",
        "scan",
        "ask_back_office",
        "explain",
        "wait_for_system",
        "print",
    ]


def test_the_construction_permit_shows_days_and_working_days() -> None:
    limits = _item("construction-permit").limits_of(LimitKind.STATUTORY)
    assert [(limit.days, limit.unit) for limit in limits] == [(7, DayUnit.CALENDAR), (7, DayUnit.WORKING)]


def test_health_certificates_are_a_condition_of_the_renewal_and_not_a_listed_paper() -> None:
    item = _item("food-licence-renewal")
    assert not any("健康" in material.title.zh for material in item.materials)
    assert any("健康证明" in condition.zh for condition in item.conditions)


def test_medical_papers_are_sensitive_and_not_photographed() -> None:
    item = _item("medical-reimbursement")
    assert item.sensitive_photos
    assert all(material.sensitive for material in item.materials)


@pytest.mark.parametrize("path", ITEMS, ids=lambda path: path.stem)
def test_every_limit_says_where_it_is_written_and_how_surely_it_is_known(path: Path) -> None:
    item = _item(path.stem)
    assert item.id == path.stem
    assert item.limits
    assert all(limit.article and limit.verified in Verified for limit in item.limits)
    assert all(material.source for material in item.materials)


def test_the_published_schemas_are_those_the_program_checks_by() -> None:
    for name, text in published().items():
        assert (resources() / "schemas" / name).read_text(encoding="utf-8") == text, f"run {PUBLISH}"
        jsonschema.Draft202012Validator.check_schema(json.loads(text))
