"""The clocks, told as mornings in a hall."""

from datetime import date, timedelta

import pytest

from cxo_core.clocks import clocks, lived_waits, running_since, step_time
from cxo_core.duration import Basis
from cxo_core.kinds import Kind
from cxo_core.legal_clock import legal_clock, limit_checks
from cxo_core.moment import Entered, clock_jump_ms
from cxo_core.problems import Code, Problem
from cxo_core.working_days import add_calendar_days, add_working_days, count_working_days, is_working_day
from helpers.tapping import MORNING, Hand


def served(hand: Hand) -> Hand:
    hand.tap(Kind.ARRIVED)
    hand.wait(minutes=3).tap(Kind.TICKET_TAKEN, number="A032")
    hand.wait(minutes=22, seconds=14).tap(Kind.CALLED)
    hand.wait(seconds=40).tap(Kind.SERVICE_STARTED)
    hand.wait(minutes=9).tap(Kind.SERVICE_ENDED)
    return hand


def test_queue_response_service_and_lived_wait_of_one_visit() -> None:
    told = clocks(served(Hand()).walk())
    assert told.queue and told.queue.seconds == 22 * 60 + 14
    assert told.call_response and told.call_response.seconds == 40
    assert told.service and told.service.minutes == 9
    assert told.lived_wait and told.lived_wait.seconds == 25 * 60 + 54
    assert told.queue.basis is Basis.MONOTONIC
    assert not told.is_queue_flagged


def test_after_a_recall_the_last_call_counts_and_all_are_kept() -> None:
    hand = Hand()
    hand.tap(Kind.TICKET_TAKEN)
    hand.wait(minutes=10).tap(Kind.CALLED)
    hand.wait(minutes=5).tap(Kind.CALLED)
    met = clocks(hand.walk()).encounters[0]
    assert len(met.calls) == 2
    assert met.queue_time and met.queue_time.minutes == 15


def test_without_a_ticket_the_queue_runs_from_the_line_to_the_service_and_is_flagged() -> None:
    hand = Hand()
    hand.tap(Kind.LINE_JOINED)
    hand.wait(minutes=12).tap(Kind.SERVICE_STARTED)
    told = clocks(hand.walk())
    assert told.queue and told.queue.minutes == 12
    assert told.is_queue_flagged


def test_own_preparation_is_taken_off_the_lived_wait_but_not_off_the_queue() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.tap(Kind.TICKET_TAKEN)
    hand.wait(minutes=5).tap(Kind.PREPARATION_STARTED)
    hand.wait(minutes=7).tap(Kind.PREPARATION_ENDED)
    hand.wait(minutes=3).tap(Kind.CALLED)
    hand.tap(Kind.SERVICE_STARTED)
    told = clocks(hand.walk())
    assert told.queue and told.queue.minutes == 15
    assert told.lived_wait and told.lived_wait.minutes == 8


def test_a_wall_clock_set_back_between_ticket_and_call_changes_no_figure() -> None:
    hand = Hand()
    hand.tap(Kind.TICKET_TAKEN)
    hand.wait(minutes=20).set_wall(hand.wall - timedelta(hours=3))
    hand.tap(Kind.CALLED)
    queue = clocks(hand.walk()).queue
    assert queue and queue.minutes == 20


def test_across_a_reboot_the_wall_is_used_and_said_to_be() -> None:
    hand = Hand()
    hand.tap(Kind.TICKET_TAKEN)
    hand.wait(minutes=20).reboot().tap(Kind.CALLED)
    queue = clocks(hand.walk()).queue
    assert queue and queue.minutes == 20
    assert queue.basis is Basis.WALL


def test_a_ticket_typed_in_later_still_finds_its_place_before_the_call() -> None:
    hand = Hand()
    hand.wait(minutes=30).tap(Kind.CALLED)
    hand.wait(minutes=1).enter(Kind.TICKET_TAKEN, MORNING + timedelta(minutes=10), Entered.RECALLED)
    queue = clocks(hand.walk()).queue
    assert queue and queue.minutes == 20
    assert queue.entered is Entered.RECALLED


def test_every_visit_has_its_own_wait_and_the_sums_run_over_all() -> None:
    hand = served(Hand())
    hand.wait(minutes=1).tap(Kind.LEFT)
    hand.wait(days=1)
    served(hand)
    walk = hand.walk()
    assert [wait.seconds if wait else None for wait in lived_waits(walk)] == [1554, 1554]
    assert len(walk.visits) == 2
    service = clocks(walk).service
    assert service and service.minutes == 18


