"""What is said about a step at the recorder: readings, papers, attitude, the note, and how it ended."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QPushButton, QScrollArea, QWidget

from cxo_core.findings import Grade
from cxo_core.kinds import Kind
from cxo_core.walkthrough import Status
from helpers.at_the_recorder import AtTheRecorder
from helpers.screen import find

Open = Callable[..., AtTheRecorder]


def test_the_first_step_is_one_key_away(at_recorder: Open) -> None:
    at = at_recorder()
    assert find(at.page, "stepBegin").isVisible()
    at.key("Alt+Down")
    assert at.state.step == "read_guide"
    assert not find(at.page, "stepBegin").isVisible()


def test_leaving_a_step_asks_for_its_outcome_in_one_key_and_counts_from_the_press(at_recorder: Open) -> None:
    at = at_recorder().begin("arrive")
    at.key("Alt+Down", minutes=5)
    assert at.where() == "outcome"
    assert at.state.step == "arrive", "the step is left when the outcome is known"
    at.key("2", seconds=20)
    assert at.state.step == "queue"
    assert at.state.step_record("arrive").outcome == "returned"
    reading = at.state.reading("outcome", "arrive")
    assert reading is not None
    assert reading.value == "returned"
    entered, left = at.state.step_record("arrive").stays[0]
    assert left is not None
    stay = at.state.entry(left).wall - at.state.entry(entered).wall
    assert stay.total_seconds() == 300


def test_enter_means_done_escape_stays_and_the_step_key_again_goes_on(at_recorder: Open) -> None:
    at = at_recorder().begin("arrive")
    at.key("PgDown").key("Esc")
    assert at.state.step == "arrive"
    at.key("Alt+Down").key("Return")
    assert (at.state.step, at.state.step_record("arrive").outcome) == ("queue", "done")
    at.key("Alt+Down").key("Alt+Down")
    assert (at.state.step, at.state.step_record("queue").outcome) == ("hand_in", "")


def test_an_event_does_not_wait_for_the_outcome(at_recorder: Open) -> None:
    at = at_recorder().begin("arrive")
    at.key("Alt+Down").key("F2")
    ticket = at.state.first(Kind.TICKET_TAKEN)
    assert ticket is not None
    assert ticket.step == "queue"


def test_a_known_outcome_is_not_asked_again(at_recorder: Open) -> None:
    at = at_recorder().begin("arrive", "queue", "arrive")
    at.key("Alt+Down")
    assert at.state.step == "queue"


def test_steps_outside_the_part_are_passed_over_and_can_still_be_gone_to(at_recorder: Open) -> None:
    at = at_recorder(part=("arrive", "hand_in"))
    at.key("Alt+Down")
    assert at.state.step == "arrive"
    at.key("Alt+Down").key("1")
    assert at.state.step == "hand_in"
    left_out = find(at.page, "step.queue", QPushButton)
    assert left_out.accessibleDescription() == "not part of this walkthrough"
    left_out.click()
    at.key("1")
    assert at.state.step == "queue"


def test_readings_are_given_by_digits_and_the_keyboard_goes_on_by_itself(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+R")
    assert at.where() == "reading.attitude"
    at.key("4")
    assert at.where() == "reading.colleague_asked"
    at.key("2").type("3").key("Return").key("1")
    values = {reading.indicator: reading.value for reading in at.state.readings if reading.step == "hand_in"}
    assert values == {"attitude": 4, "colleague_asked": False, "corrections": 3, "receipt_given": True}


def test_the_curve_runs_from_minus_two_to_plus_two_on_the_keys_one_to_five(at_recorder: Open) -> None:
    at = at_recorder().begin("read_guide")
    find(at.page, "reading.curve").setFocus()
    at.key("1")
    assert at.state.reading("curve", "read_guide").value == -2  # type: ignore[union-attr]
    find(at.page, "reading.curve").setFocus()
    at.key("5")
    assert at.state.reading("curve", "read_guide").value == 2  # type: ignore[union-attr]


def test_backspace_takes_an_answer_back_for_good(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+R").key("4")
    find(at.page, "reading.attitude").setFocus()
    at.key("5")
    find(at.page, "reading.attitude").setFocus()
    at.key("Backspace")
    assert at.state.reading("attitude", "hand_in") is None


def test_the_same_answer_again_says_nothing_new(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+R").key("4")
    before = len(at.state.entries)
    find(at.page, "reading.attitude.4", QPushButton).click()
    at.settle()
    assert len(at.state.entries) == before


def test_money_is_typed_in_yuan_and_kept_in_fen_and_a_wrong_number_is_said_beside_it(
    at_recorder: Open,
) -> None:
    at = at_recorder().begin("acceptance")
    find(at.page, "reading.fees_paid").setFocus()
    at.type("12.5").key("Return")
    assert at.state.reading("fees_paid", "acceptance").value == 1250  # type: ignore[union-attr]
    find(at.page, "reading.offices_visited").setFocus()
    at.type("900").key("Return")
    mistake = find(at.page, "reading.offices_visited.mistake")
    assert mistake.isVisible()
    assert at.state.reading("offices_visited", "acceptance") is None


def test_a_paper_is_ticked_marked_and_unticked_by_keys(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+M")
    assert at.where() == "material.form"
    at.key("Space").key("G").key("R")
    paper = at.state.material("form")
    assert paper is not None
    assert (paper.is_demanded, len(paper.given), len(paper.repeated)) == (True, 1, 1)
    at.key("D").type("12-31").key("Return")
    assert at.state.material("form").due == "2026-12-31"  # type: ignore[union-attr]
    at.key("Down").key("W")
    assert at.state.material("identity").waived  # type: ignore[union-attr]
    at.key("W")
    assert not at.state.material("identity").waived  # type: ignore[union-attr]
    at.key("Up").key("Space")
    assert not at.state.material("form").is_demanded  # type: ignore[union-attr]
    assert not find(at.page, "material.form", QCheckBox).isChecked()


def test_an_extra_paper_is_one_line_with_who_asked_and_how_it_is_known(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+Shift+M")
    at.type("Health certificate").key("Tab").type("window 3").key("Tab").key("3").key("Return")
    extra = at.state.materials[-1]
    assert (extra.is_extra, extra.title.en, extra.demanded_by, extra.grade) == (
        True,
        "Health certificate",
        "window 3",
        Grade.STATEMENT,
    )
    assert "extra 1" in find(at.page, "materialsHead", QPushButton).text()
    at.key("Esc").key("Ctrl+M")
    find(at.page, f"material.{extra.id}", QCheckBox).click()
    at.settle()
    assert at.state.material(extra.id) is None
    assert at.page.findChild(QWidget, f"material.{extra.id}") is None or at.state.sets.extra == ()


def test_an_attitude_act_goes_from_unnoted_to_seen_to_not_seen_and_back(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+D")
    at.key("1")
    assert at.state.attitude[("hand_in", "greeted")] is True
    at.key("1")
    assert at.state.attitude[("hand_in", "greeted")] is False
    assert "not seen" in find(at.page, "act.greeted").accessibleName()
    at.key("1")
    assert ("hand_in", "greeted") not in at.state.attitude


def test_a_note_becomes_an_event_when_it_is_left_and_stays_with_its_step(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+E")
    at.type("No sign at window 3").key("Esc")
    assert [(note.step, note.text) for note in at.state.notes] == [("hand_in", "No sign at window 3")]
    at.key("Alt+Down").key("1")
    assert at.page.parts.note.toPlainText() == ""
    at.key("Alt+Up").key("1")
    assert at.page.parts.note.toPlainText() == "No sign at window 3"


def test_a_note_still_being_typed_is_written_before_the_next_step_begins(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+E")
    at.type("in a hurry").key("Alt+Down").key("1")
    assert at.state.notes[0].step == "hand_in"


def test_what_has_the_keyboard_is_in_view(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+R")
    for _ in range(5):
        at.key("Tab")
    at._qtbot.wait(20)
    panel = find(at.page, "stepPanel", QScrollArea)
    focused = at.focused()
    top = focused.mapTo(panel.viewport(), focused.rect().topLeft()).y()
    assert 0 <= top < panel.viewport().height()


def test_finishing_writes_what_is_typed_and_asks_for_the_next_page(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+E")
    at.type("last words")
    with at._qtbot.waitSignal(at.page.finish_asked):
        at.key("Ctrl+Return")
    assert at.state.notes[0].text == "last words"
    assert at.state.status is Status.RECORDING, "finishing itself is for the next page"
