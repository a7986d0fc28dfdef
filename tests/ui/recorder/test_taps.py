"""Events at the recorder: one key, one event, saved only when it is."""

from collections.abc import Callable
from concurrent.futures import Executor

from PySide6.QtWidgets import QPushButton, QWidget

from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from cxo_desktop.services.vaults import Vault
from helpers.at_the_recorder import AtTheRecorder
from helpers.held_executor import HeldExecutor
from helpers.recordings import MovingClock, no_file_longer_than
from helpers.screen import find

Open = Callable[..., AtTheRecorder]


class Held:
    """One held executor per lane."""

    def __init__(self) -> None:
        self.lanes: dict[str, HeldExecutor] = {}

    def __call__(self, name: str) -> Executor:
        return self.lanes.setdefault(name, HeldExecutor())

    def release(self, at: AtTheRecorder) -> None:
        for lane in self.lanes.values():
            lane.release_all()
        at._qtbot.wait(1)


def test_a_function_key_records_its_event_at_the_moment_of_the_press(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("F12", seconds=30).key("F2", minutes=2)
    assert at.kinds() == [Kind.ARRIVED, Kind.TICKET_TAKEN]
    arrived, ticket = at.state.of_kind(Kind.ARRIVED, Kind.TICKET_TAKEN)
    assert ticket.entered is Entered.LIVE
    assert (ticket.wall - arrived.wall).total_seconds() == 120


def test_saved_is_said_only_when_the_disk_has_it(at_recorder: Open) -> None:
    held = Held()
    at = at_recorder(executor=held)
    held.release(at)
    at.key("F12", settle=False)
    assert at.said() == "○ Saving…"
    held.release(at)
    assert at.said() == "● Saved 09:00:01"


def test_a_key_pressed_twice_in_a_hurry_counts_once(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("F12").key("F2")
    at.key("F3", seconds=60).key("F3", seconds=0.2).key("F3", seconds=0.3)
    assert at.kinds().count(Kind.CALLED) == 2, (
        "the third press comes 0.5 s after the first, so it is a second call"
    )
    at.key("F4").key("F4", seconds=0.1)
    assert at.kinds().count(Kind.SERVICE_STARTED) == 1


def test_a_second_press_while_the_first_is_on_its_way_records_nothing(at_recorder: Open) -> None:
    held = Held()
    at = at_recorder(executor=held)
    held.release(at)
    at.key("F4", settle=False).key("F4", settle=False, seconds=3)
    held.release(at)
    assert at.kinds() == [Kind.SERVICE_STARTED]


def test_a_key_that_means_nothing_now_is_disabled_at_its_place_and_says_why(at_recorder: Open) -> None:
    at = at_recorder()
    called = find(at.page, "key.called", QPushButton)
    assert called.isVisible()
    assert not called.isEnabled()
    at.key("F3")
    assert at.kinds() == []
    assert "was not recorded" in find(at.page, "detailsTold").accessibleName() + find(
        at.page, "detailsTold"
    ).property("text")


def test_a_key_pressed_while_paused_says_which_key_resumes(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("Ctrl+B")
    at.key("F12", seconds=5)
    assert Kind.ARRIVED not in at.kinds()
    assert find(at.page, "detailsTold").property("text").endswith("was not recorded.")
    assert find(at.page, "detailsHint").property("text") == "Recording is paused; Ctrl+B resumes it."


def test_a_button_does_what_its_key_does(at_recorder: Open) -> None:
    at = at_recorder()
    at.clock.wait(seconds=1)
    find(at.page, "key.arrived", QPushButton).click()
    at.settle()
    assert at.kinds() == [Kind.ARRIVED]
    assert not find(at.page, "key.arrived", QPushButton).isEnabled()


def test_the_ticket_is_saved_at_once_and_takes_the_number_typed_after_it(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("F12").key("F2")
    assert at.where() == "detail.number"
    assert at.kinds() == [Kind.ARRIVED, Kind.TICKET_TAKEN]
    at.type("A032").key("Tab").type("12").key("Return")
    ticket = at.state.first(Kind.TICKET_TAKEN)
    assert ticket is not None
    assert ticket.body == {"number": "A032", "ahead": 12}
    assert at.where() == "recorder"
    words = at.page.parts.timeline.model.data(at.page.parts.timeline.model.index(0))
    assert "Ticket taken" in str(words)


def test_typed_details_join_their_event_when_the_next_key_comes(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("F2").type("B7").key("F3")
    ticket = at.state.first(Kind.TICKET_TAKEN)
    assert ticket is not None
    assert ticket.body == {"number": "B7"}
    assert at.state.first(Kind.CALLED) is not None


def test_a_stretch_beside_the_walk_is_begun_and_ended_by_one_key(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("Alt+1").type("phone call").key("Return")
    assert at.state.of_kind(Kind.INTERRUPTION_STARTED)[0].body == {"cause": "phone call"}
    toggle = find(at.page, "span.interruption_started", QPushButton)
    assert toggle.isChecked()
    assert toggle.text() == "End: Interruption"
    at.key("Alt+1", minutes=2)
    assert at.kinds()[-1] is Kind.INTERRUPTION_ENDED
    assert not toggle.isChecked()


def test_undo_takes_the_last_entry_back_and_redo_brings_it_again(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("F12").key("F4").key("Ctrl+Z")
    assert at.kinds() == [Kind.ARRIVED]
    at.key("Ctrl+Y")
    assert at.kinds() == [Kind.ARRIVED, Kind.SERVICE_STARTED]


def test_undo_reaches_the_record_from_an_empty_line(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("F2")
    assert at.where() == "detail.number"
    at.key("Ctrl+Z")
    assert at.kinds() == []


def test_a_full_disk_claims_nothing_saved_and_keeps_the_press_for_later(
    at_recorder: Open, vault: Vault, clock: MovingClock
) -> None:
    at = at_recorder()
    at.key("F12")
    pressed = clock.now().wall
    with no_file_longer_than(1):
        at.key("F4", settle=False, minutes=1)
        at._qtbot.waitUntil(lambda: at.page.live.stopped_by is not None)
        assert at.said() == "▲ 1 entry not saved"
        assert at.page.banner.isVisible()
        assert "Service started" in at.page.banner.sentence
        at.key("F5", settle=False, minutes=3)
        at._qtbot.waitUntil(lambda: at.said() == "▲ 2 entries not saved")
        assert len(list(vault.walkthroughs.events(at.recording.id))) == 2
    find(at.page, "recorderBannerAction", QPushButton).click()
    at.settle()
    assert at.kinds() == [Kind.ARRIVED, Kind.SERVICE_STARTED, Kind.SERVICE_ENDED]
    started = at.state.first(Kind.SERVICE_STARTED)
    assert started is not None
    assert (started.wall - pressed).total_seconds() == 60, "the moment of the press, not of the retry"
    assert at.said().startswith("● Saved")
    assert not at.page.banner.isVisible()


def test_a_pause_stops_every_key_until_it_is_resumed(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("F12").key("Ctrl+B")
    at.key("F4")
    assert Kind.SERVICE_STARTED not in at.kinds()
    assert "paused" in find(at.page, "recorderBannerTitle").property("text")
    at.key("Ctrl+B", minutes=5).key("F4")
    assert at.kinds()[-1] is Kind.SERVICE_STARTED


def test_the_second_officer_signs_what_he_enters(at_recorder: Open) -> None:
    at = at_recorder()
    at.key("F12").key("Ctrl+U").key("F4")
    assert [entry.by for entry in at.state.of_kind(Kind.ARRIVED, Kind.SERVICE_STARTED)] == ["o1", "o2"]


def test_every_control_has_a_name_and_can_be_spoken(at_recorder: Open) -> None:
    at = at_recorder()
    at.begin("hand_in").key("Ctrl+R")
    nameless = [
        (type(widget).__name__, widget.parent().objectName())
        for widget in at.page.findChildren(QWidget)
        if not widget.objectName() and type(widget).__module__.startswith("cxo_desktop")
    ]
    assert nameless == []
    silent = [
        each.objectName()
        for each in at.page.findChildren(QPushButton)
        if not each.accessibleName() and each.isVisible()
    ]
    assert silent == []
