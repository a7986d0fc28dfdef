"""What a manifest may not say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.canonical import canonical
from cxo_core.problems import Code
from cxo_core.signing import public_key
from helpers.bundle_samples import SEED, walk
from helpers.forged_bundles import (
    UNREADABLE,
    Forged,
    archived,
    contents,
    honest,
    is_noticed,
    manifest_of,
    refused,
    signed,
)

HONEST_MANIFEST = manifest_of(walk(), contents(walk())).to_bytes()

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def _spoiled(**changes: object) -> list[Forged]:
    log = walk()
    value = json.loads(manifest_of(log, contents(log)).to_bytes())
    return [*signed(canonical(value | changes)), *honest()[2:]]


@pytest.mark.parametrize("version", [2, 0, "1", True, None, 10**30])
def test_another_format_version_is_refused_by_name(version: object) -> None:
    assert refused(_spoiled(format_version=version)).code is Code.BUNDLE_UNKNOWN_VERSION


def test_another_format_is_not_a_bundle() -> None:
    assert refused(_spoiled(format="cxo.pack")).code is Code.BUNDLE_NOT_A_BUNDLE


@pytest.mark.parametrize(
    "changes",
    [
        {"walkthrough": ""},
        {"walkthrough": "../w"},
        {"revision": 0},
        {"revision": True},
        {"revision": 2},
        {"previous": "0" * 64},
        {"device": {"id": "0" * 16, "public_key": public_key(SEED)}},
        {"device": {"id": "0" * 16, "public_key": "xyz"}},
        {"device": None},
        {"chain": {"head": "0" * 64, "events": 0}},
        {"chain": []},
        {"sealed_at": "2026-11-02"},
        {"sealed_at": "2026-11-02T09:30:00Z"},
        {"sealed_at": 5},
        {"program": ""},
        {"program": "p\n"},
        {"program": "x" * 101},
        {"members": []},
        {"members": None},
        {"members": [None, None]},
        {"officer": "测试员"},
    ],
    ids=lambda changes: json.dumps(changes)[:40],
)
def test_a_manifest_with_a_wrong_field_is_refused(changes: dict[str, object]) -> None:
    problem = refused(_spoiled(**changes))
    assert problem.code is Code.BUNDLE_DAMAGED
    assert problem.details["where"] == "manifest.json"


@given(st.data())
def test_any_value_anywhere_in_a_manifest_is_refused_by_name(data: st.DataObject) -> None:
    log = walk()
    value = json.loads(manifest_of(log, contents(log)).to_bytes())
    place = value
    while True:
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(list(keys)))
        if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(JSON)
    content = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "replace"
    )
    assert is_noticed(archived([*signed(content), *honest()[2:]])) or content == HONEST_MANIFEST


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff", b"NaN"])
def test_a_manifest_that_is_no_document_is_refused(content: bytes) -> None:
    assert refused([*signed(content), *honest()[2:]]).code in UNREADABLE


def test_a_manifest_in_another_form_is_refused() -> None:
    log = walk()
    content = json.dumps(json.loads(manifest_of(log, contents(log)).to_bytes()), indent=1).encode()
    assert refused([*signed(content), *honest()[2:]]).details["why"] == "not canonical"


def test_a_newer_version_is_known_before_anything_else_in_it_is_looked_at() -> None:
    manifest = signed(canonical({"format": "cxo.bundle", "format_version": 2}))[0]
    assert refused(archived([manifest]) + b"whatever it has then").code is Code.BUNDLE_UNKNOWN_VERSION
