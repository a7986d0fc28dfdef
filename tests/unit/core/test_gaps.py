"""What is still missing before sealing: each lack told as the walk that has it, and the nearest walk that has it not."""

from datetime import timedelta
from typing import Any

import pytest

from cxo_core.gaps import Gap, Lack, gaps
from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from helpers.tapping import MORNING, SCHEME, Hand

BLOCKING = {
    Lack.NOTHING_RECORDED,
    Lack.STILL_PAUSED,
    Lack.FINDING_WITHOUT_FACT,
    Lack.PHOTO_NOT_CHECKED,
}


def of(hand: Hand, lack: Lack) -> list[Gap]:
    return [gap for gap in gaps(hand.walk()) if gap.lack is lack]


def a_visit() -> Hand:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    return hand


def photo(hand: Hand, evidence: str, **said: Any) -> None:
    body = {"media_type": "image/jpeg", "bytes": 9, "sha256": evidence, "original_sha256": evidence}
    hand.tap(Kind.EVIDENCE_ATTACHED, **{"evidence": evidence, "caption": "告知单", **body, **said})


def finding(hand: Hand, **said: Any) -> None:
    body = {"finding": "f1", "kind": "problem", "fact": "多要一份健康证明", "class": "policy"}
    hand.tap(Kind.FINDING_NOTED, **{**body, "grade": "witnessed", **said})


def test_a_whole_and_honest_walk_lacks_nothing() -> None:
    hand = Hand()
    for step in ("prepare", "queue", "window"):
        hand.tap(Kind.STEP_ENTERED, step=step)
        if step == "queue":
            hand.tap(Kind.ARRIVED)
        hand.wait(minutes=2).tap(Kind.READING_TAKEN, indicator="service", value=4)
        hand.tap(Kind.STEP_LEFT, step=step)
    hand.step = None
    hand.tap(Kind.READING_TAKEN, indicator="policy", value=5)
    assert gaps(hand.walk()) == ()


def test_a_record_in_which_nothing_happened_cannot_be_sealed() -> None:
    hand = Hand()
    hand.tap(Kind.NOTE_WRITTEN, note_id="n1", text="还没开始")
    assert len(of(hand, Lack.NOTHING_RECORDED)) == 1
    hand.tap(Kind.ARRIVED)
    assert of(hand, Lack.NOTHING_RECORDED) == []


def test_happenings_that_were_all_struck_are_nothing() -> None:
    hand = a_visit()
    hand.tap(Kind.STRUCK, target=2, reason="没有去")
    assert len(of(hand, Lack.NOTHING_RECORDED)) == 1


def test_a_paused_walk_has_to_be_resumed_and_is_told_of_once() -> None:
    hand = a_visit()
    hand.tap(Kind.PAUSED)
    assert len(of(hand, Lack.STILL_PAUSED)) == 1
    assert of(hand, Lack.STILL_OPEN) == []
    hand.tap(Kind.RESUMED)
    assert of(hand, Lack.STILL_PAUSED) == []


def test_an_interruption_that_never_ended_is_still_open() -> None:
    hand = a_visit()
    opened = hand.tap(Kind.INTERRUPTION_STARTED, cause="接电话")
    assert of(hand, Lack.STILL_OPEN) == [
        Gap(Lack.STILL_OPEN, None, opened.seq, {"kind": "interruption_started"})
    ]
    hand.tap(Kind.INTERRUPTION_ENDED)
    assert of(hand, Lack.STILL_OPEN) == []


def test_a_required_reading_is_missed_at_each_step_that_was_walked_and_at_no_other() -> None:
    hand = a_visit()
    hand.tap(Kind.STEP_ENTERED, step="queue")
    assert of(hand, Lack.READING) == [Gap(Lack.READING, "queue", None, {"indicator": "service"})]
    hand.tap(Kind.READING_TAKEN, indicator="service", value=4)
    assert of(hand, Lack.READING) == []


def test_a_reading_that_nobody_requires_is_not_missed() -> None:
    hand = a_visit()
    hand.tap(Kind.STEP_ENTERED, step="window")
    assert {gap.details["indicator"] for gap in of(hand, Lack.READING)} == {"service"}


def test_a_reading_given_at_one_step_does_not_stand_for_another() -> None:
    hand = a_visit()
    hand.tap(Kind.STEP_ENTERED, step="queue")
    hand.tap(Kind.READING_TAKEN, indicator="service", value=4)
    hand.tap(Kind.STEP_ENTERED, step="window")
    assert [gap.step for gap in of(hand, Lack.READING)] == ["window"]


