"""A task is taken, walked and done when it is sealed; how it stands follows from days and from what the office says."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.problems import Code, Problem
from cxo_desktop.services.beginning import begin
from cxo_desktop.services.packs import take_pack
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.tasks import (
    Reached,
    TaskOnHand,
    accepted,
    claim,
    start,
    task_on_hand,
    tasks,
    unclaim,
)
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.tasks import TaskStanding
from helpers import own_office
from helpers.at_work import TODAY, AtWork
from helpers.own_office import OwnOffice, a_scheme, a_task, an_item, gone, told
from helpers.problems_raised import raises
from helpers.recordings import vault_in


@pytest.fixture
def laptop(vault: Vault, tmp_path: Path) -> AtWork:
    return AtWork(vault, tmp_path)


def test_a_task_is_taken_walked_and_done_when_it_is_sealed(laptop: AtWork) -> None:
    laptop.hears(told(a_task()))
    assert laptop.task().standing is TaskStanding.OPEN
    claim(laptop.vault, laptop.task(), laptop.clock)
    assert laptop.task().standing is TaskStanding.CLAIMED
    recording = laptop.begins()
    assert (laptop.task().standing, laptop.task().walkthrough) == (TaskStanding.STARTED, recording.id)
    row = laptop.seals(recording)
    assert (laptop.task().standing, laptop.task().reached) == (TaskStanding.DONE, Reached.SEALED)
    laptop.vault.bundles.mark(row, BundleState.DELIVERED)
    assert laptop.task().reached is Reached.DELIVERED
    laptop.hears(told(own_office.accepted(row)))
    assert laptop.task().reached is Reached.ACCEPTED
    assert [each.walkthrough for each in accepted(laptop.vault)] == [recording.id]


def test_the_beginning_of_a_task_is_filled_in_from_what_the_office_asks(laptop: AtWork) -> None:
    own = an_item("food-licence-renewal", "本市食品经营许可延续")
    laptop.hears(told(a_task(scheme="local-hall")), told(own), told(a_scheme("local-hall")))
    asked = start(laptop.vault, laptop.catalogue, laptop.task())
    assert (asked.item, asked.scheme.id, asked.hall) == (own, "local-hall", "市政务服务中心")
    assert asked.officers[0].name == "李敏" and asked.office == laptop.office.id
    state = laptop.begins().state
    assert dict(state.links) == {"task": "t-1", "round": "2026-1"}


def test_what_a_walkthrough_began_with_stays_when_the_office_changes_or_removes_it(laptop: AtWork) -> None:
    own = an_item("food-licence-renewal", "第一版")
    laptop.hears(told(a_task()), told(own))
    recording = laptop.begins()
    laptop.hears(told(an_item("food-licence-renewal", "第二版"), 2), removed=(gone(a_task()),))
    assert Recording(laptop.vault, laptop.clock, recording.id).state.item == own
    task = laptop.task()
    assert task.is_withdrawn and task.walkthrough == recording.id
    laptop.seals(recording)
    assert laptop.task().standing is TaskStanding.DONE


def test_a_withdrawn_task_nobody_took_is_gone_and_cannot_be_started(laptop: AtWork) -> None:
    laptop.hears(told(a_task("t-1")), told(a_task("t-2")))
    claim(laptop.vault, laptop.task("t-2"), laptop.clock)
    laptop.hears(removed=(gone(a_task("t-1")), gone(a_task("t-2"))))
    assert [each.task.id for each in tasks(laptop.vault, TODAY)] == ["t-2"]
    taken = laptop.task("t-2")
    assert taken.is_withdrawn and not taken.is_open_work
    with raises(Code.TASK_WITHDRAWN):
        start(laptop.vault, laptop.catalogue, taken)
    unclaim(laptop.vault, taken)
    assert tasks(laptop.vault, TODAY) == ()


def test_a_task_whose_item_or_scheme_is_not_here_says_which(laptop: AtWork) -> None:
    laptop.hears(told(a_task("t-1", item="nowhere")), told(a_task("t-2", scheme="nowhere")))
    for id, code in (("t-1", Code.ITEM_NOT_FOUND), ("t-2", Code.SCHEME_NOT_FOUND)):
        with pytest.raises(Problem) as caught:
            start(laptop.vault, laptop.catalogue, laptop.task(id))
        assert (caught.value.code, caught.value.details) == (code, {"name": "nowhere"})
    assert all(each.standing is TaskStanding.OPEN for each in tasks(laptop.vault, TODAY))


def test_a_task_is_walked_once(laptop: AtWork) -> None:
    laptop.hears(told(a_task()))
    recording = laptop.begins()
    for deed in (
        lambda: start(laptop.vault, laptop.catalogue, laptop.task()),
        lambda: claim(laptop.vault, laptop.task(), laptop.clock),
        lambda: unclaim(laptop.vault, laptop.task()),
    ):
        with raises(Code.TASK_STARTED):
            deed()
    laptop.vault.erase(recording.id)
    assert laptop.task().standing is TaskStanding.CLAIMED
    assert laptop.begins().id != recording.id


def test_a_task_can_be_given_back(laptop: AtWork) -> None:
    laptop.hears(told(a_task()))
    claim(laptop.vault, laptop.task(), laptop.clock)
    unclaim(laptop.vault, laptop.task())
    assert laptop.task().standing is TaskStanding.OPEN


def test_a_task_is_found_by_the_beginning_of_its_id(laptop: AtWork) -> None:
    laptop.hears(told(a_task("2026-a")), told(a_task("2026-ab")), told(a_task("2027")))
    assert laptop.task("2026-a").task.id == "2026-a"
    assert laptop.task("2027").task.id == laptop.task("202" + "7").task.id
    for unclear in ("2026", "9", ""):
        with raises(Code.TASK_UNKNOWN):
            laptop.task(unclear)


@given(days=st.integers(-400, 400))
def test_due_and_overdue_follow_from_the_last_day(days: int) -> None:
    due = a_task().due_day
    on_hand = TaskOnHand("o", a_task(), TaskStanding.CLAIMED, -days, False, True, False)
    today = due + timedelta(days=days)
    assert on_hand.days_overdue == max(0, (today - due).days)
    assert on_hand.is_due_soon == (0 <= (due - today).days <= 3)
    assert not (on_hand.is_due_soon and on_hand.days_overdue)
    for finished in (
        replace(on_hand, standing=TaskStanding.DONE),
        replace(on_hand, is_withdrawn=True),
    ):
        assert not finished.days_overdue and not finished.is_due_soon


def test_what_is_overdue_longest_comes_first_and_what_is_done_last(laptop: AtWork) -> None:
    laptop.hears(
        told(a_task("later", due_day=date(2026, 4, 1))),
        told(a_task("overdue", due_day=date(2026, 3, 3))),
        told(a_task("long-overdue", first_day=date(2026, 2, 1), due_day=date(2026, 2, 20))),
        told(a_task("done", first_day=date(2026, 1, 1), due_day=date(2026, 1, 2))),
        told(a_task("soon", due_day=date(2026, 3, 7))),
        told(a_task("early", first_day=date(2026, 3, 20), due_day=date(2026, 3, 30))),
    )
    laptop.seals(laptop.begins("done"))
    listed = tasks(laptop.vault, TODAY)
    assert [each.task.id for each in listed] == ["long-overdue", "overdue", "soon", "early", "later", "done"]
    assert [each.days_overdue for each in listed] == [13, 2, 0, 0, 0, 0]
    assert [each.task.id for each in listed if each.is_due_soon] == ["soon"]
    assert [each.task.id for each in listed if each.is_early] == ["early"]


def test_whose_task_it_is_is_told(laptop: AtWork) -> None:
    laptop.hears(
        told(a_task("anybody", hall="")),
        told(a_task("mine", officer="李敏")),
        told(a_task("hers", officer="王强")),
        told(a_task("elsewhere", hall="城东分中心")),
    )
    assert {each.task.id for each in tasks(laptop.vault, TODAY) if each.is_mine} == {"anybody", "mine"}


def test_two_offices_may_ask_under_the_same_number(laptop: AtWork) -> None:
    other = OwnOffice("区体验办")
    second = other.enrol(laptop.vault)
    laptop.hears(told(a_task(hall="市厅")))
    take_pack(laptop.vault, second, other.pack(laptop.vault, 1, told(a_task(hall="区厅"))), None)
    with raises(Code.TASK_UNKNOWN):
        laptop.task()
    hers = task_on_hand(laptop.vault, "t-1", TODAY, office=other.id)
    recording = begin(laptop.vault, laptop.clock, start(laptop.vault, laptop.catalogue, hers))
    assert recording.state.hall == "区厅"
    ours = task_on_hand(laptop.vault, "t-1", TODAY, office=laptop.office.id)
    assert (ours.standing, task_on_hand(laptop.vault, "t-1", TODAY, office=other.id).standing) == (
        TaskStanding.OPEN,
        TaskStanding.STARTED,
    )
    assert laptop.seals(recording).office == other.id, "sealed to the office that asked"


def test_power_cut_after_the_first_event_leaves_task_and_walk_together(tmp_path: Path) -> None:
    with vault_in(tmp_path) as vault:
        laptop = AtWork(vault, tmp_path)
        laptop.hears(told(a_task()))
        asked = start(vault, laptop.catalogue, laptop.task())
        from errno import EIO

        from helpers.failing_calls import can_fail_calls, while_failing

        if not can_fail_calls():
            pytest.skip("this machine lets no thread refuse its own system calls")
        with pytest.raises(Problem):
            while_failing(["fsync", "fdatasync"], EIO, lambda: begin(vault, laptop.clock, asked))
        assert laptop.task().standing is TaskStanding.OPEN and not list(vault.walkthroughs.every())
