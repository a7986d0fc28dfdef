"""What the office makes of a walkthrough: decisions open it where it was commented on, answers come with the finding."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cxo_core.kinds import Kind
from cxo_core.protocol.matters import Answer, Comment
from cxo_core.walkthrough import Status
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.tasks import Reached, accepted, answers, reopen, returned
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.tasks import TaskStanding
from helpers import own_office
from helpers.at_work import AtWork
from helpers.own_office import DECIDED, a_task, gone, told


@pytest.fixture
def laptop(vault: Vault, tmp_path: Path) -> AtWork:
    return AtWork(vault, tmp_path)


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