def test_the_questions_of_the_summary_are_missed_until_they_are_answered_for_the_whole_walk() -> None:
    hand = a_visit()
    hand.tap(Kind.STEP_ENTERED, step="queue")
    hand.tap(Kind.READING_TAKEN, indicator="policy", value=4)
    assert [gap.details for gap in of(hand, Lack.HEADING)] == [{"indicator": "policy"}]
    hand.step = None
    hand.tap(Kind.READING_TAKEN, indicator="policy", value=4)
    assert of(hand, Lack.HEADING) == []


def test_a_finding_needs_evidence_that_is_still_kept() -> None:
    hand = a_visit()
    photo(hand, "e1")
    finding(hand, evidence=["e1"])
    assert of(hand, Lack.FINDING_WITHOUT_EVIDENCE) == []
    hand.tap(Kind.EVIDENCE_REMOVED, evidence="e1", reason="拍到了别人")
    assert [gap.details["fact"] for gap in of(hand, Lack.FINDING_WITHOUT_EVIDENCE)] == ["多要一份健康证明"]


@pytest.mark.parametrize(
    ("grade", "is_lacking"),
    [("witnessed", False), ("document", False), ("statement", True), ("inference", True)],
)
def test_a_finding_that_rests_on_hearsay_or_inference_is_not_confirmed(grade: str, is_lacking: bool) -> None:
    hand = a_visit()
    finding(hand, grade=grade)
    assert bool(of(hand, Lack.FINDING_NOT_CONFIRMED)) is is_lacking


def test_a_suggestion_needs_neither_evidence_nor_confirmation() -> None:
    hand = a_visit()
    finding(hand, kind="suggestion", grade="inference")
    assert of(hand, Lack.FINDING_WITHOUT_EVIDENCE) == of(hand, Lack.FINDING_NOT_CONFIRMED) == []


def test_a_finding_that_says_nothing_blocks_even_as_a_suggestion() -> None:
    hand = a_visit()
    finding(hand, kind="suggestion", fact="  ")
    assert [gap.lack.blocks for gap in of(hand, Lack.FINDING_WITHOUT_FACT)] == [True]


def test_a_withdrawn_finding_lacks_nothing() -> None:
    hand = a_visit()
    finding(hand, fact="", grade="statement")
    hand.tap(Kind.FINDING_WITHDRAWN, finding="f1", reason="记错了")
    assert not {Lack.FINDING_WITHOUT_FACT, Lack.FINDING_WITHOUT_EVIDENCE, Lack.FINDING_NOT_CONFIRMED} & {
        gap.lack for gap in gaps(hand.walk())
    }


def test_a_visit_in_its_order_is_not_asked_about() -> None:
    hand = a_visit()
    hand.wait(minutes=3).tap(Kind.TICKET_TAKEN)
    hand.wait(minutes=5).tap(Kind.CALLED)
    hand.wait(minutes=1).tap(Kind.SERVICE_STARTED)
    hand.wait(minutes=9).tap(Kind.SERVICE_ENDED)
    hand.wait(minutes=1).tap(Kind.LEFT)
    assert of(hand, Lack.TIMES_OUT_OF_ORDER) == []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (Kind.SERVICE_STARTED, Kind.SERVICE_ENDED),
        (Kind.ARRIVED, Kind.LEFT),
        (Kind.INTERRUPTION_STARTED, Kind.INTERRUPTION_ENDED),
        (Kind.TICKET_TAKEN, Kind.CALLED),
    ],
)
def test_an_end_whose_time_was_mistyped_before_its_beginning_is_named_with_both(
    earlier: Kind, later: Kind
) -> None:
    hand = Hand()
    hand.wait(days=1).enter(earlier, MORNING + timedelta(minutes=30))
    mistyped = hand.enter(later, MORNING + timedelta(minutes=3))
    assert of(hand, Lack.TIMES_OUT_OF_ORDER) == [
        Gap(Lack.TIMES_OUT_OF_ORDER, None, mistyped.seq, {"earlier": earlier.value, "later": later.value})
    ]
    right = (MORNING + timedelta(minutes=33)).isoformat(timespec="milliseconds")
    hand.tap(Kind.CORRECTED, target=mistyped.seq, reason="记错了时间", happened=right)
    assert of(hand, Lack.TIMES_OUT_OF_ORDER) == []


def test_a_call_of_one_visit_and_a_ticket_of_the_next_have_nothing_to_do_with_each_other() -> None:
    hand = Hand()
    hand.wait(minutes=540)
    for minutes, kind in (
        (1, Kind.ARRIVED),
        (2, Kind.CALLED),
        (3, Kind.LEFT),
        (60, Kind.ARRIVED),
        (70, Kind.TICKET_TAKEN),
    ):
        hand.enter(kind, MORNING + timedelta(minutes=minutes))
    assert of(hand, Lack.TIMES_OUT_OF_ORDER) == []


