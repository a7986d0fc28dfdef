"""Times, dates, amounts and presses as people make them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.indicator import Indicator
from cxo_core.kinds import Kind
from cxo_core.moment import Moment
from cxo_desktop.ui.findings.draft import FindingDraft
from cxo_desktop.ui.recorder.bounce import BOUNCE_MS, Bounce
from cxo_desktop.ui.recorder.details import megabytes
from cxo_desktop.ui.recorder.look import Face, Mark, look
from cxo_desktop.ui.recorder.material_row import due_date
from cxo_desktop.ui.recorder.running_clocks import clock_text
from cxo_desktop.ui.recorder.times import time_words, typed_time
from cxo_desktop.ui.recorder.value_field import read, written
from cxo_desktop.ui.widgets.key_button import wrapped
from helpers.tapping import CHINA, MORNING, Hand

NOW = datetime(2026, 3, 2, 15, 30, 12, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("13:41", "2026-03-02 13:41:00"),
        ("1341", "2026-03-02 13:41:00"),
        ("13：41", "2026-03-02 13:41:00"),
        ("13:41:22", "2026-03-02 13:41:22"),
        ("昨天 13:41", "2026-03-01 13:41:00"),
        ("昨天13:41", "2026-03-01 13:41:00"),
        ("Yesterday 9:05", "2026-03-01 09:05:00"),
        ("前天 8:00", "2026-02-28 08:00:00"),
        ("2-20 13:41", "2026-02-20 13:41:00"),
        ("2月20日 13:41", "2026-02-20 13:41:00"),
        ("12-30 13:41", "2025-12-30 13:41:00"),
        ("2026-02-20 13:41:05", "2026-02-20 13:41:05"),
        ("-5", "2026-03-02 15:25:12"),
    ],
)
def test_a_time_is_read_the_way_people_write_it(text: str, said: str) -> None:
    read_time = typed_time(text, NOW)
    assert read_time is not None
    assert f"{read_time:%Y-%m-%d %H:%M:%S}" == said
    assert read_time.utcoffset() == NOW.utcoffset()


@pytest.mark.parametrize("text", ["", "soon", "25:00", "12:75", "2026-02-30 10:00", "昨天", "1 2 3", "12"])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert typed_time(text, NOW) is None


@given(st.timedeltas(min_value=timedelta(days=-900), max_value=timedelta(0)))
def test_a_written_time_is_read_back_to_the_second(back: timedelta) -> None:
    moment = (NOW + back).replace(microsecond=0)
    assert typed_time(time_words(moment, NOW), NOW) == moment


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12-31", "2026-12-31"),
        ("2027-01-05", "2027-01-05"),
        ("5 days", "2026-03-07"),
        ("5天", "2026-03-07"),
        ("3月1日", "2027-03-01"),
        ("some day", ""),
        ("2-30", ""),
        ("", ""),
    ],
)
def test_a_due_date_is_a_day_or_a_number_of_days(text: str, iso: str) -> None:
    assert due_date(text, date(2026, 3, 2)) == iso


def test_a_second_press_within_the_bounce_counts_for_nothing_and_does_not_prolong_it() -> None:
    bounce = Bounce()

    def press(ms: int, key: Kind = Kind.CALLED) -> bool:
        return bounce.takes(key, Moment(MORNING, ms, "boot"))

    assert press(0)
    assert not press(BOUNCE_MS - 1)
    assert press(BOUNCE_MS)
    assert press(BOUNCE_MS + 1, Kind.SERVICE_STARTED), "another key is another matter"
    assert bounce.takes(Kind.CALLED, Moment(MORNING, 1, "next boot"))


def money(text: str) -> object:
    return read(Indicator.from_json({"id": "fee", "title": "fee", "scale": "money"}), text)


def test_money_is_typed_in_yuan_and_read_in_fen() -> None:
    assert [money(text) for text in ("0", "12", "12.5", "1,200.05")] == [0, 1200, 1250, 120005]
    assert [money(text) for text in ("12.505", "-1", "much", "NaN", "Infinity")] == [None] * 5


@given(st.integers(0, 10**9))
def test_an_amount_written_is_read_back(fen: int) -> None:
    fee = Indicator.from_json({"id": "fee", "title": "fee", "scale": "money"})
    assert read(fee, written(fee, fen)) == fen


def test_sizes_are_typed_in_megabytes() -> None:
    assert [megabytes(text) for text in ("1.5", "0,25", "-1", "big")] == [1_500_000, 250_000, None, None]


def test_clocks_read_as_clocks() -> None:
    told = [clock_text(ms) for ms in (0, 192_000, 3_792_000, -61_000, 183_900_000)]
    assert told == ["00:00", "03:12", "1:03:12", "−01:01", "2 d 3:05"]


def test_the_wait_as_lived_stands_still_while_papers_of_ones_own_are_prepared() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.wait(minutes=4).tap(Kind.PREPARATION_STARTED)
    face = next(face for face in look(hand.walk()).faces if face.name == Face.LIVED_WAIT)
    assert (face.ms, face.runs_from) == (240_000, None)
    hand.wait(minutes=6).tap(Kind.PREPARATION_ENDED)
    face = next(face for face in look(hand.walk()).faces if face.name == Face.LIVED_WAIT)
    assert face.ms == -360_000
    assert face.runs_from is not None
    hand.wait(minutes=1).tap(Kind.SERVICE_STARTED)
    face = next(face for face in look(hand.walk()).faces if face.name == Face.LIVED_WAIT)
    assert (face.ms, face.runs_from) == (300_000, None)


def test_a_stretch_that_is_open_can_be_ended_and_not_begun_again() -> None:
    hand = Hand()
    hand.tap(Kind.REVIEW_STARTED)
    seen = look(hand.walk())
    assert Kind.REVIEW_STARTED not in seen.possible
    assert Kind.REVIEW_STARTED in seen.open_spans


def test_steps_of_a_part_flow_are_marked() -> None:
    hand = Hand(part=["queue"])
    assert look(hand.walk()).marks == {
        "prepare": Mark.LEFT_OUT,
        "queue": Mark.OPEN,
        "window": Mark.LEFT_OUT,
    }
    hand.tap(Kind.STEP_ENTERED, step="queue")
    hand.tap(Kind.STEP_ENTERED, step="window")
    assert look(hand.walk()).marks == {
        "prepare": Mark.LEFT_OUT,
        "queue": Mark.DONE,
        "window": Mark.CURRENT,
    }


@given(st.text(), st.text(), st.lists(st.text(max_size=5), max_size=3))
def test_a_finding_in_the_making_survives_as_text(fact: str, suggestion: str, evidence: list[str]) -> None:
    draft = FindingDraft(fact=fact, suggestion=suggestion, evidence=tuple(evidence), urgent=True, severity=2)
    assert FindingDraft.from_text(draft.to_text()) == draft


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"other": 1}', "null"])
def test_what_is_no_draft_is_none(text: str) -> None:
    assert FindingDraft.from_text(text) is None


def test_words_on_a_key_break_between_words_and_between_chinese_signs() -> None:
    assert wrapped("Special procedure started", len, 10) == ["Special", "procedure", "started"]
    assert wrapped("Left the hall", len, 20) == ["Left the hall"]
    assert wrapped("一次性告知", len, 3) == ["一次性", "告知"]
    assert wrapped("Interruption", len, 3) == ["Interruption"]
