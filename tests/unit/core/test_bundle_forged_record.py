"""What somebody can do who may encrypt to the office and sign for himself: every lie about the record is named."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.bundle.verify import Subject
from cxo_core.canonical import canonical, sha256
from cxo_core.problems import Code
from cxo_core.signing import Domain, is_signed, new_seed, public_key, sign
from helpers.bundle_samples import SEED, drawn_png, walk
from helpers.forged_bundles import (
    HONEST,
    contents,
    found,
    honest,
    is_noticed,
    manifest_of,
    member,
    relisted,
    signed,
    verified,
)


@given(at=st.integers(0, len(HONEST) - 1), bit=st.integers(0, 7))
def test_any_flipped_bit_of_the_archive_is_noticed(at: int, bit: int) -> None:
    spoiled = bytearray(HONEST)
    spoiled[at] ^= 1 << bit
    assert is_noticed(bytes(spoiled))


@given(st.data())
def test_any_cut_or_grown_or_swapped_archive_is_noticed(data: st.DataObject) -> None:
    ends = st.integers(0, len(HONEST))
    start, end = sorted((data.draw(ends), data.draw(ends)))
    spoiled = HONEST[:start] + data.draw(st.binary(max_size=40)) + HONEST[end:]
    if spoiled != HONEST:
        assert is_noticed(spoiled)


@given(st.binary(max_size=2_000))
def test_any_noise_in_place_of_the_archive_is_noticed(noise: bytes) -> None:
    assert is_noticed(b"PK\x03\x04" + noise)


def test_another_laptop_is_named() -> None:
    other = new_seed()
    log = walk()
    listed = contents(log)
    manifest = replace(manifest_of(log, listed), device_key=public_key(other))
    forged = [*signed(manifest, other), *(member(name, content) for name, content in listed.items())]
    assert verified(forged).is_sound
    report = verified(forged, device_key=public_key(SEED))
    assert [problem.code for problem in report.problems] == [Code.BUNDLE_DEVICE_UNEXPECTED]
    assert report.problems[0].details["device"] == manifest.device


def test_a_manifest_signed_with_another_key_is_named() -> None:
    log = walk()
    manifest = manifest_of(log, contents(log))
    assert found([*signed(manifest, new_seed()), *honest()[2:]]) == {
        Subject.SIGNATURE: [Code.BUNDLE_SIGNATURE_WRONG]
    }


@pytest.mark.parametrize("signature", [b"", b"short", bytes(64)])
def test_a_signature_that_is_none_is_named(signature: bytes) -> None:
    members = honest()
    members[1] = member("manifest.sig", signature)
    assert found(members) == {Subject.SIGNATURE: [Code.BUNDLE_SIGNATURE_WRONG]}


def test_a_signature_made_for_something_else_does_not_count() -> None:
    signature = sign(SEED, Domain.RECEIPT, b"the same message")
    assert is_signed(public_key(SEED), Domain.RECEIPT, b"the same message", signature)
    assert not is_signed(public_key(SEED), Domain.BUNDLE_MANIFEST, b"the same message", signature)


def test_a_photo_left_out_is_named() -> None:
    members = honest()
    assert found(members[:-1]) == {Subject.MEMBERS: [Code.BUNDLE_MEMBER_MISSING]}
    assert verified(members[:-1]).problems[0].details["member"] == members[-1].header.name


def test_a_file_smuggled_in_is_named() -> None:
    members = [*honest(), member("evidence/extra.jpg", b"look at me")]
    assert found(members) == {Subject.MEMBERS: [Code.BUNDLE_MEMBER_UNEXPECTED]}


def test_members_in_another_order_are_named() -> None:
    members = honest()
    members[-1], members[-2] = members[-2], members[-1]
    assert found(members) == {Subject.MEMBERS: [Code.BUNDLE_MEMBER_UNEXPECTED]}


def test_two_photos_under_each_others_names_are_named() -> None:
    members = honest()
    names = [each.header.name for each in members[-2:]]
    members[-2:] = [member(names[0], members[-1].packed), member(names[1], members[-2].packed)]
    assert found(members) == {Subject.MEMBERS: [Code.BUNDLE_MEMBER_DAMAGED] * 2}


def test_a_photo_listed_as_it_was_exchanged_is_named() -> None:
    members = relisted(walk(), lambda listed: listed.update({"evidence/e-1b07.png": drawn_png(7)}))
    assert found(members) == {Subject.EVIDENCE: [Code.BUNDLE_EVIDENCE_DIFFERS]}


def test_a_photo_that_was_removed_from_the_record_may_not_travel() -> None:
    log = walk()
    listed = contents(log) | {"evidence/e-55aa.png": log.photos["e-55aa"][1]}
    order = ["events.jsonl", "walkthrough.json", *sorted(name for name in listed if "/" in name)]
    listed = {name: listed[name] for name in order}
    members = [
        *signed(manifest_of(log, listed)),
        *(member(name, content) for name, content in listed.items()),
    ]
    assert found(members) == {Subject.EVIDENCE: [Code.BUNDLE_EVIDENCE_UNRECORDED]}


def test_a_photo_listed_nowhere_any_more_is_named() -> None:
    members = relisted(walk(), lambda listed: listed.pop("evidence/e-1b07.png"))
    assert found(members) == {Subject.EVIDENCE: [Code.BUNDLE_EVIDENCE_MISSING]}


def test_an_event_left_out_breaks_the_chain() -> None:
    def leave_out(listed: dict[str, bytes]) -> None:
        lines = listed["events.jsonl"].splitlines(keepends=True)
        listed["events.jsonl"] = b"".join(lines[:4] + lines[5:])

    report = verified(relisted(walk(), leave_out))
    assert [problem.code for problem in report.problems] == [Code.CHAIN_BROKEN]
    assert report.problems[0].details["seq"] == 6
    assert not report.is_sound
    assert [check.subject for check in report.checks if not check.was_made] == [
        Subject.CHAIN_HEAD,
        Subject.IDENTITY,
        Subject.EVIDENCE,
        Subject.WALKTHROUGH,
    ]


def test_a_record_that_lost_its_last_events_is_named() -> None:
    def cut(listed: dict[str, bytes]) -> None:
        listed["events.jsonl"] = b"".join(listed["events.jsonl"].splitlines(keepends=True)[:-1])

    codes = found(relisted(walk(), cut))
    assert codes[Subject.CHAIN_HEAD] == [Code.BUNDLE_HEAD_DIFFERS]


def test_a_description_that_says_something_else_is_named() -> None:
    def prettify(listed: dict[str, bytes]) -> None:
        told = json.loads(listed["walkthrough.json"])
        told["hall"] = "别的大厅"
        listed["walkthrough.json"] = canonical(told)

    assert found(relisted(walk(), prettify)) == {Subject.WALKTHROUGH: [Code.BUNDLE_WALKTHROUGH_DIFFERS]}


@pytest.mark.parametrize("told", [b"", b"{}", b"[" * 100_000, b"\xff", b"null", b" " * 3_000_000])
def test_a_description_that_is_none_is_named(told: bytes) -> None:
    members = relisted(walk(), lambda listed: listed.update({"walkthrough.json": told}))
    assert found(members) == {Subject.WALKTHROUGH: [Code.BUNDLE_WALKTHROUGH_DIFFERS]}


def test_a_calendar_published_after_sealing_changes_nothing() -> None:
    def seal_before_the_calendar(listed: dict[str, bytes]) -> None:
        told = json.loads(listed["walkthrough.json"])
        told["legal"] = {"problem": "calendar-not-published", "clock": None, "limits": []}
        listed["walkthrough.json"] = canonical(told)

    assert verified(relisted(walk(), seal_before_the_calendar)).is_sound


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"walkthrough": "w-other"}, "walkthrough"), ({"revision": 2, "previous": "0" * 64}, "revision")],
)
def test_a_label_of_another_record_is_named(changes: dict[str, object], field: str) -> None:
    log = walk()
    manifest = replace(manifest_of(log, contents(log)), **changes)
    report = verified([*signed(manifest), *honest()[2:]])
    assert {problem.code for problem in report.problems} == {Code.BUNDLE_IDENTITY_DIFFERS}
    assert field in {problem.details["field"] for problem in report.problems}


def test_a_manifest_that_miscounts_the_events_is_named() -> None:
    log = walk()
    manifest = replace(manifest_of(log, contents(log)), events=99)
    assert found([*signed(manifest), *honest()[2:]]) == {Subject.CHAIN_HEAD: [Code.BUNDLE_HEAD_DIFFERS]}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"null",
        b"[]",
        b"[" * 100_000,
        b'{"seq":1e999}',
        b'{"seq":' + b"9" * 5_000 + b"}",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
    ],
    ids=range(9),
)
def test_a_line_that_is_no_event_is_named(line: bytes) -> None:
    def add(listed: dict[str, bytes]) -> None:
        listed["events.jsonl"] += line + b"\n"

    assert found(relisted(walk(), add))[Subject.EVENTS] == [Code.EVENT_MALFORMED]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", float("inf")),
        ("seq", True),
        ("seq", "1"),
        ("step", {"a": 1}),
        ("step", ["a"]),
        ("step", 7),
        ("by", None),
        ("body", ["note"]),
        ("body", {"note": 1.5}),
        ("body", {"stranger": "x"}),
        ("kind", "danced"),
        ("entered", "typed"),
        ("happened", "2026-11-02T09:30:00.000"),
        ("recorded", {"wall": "2026-11-02T09:30:00.000+08:00", "mono_ms": 1e300, "boot": "b"}),
        ("recorded", {"wall": "0001-01-01T00:00:00.000", "mono_ms": 1, "boot": "b"}),
        ("extra", "x"),
    ],
)
def test_an_event_with_a_wrong_field_is_named(field: str, value: object) -> None:
    def spoil(listed: dict[str, bytes]) -> None:
        lines = listed["events.jsonl"].splitlines()
        event = json.loads(lines[1])
        event[field] = value
        event.pop("digest")
        event["digest"] = sha256(json.dumps(event, sort_keys=True, separators=(",", ":")).encode())
        lines[1] = json.dumps(event, sort_keys=True, separators=(",", ":")).encode()
        listed["events.jsonl"] = b"\n".join(lines) + b"\n"

    codes = found(relisted(walk(), spoil))
    assert codes[Subject.EVENTS][0] in {Code.EVENT_MALFORMED, Code.CHAIN_BROKEN}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
def test_any_value_in_any_field_of_an_event_is_named(data: st.DataObject) -> None:
    lines = contents(walk())["events.jsonl"].splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    event = json.loads(lines[at])
    field = data.draw(st.sampled_from(sorted(event)))
    value = data.draw(JSON)
    if event[field] == value and type(event[field]) is type(value):
        return
    event[field] = value
    lines[at] = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "replace"
    )
    report = verified(
        relisted(walk(), lambda listed: listed.update({"events.jsonl": b"\n".join(lines) + b"\n"}))
    )
    assert report.problems[0].code in {Code.EVENT_MALFORMED, Code.CHAIN_BROKEN}


def test_an_event_not_written_in_the_one_form_is_named() -> None:
    def loosen(listed: dict[str, bytes]) -> None:
        lines = listed["events.jsonl"].splitlines()
        lines[1] = json.dumps(json.loads(lines[1])).encode()
        listed["events.jsonl"] = b"\n".join(lines) + b"\n"

    assert found(relisted(walk(), loosen))[Subject.EVENTS] == [Code.EVENT_MALFORMED]


def test_a_last_line_without_its_end_is_named() -> None:
    members = relisted(walk(), lambda listed: listed.update({"events.jsonl": listed["events.jsonl"][:-1]}))
    assert found(members)[Subject.EVENTS] == [Code.EVENT_MALFORMED]


def test_an_empty_record_is_named() -> None:
    members = relisted(walk(), lambda listed: listed.update({"events.jsonl": b""}))
    assert not verified(members).is_sound
    assert found(members)[Subject.CHAIN_HEAD] == [Code.BUNDLE_HEAD_DIFFERS]
