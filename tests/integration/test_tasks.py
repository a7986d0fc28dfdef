"""A task is taken, walked, sealed and decided on; what the office sends back opens at the commented step."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Answer, Comment
from cxo_core.protocol.pack import Matter, Removed
from cxo_core.walkthrough import Status
from cxo_desktop.services.beginning import begin
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.offices import office_needed
from cxo_desktop.services.packs import take_pack, told_by
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.tasks import (
    Reached,
    TaskOnHand,
    accepted,
    answers,
    claim,
    reopen,
    returned,
    start,
    task_on_hand,
    tasks,
    unclaim,
)
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow, BundleState
from cxo_desktop.storage.tasks import TaskStanding
from helpers import own_office
from helpers.own_office import DECIDED, OwnOffice, a_scheme, a_task, an_item, gone, told
from helpers.recordings import MovingClock, vault_in

TODAY = date(2026, 3, 5)


class AtWork:
    """A laptop enrolled with one office, whose packs come one after another."""

    def __init__(self, vault: Vault, folder: Path) -> None:
        self.vault = vault
        self.office = OwnOffice()
        self.office.enrol(vault)
        self.clock = MovingClock()
        self.catalogue = Catalogue(cache=folder / "catalogue.json")
        self.catalogue.hear(told_by(vault))
        self.version = 0

    def hears(self, *matters: Matter, removed: tuple[Removed, ...] = ()) -> None:
        self.version += 1
        row = self.vault.offices.by_id(self.office.id)
        assert row is not None
        take_pack(
            self.vault, row, self.office.pack(self.vault, self.version, *matters, removed=removed), None
        )
        self.catalogue.refresh()

    def task(self, id: str = "t-1", today: date = TODAY) -> TaskOnHand:
        return task_on_hand(self.vault, id, today)

    def begins(self, id: str = "t-1", **answered: Any) -> Recording:
        asked = start(self.vault, self.catalogue, self.task(id))
        return begin(self.vault, self.clock, replace(asked, companion="某公司", **answered))

    def seals(self, recording: Recording) -> BundleRow:
        self.clock.wait(minutes=5)
        recording.tap(Kind.ARRIVED)
        recording.tap(Kind.FINISHED)
        return Sealing(self.vault).seal(recording, office_needed(self.vault, recording.id))


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[AtWork]:
    with vault_in(tmp_path) as vault:
        yield AtWork(vault, tmp_path)


def code_of(deed: Any) -> Code:
    with pytest.raises(Problem) as caught:
        deed()
    return caught.value.code


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
    assert code_of(lambda: start(laptop.vault, laptop.catalogue, taken)) is Code.TASK_WITHDRAWN
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
        assert code_of(deed) is Code.TASK_STARTED
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
        assert code_of(lambda unclear=unclear: laptop.task(unclear)) is Code.TASK_UNKNOWN


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
    assert code_of(laptop.task) is Code.TASK_UNKNOWN
    hers = task_on_hand(laptop.vault, "t-1", TODAY, office=other.id)
    recording = begin(laptop.vault, laptop.clock, start(laptop.vault, laptop.catalogue, hers))
    assert recording.state.hall == "区厅"
    ours = task_on_hand(laptop.vault, "t-1", TODAY, office=laptop.office.id)
    assert (ours.standing, task_on_hand(laptop.vault, "t-1", TODAY, office=other.id).standing) == (
        TaskStanding.OPEN,
        TaskStanding.STARTED,
    )
    assert laptop.seals(recording).office == other.id, "sealed to the office that asked"


def walked(laptop: AtWork) -> tuple[Recording, BundleRow]:
    laptop.hears(told(a_task()))
    recording = laptop.begins()
    return recording, laptop.seals(recording)


def test_a_returned_walkthrough_tells_its_comments_and_where_to_open(laptop: AtWork) -> None:
    recording, row = walked(laptop)
    steps = [step.id for step in recording.state.scheme.steps] if recording.state.scheme else []
    comments = (
        Comment("", "请核对时间"),
        Comment(steps[2], "缺照片"),
        Comment(steps[1], "叫号时间？"),
        Comment(steps[2], "窗口号？"),
    )
    laptop.hears(told(own_office.returned(row, *comments)))
    (sent_back,) = returned(laptop.vault)
    assert (sent_back.walkthrough, sent_back.revision, sent_back.first_step) == (recording.id, 1, steps[1])
    assert sent_back.by_step == {
        "": ("请核对时间",),
        steps[2]: ("缺照片", "窗口号？"),
        steps[1]: ("叫号时间？",),
    }
    assert laptop.task().reached is Reached.RETURNED and not sent_back.is_reopened


def test_the_next_revision_answers_what_was_sent_back(laptop: AtWork) -> None:
    recording, row = walked(laptop)
    step = recording.state.scheme.steps[1] if recording.state.scheme else None
    assert step is not None
    laptop.hears(told(own_office.returned(row, Comment(step.id, "叫号时间？"), Comment("", "请快"))))
    event = reopen(laptop.vault, recording, returned(laptop.vault)[0])
    assert "叫号时间？" in event.body["reason"] and "请快" in event.body["reason"]
    assert step.title.in_language("en") in event.body["reason"]
    assert recording.state.status is Status.RECORDING
    assert returned(laptop.vault)[0].is_reopened
    assert (laptop.task().standing, laptop.task().walkthrough) == (TaskStanding.STARTED, recording.id)
    second = laptop.seals(recording)
    assert (second.revision, returned(laptop.vault)) == (2, ())
    assert (laptop.task().standing, laptop.task().reached) == (TaskStanding.DONE, Reached.SEALED)
    laptop.hears(told(own_office.accepted(second)))
    assert [each.revision for each in accepted(laptop.vault)] == [2]


def test_a_decision_taken_back_or_on_a_walk_of_another_laptop_says_nothing(laptop: AtWork) -> None:
    _, row = walked(laptop)
    elsewhere = replace(row, walkthrough_id="f" * 32)
    laptop.hears(told(own_office.returned(row)), told(own_office.returned(elsewhere)))
    assert [each.walkthrough for each in returned(laptop.vault)] == [row.walkthrough_id]
    laptop.hears(removed=(gone(own_office.returned(row)),))
    assert returned(laptop.vault) == () and laptop.task().reached is Reached.SEALED


def test_a_comment_on_a_step_nobody_knows_opens_the_whole(laptop: AtWork) -> None:
    _, row = walked(laptop)
    laptop.hears(told(own_office.returned(row, Comment("vanished", "？"))))
    assert returned(laptop.vault)[0].first_step == ""


def test_answers_to_findings_come_with_the_finding_as_it_was_recorded(laptop: AtWork) -> None:
    laptop.hears(told(a_task()))
    recording = laptop.begins()
    body = {
        "finding": "f-1",
        "fact": "材料重复提交",
        "kind": "problem",
        "class": "process",
        "grade": "witnessed",
    }
    recording.tap(Kind.FINDING_NOTED, body)
    row = laptop.seals(recording)
    for answer in (
        Answer(row.walkthrough_id, "f-1", "市场监管局", "清单已更新", True, DECIDED),
        Answer(row.walkthrough_id, "f-9", "", "收到", False, DECIDED - timedelta(days=1)),
        Answer("f" * 32, "f-1", "", "别处的", False, DECIDED),
    ):
        laptop.hears(told(answer))
    known, unknown = answers(laptop.vault)
    assert known.finding is not None and known.finding.fact == "材料重复提交"
    assert (known.answer.is_closed, unknown.finding) == (True, None)


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
