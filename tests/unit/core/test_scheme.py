"""A scheme read, asked and written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.indicator import LIMITS, Indicator, Scale
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.roles import Channel, Role, Stage
from cxo_core.scheme import Scheme

DOCUMENT = {
    "id": "small",
    "version": 3,
    "title": {"zh": "小方案", "en": "Small scheme"},
    "role": "applicant",
    "channel": "hall",
    "source": "本单位",
    "keys": ["ticket_taken", "called"],
    "steps": [
        {
            "id": "wait",
            "stage": "apply",
            "title": "等候",
            "events": ["ticket_taken"],
            "indicators": ["ahead"],
        },
        {"id": "collect", "stage": "deliver", "title": "领取", "optional": True, "floor_seconds": 5},
    ],
    "headings": [{"id": "good", "title": "好不好", "scale": "o5", "required": True}],
    "indicators": [
        {"id": "ahead", "title": "前面人数", "scale": "count", "maximum": 99},
        {"id": "curve", "title": "曲线", "scale": "curve", "every_step": True},
        {
            "id": "queue",
            "title": "排队",
            "scale": "seconds",
            "computed": True,
            "clock": "W",
            "every_step": True,
        },
    ],
    "attitude_acts": [{"id": "greeted", "title": {"zh": "主动问候", "en": "Greeted"}}],
}


def test_what_is_written_is_read_back_equal() -> None:
    scheme = Scheme.from_json(DOCUMENT)
    assert Scheme.from_json(scheme.to_json()) == scheme


def test_a_step_asks_its_own_indicators_first_and_never_a_computed_one() -> None:
    scheme = Scheme.from_json(DOCUMENT)
    wait, collect = scheme.steps
    assert [each.id for each in scheme.readings_of(wait)] == ["ahead", "curve"]
    assert [each.id for each in scheme.readings_of(collect)] == ["curve"]
    assert [each.id for each in scheme.computed()] == ["queue"]


def test_stages_come_in_the_legal_order_and_only_where_there_is_a_step() -> None:
    assert Scheme.from_json(DOCUMENT).stages() == (Stage.APPLY, Stage.DELIVER)


def test_everything_is_found_by_its_id_and_nothing_else_is() -> None:
    scheme = Scheme.from_json(DOCUMENT)
    assert scheme.step("wait") is scheme.steps[0]
    assert scheme.indicator("good") is scheme.headings[0]
    assert scheme.act("greeted") is scheme.attitude_acts[0]
    assert scheme.keys == (Kind.TICKET_TAKEN, Kind.CALLED)
    assert (scheme.step("x"), scheme.indicator("x"), scheme.act("x"), scheme.activity("x")) == (None,) * 4


@pytest.mark.parametrize(
    "change",
    [
        {"version": "new"},
        {"steps": 4},
        {"keys": ["danced"]},
        {"title": ["a"]},
        {"role": None},
        {"steps": [{}]},
    ],
)
def test_what_is_not_a_scheme_is_a_problem_and_not_a_crash(change: dict[str, object]) -> None:
    with pytest.raises(Problem) as caught:
        Scheme.from_json(DOCUMENT | change)
    assert caught.value.code is Code.SCHEME_MALFORMED


def test_each_channel_has_one_role() -> None:
    assert {channel for channel in Channel if channel.role is Role.APPLICANT} == {
        Channel.HALL,
        Channel.ONLINE,
    }


def _indicator(scale: Scale, **more: object) -> Indicator:
    return Indicator.from_json({"id": "one", "title": "一", "scale": scale.value, **more})


@given(st.integers(), st.sampled_from(sorted(LIMITS)))
def test_a_number_fits_exactly_inside_its_scale(value: int, scale: Scale) -> None:
    lowest, highest = LIMITS[scale]
    assert _indicator(scale).accepts(value) == (value >= lowest and (highest is None or value <= highest))


@given(st.sampled_from(sorted(LIMITS)), st.one_of(st.booleans(), st.floats(), st.text(), st.none()))
def test_what_is_no_whole_number_never_fits_a_number_scale(scale: Scale, value: object) -> None:
    assert not _indicator(scale).accepts(value)


def test_a_narrowed_range_a_choice_a_text_and_a_yes_each_take_only_their_own() -> None:
    assert not _indicator(Scale.COUNT, maximum=9).accepts(10)
    choice = _indicator(Scale.CHOICE, choices=[{"id": "a", "title": "甲"}, {"id": "b", "title": "乙"}])
    assert choice.accepts("a")
    assert not choice.accepts("c")
    assert choice.choice("b") is choice.choices[1]
    assert _indicator(Scale.TEXT).accepts("字")
    assert not _indicator(Scale.TEXT).accepts("  ")
    assert _indicator(Scale.YES_NO).accepts(False)
    assert not _indicator(Scale.YES_NO).accepts(0)
