"""Which keys mean something now: a walk through the hall, key by key."""

import pytest
from hypothesis import given

from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.possible import possible
from helpers.any_log import logs
from helpers.tapping import SCHEME, Hand

KEYS = [
    "arrived",
    "left",
    "ticket_taken",
    "booking_checked_in",
    "line_joined",
    "called",
    "service_started",
    "service_ended",
    "transferred",
    "papers_submitted",
    "papers_resubmitted",
    "accepted",
    "decided",
    "delivered",
    "interruption_started",
    "interruption_ended",
]
WIDE = {**SCHEME, "keys": KEYS[:11], "steps": [{**SCHEME["steps"][0], "events": KEYS[11:]}]}


def walker() -> Hand:
    return Hand(scheme=WIDE)


def can(hand: Hand) -> frozenset[Kind]:
    return possible(hand.walk())


def test_on_the_way_to_the_hall_one_can_arrive_and_not_leave() -> None:
    assert Kind.ARRIVED in can(walker())
    assert not {Kind.LEFT, Kind.CALLED, Kind.SERVICE_ENDED, Kind.TRANSFERRED} & can(walker())


def test_in_the_hall_one_can_leave_and_not_arrive_again() -> None:
    hand = walker()
    hand.tap(Kind.ARRIVED)
    assert Kind.LEFT in can(hand) and Kind.ARRIVED not in can(hand)
    hand.tap(Kind.LEFT)
    assert Kind.ARRIVED in can(hand)


def test_nobody_is_called_without_a_ticket() -> None:
    hand = walker()
    hand.tap(Kind.LINE_JOINED)
    assert Kind.CALLED not in can(hand)
    hand.tap(Kind.TICKET_TAKEN)
    assert Kind.CALLED in can(hand)


def test_a_second_call_can_be_tapped_until_the_service_starts() -> None:
    hand = walker()
    hand.tap(Kind.TICKET_TAKEN)
    hand.tap(Kind.CALLED)
    assert Kind.CALLED in can(hand)
    hand.tap(Kind.SERVICE_STARTED)
    assert Kind.CALLED not in can(hand)


def test_while_being_served_one_can_only_be_sent_on_or_finish() -> None:
    hand = walker()
    hand.tap(Kind.SERVICE_STARTED)
    assert {Kind.SERVICE_ENDED, Kind.TRANSFERRED} <= can(hand)
    assert not {Kind.TICKET_TAKEN, Kind.LINE_JOINED, Kind.SERVICE_STARTED} & can(hand)
    hand.tap(Kind.SERVICE_ENDED)
    assert {Kind.TICKET_TAKEN, Kind.SERVICE_STARTED, Kind.TRANSFERRED} <= can(hand)
    assert Kind.SERVICE_ENDED not in can(hand)


def test_papers_are_resubmitted_only_after_they_were_submitted() -> None:
    hand = walker()
    assert Kind.PAPERS_RESUBMITTED not in can(hand)
    hand.tap(Kind.PAPERS_SUBMITTED)
    assert {Kind.PAPERS_RESUBMITTED, Kind.PAPERS_SUBMITTED} <= can(hand)


@pytest.mark.parametrize("kind", [Kind.ACCEPTED, Kind.DECIDED, Kind.DELIVERED])
def test_what_happens_once_is_offered_again_only_when_it_was_taken_back(kind: Kind) -> None:
    hand = walker()
    done = hand.tap(kind)
    assert kind not in can(hand)
    hand.tap(Kind.UNDONE, target=done.seq)
    assert kind in can(hand)


def test_only_an_open_interruption_can_be_ended() -> None:
    hand = walker()
    assert Kind.INTERRUPTION_ENDED not in can(hand)
    hand.tap(Kind.INTERRUPTION_STARTED)
    assert Kind.INTERRUPTION_ENDED in can(hand)
    hand.tap(Kind.INTERRUPTION_ENDED)
    assert Kind.INTERRUPTION_ENDED not in can(hand)


def test_events_of_any_step_can_be_tapped_not_only_those_with_a_key() -> None:
    assert Kind.ACCEPTED in can(walker())


@pytest.mark.parametrize("stopped", [Kind.PAUSED, Kind.FINISHED])
def test_nothing_can_be_tapped_while_paused_or_finished(stopped: Kind) -> None:
    hand = walker()
    hand.tap(stopped)
    assert can(hand) == frozenset()
    hand.tap(Kind.RESUMED)
    assert can(hand)


def test_nothing_can_be_tapped_into_a_sealed_record_until_it_is_reopened() -> None:
    hand = walker()
    hand.tap(Kind.FINISHED)
    hand.tap(Kind.SEALED, revision=1)
    assert can(hand) == frozenset()
    hand.tap(Kind.REOPENED, revision=2, previous="0" * 64, reason="补一张照片")
    assert can(hand)


def test_a_scheme_this_version_cannot_read_offers_nothing() -> None:
    assert can(Hand(scheme={})) == frozenset()


@given(logs())
def test_only_kinds_of_the_scheme_are_ever_offered(log: list[Event]) -> None:
    walk = fold(log)
    assert walk.scheme
    named = {*walk.scheme.keys, *(kind for step in walk.scheme.steps for kind in step.events)}
    assert possible(walk) <= named
