"""The folded record as plain JSON: canonical, without decimals, and the same for the same log; and the line a list keeps."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cxo_core.canonical import canonical
from cxo_core.description import FORMAT, VERSION, describe
from cxo_core.event import Event, next_event
from cxo_core.fold import Fold, fold
from cxo_core.kinds import HAPPENINGS, Kind
from cxo_core.summarising import is_plain, summary_after, summary_of
from helpers.any_log import KINDS, bodies, logs
from helpers.records import a_hall_walk
from helpers.tapping import Hand

WALK = a_hall_walk()
TOLD = describe(WALK.walk())


def plain_values(value: Any) -> list[Any]:
    match value:
        case dict():
            return [each for name in value for each in (name, *plain_values(value[name]))]
        case list():
            return [each for part in value for each in plain_values(part)]
        case _:
            return [value]


@given(logs())
def test_a_description_is_canonical_json_without_decimals(log: list[Event]) -> None:
    told = describe(fold(log))
    assert {type(value) for value in plain_values(told)} <= {str, int, bool, type(None)}
    assert json.loads(canonical(told)) == told


def test_it_names_its_format_and_version_first() -> None:
    assert (TOLD["format"], TOLD["version"]) == (FORMAT, VERSION) == ("cxo.walkthrough", 1)


def test_it_holds_the_clocks_in_whole_seconds_with_their_basis() -> None:
    hand = Hand()
    hand.tap(Kind.TICKET_TAKEN)
    hand.wait(minutes=22, seconds=14.9).tap(Kind.CALLED)
    hand.wait(seconds=40).tap(Kind.SERVICE_STARTED)
    hand.tap(Kind.PAPERS_SUBMITTED)
    hand.wait(days=7).reboot().tap(Kind.DELIVERED)
    told = describe(hand.walk())["clocks"]
    assert told["queue"] == {"seconds": 1334, "basis": "monotonic", "entered": "live"}
    assert told["encounters"][0]["call_response"]["seconds"] == 40
    assert told["service"] is None
    assert told["turnaround"] == {
        "time": {"seconds": 604800, "basis": "wall", "entered": "live"},
        "calendar_days": 7,
        "working_days": 5,
    }


def test_it_holds_the_legal_clock_and_every_limit() -> None:
    assert TOLD["legal"]["clock"]["accepted"] == "2026-03-03"
    assert TOLD["legal"]["clock"]["working_days"] == 5
    kept = {limit["id"]: limit["kept"] for limit in TOLD["legal"]["limits"]}
    assert kept and all(value in (True, False, None) for value in kept.values())


def test_it_holds_the_material_sets_and_exact_rates() -> None:
    sets = TOLD["material_sets"]
    assert sets["extra"] == ["x1"]
    assert sets["extra_rate"] == [1, 4]
    assert sets["repeated"] == ["licence"]
    assert (sets["first_time_right"], sets["missing_notices"]) == (False, 1)


def test_it_holds_findings_with_numbers_and_whether_they_are_confirmed() -> None:
    assert [(each["number"], each["id"], each["confirmed"]) for each in TOLD["findings"]] == [
        (1, "f1", True),
        (2, "f2", False),
        (3, "f3", True),
    ]
    assert TOLD["findings"][0]["evidence"] == ["e0"]


def test_it_holds_the_digest_of_every_photo_kept_and_of_none_removed() -> None:
    assert {each["id"]: each["sha256"] for each in TOLD["evidence"]} == {
        photo.id: photo.sha256 for photo in WALK.walk().photos
    }
    hand = Hand()
    body = {"media_type": "image/jpeg", "bytes": 1, "sha256": "a", "original_sha256": "a"}
    hand.tap(Kind.EVIDENCE_ATTACHED, evidence="e1", **body)
    hand.tap(Kind.EVIDENCE_REMOVED, evidence="e1", reason="拍到了证件号码")
    assert describe(hand.walk())["evidence"] == []


def test_it_tells_proposed_confirmed_and_declined_codes_apart() -> None:
    codes = TOLD["codes"]
    assert codes["confirmed"] == ["109"] and codes["declined"] == ["210"]
    assert {"109", "210"} <= {each["code"] for each in codes["proposed"]}


def test_it_tells_every_entry_with_its_standing_visit_and_author() -> None:
    timeline = TOLD["timeline"]
    assert [each["seq"] for each in timeline] == list(range(1, len(WALK.events) + 1))
    assert {each["standing"] for each in timeline} == {"counts", "undone", "struck"}
    assert {each["visit"] for each in timeline} == {0, 1, 2, 3}
    assert {each["by"] for each in timeline} == {"o1", "o2"}
    assert {each["entered"] for each in timeline} == {"live", "typed", "recalled"}


def test_a_record_past_the_published_calendar_says_why_it_has_no_legal_clock() -> None:
    hand = Hand()
    hand.wait(days=365 * 60).tap(Kind.ACCEPTED)
    hand.wait(days=3).tap(Kind.DECIDED)
    assert describe(hand.walk())["legal"] == {
        "problem": "calendar-not-published",
        "clock": None,
        "limits": [],
    }


@given(logs(), st.sampled_from(sorted(HAPPENINGS)), st.data())
def test_the_line_of_a_list_after_a_plain_event_is_the_one_worked_out_from_the_whole_record(
    log: list[Event], kind: Kind, data: st.DataObject
) -> None:
    event = next_event(log[-1], kind, log[-1].recorded, by="o2", body=data.draw(bodies(kind)))
    if is_plain(event):
        before = Fold(log)
        after = summary_after(summary_of(before.state()), event)
        before.add(event)
        assert after == summary_of(before.state())


def test_only_happenings_that_change_no_list_are_plain() -> None:
    hand = Hand()
    for kind in KINDS:
        event = Event(2, kind, hand.moment(), hand.events[0].entered, None, "o1", None, {}, "", "")
        assert is_plain(event) is (kind in HAPPENINGS and kind not in (Kind.ARRIVED, Kind.LEFT))


def test_a_line_remembers_what_people_search_for() -> None:
    line = summary_of(WALK.walk())
    for remembered in ("从业人员健康证明", "取号单 A032", "总体印象", "冷藏食品", "王强", "市政务服务中心"):
        assert remembered in line.search
    assert (line.visits, line.findings, line.photos, line.status) == (3, 3, 8, "finished")
    assert line.officers == "李敏、王强"
