"""Undo, redo, corrections and striking; two officers; several visits; part-flow; pause: how a record comes to say what it says."""

from datetime import timedelta

import pytest

from cxo_core.clocks import clocks, step_time
from cxo_core.duration import Basis
from cxo_core.entry import Standing
from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from cxo_core.walkthrough import Status
from helpers.tapping import MORNING, Hand


def at(minutes: int) -> str:
    return (MORNING + timedelta(minutes=minutes)).isoformat(timespec="milliseconds")


def test_a_corrected_time_counts_and_both_versions_stay() -> None:
    hand = Hand()
    hand.tap(Kind.TICKET_TAKEN)
    called = hand.wait(minutes=20).tap(Kind.CALLED)
    hand.tap(Kind.CORRECTED, target=called.seq, reason="叫号时没来得及点", happened=at(17))
    walk = hand.walk()
    queue = clocks(walk).queue
    assert queue and queue.minutes == 17
    assert (queue.basis, queue.entered) == (Basis.WALL, Entered.TYPED)
    entry = walk.entry(called.seq)
    assert (entry.is_corrected, entry.reason, entry.recorded) == (
        True,
        "叫号时没来得及点",
        called.recorded.wall,
    )
    assert hand.events[called.seq - 1] == called


def test_undoing_a_correction_brings_the_first_version_back_with_its_own_clock() -> None:
    hand = Hand()
    hand.tap(Kind.TICKET_TAKEN)
    called = hand.wait(minutes=20).tap(Kind.CALLED)
    corrected = hand.tap(Kind.CORRECTED, target=called.seq, reason="记错", happened=at(17))
    hand.tap(Kind.UNDONE, target=corrected.seq)
    walk = hand.walk()
    queue = clocks(walk).queue
    assert queue and queue.minutes == 20
    assert queue.basis is Basis.MONOTONIC
    assert not walk.entry(called.seq).is_corrected
    hand.tap(Kind.REDONE, target=corrected.seq)
    queue = clocks(hand.walk()).queue
    assert queue and queue.minutes == 17


def test_the_last_of_several_corrections_counts_and_fields_it_does_not_name_keep_the_one_before() -> None:
    hand = Hand()
    ticket = hand.tap(Kind.TICKET_TAKEN, number="A031", ahead=5)
    hand.tap(Kind.CORRECTED, target=ticket.seq, reason="看错号", body={"number": "A032"})
    hand.tap(Kind.CORRECTED, target=ticket.seq, reason="看错人数", body={"ahead": 14})
    entry = hand.walk().entry(ticket.seq)
    assert dict(entry.body) == {"number": "A032", "ahead": 14}
    assert entry.reason == "看错人数"


def test_a_correction_can_move_an_entry_to_another_step() -> None:
    hand = Hand()
    note = hand.tap(Kind.NOTE_WRITTEN, note_id="n1", text="排队很久")
    hand.tap(Kind.CORRECTED, target=note.seq, reason="写错环节", step="queue")
    assert [(each.id, each.step) for each in hand.walk().notes] == [("n1", "queue")]


def test_a_correction_of_a_recalled_time_stays_recalled() -> None:
    hand = Hand()
    recalled = hand.wait(days=1).enter(Kind.ARRIVED, MORNING, Entered.RECALLED)
    hand.tap(Kind.CORRECTED, target=recalled.seq, reason="问过同伴", happened=at(5))
    assert hand.walk().entry(recalled.seq).entered is Entered.RECALLED


def test_a_correction_of_a_correction_means_nothing_and_is_shown() -> None:
    hand = Hand()
    arrived = hand.tap(Kind.ARRIVED)
    corrected = hand.tap(Kind.CORRECTED, target=arrived.seq, reason="一")
    again = hand.tap(Kind.CORRECTED, target=corrected.seq, reason="二")
    assert [(each.seq, each.why) for each in hand.walk().anomalies] == [(again.seq, "not-correctable")]


@pytest.mark.parametrize("target", [0, -1, 3, 99])
def test_a_correction_of_nothing_means_nothing_and_is_shown(target: int) -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    stray = hand.tap(Kind.CORRECTED, target=target, reason="?", happened=at(1))
    assert [(each.seq, each.why) for each in hand.walk().anomalies] == [(stray.seq, "no-such-entry")]


def test_a_struck_entry_no_longer_counts_and_stays_with_its_reason() -> None:
    hand = Hand()
    called = hand.tap(Kind.CALLED)
    struck = hand.tap(Kind.STRUCK, target=called.seq, reason="叫的是别人")
    entry = hand.walk().entry(called.seq)
    assert (entry.standing, entry.reason) == (Standing.STRUCK, "叫的是别人")
    assert hand.walk().first(Kind.CALLED) is None
    hand.tap(Kind.UNDONE, target=struck.seq)
    assert hand.walk().entry(called.seq).counts


