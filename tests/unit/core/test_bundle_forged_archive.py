"""What somebody can do who knows ZIP: no name leads elsewhere, nothing hides, nothing swells."""

import gc
from dataclasses import replace

import pytest

from cxo_core.bundle.verify import Subject, verify
from cxo_core.problems import Code, Problem
from helpers.bundle_samples import walk
from helpers.forged_bundles import (
    HONEST,
    OFFICE,
    Forged,
    archived,
    encrypted,
    found,
    honest,
    member,
    refused,
    relisted,
)


@pytest.mark.parametrize(
    "name",
    [
        "../evidence/e.jpg",
        "evidence/../../e.jpg",
        "evidence/a/b.jpg",
        "evidence/.jpg",
        "evidence/..jpg",
        "evidence/e",
        "evidence/e.jpg.exe",
        "evidence/con.jpg",
        "evidence/e\0.jpg",
        "evidence\\e.jpg",
        "EVIDENCE/e.jpg",
        "/etc/passwd",
        "C:evil",
        "manifest.json/",
        "evidence/" + "e" * 65 + ".jpg",
        "evidence/e.jpg ",
        "events.jsonl2",
    ],
)
def test_a_member_with_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    problem = refused([*honest(), member(name, b"x")])
    assert problem.code is Code.BUNDLE_DAMAGED
    assert str(problem.details["where"]).isprintable()


def test_a_name_that_is_not_ascii_is_refused() -> None:
    odd = archived([*honest(), member("evidence/abcd.jpg", b"x")]).replace(
        b"evidence/abcd.jpg", b"evidence/\xe4\xbd\xa0d.jpg"
    )
    with pytest.raises(Problem) as raised:
        verify(encrypted(odd), [OFFICE])
    assert raised.value.code is Code.BUNDLE_DAMAGED


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4])
def test_a_member_that_comes_twice_is_refused(place: int) -> None:
    members = honest()
    assert refused([*members, members[place]]).code is Code.BUNDLE_DAMAGED


def test_a_member_that_comes_again_in_capitals_is_refused() -> None:
    members = honest()
    again = member("evidence/E-1B07.png", members[-2].packed)
    assert refused([*members, again]).code is Code.BUNDLE_DAMAGED


def test_a_text_that_says_it_is_small_and_is_not_is_cut_off() -> None:
    members = honest()
    bomb = member("events.jsonl", bytes(20 << 20))
    members[2] = bomb.saying(size=members[2].header.size)
    assert refused(members).code is Code.BUNDLE_DAMAGED


def test_a_text_that_says_it_is_huge_is_refused_before_it_is_unpacked() -> None:
    members = honest()
    members[2] = members[2].saying(size=(1 << 32) - 1)
    problem = refused(members)
    assert (problem.details["where"], problem.details["why"]) == ("events.jsonl", "size")


def test_a_text_that_unpacks_to_one_endless_line_is_cut_off() -> None:
    members = relisted(walk(), lambda listed: listed.update({"events.jsonl": bytes(20 << 20)}))
    assert found(members)[Subject.EVENTS] == [Code.EVENT_MALFORMED]


@pytest.mark.parametrize("packed", [b"", b"\x03\x00", b"\x03\x00" + b"more", b"\xff" * 40, b"\x4b"])
def test_packed_text_that_does_not_unpack_as_declared_is_refused(packed: bytes) -> None:
    members = honest()
    members[2] = Forged(replace(members[2].header, packed=len(packed)), packed)
    assert refused(members).code is Code.BUNDLE_DAMAGED


@pytest.mark.parametrize(
    "changes",
    [{"crc32": 1}, {"size": 3}, {"packed": 3}, {"method": 8}, {"method": 99}, {"packed": 0, "size": 0}],
)
def test_a_header_that_lies_about_a_photo_is_refused(changes: dict[str, int]) -> None:
    members = honest()
    members[-1] = members[-1].saying(**changes)
    assert refused(members).code is Code.BUNDLE_DAMAGED


@pytest.mark.parametrize(("offset", "value"), [(4, 45), (6, 8), (6, 1), (10, 1), (12, 0), (28, 4)])
def test_a_local_header_in_another_form_is_refused(offset: int, value: int) -> None:
    """Version, data descriptor, encryption flag, time, date, an extra field."""
    spoiled = bytearray(HONEST)
    spoiled[offset] = value
    with pytest.raises(Problem) as raised:
        verify(encrypted(bytes(spoiled)), [OFFICE])
    assert raised.value.code is Code.BUNDLE_DAMAGED


def test_a_directory_that_tells_another_story_is_refused() -> None:
    photo = b"evidence/e-1b07.png"
    at = HONEST.rindex(photo)
    spoiled = HONEST[:at] + b"evidence/e-9999.png" + HONEST[at + len(photo) :]
    with pytest.raises(Problem) as raised:
        verify(encrypted(spoiled), [OFFICE])
    assert raised.value.details["why"] == "directory"


def test_anything_after_the_directory_is_refused() -> None:
    with pytest.raises(Problem) as raised:
        verify(encrypted(HONEST + b"\0"), [OFFICE])
    assert raised.value.details["why"] == "too long"


def test_a_bundle_that_does_not_begin_with_its_manifest_is_refused() -> None:
    members = honest()
    assert refused([members[1], members[0], *members[2:]]).details["why"] == "order"
    assert refused(members[2:]).details["why"] == "order"
    assert refused(members[:1]).details["why"] == "order"
    assert found(members[:2])[Subject.MEMBERS] == [Code.BUNDLE_MEMBER_MISSING] * 4


def test_a_refused_bundle_is_forgotten_at_once() -> None:
    """What a failure holds on to would stay until the next full collection, and add up with each refusal."""
    hostile = encrypted(archived([*honest(), member("../escaped", b"x")]))
    gc.collect()
    gc.disable()
    try:
        with pytest.raises(Problem):
            verify(hostile, [OFFICE])
        assert gc.collect() == 0
    finally:
        gc.enable()
