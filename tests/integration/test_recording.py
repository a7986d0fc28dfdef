"""Recording into a real vault: what is acknowledged is on the disk, and what fails leaves the record as it was."""

from datetime import timedelta
from pathlib import Path

import pytest

from cxo_core.chain import check_chain
from cxo_core.clocks import clocks
from cxo_core.description import describe
from cxo_core.event import GENESIS
from cxo_core.kinds import Kind
from cxo_core.moment import Entered, Moment
from cxo_core.problems import Code, Problem
from cxo_core.summarising import summary_of
from cxo_core.walkthrough import Status
from cxo_desktop.services.beginning import begin
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault, open_vault
from cxo_desktop.storage.library import LibraryQuery
from helpers.recordings import MovingClock, beginning, begun, no_file_longer_than, vault_in
from helpers.tapping import MORNING


def refused(code: Code, problem: pytest.ExceptionInfo[Problem]) -> None:
    assert problem.value.code is code


def test_a_record_begins_with_item_and_scheme_locked_into_its_first_event(
    vault: Vault, clock: MovingClock
) -> None:
    recording = begun(vault, clock, part=("queue",), links={"case": "A-2026-17"}, is_announced=True)
    state = recording.state
    assert state.item and state.item.id == "test-item"
    assert state.scheme and state.scheme.id == "test-scheme"
    assert (state.part, dict(state.links), state.is_announced) == (("queue",), {"case": "A-2026-17"}, True)
    assert [event.previous for event in vault.walkthroughs.events(recording.id)] == [GENESIS]


def test_what_was_acknowledged_is_there_after_reopening_and_in_the_same_words(
    tmp_path: Path, clock: MovingClock
) -> None:
    with vault_in(tmp_path) as vault:
        recording = begun(vault, clock)
        recording.tap(Kind.ARRIVED)
        clock.wait(minutes=3)
        recording.tap(Kind.TICKET_TAKEN, {"number": "A032", "ahead": 14})
        clock.wait(minutes=9)
        recording.tap(Kind.CALLED)
        before = describe(recording.state)
    with open_vault(tmp_path / "vault") as again:
        recording = Recording(again, clock, recording.id)
        assert describe(recording.state) == before
        check_chain(again.walkthroughs.events(recording.id))
        clock.wait(minutes=1)
        recording.tap(Kind.SERVICE_STARTED)
        assert clocks(recording.state).call_response


