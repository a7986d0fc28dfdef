"""What a channel measures beside the clocks, worked out from taps alone."""

from cxo_core.computed import Computed
from cxo_core.kinds import Kind
from cxo_desktop.report.measures import measured
from helpers.tapping import Hand


def test_registering_logging_in_and_the_first_status_are_timed() -> None:
    hand = Hand()
    hand.tap(Kind.PORTAL_OPENED)
    hand.wait(minutes=1).tap(Kind.REGISTRATION_STARTED)
    hand.wait(minutes=2).tap(Kind.ATTEMPT_FAILED, cause="验证码超时")
    hand.wait(minutes=2).tap(Kind.IDENTITY_VERIFIED)
    hand.wait(seconds=40).tap(Kind.LOGGED_IN)
    hand.wait(minutes=9).tap(Kind.FORM_SUBMITTED)
    hand.wait(minutes=61).tap(Kind.PROGRESS_VISIBLE)
    walk = hand.walk()
    assert measured(walk, Computed.REGISTRATION_MINUTES) == "4 min 00 s"
    assert measured(walk, Computed.LOGIN_MINUTES) == "40 s"
    assert measured(walk, Computed.ATTEMPTS_FAILED) == "1"
    assert measured(walk, Computed.FIRST_STATUS) == "1 h 01 min"


def test_somebody_already_registered_logs_in_from_the_portal() -> None:
    hand = Hand()
    hand.tap(Kind.PORTAL_OPENED)
    hand.wait(minutes=3).tap(Kind.LOGGED_IN)
    assert measured(hand.walk(), Computed.REGISTRATION_MINUTES) == ""
    assert measured(hand.walk(), Computed.LOGIN_MINUTES) == "3 min 00 s"


def test_uploads_tell_their_number_size_time_and_why_they_failed() -> None:
    hand = Hand()
    for size, result in ((2_000_000, "格式不符"), (1_500_000, "格式不符"), (900_000, "成功")):
        hand.tap(Kind.UPLOAD_STARTED)
        hand.wait(seconds=30).tap(Kind.UPLOAD_ENDED, size=size, result=result)
    walk = hand.walk()
    assert measured(walk, Computed.UPLOADS) == "3"
    assert measured(walk, Computed.UPLOAD_SIZE) == "4.4 MB"
    assert measured(walk, Computed.UPLOAD_SECONDS) == "1 min 30 s"
    assert measured(walk, Computed.UPLOAD_REASONS) == "格式不符 × 2, 成功"


def test_window_duty_counts_cases_activities_and_interruptions_per_hour() -> None:
    hand = Hand()
    for returned in (False, True, False):
        hand.tap(Kind.CASE_OPENED)
        hand.tap(Kind.ACTIVITY_STARTED, activity="check")
        hand.wait(minutes=6).tap(Kind.ACTIVITY_ENDED)
        hand.tap(Kind.INTERRUPTION_STARTED)
        hand.wait(minutes=4).tap(Kind.INTERRUPTION_ENDED)
        hand.tap(Kind.CASE_CLOSED, returned=returned)
    walk = hand.walk()
    assert measured(walk, Computed.CASES) == "3"
    assert measured(walk, Computed.CASES_PER_HOUR) == "6.0"
    assert measured(walk, Computed.MINUTES_PER_CASE) == "10 min 00 s"
    assert measured(walk, Computed.ACTIVITY_MINUTES) == "check 18 min 00 s"
    assert measured(walk, Computed.INTERRUPTIONS_PER_HOUR) == "6.0"
    assert measured(walk, Computed.RETURNED_RATE) == "33 % (1 of 3)"


def test_pauses_of_recording_are_no_time_at_the_window() -> None:
    hand = Hand()
    hand.tap(Kind.CASE_OPENED)
    hand.tap(Kind.PAUSED)
    hand.wait(minutes=60).tap(Kind.RESUMED)
    hand.wait(minutes=30).tap(Kind.CASE_CLOSED)
    assert measured(hand.walk(), Computed.CASES_PER_HOUR) == "2.0"


def test_an_inspection_by_one_person_is_fewer_than_the_law_asks() -> None:
    hand = Hand()
    hand.tap(Kind.ACCEPTED)
    hand.wait(days=2).tap(Kind.INSPECTION_NOTIFIED)
    hand.wait(days=3).tap(Kind.INSPECTION_ARRIVED, staff=1)
    hand.wait(minutes=50).tap(Kind.INSPECTION_ENDED)
    walk = hand.walk()
    assert measured(walk, Computed.NOTICE_DAYS) == "3 calendar days"
    assert measured(walk, Computed.INSPECTION_WAIT_DAYS) == "5 calendar days"
    assert measured(walk, Computed.SITE_MINUTES) == "50 min 00 s"
    assert measured(walk, Computed.INSPECTION_STAFF) == "1, fewer than the law asks"


def test_a_station_tells_what_it_solved_itself() -> None:
    hand = Hand()
    for solved in (True, True, False):
        hand.tap(Kind.CONSULTED, solved=solved)
    hand.tap(Kind.SENT_UP, to="市局")
    walk = hand.walk()
    assert measured(walk, Computed.CONSULTATIONS) == "3"
    assert measured(walk, Computed.SOLVED_HERE_RATE) == "67 % (2 of 3)"
    assert measured(walk, Computed.SENT_UP) == "1"


def test_nothing_is_said_where_nothing_was_recorded() -> None:
    walk = Hand().walk()
    assert [measure for measure in Computed if measured(walk, measure)] == []
