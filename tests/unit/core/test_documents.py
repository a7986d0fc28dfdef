"""Every mistake of a scheme or item document is told with its own line and cause."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.documents import MOST_BYTES, Flaw, check_item, check_scheme, read_item, read_scheme, text_of
from cxo_core.problems import Code, Problem
from helpers.documents import ITEM, SCHEME, spoilt

SCHEME_MISTAKES = [
    ("id: small", "id: Small Scheme", Flaw.BAD_ID),
    ("version: 1", "version: 0", Flaw.TOO_SMALL),
    ("version: 1", "version: 1.5", Flaw.DECIMAL),
    ("version: 1", "version: one", Flaw.WRONG_TYPE),
    ("version: 1", "verson: 1", Flaw.UNKNOWN_FIELD),
    ("version: 1", "id: again", Flaw.DUPLICATE_KEY),
    ("version: 1", "version: &one 1", Flaw.ALIAS),
    ("version: 1", "version: *one", Flaw.ALIAS),
    ("version: 1", "version: !!int 1", Flaw.TAG),
    ("version: 1", "version: [[[[[[[[[[[[1]]]]]]]]]]]]", Flaw.TOO_DEEP),
    ("version: 1", "[1, 2]: 1", Flaw.KEY_NOT_TEXT),
    ("version: 1", "version: \x07", Flaw.NOT_TEXT),
    ("version: 1", 'version: "1', Flaw.SYNTAX),
    ("role: applicant", "role: approver", Flaw.ROLE_OF_CHANNEL),
    ("role: applicant", "role: citizen", Flaw.NOT_ONE_OF),
    ('source: "本单位"', 'source: " "', Flaw.BLANK),
    ("keys: [ticket_taken, called]", "keys: [ticket_taken, danced]", Flaw.UNKNOWN_EVENT),
    ("keys: [ticket_taken, called]", "keys: [ticket_taken, undone]", Flaw.EVENT_HAS_NO_BUTTON),
    ("keys: [ticket_taken, called]", "keys: [called, called]", Flaw.DUPLICATE_EVENT),
    ("keys: [ticket_taken, called]", "keys: [failure_ended]", Flaw.END_WITHOUT_START),
    ("keys: [ticket_taken, called]", "keys: []", Flaw.TOO_FEW),
    ("keys: [ticket_taken, called]", f"keys: [{', '.join(['called'] * 12)}]", Flaw.TOO_MANY),
    ("stage: apply", "stage: begin", Flaw.NOT_ONE_OF),
    ("stage: deliver", "stage: prepare", Flaw.STAGES_OUT_OF_ORDER),
    ("id: collect", "id: wait", Flaw.DUPLICATE_ID),
    ("indicators: [ahead, why]", "indicators: [ahead, why, x]", Flaw.UNKNOWN_INDICATOR),
    ("indicators: [ahead, why]", "indicators: [ahead, why, why]", Flaw.DUPLICATE_ID),
    ("indicators: [ahead, why]", "indicators: [ahead, why, queue]", Flaw.COMPUTED_ASKED),
    ('title: "领取"', 'title: "领取"\n    floor_seconds: 100000', Flaw.TOO_BIG),
    ("scale: count", "scale: stars", Flaw.NOT_ONE_OF),
    ("maximum: 99", "choices: [{id: a, title: a}]", Flaw.CHOICES_UNUSED),
    ("maximum: 99", "minimum: -1", Flaw.RANGE_OUTSIDE),
    ("maximum: 99", "maximum: 3\n    minimum: 4", Flaw.RANGE_EMPTY),
    ("maximum: 99", "clock: W", Flaw.CLOCK_UNUSED),
    ("scale: choice", "scale: choice\n    maximum: 3", Flaw.RANGE_UNUSED),
    ("{id: two", "{id: one", Flaw.DUPLICATE_ID),
    ("computed: true", "computed: true\n    required: true", Flaw.REQUIRED_COMPUTED),
    ("clock: W", "clock: Z", Flaw.NOT_ONE_OF),
]

ITEM_MISTAKES = [
    ("read_on: 2026-03-09", "read_on: 9 March", Flaw.BAD_DATE),
    ("read_on: 2026-03-09", "read_on: 2026-02-30", Flaw.BAD_DATE),
    ("kind: statutory", "kind: on_the_spot", Flaw.DAYS_ON_THE_SPOT),
    ("days: 20", "days: 0", Flaw.DAYS_MISSING),
    ("days: 20", "days: 2.5", Flaw.DECIMAL),
    ("days: 20", 'days: "20"', Flaw.WRONG_TYPE),
    ("verified: V", "verified: sure", Flaw.NOT_ONE_OF),
    ("{id: form, ", '{id: form, title: "a", source: "b"}\n  - {id: form, ', Flaw.DUPLICATE_ID),
]


@pytest.mark.parametrize(("old", "new", "flaw"), SCHEME_MISTAKES)
def test_a_mistake_in_a_scheme_is_told_with_its_line(old: str, new: str, flaw: Flaw) -> None:
    text, line = spoilt(SCHEME, old, new)
    mistakes = check_scheme(text, "small.yaml")
    found = [mistake.line for mistake in mistakes if mistake.flaw is flaw]
    assert found
    assert line <= found[0] <= line + new.count("\n") + (1 if flaw is Flaw.SYNTAX else 0)


@pytest.mark.parametrize(("old", "new", "flaw"), ITEM_MISTAKES)
def test_a_mistake_in_an_item_is_told_with_its_line(old: str, new: str, flaw: Flaw) -> None:
    text, line = spoilt(ITEM, old, new)
    found = [mistake.line for mistake in check_item(text, "permit.yaml") if mistake.flaw is flaw]
    assert found
    assert line <= found[0] <= line + new.count("\n") + (flaw in (Flaw.DAYS_ON_THE_SPOT,))


def test_what_is_right_has_no_mistakes() -> None:
    assert check_scheme(SCHEME, "small.yaml") == []
    assert check_item(ITEM, "permit.yaml") == []


def test_a_missing_field_is_told_at_the_place_that_lacks_it() -> None:
    text, line = spoilt(SCHEME, "    stage: deliver\n", "")
    (mistake,) = check_scheme(text, "small.yaml")
    assert (mistake.flaw, mistake.line, mistake.path) == (Flaw.MISSING, line - 1, "steps[2].stage")


def test_several_mistakes_are_all_told_in_the_order_of_their_lines() -> None:
    text = (
        SCHEME.replace("called", "danced")
        .replace("scale: count", "scale: stars")
        .replace("version: 1", "version: x")
    )
    told = [(mistake.line, mistake.flaw) for mistake in check_scheme(text, "small.yaml")]
    assert told == sorted(told, key=lambda each: each[0])
    assert [flaw for _, flaw in told] == [
        Flaw.WRONG_TYPE,
        Flaw.UNKNOWN_EVENT,
        Flaw.UNKNOWN_EVENT,
        Flaw.NOT_ONE_OF,
    ]


def test_a_limit_that_does_not_say_where_it_is_written_is_told_so() -> None:
    text, _line = spoilt(ITEM, '    article: "行政许可法第42条"\n', "")
    (mistake,) = check_item(text, "permit.yaml")
    assert (mistake.flaw, mistake.path) == (Flaw.SOURCE_MISSING, "limits[1].article")


def test_an_indicator_nobody_asks_and_a_choice_without_choices_are_told() -> None:
    text, _line = spoilt(SCHEME, "indicators: [ahead, why]", "indicators: [why]")
    assert [mistake.flaw for mistake in check_scheme(text, "a")] == [Flaw.UNUSED_INDICATOR]
    text = SCHEME[: SCHEME.index("    choices:")] + SCHEME[SCHEME.index("  - id: queue") :]
    assert [mistake.flaw for mistake in check_scheme(text, "a")] == [Flaw.CHOICES_MISSING]


def test_a_computed_indicator_names_its_clock_and_activities_are_listed_where_they_are_tapped() -> None:
    text, _line = spoilt(SCHEME, "    clock: W\n", "")
    assert [mistake.flaw for mistake in check_scheme(text, "a")] == [Flaw.CLOCK_MISSING]
    text, _line = spoilt(SCHEME, "keys: [", "keys: [activity_started, ")
    assert [mistake.flaw for mistake in check_scheme(text, "a")] == [Flaw.ACTIVITIES_MISSING]


def test_the_days_to_apply_count_down_to_expiry() -> None:
    limits = "limits:\n" + "".join(
        f'  - {{id: {kind.replace("_", "-")}, kind: {kind}, days: {days}, unit: working, article: "办法", verified: M}}\n'
        for kind, days in (("apply_from", 15), ("apply_until", 90))
    )
    text = ITEM[: ITEM.index("limits:")] + limits
    assert [mistake.flaw for mistake in check_item(text, "a")] == [Flaw.WINDOW_REVERSED]


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.EMPTY),
        ("# only a remark\n", Flaw.EMPTY),
        ("null", Flaw.EMPTY),
        ("just words", Flaw.WRONG_TYPE),
        ("- a\n- b\n", Flaw.WRONG_TYPE),
        ("a: 1\n---\nb: 2\n", Flaw.SEVERAL_DOCUMENTS),
        ("a: [1, 2\nb: 3\n", Flaw.SYNTAX),
        ("a: \ud800", Flaw.NOT_TEXT),
        ("a: " + "x" * MOST_BYTES, Flaw.TOO_LARGE),
        ("[" * 100_000, Flaw.TOO_DEEP),
        ("{a: " * 100_000, Flaw.TOO_DEEP),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", Flaw.ALIAS),
    ],
)
def test_what_is_no_document_is_refused_with_one_cause(text: str, flaw: Flaw) -> None:
    assert check_scheme(text, "a.yaml")[0].flaw is flaw
    assert check_item(text, "a.yaml")[0].flaw is flaw


def test_a_file_in_another_encoding_is_told_with_its_line() -> None:
    content = SCHEME.encode("gb18030")
    (mistake,) = check_scheme(text_of(content), "small.yaml")
    assert (mistake.flaw, mistake.line) == (Flaw.NOT_TEXT, 3)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    content = b"\xef\xbb\xbf" + SCHEME.replace("\n", "\r\n").encode()
    assert check_scheme(text_of(content), "small.yaml") == []


def test_json_is_read_as_well_and_yes_and_dates_stay_text() -> None:
    item = read_item(ITEM, "permit.yaml")
    assert read_item(json.dumps(item.to_json(), ensure_ascii=False), "permit.json") == item
    text, _line = spoilt(SCHEME, "{id: one, title", "{id: yes, title")
    assert read_scheme(text, "a").indicators[1].choices[0].id == "yes"


def test_reading_a_document_with_mistakes_raises_a_problem_that_names_the_first_line() -> None:
    text, line = spoilt(SCHEME, "stage: apply", "stage: begin")
    with pytest.raises(Problem) as caught:
        read_scheme(text, "small.yaml")
    assert caught.value.code is Code.DOCUMENT_HAS_MISTAKES
    assert caught.value.details["line"] == line


@given(st.text())
def test_any_text_at_all_gives_mistakes_and_never_a_crash(text: str) -> None:
    assert check_scheme(text, "a")
    assert check_item(text, "a")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(["steps", "indicators", "headings", "keys", "activities", "role", "channel"]), VALUES)
def test_any_value_in_any_place_of_a_scheme_gives_mistakes_and_never_a_crash(
    name: str, value: object
) -> None:
    document = read_scheme(SCHEME, "small.yaml").to_json() | {name: value}
    check_scheme(json.dumps(document), "a")


@given(st.sampled_from(["materials", "limits", "read_on", "trips"]), VALUES)
def test_any_value_in_any_place_of_an_item_gives_mistakes_and_never_a_crash(name: str, value: object) -> None:
    document = read_item(ITEM, "permit.yaml").to_json() | {name: value}
    check_item(json.dumps(document), "a")
