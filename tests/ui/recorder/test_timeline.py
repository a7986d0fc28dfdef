"""The timeline: entries in the order they happened, corrected and struck out with a reason, entered late with a time."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.modeltest import ModelTester

from cxo_core.entry import Standing
from cxo_core.fold import Fold
from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from cxo_desktop.ui.recorder.entry_words import UNSHOWN
from cxo_desktop.ui.recorder.timeline_model import AT_ONCE, TimelineModel
from helpers.at_the_recorder import AtTheRecorder
from helpers.recordings import MovingClock
from helpers.screen import find
from helpers.tapping import Hand

Open = Callable[..., AtTheRecorder]


def rows(model: TimelineModel) -> list[int]:
    """The numbers of the entries, from the top."""
    return [model.entry_at(row).seq for row in range(model.rowCount())]


def test_the_model_keeps_every_rule_of_item_models(qtmodeltester: ModelTester) -> None:
    hand = Hand()
    model = TimelineModel(hand.walk(), MovingClock())
    qtmodeltester.check(model)
    for kind in (Kind.ARRIVED, Kind.CALLED, Kind.LEFT):
        hand.wait(minutes=1).tap(kind)
        model.show_state(hand.walk())
    hand.enter(Kind.TICKET_TAKEN, hand.wall.replace(minute=1))
    model.show_state(hand.walk())
    hand.tap(Kind.STRUCK, target=2, reason="twice")
    model.show_state(hand.walk())
    model.show_all(True)
    qtmodeltester.check(model)


def test_a_long_record_is_given_in_parts_and_every_entry_can_be_reached() -> None:
    hand = Hand()
    for _ in range(300):
        hand.wait(seconds=1).tap(Kind.CALLED)
    model = TimelineModel(hand.walk(), MovingClock())
    assert model.rowCount() == AT_ONCE
    hand.wait(seconds=1).tap(Kind.LEFT)
    hand.enter(Kind.GUIDED, hand.wall.replace(minute=0, second=3))
    model.show_state(hand.walk())
    assert model.rowCount() == AT_ONCE + 1, "the late one is further down"
    row = model.row_of(303)
    assert row is not None
    assert model.entry_at(row).kind is Kind.GUIDED
    assert row < model.rowCount()
    for _ in range(2 * AT_ONCE):
        hand.wait(seconds=1).tap(Kind.CALLED)
        model.show_state(hand.walk())
    assert model.rowCount() <= 2 * AT_ONCE


def test_a_late_entry_stands_where_it_happened() -> None:
    hand = Hand().wait(minutes=1)
    hand.tap(Kind.ARRIVED)
    hand.wait(minutes=10).tap(Kind.LEFT)
    model = TimelineModel(hand.walk(), MovingClock())
    hand.enter(Kind.CALLED, hand.wall.replace(minute=5))
    model.show_state(hand.walk())
    assert rows(model) == [3, 4, 2, 1]


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(["tap", "late", "undo", "redo", "strike", "correct"]), max_size=25),
    st.integers(2, 9),
)
def test_rows_brought_up_step_by_step_are_those_of_a_fresh_model(acts: list[str], at: int) -> None:
    hand = Hand()
    model = TimelineModel(hand.walk(), MovingClock())
    fold = Fold(hand.events)
    for act in acts:
        hand.wait(seconds=40)
        state = fold.state()
        match act:
            case "tap":
                hand.tap(Kind.CALLED)
            case "late":
                hand.enter(Kind.GUIDED, hand.wall.replace(minute=0, second=at))
            case "undo" if state.undoable:
                hand.tap(Kind.UNDONE, target=state.undoable)
            case "redo" if state.redoable:
                hand.tap(Kind.REDONE, target=state.redoable)
            case "strike" if len(hand.events) > at:
                hand.tap(Kind.STRUCK, target=at, reason="r")
            case "correct" if len(hand.events) > at:
                happened = hand.wall.replace(minute=0, second=30).isoformat()
                hand.tap(Kind.CORRECTED, target=at, reason="r", happened=happened)
        for event in hand.events[len(fold.events) :]:
            fold.add(event)
        model.show_state(fold.state())
    fresh = TimelineModel(fold.state(), MovingClock())
    assert rows(model) == rows(fresh)
    assert [model.entry_at(row) for row in range(model.rowCount())] == [
        fresh.entry_at(row) for row in range(fresh.rowCount())
    ]


def test_readings_show_only_when_everything_is_asked_for(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in").key("Ctrl+R").key("4")
    model = at.page.parts.timeline.model
    shown = {model.entry_at(row).kind for row in range(model.rowCount())}
    assert Kind.READING_TAKEN not in shown
    model.show_all(True)
    shown = {model.entry_at(row).kind for row in range(model.rowCount())}
    assert Kind.READING_TAKEN in shown
    assert not shown & UNSHOWN


def test_an_entry_is_corrected_in_place_with_its_reason(at_recorder: Open) -> None:
    at = at_recorder().key("F12").key("F2", minutes=20)
    at.type("A031").key("Return").key("Ctrl+T")
    at.key("Return")
    assert at.where() == "correctionTime"
    find(at.page, "correctionTime", QLineEdit).setText("09:15")
    find(at.page, "correctionDetail0", QLineEdit).setText("A032")
    at.key("Return")
    assert find(at.page, "correctionMistake").isVisible(), "not without a reason"
    assert at.where() == "correctionReason"
    at.type("misread").key("Return")
    ticket = at.state.first(Kind.TICKET_TAKEN)
    assert ticket is not None
    assert (f"{ticket.wall:%H:%M}", ticket.body["number"], ticket.reason) == ("09:15", "A032", "misread")
    assert ticket.entered is Entered.TYPED
    assert at.page.parts.bars.open_one is None
    assert at.where() == "timeline", "the keyboard is back where it was"


def test_an_entry_is_struck_out_and_stays_in_sight(at_recorder: Open) -> None:
    at = at_recorder().key("F12").key("Ctrl+T").key("Delete")
    at.type("wrong hall").key("Return")
    assert at.kinds() == []
    entry = at.page.parts.timeline.model.entry_at(0)
    assert (entry.kind, entry.standing, entry.reason) == (Kind.ARRIVED, Standing.STRUCK, "wrong hall")


def test_a_late_entry_takes_its_kind_its_time_and_how_the_time_is_known(at_recorder: Open) -> None:
    at = at_recorder().begin("queue").key("Ctrl+L", minutes=40)
    assert at.where() == "lateKind"
    kinds = find(at.page, "lateKind", QComboBox)
    kinds.setCurrentIndex(kinds.findText("Ticket taken"))
    at.key("Tab").type("9:30").key("Tab").key("2").key("Return")
    ticket = at.state.first(Kind.TICKET_TAKEN)
    assert ticket is not None
    assert (f"{ticket.wall:%H:%M}", ticket.entered, ticket.step) == ("09:30", Entered.RECALLED, "queue")


def test_a_time_still_to_come_or_unreadable_is_said_and_nothing_is_entered(at_recorder: Open) -> None:
    at = at_recorder().key("Ctrl+L").key("Tab")
    at.type("half past").key("Return")
    assert find(at.page, "lateMistake").isVisible()
    find(at.page, "lateTime", QLineEdit).clear()
    at.type("23:00").key("Return")
    assert "still to come" in find(at.page, "lateMistake").property("text")
    assert at.kinds() == []


def test_page_keys_scroll_the_timeline_and_do_not_leave_the_step(at_recorder: Open) -> None:
    at = at_recorder().begin("queue").key("Ctrl+T").key("PgDown")
    assert at.state.step == "queue"
    assert at.page.parts.bars.outcome.isHidden()
