"""The laws of the record: total, deterministic, every prefix a record, undo takes back exactly what was done."""

from dataclasses import fields, replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cxo_core.chain import check_chain
from cxo_core.clocks import clocks
from cxo_core.description import describe
from cxo_core.event import Event, next_event
from cxo_core.fold import Fold, fold
from cxo_core.gaps import gaps
from cxo_core.history import _NOT_UNDOABLE
from cxo_core.kinds import HOUSEKEEPING, Kind
from cxo_core.moment import Moment
from cxo_core.possible import possible
from cxo_core.summarising import summary_of
from cxo_core.walkthrough import Walkthrough
from helpers.any_log import KINDS, bodies, logs
from helpers.tapping import Hand

_ABOUT_THE_LOG = {"entries", "undoable", "redoable", "chain_head", "anomalies"}


def content(walkthrough: Walkthrough) -> dict[str, object]:
    """What the record says, without the history of how it came to say it."""
    said = {f.name: getattr(walkthrough, f.name) for f in fields(walkthrough) if f.name not in _ABOUT_THE_LOG}
    return said | {
        "counting": [entry.seq for entry in walkthrough.counting if entry.kind not in HOUSEKEEPING]
    }


@given(logs())
def test_no_log_makes_the_fold_or_anything_taken_from_it_fail(log: list[Event]) -> None:
    walkthrough = fold(log)
    assert len(walkthrough.entries) == len(log)
    assert describe(walkthrough)["chain_head"] == log[-1].digest
    clocks(walkthrough)
    gaps(walkthrough)
    possible(walkthrough)
    summary_of(walkthrough)


@given(logs())
def test_the_same_log_always_folds_to_the_same_record(log: list[Event]) -> None:
    again = [Event.from_line(event.to_line()) for event in log]
    assert describe(fold(again)) == describe(fold(log))


@given(logs(), st.data())
def test_any_prefix_of_a_log_is_a_record_and_the_rest_can_be_added_later(
    log: list[Event], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(log)))
    growing = Fold(log[:cut])
    check_chain(log[:cut])
    assert describe_or_empty(growing.state()) == describe_or_empty(fold(log[:cut]))
    for event in log[cut:]:
        growing.add(event)
    assert describe(growing.state()) == describe(fold(log))


def describe_or_empty(walkthrough: Walkthrough) -> dict[str, object]:
    return describe(walkthrough) if walkthrough.entries else {}


_UNDOABLE = sorted(set(KINDS) - _NOT_UNDOABLE)


@given(logs(), st.sampled_from(_UNDOABLE), st.data())
def test_undo_takes_back_exactly_what_was_done_and_redo_brings_it_back(
    log: list[Event], kind: Kind, data: st.DataObject
) -> None:
    before = fold(log)
    done = _then(log, kind, data.draw(bodies(kind)))
    after = fold(done)
    if after.undoable != len(done):
        assert after.anomalies[-1].seq == len(
            done
        )  # it could not mean anything, so there is nothing to take back
        return
    undone = _then(done, Kind.UNDONE, {"target": after.undoable})
    assert content(fold(undone)) == content(before)
    redone = _then(undone, Kind.REDONE, {"target": after.undoable})
    assert content(fold(redone)) == content(after)


@given(
    logs(kinds=[Kind.ARRIVED, Kind.TICKET_TAKEN, Kind.CALLED, Kind.SERVICE_STARTED, Kind.SERVICE_ENDED]),
    st.data(),
)
def test_moving_wall_clocks_never_changes_a_duration_inside_one_boot(
    log: list[Event], data: st.DataObject
) -> None:
    hand = Hand()
    live = [hand.events[0]]
    for event in log[1:]:
        live.append(
            next_event(
                live[-1], event.kind, replace(event.recorded, boot="one"), by="o1", body=dict(event.body)
            )
        )
    shifts = data.draw(st.lists(st.integers(-100_000, 100_000), min_size=len(live), max_size=len(live)))
    moved = [live[0]]
    for event, shift in zip(live[1:], shifts, strict=False):
        shifted = Moment(event.recorded.wall + timedelta(seconds=shift), event.recorded.mono_ms, "one")
        moved.append(next_event(moved[-1], event.kind, shifted, by="o1", body=dict(event.body)))
    told, told_moved = clocks(fold(live)), clocks(fold(moved))
    for name in ("queue", "call_response", "service", "lived_wait"):
        assert getattr(told, name) == getattr(told_moved, name)


@given(logs(max_size=12), st.data())
def test_changing_removing_or_swapping_any_event_breaks_the_chain(
    log: list[Event], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(log) - 1))
    changed = log[:place] + [replace(log[place], by="somebody else")] + log[place + 1 :]
    removed = log[:place] + log[place + 1 :]
    for broken in [changed] + ([removed] if place < len(log) - 1 else []):
        assert _breaks(broken)


def _breaks(log: list[Event]) -> bool:
    from cxo_core.problems import Code, Problem

    try:
        check_chain(log)
    except Problem as problem:
        return problem.code is Code.CHAIN_BROKEN
    return False


def _then(log: list[Event], kind: Kind, body: dict[str, object]) -> list[Event]:
    last = log[-1].recorded
    moment = Moment(last.wall + timedelta(seconds=1), last.mono_ms + 1000, last.boot)
    return [*log, next_event(log[-1], kind, moment, by="o1", body=body)]


def test_wall_times_keep_their_offset_to_the_millisecond() -> None:
    wall = datetime.fromisoformat("2026-03-02T09:00:00.123456+08:00")
    assert (
        Moment.from_json(Moment(wall, 1, "b").to_json()).wall.isoformat()
        == "2026-03-02T09:00:00.123000+08:00"
    )


def test_a_correction_that_would_break_what_its_entry_says_changes_only_what_it_may() -> None:
    hand = Hand()
    demanded = hand.tap(Kind.MATERIAL_DEMANDED, material="form")
    hand.tap(Kind.CORRECTED, target=demanded.seq, reason="wrong", body={"material": ["not", "a", "name"]})
    paper = hand.walk().material("form")
    assert paper is not None
    assert paper.is_demanded


def test_times_of_another_age_neither_fail_nor_take_one() -> None:
    hand = Hand()
    last_hour = datetime.fromisoformat("9999-12-31T23:59:59.000-12:00")
    hand.tap(Kind.PAPERS_SUBMITTED)
    hand.enter(Kind.ACCEPTED, datetime.fromisoformat("0001-01-01T00:00:00.000+14:00"))
    hand.enter(Kind.SPECIAL_STARTED, datetime.fromisoformat("0001-01-02T00:00:00.000+14:00"))
    hand.enter(Kind.DECIDED, last_hour)
    hand.enter(Kind.DELIVERED, last_hour)
    assert describe(hand.walk())["legal"]["problem"] == "calendar-not-published"
