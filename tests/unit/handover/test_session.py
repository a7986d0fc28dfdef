"""One hand-over as it is talked through: photos in pieces, one phone, nothing heard twice."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_desktop.handover.arrivals import Standing
from cxo_desktop.handover.limits import HandoverLimits
from cxo_desktop.handover.session import Arrived, Session
from helpers.phone import NOW_MS, Phone
from helpers.recordings import MovingClock

SMALL = HandoverLimits(piece_bytes=4, photo_bytes=20, held_bytes=24, photos=3, messages=60)


class Handover:
    """A session with what arrived in it, and the phone that has its code."""

    def __init__(self, limits: HandoverLimits = SMALL) -> None:
        self.clock = MovingClock()
        self.arrived: list[Arrived] = []
        self.session = Session(self.clock, self.arrived.append, limits)
        self.phone = Phone(self.session.fragment, self.session.answer)

    def other_phone(self) -> Phone:
        return Phone(self.session.fragment, self.session.answer, name="phone-b")


@pytest.fixture
def handover() -> Handover:
    made = Handover()
    made.phone.hello()
    return made


def test_a_phone_that_says_hello_learns_the_sizes() -> None:
    assert Handover().phone.hello() == {"piece": 4, "largest": 20}


def test_a_photo_comes_in_pieces_and_is_whole_once(handover: Handover) -> None:
    assert handover.phone.piece("p", b"abcd", of=6) == {"state": "coming", "have": 4}
    assert handover.arrived == []
    assert handover.phone.piece("p", b"ef", at=4, of=6) == {"state": "waiting", "have": 6}
    assert [each.content for each in handover.arrived] == [b"abcdef"]
    assert handover.phone.piece("p", b"abcd", of=6) == {"state": "waiting", "have": 6}
    assert len(handover.arrived) == 1


@given(cuts=st.lists(st.integers(min_value=0, max_value=20), max_size=12))
def test_a_photo_goes_on_where_it_stopped_wherever_the_phone_thinks_it_is(cuts: list[int]) -> None:
    handover, content = Handover(), b"what the camera saw!"
    handover.phone.hello()
    have = 0
    for guess in [*cuts, *range(8)]:
        at = min(guess, have) if guess in cuts else have
        said = handover.phone.piece("p", content[at : at + 4], at=at, of=len(content))
        assert said is not None
        assert said["have"] >= have
        have = said["have"]
    assert [each.content for each in handover.arrived] == [content]


def test_what_was_heard_before_is_not_heard_again(handover: Handover) -> None:
    handover.phone.piece("p", b"abcd")
    assert handover.session.answer(handover.phone.last) is None
    assert len(handover.arrived) == 1


def test_the_code_is_for_the_phone_that_came_first(handover: Handover) -> None:
    assert handover.other_phone().hello() == {"problem": "taken"}
    assert handover.other_phone().piece("p", b"abcd") == {"problem": "taken"}
    assert handover.arrived == []
    assert handover.phone.hello() is not None


def test_another_code_says_nothing(handover: Handover) -> None:
    stranger = Phone(Handover().session.fragment, handover.session.answer)
    assert stranger.hello() is None
    assert handover.session.answer(b"") is None


def test_the_phone_learns_what_became_of_each_photo(handover: Handover) -> None:
    for photo in ("kept", "known", "refused"):
        handover.phone.piece(photo, b"abcd")
        handover.session.settle(photo, Standing(photo), "photo-broken" if photo == "refused" else "")
    assert handover.phone.states("kept", "known", "refused", "never heard of") == {
        "kept": "kept",
        "known": "known",
        "refused": "refused",
    }
    told = handover.phone.ask("ask", photos=["refused"])
    assert told is not None
    assert told["photos"]["refused"]["why"] == "photo-broken"
    count = handover.session.count()
    assert (count.kept, count.refused, count.coming) == (2, 1, 0)


def test_a_refused_photo_can_be_sent_again(handover: Handover) -> None:
    handover.phone.piece("p", b"abcd")
    handover.session.settle("p", Standing.REFUSED, "disk-full")
    assert handover.phone.piece("p", b"abcd") == {"state": "waiting", "have": 4}
    assert len(handover.arrived) == 2


def test_too_large_empty_and_too_many_photos_are_refused_with_the_reason(handover: Handover) -> None:
    large = handover.phone.piece("large", b"abcd", of=21)
    empty = handover.phone.piece("empty", b"", of=0)
    assert large == {"state": "refused", "have": 0, "why": "photo-too-large"}
    assert empty == {"state": "refused", "have": 0, "why": "photo-empty"}
    for photo in "abc":
        handover.phone.piece(photo, b"x")
    assert handover.phone.piece("d", b"x") == {"state": "refused", "have": 0, "why": "enough"}


def test_a_phone_faster_than_the_disk_waits_its_turn(handover: Handover) -> None:
    for photo in "ab":
        for at in range(0, 12, 4):
            handover.phone.piece(photo, b"1234", at=at, of=12)
    held = handover.phone.piece("c", b"1234", of=12)
    assert held is not None
    assert held["wait"] > 0
    handover.session.settle("a", Standing.KEPT)
    assert handover.phone.piece("c", b"1234", of=12) == {"state": "coming", "have": 4}


def test_a_photo_that_stopped_half_way_holds_no_memory_for_the_next(handover: Handover) -> None:
    handover.phone.piece("a", b"1234", of=20)
    assert handover.phone.piece("b", b"1234", of=20) == {"state": "coming", "have": 4}
    assert handover.phone.piece("a", b"1234", of=20) == {"state": "coming", "have": 4}, "it begins anew"


def test_after_so_many_messages_a_code_is_used_up(handover: Handover) -> None:
    said = [handover.phone.ask("ask", photos=[]) for _ in range(SMALL.messages)]
    assert said[-1] is None


@pytest.mark.parametrize(
    "said",
    [
        {"say": "piece", "photo": "p", "bytes": -1, "at": 0},
        {"say": "piece", "photo": "p", "bytes": True, "at": 0},
        {"say": "piece", "photo": "p", "bytes": 4, "at": 5},
        {"say": "piece", "photo": "", "bytes": 4, "at": 0},
        {"say": "piece", "photo": "x" * 301, "bytes": 4, "at": 0},
        {"say": "piece", "photo": "a\nb", "bytes": 4, "at": 0},
        {"say": "piece", "photo": "p"},
        {"say": "hello", "clock": "now", "zone": 0},
        {"say": "hello", "clock": 10**30, "zone": 0},
        {"say": "hello", "clock": NOW_MS, "zone": 99_999},
        {"say": "ask", "photos": {"a": 1}},
        {"say": "ask", "photos": [1]},
        {"say": "delete"},
        {},
    ],
)
def test_a_question_that_makes_no_sense_is_not_answered(handover: Handover, said: dict[str, Any]) -> None:
    told = {**said, "phone": "phone-a"}
    assert handover.session.answer(handover.phone.envelope.seal_question(told, b"abcd")) is None
    assert handover.arrived == []


def test_a_phone_that_never_said_hello_sends_nothing() -> None:
    handover = Handover()
    assert handover.phone.piece("p", b"abcd") is None


def test_a_photo_brings_the_phones_clock_and_when_it_was_chosen(handover: Handover) -> None:
    handover.phone.piece("p", b"abcd", chosen=NOW_MS - 60_000)
    [arrived] = handover.arrived
    china = timezone(timedelta(hours=8))
    assert arrived.clock.at == handover.clock.now()
    assert arrived.clock.shows == datetime.fromtimestamp(NOW_MS / 1000, UTC)
    assert arrived.clock.age(arrived.chosen) == timedelta(minutes=1)
    assert arrived.clock.shows.tzinfo == china


def test_names_are_kept_short(handover: Handover) -> None:
    handover.phone.piece("p", b"abcd", name="长" * 500)
    assert handover.arrived[0].name == "长" * SMALL.name_characters