def test_the_running_clock_is_the_queue_then_the_service() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.tap(Kind.TICKET_TAKEN)
    assert set(running_since(hand.walk())) == {"queue", "lived_wait"}
    hand.tap(Kind.CALLED)
    assert set(running_since(hand.walk())) == {"call_response", "lived_wait"}
    hand.tap(Kind.SERVICE_STARTED)
    assert set(running_since(hand.walk())) == {"service"}


def test_pauses_do_not_count_as_time_at_a_step() -> None:
    hand = Hand()
    hand.tap(Kind.STEP_ENTERED, step="queue")
    hand.wait(minutes=4).tap(Kind.PAUSED)
    hand.wait(minutes=60).tap(Kind.RESUMED)
    hand.wait(minutes=1).tap(Kind.STEP_LEFT, step="queue", outcome="done")
    spent = step_time(hand.walk(), "queue")
    assert spent and spent.minutes == 5


def test_turnaround_in_minutes_calendar_and_working_days() -> None:
    hand = Hand()
    hand.tap(Kind.PAPERS_SUBMITTED)
    hand.wait(days=7).tap(Kind.DELIVERED)
    turned = clocks(hand.walk()).turnaround
    assert turned and (turned.duration.minutes, turned.calendar_days, turned.working_days) == (7 * 1440, 7, 5)


def test_turnaround_past_the_published_calendar_names_no_working_days() -> None:
    hand = Hand(MORNING.replace(year=2090))
    hand.tap(Kind.PAPERS_SUBMITTED)
    hand.wait(days=7).tap(Kind.DELIVERED)
    turned = clocks(hand.walk()).turnaround
    assert turned and turned.working_days is None


def test_the_legal_clock_leaves_out_the_start_day_holidays_and_special_procedures() -> None:
    hand = Hand()  # Monday 2 March 2026
    hand.tap(Kind.ACCEPTED)
    hand.wait(days=1).tap(Kind.SPECIAL_STARTED)
    hand.wait(days=2).tap(Kind.SPECIAL_ENDED)
    hand.wait(days=4).tap(Kind.DECIDED)  # Monday 9 March
    clock = legal_clock(hand.walk())
    assert clock
    assert (clock.accepted, clock.decided) == (date(2026, 3, 2), date(2026, 3, 9))
    assert clock.suspended_working_days == 2
    assert clock.working_days == 3


def test_limits_say_their_last_day_and_whether_they_were_kept() -> None:
    hand = Hand()
    hand.tap(Kind.ACCEPTED)
    hand.wait(days=10).tap(Kind.DECIDED)
    checks = {check.limit.id: check for check in limit_checks(hand.walk())}
    assert checks["promise"].due == date(2026, 3, 9)
    assert checks["promise"].is_kept is False
    assert checks["law"].is_kept is True


def test_silence_for_five_working_days_after_receipt_is_acceptance() -> None:
    hand = Hand()
    hand.tap(Kind.PAPERS_RECEIVED)
    hand.wait(days=9).tap(Kind.DECIDED)
    clock = legal_clock(hand.walk())
    assert clock and clock.is_deemed and clock.accepted == date(2026, 3, 2)


def test_a_notice_within_five_working_days_keeps_acceptance_open() -> None:
    hand = Hand()
    hand.tap(Kind.PAPERS_RECEIVED)
    hand.wait(days=3).tap(Kind.MISSING_TOLD, written=True)
    hand.wait(days=9).tap(Kind.DECIDED)
    assert legal_clock(hand.walk()) is None


def test_worked_weekends_count_and_holidays_do_not() -> None:
    assert is_working_day(date(2026, 2, 14))  # a Saturday worked for the Spring Festival
    assert not is_working_day(date(2026, 2, 17))
    assert count_working_days(date(2026, 2, 13), date(2026, 2, 24)) == 2
    assert add_working_days(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert add_calendar_days(date(2026, 9, 24), 7) == date(2026, 10, 8)


def test_past_the_published_calendar_nothing_is_guessed() -> None:
    with pytest.raises(Problem) as refused:
        is_working_day(date(2090, 3, 1))
    assert refused.value.code is Code.CALENDAR_NOT_PUBLISHED


def test_a_wall_clock_set_by_hand_is_a_jump_and_drift_is_not() -> None:
    hand = Hand()
    first = hand.moment()
    hand.wait(minutes=1)
    assert clock_jump_ms(first, hand.moment()) == 0
    hand.set_wall(hand.wall + timedelta(milliseconds=900))
    assert clock_jump_ms(first, hand.moment()) == 0
    hand.set_wall(hand.wall - timedelta(minutes=10))
    assert clock_jump_ms(first, hand.moment()) == -599_100
    assert clock_jump_ms(first, hand.reboot().moment()) == 0
