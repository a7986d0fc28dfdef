"""The ladder: later and later, hourly in the end, each wait within a fifth of its rung, and no clock can stall it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cxo_desktop.services.ladder import FARTHEST, RUNGS_S, is_due, wait

NOW = datetime(2026, 3, 9, 10, tzinfo=UTC)


def test_the_rungs_are_those_of_the_protocol() -> None:
    waits = [wait(attempts, 0.5) for attempts in range(1, 11)]
    assert [each.total_seconds() for each in waits] == [30, 60, 120, 300, 600, 1200, 1800, 3600, 3600, 3600]


@given(st.integers(-3, 10_000), st.floats(0, 1))
def test_every_wait_is_within_a_fifth_of_its_rung(attempts: int, draw: float) -> None:
    rung = RUNGS_S[min(max(attempts, 1), len(RUNGS_S)) - 1]
    assert rung * 0.8 - 1e-6 <= wait(attempts, draw).total_seconds() <= rung * 1.2 + 1e-6


@given(st.integers(1, 100), st.floats(0, 1), st.timedeltas(timedelta(0), timedelta(days=1)))
def test_what_the_ladder_gave_is_due_when_its_time_has_come_and_not_before(
    attempts: int, draw: float, passed: timedelta
) -> None:
    waited = wait(attempts, draw)
    assert is_due(NOW + waited, NOW + passed) == (passed >= waited)


@given(st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_a_clock_set_back_never_stalls_longer_than_the_ladder_reaches(back: timedelta) -> None:
    next_try = NOW + FARTHEST
    then = NOW - back
    assert is_due(next_try, then) or next_try - then <= FARTHEST


def test_what_was_never_tried_is_due() -> None:
    assert is_due(None, NOW)