def test_undo_takes_back_the_last_and_then_the_one_before() -> None:
    hand = Hand()
    first, second = hand.tap(Kind.ARRIVED), hand.tap(Kind.TICKET_TAKEN)
    assert hand.walk().undoable == second.seq
    hand.tap(Kind.UNDONE, target=second.seq)
    assert (hand.walk().undoable, hand.walk().redoable) == (first.seq, second.seq)
    hand.tap(Kind.UNDONE, target=first.seq)
    assert (hand.walk().undoable, hand.walk().redoable) == (None, first.seq)
    assert [each.standing for each in hand.walk().entries[1:3]] == [Standing.UNDONE] * 2


def test_redo_brings_back_in_the_reverse_order_and_a_new_entry_ends_it() -> None:
    hand = Hand()
    first, second = hand.tap(Kind.ARRIVED), hand.tap(Kind.TICKET_TAKEN)
    hand.tap(Kind.UNDONE, target=second.seq)
    hand.tap(Kind.UNDONE, target=first.seq)
    hand.tap(Kind.REDONE, target=first.seq)
    assert hand.walk().redoable == second.seq
    hand.tap(Kind.LINE_JOINED)
    assert hand.walk().redoable is None
    assert [each.kind for each in hand.walk().counting if each.kind is not Kind.STARTED][:1] == [Kind.ARRIVED]


def test_a_clock_jump_between_undo_and_redo_does_not_end_the_redo() -> None:
    hand = Hand()
    arrived = hand.tap(Kind.ARRIVED)
    hand.tap(Kind.UNDONE, target=arrived.seq)
    hand.tap(Kind.CLOCK_JUMPED, jump_ms=60_000, since=3)
    assert hand.walk().redoable == arrived.seq


def test_undoing_what_is_not_the_last_means_nothing() -> None:
    hand = Hand()
    first = hand.tap(Kind.ARRIVED)
    hand.tap(Kind.TICKET_TAKEN)
    stray = hand.tap(Kind.UNDONE, target=first.seq)
    walk = hand.walk()
    assert [(each.seq, each.why) for each in walk.anomalies] == [(stray.seq, "not-the-last")]
    assert walk.entry(first.seq).counts


def test_what_was_sealed_cannot_be_undone_after_reopening() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.tap(Kind.FINISHED)
    hand.tap(Kind.SEALED, revision=1)
    hand.tap(Kind.REOPENED, revision=2, previous="a" * 64, reason="补充")
    walk = hand.walk()
    assert (walk.undoable, walk.revision, walk.previous) == (None, 2, "a" * 64)
    assert walk.status is Status.RECORDING


def test_a_photo_taken_back_is_gone_and_comes_back_with_redo() -> None:
    hand = Hand()
    attached = hand.tap(
        Kind.EVIDENCE_ATTACHED,
        evidence="e1",
        media_type="image/jpeg",
        bytes=1,
        sha256="a",
        original_sha256="b",
    )
    hand.tap(Kind.UNDONE, target=attached.seq)
    assert hand.walk().evidence == ()
    hand.tap(Kind.REDONE, target=attached.seq)
    assert [each.id for each in hand.walk().photos] == ["e1"]


def test_undoing_a_step_puts_the_one_before_back_in_view() -> None:
    hand = Hand()
    hand.tap(Kind.STEP_ENTERED, step="prepare")
    entered = hand.tap(Kind.STEP_ENTERED, step="queue")
    assert hand.walk().step == "queue"
    hand.tap(Kind.UNDONE, target=entered.seq)
    walk = hand.walk()
    assert walk.step == "prepare"
    assert walk.step_record("prepare").is_open
    assert not walk.step_record("queue").stays


def test_two_officers_record_side_by_side_and_each_entry_names_its_own() -> None:
    hand = Hand()
    hand.tap_as("o1", Kind.ARRIVED)
    hand.tap_as("o2", Kind.TICKET_TAKEN)
    walk = hand.walk()
    assert [walk.officer_name(entry.by) for entry in walk.entries[1:]] == ["李敏", "王强"]
    assert [officer.duty for officer in walk.officers] == ["officer", "researcher"]


def test_an_officer_who_joins_later_has_a_name_from_then_on() -> None:
    hand = Hand()
    hand.tap(Kind.OFFICER_JOINED, officer="o3", name="赵芳")
    hand.tap_as("o3", Kind.ARRIVED)
    walk = hand.walk()
    assert walk.officer_name("o3") == "赵芳"
    assert walk.officers[-1].duty == "officer"


def test_one_officer_may_undo_what_the_other_tapped_and_the_record_says_who_did() -> None:
    hand = Hand()
    tapped = hand.tap_as("o1", Kind.CALLED)
    hand.tap_as("o2", Kind.UNDONE, target=tapped.seq)
    walk = hand.walk()
    assert not walk.entry(tapped.seq).counts
    assert [entry.by for entry in walk.entries[1:]] == ["o1", "o2"]