def test_times_typed_to_the_same_minute_are_in_order() -> None:
    hand = Hand()
    for kind in (Kind.PAPERS_SUBMITTED, Kind.ACCEPTED, Kind.DECIDED, Kind.DELIVERED):
        hand.enter(kind, MORNING)
    assert of(hand, Lack.TIMES_OUT_OF_ORDER) == []


def test_a_typed_end_before_a_beginning_that_was_tapped_is_asked_about() -> None:
    hand = Hand()
    hand.wait(minutes=30).tap(Kind.SERVICE_STARTED)
    mistyped = hand.enter(Kind.SERVICE_ENDED, MORNING + timedelta(minutes=3))
    assert [gap.seq for gap in of(hand, Lack.TIMES_OUT_OF_ORDER)] == [mistyped.seq]


def test_a_ticket_typed_in_after_the_call_it_led_to_is_in_order() -> None:
    hand = a_visit()
    hand.wait(minutes=30).tap(Kind.CALLED)
    hand.enter(Kind.TICKET_TAKEN, MORNING + timedelta(minutes=10))
    assert of(hand, Lack.TIMES_OUT_OF_ORDER) == []


def test_live_taps_came_as_they_came_even_when_one_was_forgotten() -> None:
    hand = Hand()
    hand.tap(Kind.LEFT)
    hand.wait(minutes=5).tap(Kind.ARRIVED)
    assert of(hand, Lack.TIMES_OUT_OF_ORDER) == []


def test_a_decision_before_the_acceptance_is_out_of_order() -> None:
    hand = Hand()
    hand.tap(Kind.PAPERS_SUBMITTED)
    hand.wait(days=3).tap(Kind.ACCEPTED)
    decided = hand.enter(Kind.DECIDED, MORNING + timedelta(days=1))
    assert of(hand, Lack.TIMES_OUT_OF_ORDER) == [
        Gap(Lack.TIMES_OUT_OF_ORDER, None, decided.seq, {"earlier": "accepted", "later": "decided"})
    ]


def test_a_walk_typed_in_from_a_paper_form_says_so_once() -> None:
    hand = Hand()
    hand.wait(days=1).enter(Kind.ARRIVED, MORNING)
    hand.enter(Kind.LEFT, MORNING + timedelta(hours=1), Entered.RECALLED)
    assert len(of(hand, Lack.ALL_TYPED)) == 1
    hand.tap(Kind.DELIVERED)
    assert of(hand, Lack.ALL_TYPED) == []


def test_a_clock_set_by_hand_is_asked_about_in_seconds() -> None:
    hand = a_visit()
    hand.tap(Kind.CLOCK_JUMPED, jump_ms=-3_600_000, since=2)
    assert [gap.details for gap in of(hand, Lack.CLOCK_JUMPED)] == [{"seconds": -3600}]


def test_the_same_file_taken_in_twice_is_the_same_photo() -> None:
    hand = a_visit()
    photo(hand, "e1")
    photo(hand, "e2", original_sha256="e1", caption="又一张")
    assert [gap.details["caption"] for gap in of(hand, Lack.SAME_PHOTO)] == ["又一张"]


@pytest.mark.parametrize(("other", "is_same"), [("000000000000000f", True), ("000000000000001f", False)])
def test_photos_that_look_alike_to_four_bits_are_the_same_picture(other: str, is_same: bool) -> None:
    hand = a_visit()
    photo(hand, "e1", likeness="0000000000000000")
    photo(hand, "e2", likeness=other)
    assert bool(of(hand, Lack.SAME_PHOTO)) is is_same


def test_a_removed_photo_is_no_double() -> None:
    hand = a_visit()
    photo(hand, "e1", likeness="00ff00ff00ff00ff")
    photo(hand, "e2", likeness="00ff00ff00ff00ff")
    hand.tap(Kind.EVIDENCE_REMOVED, evidence="e1", reason="重复")
    assert of(hand, Lack.SAME_PHOTO) == []


