"""Reason codes of 好差评: which facts propose which code, and that nothing is proposed without its facts."""

import pytest
from hypothesis import given

from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.rating_codes import CODES, proposed
from cxo_core.walkthrough import Walkthrough
from helpers.any_log import logs
from helpers.tapping import ITEM, MORNING, Hand


def codes(walk: Walkthrough) -> dict[str, tuple[int, ...]]:
    return {each.code.code: each.because for each in proposed(walk)}


def decided_after(days: int, *, special_days: int = 0, **opening: object) -> Hand:
    """Accepted on Monday 2 March 2026; the promise of the item is 5 working days, the law's limit 20."""
    hand = Hand(**opening)
    hand.tap(Kind.ACCEPTED)
    if special_days:
        hand.wait(days=1).tap(Kind.SPECIAL_STARTED, cause="专家评审")
        hand.wait(days=special_days).tap(Kind.SPECIAL_ENDED)
        hand.wait(days=days - special_days - 1)
    else:
        hand.wait(days=days)
    hand.tap(Kind.DECIDED)
    return hand


def visits(count: int, **opening: object) -> Hand:
    hand = Hand(**opening)
    for _ in range(count):
        hand.tap(Kind.ARRIVED)
        hand.wait(minutes=10).tap(Kind.LEFT)
        hand.wait(days=1)
    return hand


def test_every_code_has_a_title_in_both_languages_and_its_stars_in_its_first_digit() -> None:
    assert {code: rating.stars for code, rating in CODES.items()} == {code: int(code[0]) for code in CODES}
    assert all(rating.title.zh and rating.title.en for rating in CODES.values())
    assert len(CODES) == 40


@pytest.mark.parametrize("grade", ["witnessed", "document"])
def test_109_extra_papers_seen_or_on_paper(grade: str) -> None:
    hand = Hand()
    demand = hand.tap(Kind.MATERIAL_DEMANDED, material="x1", grade=grade)
    assert codes(hand.walk())["109"] == (demand.seq,)


@pytest.mark.parametrize("grade", ["statement", "inference"])
def test_109_is_never_proposed_from_hearsay_or_inference(grade: str) -> None:
    hand = Hand()
    hand.tap(Kind.MATERIAL_DEMANDED, material="x1", grade=grade)
    assert "109" not in codes(hand.walk())


def test_109_needs_a_paper_outside_the_list() -> None:
    hand = Hand()
    hand.tap(Kind.MATERIAL_DEMANDED, material="form", grade="witnessed")
    assert "109" not in codes(hand.walk())


def test_210_a_paper_asked_for_again() -> None:
    hand = Hand()
    hand.tap(Kind.MATERIAL_GIVEN, material="form")
    assert "210" not in codes(hand.walk())
    again = hand.tap(Kind.MATERIAL_REPEATED, material="form")
    assert codes(hand.walk())["210"] == (again.seq,)


def test_309_within_the_promise() -> None:
    told = codes(decided_after(7).walk())  # Monday to Monday: five working days
    assert "309" in told
    assert not {"209", "110"} & told.keys()


def test_209_past_the_promise_but_within_the_law() -> None:
    told = codes(decided_after(8).walk())
    assert "209" in told
    assert not {"309", "110"} & told.keys()


def test_110_past_the_law() -> None:
    told = codes(decided_after(60).walk())
    assert {"110", "209"} <= told.keys()


def test_209_is_not_proposed_for_days_of_a_special_procedure() -> None:
    told = codes(decided_after(10, special_days=3).walk())
    assert "309" in told and "209" not in told


def test_no_code_about_time_before_the_decision() -> None:
    hand = Hand()
    hand.tap(Kind.ACCEPTED)
    hand.wait(days=90)
    assert not {"110", "209", "309"} & codes(hand.walk()).keys()


def test_no_code_about_time_past_the_published_calendar() -> None:
    hand = Hand(MORNING.replace(year=2090))
    hand.tap(Kind.ACCEPTED)
    hand.wait(days=60).tap(Kind.DECIDED)
    assert not {"110", "209", "309"} & codes(hand.walk()).keys()


def test_a_limit_with_a_condition_proposes_nothing_since_the_record_cannot_know_the_condition() -> None:
    limits = [{**limit, "condition": "仅限简易程序"} for limit in ITEM["limits"]]
    told = codes(decided_after(60, item={**ITEM, "limits": limits}).walk())
    assert not {"110", "209", "309"} & told.keys()


def test_114_more_trips_than_promised() -> None:
    assert "114" in codes(visits(2).walk())
    assert "114" not in codes(visits(1).walk())