def test_every_entry_belongs_to_the_visit_it_happened_on() -> None:
    hand = Hand()
    before = hand.tap(Kind.NOTE_WRITTEN, note_id="n", text="出发前")
    hand.tap(Kind.ARRIVED)
    first = hand.tap(Kind.TICKET_TAKEN)
    hand.wait(minutes=5).tap(Kind.LEFT)
    between = hand.wait(minutes=5).tap(Kind.PAPERS_SUBMITTED)
    hand.wait(days=1).tap(Kind.ARRIVED)
    second = hand.tap(Kind.CALLED)
    walk = hand.walk()
    numbers = [walk.visit_of(walk.entry(event.seq)) for event in (before, first, between, second)]
    assert numbers == [0, 1, 1, 2]
    assert [visit.left is None for visit in walk.visits] == [False, True]
    assert walk.visit_now and walk.visit_now.number == 2


def test_arriving_twice_without_leaving_is_one_visit() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.wait(minutes=1).tap(Kind.ARRIVED)
    assert len(hand.walk().visits) == 1


def test_a_visit_remembered_afterwards_takes_its_place_before_the_others() -> None:
    hand = Hand()
    hand.wait(days=2).tap(Kind.ARRIVED)
    hand.enter(Kind.ARRIVED, MORNING, Entered.RECALLED)
    hand.enter(Kind.LEFT, MORNING + timedelta(hours=1), Entered.RECALLED)
    walk = hand.walk()
    assert [visit.arrived.entered for visit in walk.visits] == [Entered.RECALLED, Entered.LIVE]


def test_a_step_walked_on_two_days_adds_both_stays() -> None:
    hand = Hand()
    for _ in range(2):
        hand.tap(Kind.STEP_ENTERED, step="window")
        hand.wait(minutes=4).tap(Kind.STEP_LEFT, step="window", outcome="returned")
        hand.wait(days=1)
    walk = hand.walk()
    assert len(walk.step_record("window").stays) == 2
    assert walk.step_record("window").outcome == "returned"
    spent = step_time(walk, "window")
    assert spent and spent.minutes == 8


def test_entering_a_step_leaves_the_one_before_without_a_word_about_its_outcome() -> None:
    hand = Hand()
    hand.tap(Kind.STEP_ENTERED, step="prepare")
    hand.wait(minutes=3).tap(Kind.STEP_ENTERED, step="queue")
    record = hand.walk().step_record("prepare")
    assert not record.is_open and record.outcome == ""


def test_a_part_flow_walk_keeps_which_part_was_asked_for() -> None:
    assert Hand(part=["queue", "window"]).walk().part == ("queue", "window")


def test_pause_and_resume_over_a_night_and_a_reboot() -> None:
    hand = Hand()
    hand.tap(Kind.ARRIVED)
    hand.tap(Kind.PAUSED, cause="下班")
    assert hand.walk().status is Status.PAUSED
    hand.wait(days=1).reboot().tap(Kind.RESUMED)
    walk = hand.walk()
    assert walk.status is Status.RECORDING and not walk.anomalies


def test_finishing_closes_the_open_step_and_can_be_taken_back() -> None:
    hand = Hand()
    hand.tap(Kind.STEP_ENTERED, step="queue")
    finished = hand.tap(Kind.FINISHED)
    assert (hand.walk().status, hand.walk().step) == (Status.FINISHED, None)
    hand.tap(Kind.UNDONE, target=finished.seq)
    assert (hand.walk().status, hand.walk().step) == (Status.RECORDING, "queue")


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        (Kind.RESUMED, {}, "not-paused"),
        (Kind.REOPENED, {"revision": 2, "previous": "0" * 64, "reason": "?"}, "not-sealed"),
        (Kind.STEP_LEFT, {"step": "queue"}, "step-not-open"),
        (Kind.FINDING_CHANGED, {"finding": "f9"}, "no-such-finding"),
        (Kind.FINDING_WITHDRAWN, {"finding": "f9", "reason": "?"}, "no-such-finding"),
        (Kind.EVIDENCE_DESCRIBED, {"evidence": "e9", "caption": "?"}, "no-such-evidence"),
        (Kind.EVIDENCE_MOVED, {"evidence": "e9", "to": "queue"}, "no-such-evidence"),
        (Kind.EVIDENCE_REMOVED, {"evidence": "e9", "reason": "?"}, "no-such-evidence"),
    ],
)
def test_what_can_mean_nothing_is_kept_shown_and_has_no_effect(
    kind: Kind, body: dict[str, object], why: str
) -> None:
    hand = Hand()
    stray = hand.tap(kind, **body)
    walk = hand.walk()
    assert [(each.seq, each.why) for each in walk.anomalies] == [(stray.seq, why)]
    assert len(walk.entries) == 2


def test_the_wall_clock_set_during_a_boot_does_not_reorder_what_was_tapped_live() -> None:
    hand = Hand()
    hand.tap(Kind.TICKET_TAKEN)
    hand.wait(minutes=3).set_wall(MORNING - timedelta(hours=5))
    hand.tap(Kind.CALLED)
    kinds = [entry.kind for entry in hand.walk().counting]
    assert kinds.index(Kind.TICKET_TAKEN) < kinds.index(Kind.CALLED)