def test_a_photo_nobody_looked_at_blocks_and_says_what_it_needs() -> None:
    hand = a_visit()
    photo(hand, "e1")
    photo(hand, "e2", original_sha256="e2")
    hand.tap(Kind.EVIDENCE_FLAGGED, evidence="e2", sensitive=["identity"])
    wanted = [(gap.details["evidence"], gap.details["want"]) for gap in of(hand, Lack.PHOTO_NOT_CHECKED)]
    assert wanted == [("e1", "look"), ("e2", "mask-or-separate-consent")]
    hand.tap(Kind.EVIDENCE_CHECKED, evidence="e1", sha256="e1", outcome="nothing-to-mask")
    hand.tap(Kind.EVIDENCE_CHECKED, evidence="e2", sha256="e2", outcome="exception", basis="履行法定职责")
    assert of(hand, Lack.PHOTO_NOT_CHECKED) == []


def test_a_photo_wants_a_caption() -> None:
    hand = a_visit()
    photo(hand, "e1", caption=" ")
    assert len(of(hand, Lack.PHOTO_WITHOUT_CAPTION)) == 1
    hand.tap(Kind.EVIDENCE_DESCRIBED, evidence="e1", caption="窗口告知单")
    assert of(hand, Lack.PHOTO_WITHOUT_CAPTION) == []


@pytest.mark.parametrize(("seconds", "is_short"), [(0, True), (29, True), (30, False)])
def test_a_step_shorter_than_its_floor_is_asked_about(seconds: int, is_short: bool) -> None:
    hand = Hand()
    entered = hand.tap(Kind.STEP_ENTERED, step="queue")
    hand.wait(seconds=seconds).tap(Kind.STEP_LEFT, step="queue")
    expected = [Gap(Lack.STEP_TOO_SHORT, "queue", entered.seq, {"seconds": seconds, "floor": 30})]
    assert of(hand, Lack.STEP_TOO_SHORT) == (expected if is_short else [])


def test_a_step_typed_in_later_has_no_floor() -> None:
    hand = Hand()
    hand.wait(days=1).enter(Kind.STEP_ENTERED, MORNING, step="queue")
    hand.enter(Kind.STEP_LEFT, MORNING, step="queue")
    assert of(hand, Lack.STEP_TOO_SHORT) == []


def test_the_pause_does_not_make_a_short_step_long() -> None:
    hand = Hand()
    hand.tap(Kind.STEP_ENTERED, step="queue")
    hand.tap(Kind.PAUSED)
    hand.wait(minutes=40).tap(Kind.RESUMED)
    hand.wait(seconds=3).tap(Kind.STEP_LEFT, step="queue")
    assert [gap.details["seconds"] for gap in of(hand, Lack.STEP_TOO_SHORT)] == [3]


def test_a_step_left_out_is_named_unless_it_is_optional() -> None:
    steps = [*SCHEME["steps"], {"id": "book", "stage": "deliver", "title": "预约", "optional": True}]
    hand = Hand(scheme={**SCHEME, "steps": steps})
    hand.tap(Kind.STEP_ENTERED, step="prepare")
    assert [gap.step for gap in of(hand, Lack.STEP_NOT_WALKED)] == ["queue", "window"]


def test_a_part_flow_walk_is_asked_only_about_its_part() -> None:
    hand = Hand(part=["queue"])
    assert [gap.step for gap in of(hand, Lack.STEP_NOT_WALKED)] == ["queue"]


def test_a_deferred_paper_that_never_came_is_named_with_its_day() -> None:
    hand = a_visit()
    hand.tap(Kind.MATERIAL_DEMANDED, material="identity")
    deferred = hand.tap(Kind.MATERIAL_DEFERRED, material="identity", due="2026-03-04")
    told = of(hand, Lack.OVERDUE_PAPER)
    assert told == [Gap(Lack.OVERDUE_PAPER, None, deferred.seq, {"title": "身份证明", "due": "2026-03-04"})]
    hand.tap(Kind.MATERIAL_GIVEN, material="identity")
    assert of(hand, Lack.OVERDUE_PAPER) == []


def test_only_what_makes_a_record_meaningless_blocks_sealing() -> None:
    assert {lack for lack in Lack if lack.blocks} == BLOCKING


def test_what_blocks_comes_first_and_the_rest_in_the_order_of_the_walk() -> None:
    hand = Hand()
    hand.tap(Kind.STEP_ENTERED, step="window")
    hand.tap(Kind.STEP_ENTERED, step="prepare")
    found = gaps(hand.walk())
    assert found[0].lack is Lack.NOTHING_RECORDED
    order = ["prepare", "queue", "window"]
    places = [order.index(gap.step) for gap in found if gap.step]
    assert places == sorted(places)


def test_a_record_whose_scheme_cannot_be_read_can_still_be_looked_over() -> None:
    hand = Hand(scheme={"of": "a later version"})
    hand.tap(Kind.ARRIVED)
    assert gaps(hand.walk()) == ()
