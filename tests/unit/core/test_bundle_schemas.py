"""The published JSON Schemas say what the program does."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cxo_core.bodies import check_body
from cxo_core.description import describe
from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.problems import Problem
from helpers.any_log import logs
from helpers.bundle_samples import walk
from helpers.bundle_schemas import FOLDER, written
from helpers.forged_bundles import contents, manifest_of


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


EVENT = validator("event.schema.json")
MANIFEST = validator("manifest.schema.json")
WALKTHROUGH = validator("walkthrough.schema.json")


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("name", ["event.schema.json", "manifest.schema.json", "walkthrough.schema.json"])
def test_the_published_schema_is_the_one_the_code_gives(name: str) -> None:
    """After a change that is meant: `python -m helpers.bundle_schemas` in the folder tests."""
    assert (FOLDER / name).read_text(encoding="utf-8") == written()[name]


@given(logs())
def test_every_event_and_every_description_fits_its_schema(log: list[Event]) -> None:
    for event in log:
        EVENT.validate(plain(event.to_json()))
    WALKTHROUGH.validate(plain(describe(fold(log))))


def test_a_manifest_fits_its_schema() -> None:
    MANIFEST.validate(json.loads(manifest_of(walk(), contents(walk())).to_bytes()))


VALUES = st.sampled_from(
    ["a", "", 1, 0, -7, 2**53, True, False, None, 1.5, [], ["a"], [1.5], {}, {"a": 1}, {"a": 0.1}]
)


@given(st.sampled_from(list(Kind)), st.data())
def test_a_body_fits_the_schema_exactly_when_the_program_takes_it(kind: Kind, data: st.DataObject) -> None:
    definition = EVENT.schema["$defs"][kind.value]
    known = st.sampled_from(sorted(definition["properties"]) or ["note"])
    required = {name: data.draw(VALUES) for name in definition["required"] if data.draw(st.integers(0, 9))}
    body = required | data.draw(st.dictionaries(known | st.just("stranger"), VALUES, max_size=2))
    event = {**walk().events[0].to_json(), "kind": kind.value, "body": body}
    assert EVENT.is_valid(event) == _is_taken(kind, body)


def _is_taken(kind: Kind, body: dict[str, Any]) -> bool:
    try:
        check_body(kind, body)
    except Problem:
        return False
    return True