def test_313_and_411_as_many_trips_as_promised_once_it_is_over() -> None:
    hand = visits(1)
    assert not {"313", "411"} & codes(hand.walk()).keys()
    hand.tap(Kind.DELIVERED)
    assert {"313", "411"} <= codes(hand.walk()).keys()


def test_two_promised_trips_kept_are_313_and_not_411() -> None:
    hand = visits(2, item={**ITEM, "trips": 2})
    hand.tap(Kind.DELIVERED)
    told = codes(hand.walk())
    assert "313" in told and not {"114", "411"} & told.keys()


def test_a_guide_that_promises_no_trips_can_break_no_promise() -> None:
    bare = {name: value for name, value in ITEM.items() if name != "trips"}
    told = codes(visits(4, item=bare).walk())
    assert not {"114", "313"} & told.keys()


def test_212_booked_and_still_made_to_take_a_ticket() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    booked = hand.tap(Kind.BOOKING_CHECKED_IN)
    ticket = hand.wait(minutes=1).tap(Kind.TICKET_TAKEN)
    assert codes(hand.walk())["212"] == (booked.seq, ticket.seq)


def test_a_ticket_on_another_visit_is_no_re_ticketing() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.tap(Kind.BOOKING_CHECKED_IN)
    hand.wait(minutes=9).tap(Kind.LEFT)
    hand.wait(days=1).tap(Kind.ARRIVED)
    hand.tap(Kind.TICKET_TAKEN)
    assert "212" not in codes(hand.walk())


def test_a_ticket_before_the_booking_is_no_re_ticketing() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.tap(Kind.TICKET_TAKEN)
    hand.wait(minutes=1).tap(Kind.BOOKING_CHECKED_IN)
    assert "212" not in codes(hand.walk())


def test_307_one_notice_that_told_everything() -> None:
    hand = Hand()
    told = hand.tap(Kind.MISSING_TOLD, written=True)
    assert codes(hand.walk())["307"] == (told.seq,)
    hand.tap(Kind.MISSING_TOLD, written=True)
    assert "307" not in codes(hand.walk())


def test_one_notice_that_left_something_out_is_not_307() -> None:
    hand = Hand()
    told = hand.tap(Kind.MISSING_TOLD, written=True)
    hand.tap(Kind.CORRECTED, target=told.seq, reason="后来发现没列全", body={"complete": False})
    assert "307" not in codes(hand.walk())


def test_311_accepted_with_the_papers_of_the_guide_alone() -> None:
    hand = Hand()
    hand.tap(Kind.MATERIAL_DEMANDED, material="form")
    accepted = hand.tap(Kind.ACCEPTED)
    assert codes(hand.walk())["311"] == (accepted.seq,)
    hand.tap(Kind.MATERIAL_DEMANDED, material="x1")
    assert "311" not in codes(hand.walk())


def test_511_accepted_while_a_paper_was_still_to_come() -> None:
    hand = Hand()
    hand.tap(Kind.MATERIAL_DEFERRED, material="identity", due="2026-03-09")
    accepted = hand.tap(Kind.ACCEPTED)
    assert codes(hand.walk())["511"] == (accepted.seq,)


def test_accepted_with_every_paper_in_hand_is_not_511() -> None:
    hand = Hand()
    hand.tap(Kind.MATERIAL_GIVEN, material="identity")
    hand.tap(Kind.ACCEPTED)
    assert "511" not in codes(hand.walk())


def test_113_sent_from_window_to_window() -> None:
    hand = Hand()
    hand.tap(Kind.SERVICE_STARTED)
    first = hand.tap(Kind.TRANSFERRED, window="5")
    assert "113" not in codes(hand.walk())
    second = hand.tap(Kind.TRANSFERRED, window="7")
    assert codes(hand.walk())["113"] == (first.seq, second.seq)


def test_the_worst_code_comes_first() -> None:
    hand = visits(2)
    hand.tap(Kind.MATERIAL_DEMANDED, material="x1")
    hand.tap(Kind.MATERIAL_REPEATED, material="form")
    hand.tap(Kind.MISSING_TOLD)
    assert list(codes(hand.walk())) == ["109", "114", "210", "307"]


def test_a_proposal_is_not_a_statement_until_the_officer_confirms_it() -> None:
    hand = visits(2)
    assert hand.walk().codes == {}
    hand.tap(Kind.CODE_CONFIRMED, code="114", confirmed=True)
    hand.tap(Kind.CODE_CONFIRMED, code="313", confirmed=False)
    assert hand.walk().codes == {"114": True, "313": False}


@given(logs())
def test_every_proposal_rests_on_entries_that_count(log: list[Event]) -> None:
    walk = fold(log)
    for proposal in proposed(walk):
        assert proposal.because
        assert all(walk.entry(seq).counts for seq in proposal.because)
