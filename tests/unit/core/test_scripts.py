"""Every mistake of a script is told with its own line and cause."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.documents.mistake import Flaw
from cxo_core.documents.script_form import VERBS
from cxo_core.documents.scripts import Find, check_script, read_script
from cxo_core.problems import Code, Problem
from cxo_desktop.document_words import mistake_line
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.scripting import _VERBS, found_in
from helpers.documents import spoilt
from helpers.scripts import GUIDE, SCRIPT, example

IN_ITSELF = [
    ("format: cxo.script", "format: other", Flaw.NOT_ONE_OF),
    ("version: 1", "version: 2", Flaw.TOO_BIG),
    ("version: 1", "verson: 1", Flaw.UNKNOWN_FIELD),
    ("item: food-licence-renewal", "item: Food Licence", Flaw.BAD_ID),
    ("role: applicant", "role: citizen", Flaw.NOT_ONE_OF),
    ("role: applicant", "role: approver", Flaw.ROLE_OF_CHANNEL),
    ("channel: hall", "channel: queue", Flaw.NOT_ONE_OF),
    ("hall: 市政务服务中心", 'hall: ""', Flaw.BLANK),
    ("officers: [{name: 李敏}]", "officers: []", Flaw.TOO_FEW),
    ("officers: [{name: 李敏}]", "officers: [{duty: officer}]", Flaw.MISSING),
    ("date: 2026-03-02", "date: 2 March", Flaw.BAD_DATE),
    ("date: 2026-03-02", "date: 2026-02-30", Flaw.BAD_DATE),
    ("date: 2026-03-02", "date: 2026-03-02\noffset: east", Flaw.BAD_OFFSET),
    ("date: 2026-03-02", "date: 2026-03-02\noffset: +99:00", Flaw.BAD_OFFSET),
    ('at: "09:05"', 'at: "25:05"', Flaw.BAD_TIME),
    ('at: "09:05"', "at: soon", Flaw.BAD_TIME),
    ('at: "09:05"', 'at: "09:05+02:00"', Flaw.BAD_TIME),
    ("at: +2m", "at: +2 minutes", Flaw.BAD_TIME),
    ("at: +2m", "at: 9999-12-31 23:59", None),
    ("event: arrived", "event: landed", Flaw.UNKNOWN_EVENT),
    ("event: arrived", "event: sealed", Flaw.EVENT_HAS_NO_BUTTON),
    ("{step: queue}", "{step: queue, leave: done}", Flaw.NOT_ONE_VERB),
    ("{step: queue}", "{at: +1m}", Flaw.NOT_ONE_VERB),
    ("{step: queue}", "{stop: queue}", Flaw.UNKNOWN_FIELD),
    ("{step: queue}", "{note: queue}", Flaw.NO_STEP_OPEN),
    ("{leave: done}", "{leave: done, as: out}", Flaw.NOTHING_TO_NAME),
    ("as: ticket}", "as: here}", Flaw.DUPLICATE_ID),
    ("with: {number: A032}", "with: {colour: red}", Flaw.UNKNOWN_FIELD),
    ("with: {number: A032}", "with: {ahead: many}", Flaw.WRONG_TYPE),
    ("with: {number: A032}", "with: {ahead: true}", Flaw.WRONG_TYPE),
    ("{demand: licence}", "{demand: licence, with: {copies: 2}}", Flaw.UNKNOWN_FIELD),
    ("{demand: licence}", "{demand: licence, caption: 图}", Flaw.UNKNOWN_FIELD),
    ("{demand: licence}", "{demand: {title: 健康证, grade: heard}}", Flaw.NOT_ONE_OF),
    ("due: 2026-03-06", "due: 2026-03-36", Flaw.BAD_DATE),
    ("photos: [shot]", "photos: [nothing]", Flaw.UNKNOWN_LABEL),
    ("photos: [shot]", "photos: [ticket]", Flaw.NOT_A_PHOTO),
    ("checked: true", "masked: [[9, 9, 9, 20]]", Flaw.NOT_ONE_OF),
    ("give: licence}", "give: licence, checked: true}", Flaw.UNKNOWN_FIELD),
    ("class: policy", "class: politics", Flaw.NOT_ONE_OF),
    ("entry: ticket", "entry: nobody", Flaw.UNKNOWN_LABEL),
    ('time: "09:06"', 'time: "9.06"', Flaw.BAD_TIME),
    ("{confirm: 109}", "{confirm: 999}", Flaw.UNKNOWN_CODE),
    ("{confirm: 109}", "{confirm: 109, by: 2}", Flaw.TOO_BIG),
    ("{confirm: 109}", "{burden: {who: mayor, minutes: 3}}", Flaw.NOT_ONE_OF),
    ("{finish: true}", "{finish: false}", Flaw.NOT_ONE_OF),
    ("{finish: true}", "{undo: 1}", Flaw.NOT_ONE_OF),
    ("{finish: true}", "{finish: yes}", Flaw.NOT_ONE_OF),
    ("version: 1", "version: 1.5", Flaw.DECIMAL),
    ("version: 1", "version: &one 1", Flaw.ALIAS),
]

AGAINST_ITS_DOCUMENTS = [
    ("{step: queue}", "{step: dance}"),
    ("people_ahead: 14", "people_behind: 14"),
    ("people_ahead: 14", "people_ahead: fourteen"),
    ("people_ahead: 14", "curve: 3"),
    ("people_ahead: 14", "queue_time: 600"),
    ("{leave: done}", "{leave: happy}"),
    ("{demand: licence}", "{demand: passport}"),
    ("{give: licence}", "{give: passport}"),
    ("{material: licence", "{material: passport"),
    ("greeted: true", "smiled: true"),
    ("service_good: 4", "service_good: 6"),
    ("service_good: 4", "people_ahead: 4"),
    ("date: 2026-03-02", "date: 2026-03-02\npart: [queue, dance]"),
    ("channel: hall", "channel: online\nscheme: hall"),
]


@pytest.fixture(scope="module")
def find() -> Find:
    return found_in(Catalogue())


def test_the_small_script_has_no_mistakes(find: Find) -> None:
    assert check_script(SCRIPT, find) == []


@pytest.mark.parametrize(("old", "new", "flaw"), IN_ITSELF, ids=lambda part: str(part)[:30])
def test_each_mistake_in_itself_is_told_on_its_line(old: str, new: str, flaw: Flaw | None) -> None:
    text, line = spoilt(SCRIPT, old, new)
    mistakes = check_script(text)
    if flaw is None:
        assert mistakes == []
        return
    at = {Flaw.NO_STEP_OPEN: SCRIPT[: SCRIPT.index("{leave")].count("\n") + 1}.get(flaw, line)
    at += "\noffset" in new
    mistake = next(each for each in mistakes if each.flaw is flaw)
    assert mistake.line == at
    assert mistake_line(mistake, "walk.yaml").startswith(f"walk.yaml:{at}:")


@pytest.mark.parametrize(("old", "new"), AGAINST_ITS_DOCUMENTS)
def test_what_its_scheme_or_item_does_not_have_is_told_on_its_line(find: Find, old: str, new: str) -> None:
    text, line = spoilt(SCRIPT, old, new)
    assert check_script(text) == []
    (mistake, *_) = check_script(text, find)
    assert (mistake.flaw, mistake.line - ("\npart" in new)) == (Flaw.NOT_ONE_OF, line)
    assert mistake.details["allowed"]


def test_a_script_for_an_item_nobody_has_is_refused_by_its_name(find: Find) -> None:
    text, _ = spoilt(SCRIPT, "food-licence-renewal", "passport")
    with pytest.raises(Problem) as problem:
        check_script(text, find)
    assert problem.value.code is Code.ITEM_NOT_FOUND


def test_a_paper_outside_the_list_can_be_given_once_it_was_demanded(find: Find) -> None:
    text, _ = spoilt(SCRIPT, "{give: licence}", "{demand: {material: x1, title: 健康证}}\n  - {give: x1}")
    assert check_script(text, find) == []


def test_officers_who_joined_can_record_from_then_on() -> None:
    text, _ = spoilt(SCRIPT, "{confirm: 109}", "{join: {name: 赵芳}}\n  - {confirm: 109, by: 2}")
    assert check_script(text) == []
    text, line = spoilt(SCRIPT, "{step: queue}", "{step: queue, by: 2}")
    text = text.replace("{confirm: 109}", "{join: {name: 赵芳}}")
    (mistake,) = check_script(text)
    assert (mistake.line, mistake.flaw) == (line, Flaw.TOO_BIG)


def test_every_mistake_is_told_at_once_and_in_order() -> None:
    text, first = spoilt(SCRIPT, "at: +2m", "at: later")
    text, second = spoilt(text, "{confirm: 109}", "{confirm: 999}")
    assert [mistake.line for mistake in check_script(text)] == [first, second]


@pytest.mark.parametrize("text", ["", "# nothing\n", "actions: [", "- 1\n- 2\n", "42"])
def test_what_is_no_script_at_all_is_a_mistake_and_never_an_accident(text: str) -> None:
    assert check_script(text)


def test_a_script_with_mistakes_is_not_read() -> None:
    text, line = spoilt(SCRIPT, "{confirm: 109}", "{confirm: 999}")
    with pytest.raises(Problem) as problem:
        read_script(text, "walk.yaml")
    assert problem.value.code is Code.DOCUMENT_HAS_MISTAKES
    assert (problem.value.details["line"], problem.value.details["count"]) == (line, 1)


@given(st.text(max_size=200))
def test_any_text_at_all_is_checked_without_an_accident(text: str) -> None:
    check_script(text)


@given(st.data())
def test_a_script_with_any_line_lost_or_doubled_is_checked_without_an_accident(data: st.DataObject) -> None:
    lines = SCRIPT.splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.integers(0, len(lines) - 1))
    lines[place] = data.draw(st.sampled_from(["", lines[other], lines[place] * 2, lines[place][2:]]))
    check_script("".join(lines))


def test_the_worked_example_has_no_mistakes_and_shows_every_verb(find: Find) -> None:
    assert check_script(example(), find) == []
    for verb in VERBS:
        assert f"{verb}:" in example(), verb
        assert f"`{verb}:" in GUIDE.read_text("utf-8"), verb


def test_the_verbs_that_are_read_are_the_verbs_that_are_played() -> None:
    assert set(VERBS) == set(_VERBS)


def test_json_is_a_script_too(find: Find) -> None:
    assert check_script(json.dumps(read_script(SCRIPT, "walk.json"), ensure_ascii=False), find) == []