def test_the_library_shows_each_tap_as_the_record_does(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    for kind in (Kind.ARRIVED, Kind.TICKET_TAKEN, Kind.CALLED, Kind.SERVICE_STARTED, Kind.LEFT):
        clock.wait(minutes=2)
        recording.tap(kind)
        assert vault.walkthroughs.summary(recording.id) == summary_of(recording.state)
    clock.wait(minutes=1)
    recording.write_note("n1", "窗口很热情")
    recording.undo()
    recording.redo()
    assert vault.walkthroughs.summary(recording.id) == summary_of(recording.state)
    assert [line.id for line in vault.library.page(LibraryQuery(text="热情")).items] == [recording.id]


def test_a_press_is_recorded_at_the_moment_it_was_made_not_when_the_disk_was_ready(
    vault: Vault, clock: MovingClock
) -> None:
    recording = begun(vault, clock)
    clock.wait(minutes=1)
    pressed = clock.now()
    clock.wait(seconds=9)
    assert recording.tap(Kind.CALLED, moment=pressed).recorded == pressed


def test_a_tap_belongs_to_the_current_step_unless_another_or_none_is_named(
    vault: Vault, clock: MovingClock
) -> None:
    recording = begun(vault, clock)
    recording.tap(Kind.STEP_ENTERED, {"step": "queue"})
    assert recording.tap(Kind.TICKET_TAKEN).step == "queue"
    assert recording.tap(Kind.CALLED, step="window").step == "window"
    heading = recording.tap(Kind.READING_TAKEN, {"indicator": "policy", "value": 4}, step="")
    assert heading.step is None
    assert recording.state.reading("policy")


def test_late_entry_is_typed_or_recalled_with_the_time_it_happened(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    clock.wait(hours=2)
    typed = recording.enter(Kind.ARRIVED, happened=MORNING + timedelta(minutes=5))
    recalled = recording.enter(Kind.LEFT, happened=MORNING + timedelta(minutes=50), entered=Entered.RECALLED)
    assert (typed.entered, recalled.entered) == (Entered.TYPED, Entered.RECALLED)
    assert typed.recorded.wall == MORNING + timedelta(hours=2)
    assert recording.state.visits[0].arrived.wall == MORNING + timedelta(minutes=5)


def test_a_time_still_to_come_is_refused_and_a_minute_of_haste_is_not(
    vault: Vault, clock: MovingClock
) -> None:
    recording = begun(vault, clock)
    with pytest.raises(Problem) as problem:
        recording.enter(Kind.ARRIVED, happened=clock.wall + timedelta(minutes=2))
    refused(Code.TIME_IN_FUTURE, problem)
    recording.enter(Kind.ARRIVED, happened=clock.wall + timedelta(seconds=59))
    with pytest.raises(Problem) as problem:
        recording.correct(2, reason="?", happened=clock.wall + timedelta(minutes=2))
    refused(Code.TIME_IN_FUTURE, problem)
    assert len(recording.state.entries) == 2


def test_a_wall_clock_set_by_hand_is_recorded_by_itself_before_the_next_tap(
    vault: Vault, clock: MovingClock
) -> None:
    recording = begun(vault, clock)
    recording.tap(Kind.TICKET_TAKEN)
    clock.wait(minutes=20)
    clock.set_wall(clock.wall - timedelta(hours=1))
    recording.tap(Kind.CALLED)
    jump, called = recording.state.entries[-2:]
    assert (jump.kind, called.kind) == (Kind.CLOCK_JUMPED, Kind.CALLED)
    assert jump.body == {"jump_ms": -3_600_000, "since": 2}
    queue = clocks(recording.state).queue
    assert queue and queue.minutes == 20
    recording.tap(Kind.SERVICE_STARTED)
    assert len(recording.state.of_kind(Kind.CLOCK_JUMPED)) == 1


def test_a_reboot_is_no_clock_jump(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    clock.wait(hours=3)
    clock.reboot()
    recording.tap(Kind.ARRIVED)
    assert recording.state.of_kind(Kind.CLOCK_JUMPED) == ()


def test_two_presses_that_arrive_in_the_other_order_are_no_clock_jump(
    vault: Vault, clock: MovingClock
) -> None:
    recording = begun(vault, clock)
    first = clock.wait(seconds=10).now()
    second = clock.wait(seconds=10).now()
    recording.tap(Kind.CALLED, moment=second)
    recording.tap(Kind.TICKET_TAKEN, moment=first)
    assert recording.state.of_kind(Kind.CLOCK_JUMPED) == ()
    assert [entry.kind for entry in recording.state.counting][1:] == [Kind.TICKET_TAKEN, Kind.CALLED]


def test_a_correction_needs_a_reason_an_entry_and_fields_that_fit(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    recording.tap(Kind.TICKET_TAKEN, {"number": "A031"})
    for wrong, code in (
        (lambda: recording.correct(2, reason="  ", body={"number": "A032"}), Code.REASON_MISSING),
        (lambda: recording.correct(9, reason="看错"), Code.EVENT_NOT_FOUND),
        (lambda: recording.correct(2, reason="看错", body={"colour": "red"}), Code.EVENT_MALFORMED),
        (lambda: recording.correct(2, reason="看错", body={"number": 32}), Code.EVENT_MALFORMED),
        (lambda: recording.strike(2, reason=""), Code.REASON_MISSING),
        (lambda: recording.strike(0, reason="点错"), Code.EVENT_NOT_FOUND),
    ):
        with pytest.raises(Problem) as problem:
            wrong()
        refused(code, problem)
    assert len(recording.state.entries) == 2
    recording.correct(2, reason=" 看错 ", body={"number": "A032"})
    assert recording.state.entry(2).body["number"] == "A032"
    assert recording.state.entry(2).reason == "看错"


def test_undo_redo_and_striking_several_entries_together(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    with pytest.raises(Problem) as problem:
        recording.undo()
    refused(Code.NOTHING_TO_UNDO, problem)
    demands = [recording.tap(Kind.MATERIAL_DEMANDED, {"material": "x1"}).seq for _ in range(2)]
    recording.undo()
    assert recording.state.sets.extra == ("x1",)
    recording.redo()
    with pytest.raises(Problem) as problem:
        recording.redo()
    refused(Code.NOTHING_TO_REDO, problem)
    recording.untick(demands, reason="看错清单")
    assert recording.state.sets.extra == ()


def test_each_entry_names_the_officer_who_made_it(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    recording.tap(Kind.ARRIVED)
    recording.tap(Kind.CALLED, by="o2")
    again = Recording(vault, clock, recording.id, by="o2")
    again.tap(Kind.SERVICE_STARTED)
    assert [entry.by for entry in again.state.entries] == ["o1", "o1", "o2", "o2"]


def test_a_sealed_record_takes_nothing_more(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    recording.tap(Kind.FINISHED)
    recording.tap(Kind.SEALED, {"revision": 1})
    for attempt in (
        lambda: recording.tap(Kind.ARRIVED),
        lambda: recording.enter(Kind.ARRIVED, happened=MORNING),
        lambda: recording.strike(1, reason="?"),
        lambda: recording.write_note("n", "?"),
    ):
        with pytest.raises(Problem) as problem:
            attempt()
        refused(Code.WALKTHROUGH_SEALED, problem)
        assert problem.value.details["next_revision"] == 2
    assert recording.state.status is Status.SEALED


def test_a_body_that_does_not_fit_its_kind_is_refused_whole(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    for body in ({}, {"indicator": "service"}, {"indicator": "service", "value": 1.5}, {"value": 4}):
        with pytest.raises(Problem) as problem:
            recording.tap(Kind.READING_TAKEN, body)
        refused(Code.EVENT_MALFORMED, problem)
    assert [event.seq for event in vault.walkthroughs.events(recording.id)] == [1]


def test_half_typed_texts_survive_and_are_let_go_with_the_note_they_became(
    tmp_path: Path, clock: MovingClock
) -> None:
    with vault_in(tmp_path) as vault:
        recording = begun(vault, clock)
        recording.keep_draft("n1", "窗口说")
        recording.keep_draft("n1", "窗口说还要一份")
        recording.keep_draft("finding.fact", "没有一次性告知")
    with open_vault(tmp_path / "vault") as again:
        recording = Recording(again, clock, recording.id)
        assert dict(recording.drafts()) == {"finding.fact": "没有一次性告知", "n1": "窗口说还要一份"}
        recording.write_note("n1", "窗口说还要一份健康证")
        assert dict(recording.drafts()) == {"finding.fact": "没有一次性告知"}
        recording.keep_draft("finding.fact", "")
        assert dict(recording.drafts()) == {}


def test_a_disk_that_takes_no_more_leaves_the_record_as_it_was_and_the_next_tap_works(
    vault: Vault, clock: MovingClock
) -> None:
    recording = begun(vault, clock)
    recording.tap(Kind.ARRIVED)
    recording.keep_draft("n1", "排队")
    before = describe(recording.state)
    for attempt in (
        lambda: recording.tap(Kind.TICKET_TAKEN),
        lambda: recording.undo(),
        lambda: recording.correct(2, reason="记错", happened=MORNING),
        lambda: recording.write_note("n1", "排队很久"),
        lambda: recording.keep_draft("n1", "排队很"),
        lambda: begin(vault, clock, beginning()),
    ):
        with pytest.raises(Problem) as problem, no_file_longer_than(0):
            attempt()
        assert problem.value.code in (Code.DISK_FULL, Code.DISK_FAILING)
        assert describe(recording.state) == before
    assert dict(recording.drafts()) == {"n1": "排队"}
    recording.tap(Kind.TICKET_TAKEN)
    assert [event.kind for event in vault.walkthroughs.events(recording.id)][1:] == [
        Kind.ARRIVED,
        Kind.TICKET_TAKEN,
    ]
    check_chain(vault.walkthroughs.events(recording.id))
    assert len(vault.library.page().items) == 1


def test_a_second_hand_on_the_same_record_is_told_that_it_moved_on(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    other = Recording(vault, clock, recording.id)
    recording.tap(Kind.ARRIVED)
    with pytest.raises(Problem) as problem:
        other.tap(Kind.CALLED)
    refused(Code.RECORD_MOVED_ON, problem)
    check_chain(vault.walkthroughs.events(recording.id))
    assert Recording(vault, clock, recording.id).tap(Kind.CALLED).seq == 3


def test_a_record_that_is_not_there_is_said_to_be_missing(vault: Vault, clock: MovingClock) -> None:
    with pytest.raises(Problem) as problem:
        Recording(vault, clock, "f" * 32)
    refused(Code.WALKTHROUGH_NOT_FOUND, problem)


def test_no_photos_is_said_in_the_first_event_where_secret_papers_are_in_sight(
    vault: Vault, clock: MovingClock
) -> None:
    assert begun(vault, clock, takes_photos=False).state.locked["photos"] is False
    assert "photos" not in begun(vault, clock).state.locked


def test_a_long_record_folds_to_the_same_state_whether_tapped_or_read_again(
    vault: Vault, clock: MovingClock
) -> None:
    recording = begun(vault, clock)
    for number in range(60):
        clock.wait(seconds=20)
        recording.tap((Kind.TICKET_TAKEN, Kind.CALLED, Kind.SERVICE_STARTED, Kind.SERVICE_ENDED)[number % 4])
        if number % 10 == 9:
            recording.undo()
    assert describe(Recording(vault, clock, recording.id).state) == describe(recording.state)


def test_a_moment_is_kept_to_the_millisecond_with_its_offset(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    wall = clock.wall + timedelta(seconds=5, microseconds=123_456)
    pressed = Moment(wall, clock.mono_ms + 5_123, clock.boot)
    recording.tap(Kind.ARRIVED, moment=pressed)
    kept = list(vault.walkthroughs.events(recording.id))[-1].recorded
    assert kept == pressed
    assert kept.wall.isoformat() == "2026-03-02T09:00:05.123000+08:00"
