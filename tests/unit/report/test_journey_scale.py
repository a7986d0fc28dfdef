"""The chart's scale: true within a sitting, folded between two, and never running backwards."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.kinds import Kind
from cxo_desktop.report.parts.journey_scale import TimeScale, time_scale
from helpers.records import a_hall_walk
from helpers.tapping import Hand

LEFT, RIGHT = 100.0, 540.0


def scale_of(hand: Hand) -> TimeScale:
    scale = time_scale(hand.walk(), LEFT, RIGHT)
    assert scale is not None
    return scale


def test_a_record_without_a_time_has_no_scale() -> None:
    assert time_scale(Hand().walk(), LEFT, RIGHT) is None


def test_one_sitting_fills_the_width_and_is_true_to_scale() -> None:
    hand = Hand()
    start = hand.tap(Kind.ARRIVED).wall
    hand.wait(minutes=40).tap(Kind.LEFT)
    scale = scale_of(hand)
    assert scale.x(start) == LEFT
    assert scale.x(start + timedelta(minutes=40)) == RIGHT
    assert scale.x(start + timedelta(minutes=10)) == pytest.approx(LEFT + (RIGHT - LEFT) / 4)


def test_days_between_visits_are_folded() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.wait(minutes=30).tap(Kind.LEFT)
    hand.wait(days=3).tap(Kind.ARRIVED)
    hand.wait(minutes=30).tap(Kind.LEFT)
    first, second = scale_of(hand).sittings
    assert first.right - first.left == pytest.approx(second.right - second.left)
    assert 0 < second.left - first.right < 30


def test_a_long_wait_inside_a_visit_is_not_folded() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.tap(Kind.TICKET_TAKEN)
    hand.wait(minutes=150).tap(Kind.CALLED)
    assert len(scale_of(hand).sittings) == 1


def test_a_bar_over_a_break_is_drawn_on_both_sides_of_it() -> None:
    walk = a_hall_walk().walk()
    scale = time_scale(walk, LEFT, RIGHT)
    assert scale is not None
    pieces = list(scale.pieces(walk.counting[0].placed, walk.counting[-1].placed))
    assert len(pieces) == len(scale.sittings) > 2
    assert pieces[0][0] == LEFT
    assert pieces[-1][1] == RIGHT


@given(st.lists(st.integers(0, 60 * 24 * 20), min_size=1, max_size=30))
def test_later_is_never_further_left_and_nothing_leaves_the_chart(minutes: list[int]) -> None:
    hand = Hand()
    for pause in minutes:
        hand.wait(minutes=pause).tap(Kind.GUIDED)
    scale = scale_of(hand)
    places = [scale.x(entry.placed) for entry in hand.walk().counting]
    assert places == sorted(places)
    assert min(places) >= LEFT - 1e-6
    assert max(places) <= RIGHT + 1e-6
    edges = [edge for sitting in scale.sittings for edge in (sitting.left, sitting.right)]
    assert edges == sorted(edges)


def test_ticks_are_round_times_far_enough_apart() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.wait(minutes=95).tap(Kind.LEFT)
    ticks = list(scale_of(hand).sittings[0].ticks(36))
    assert all(moment.minute % 10 == 0 for _x, moment in ticks)
    assert all(after[0] - before[0] >= 36 for before, after in pairwise(ticks))
