"""Many tasks from one file: as an office's spreadsheet saves it, and every mistake with its line."""

from datetime import date
from pathlib import Path

import pytest

from cxo_central import document_words
from cxo_central.document_words import mistake_line
from cxo_central.task_list import MOST_BYTES, tasks_in
from cxo_core.documents.mistake import Flaw, Mistake
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Task
from cxo_core.roles import Channel, Role

TODAY = date(2026, 11, 22)

YAML = """
- id: t-1
  round: "2026-4"
  module: 企业开办
  item: company-registration
  channel: hall
  hall: 市大厅
  officer: 李娜
  first_day: 2026-12-01
  due_day: 2026-12-15
  reason: 复查
- {id: t-2, item: food-licence-new, channel: inspection, due_day: 2026-12-20}
"""
CHINESE = "编号,期,事项,方式,角色,大厅,截止日期,原因\r\nt-1,,food-licence-new,现场勘验,我是审批人,市大厅,2026-12-20,\r\n\r\n"


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def mistakes(folder: Path, name: str, content: str | bytes) -> list[tuple[int, str, Flaw]]:
    tasks, found = tasks_in(written(folder, name, content), today=TODAY)
    assert tasks == []
    return [(each.line, each.path, each.flaw) for each in found]


def test_a_yaml_file_says_all_of_a_task(tmp_path: Path) -> None:
    tasks, found = tasks_in(written(tmp_path, "tasks.yaml", YAML), today=TODAY)
    assert found == []
    assert tasks[0] == Task(
        id="t-1",
        round="2026-4",
        module="企业开办",
        item="company-registration",
        scheme="",
        role=Role.APPLICANT,
        channel=Channel.HALL,
        hall="市大厅",
        officer="李娜",
        first_day=date(2026, 12, 1),
        due_day=date(2026, 12, 15),
        reason="复查",
    )
    assert (tasks[1].role, tasks[1].first_day) == (Role.APPROVER, TODAY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_as_a_spreadsheet_saves_it(tmp_path: Path, encoding: str) -> None:
    (task,), found = tasks_in(written(tmp_path, "tasks.CSV", CHINESE.encode(encoding)), today=TODAY)
    assert found == []
    assert (task.channel, task.role, task.hall) == (Channel.INSPECTION, Role.APPROVER, "市大厅")


def test_json_is_read_too(tmp_path: Path) -> None:
    content = '[{"id": "t-1", "item": "x", "channel": "online", "due_day": "2026-12-01"}]'
    tasks, found = tasks_in(written(tmp_path, "tasks.json", content), today=TODAY)
    assert found == [] and tasks[0].channel is Channel.ONLINE


def test_every_mistake_has_its_line(tmp_path: Path) -> None:
    content = """- id: t-1
  item: x
  channel: hall
  role: approver
  due_day: 2026-12-32
- id: t-1
  item: x
  channel: hall
  first_day: 2026-12-02
  due_day: 2026-12-01
  reason: "%s"
""" % ("长" * 4001)
    assert mistakes(tmp_path, "tasks.yaml", content) == [
        (4, "[1].role", Flaw.ROLE_OF_CHANNEL),
        (5, "[1].due_day", Flaw.BAD_DATE),
        (6, "[2].id", Flaw.DUPLICATE_ID),
        (10, "[2].due_day", Flaw.TOO_SMALL),
        (11, "[2].reason", Flaw.TOO_BIG),
    ]


@pytest.mark.parametrize(
    ("name", "content", "line", "flaw"),
    [
        ("a.yaml", "- id: t-1\n  item: x\n  channel: hall\n", 1, Flaw.MISSING),
        ("a.yaml", "- id: T 1\n  item: x\n  channel: hall\n  due_day: 2026-12-01\n", 1, Flaw.BAD_ID),
        ("a.yaml", "- {id: t, item: x, channel: car, due_day: 2026-12-01}", 1, Flaw.NOT_ONE_OF),
        ("a.yaml", "tasks: []", 1, Flaw.WRONG_TYPE),
        ("a.yaml", "[]", 1, Flaw.TOO_FEW),
        ("a.yaml", "", 1, Flaw.EMPTY),
        ("a.yaml", "a: b: c", 1, Flaw.SYNTAX),
        ("a.csv", "id,item,channel,due_day,colour\nt-1,x,hall,2026-12-01,red\n", 2, Flaw.UNKNOWN_FIELD),
        ("a.csv", "id,item,channel,due_day\nt-1,x,hall,\n", 2, Flaw.MISSING),
        ("a.csv", "id,item,channel,due_day\n\nt-1,x,hall,tomorrow\n", 3, Flaw.BAD_DATE),
        ("a.csv", 'id,item\n"t-1,x\n', 2, Flaw.SYNTAX),
        ("a.csv", b"\xff\xff\xff", 1, Flaw.NOT_TEXT),
        ("a.csv", b"id\n" * (MOST_BYTES // 3 + 1), 1, Flaw.TOO_LARGE),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, name: str, content: str | bytes, line: int, flaw: Flaw
) -> None:
    found = mistakes(tmp_path, name, content)
    assert (found[0][0], found[0][2]) == (line, flaw)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem) as told:
        tasks_in(tmp_path / "none.yaml", today=TODAY)
    assert told.value.code is Code.DOCUMENT_UNREADABLE


@pytest.mark.parametrize("flaw", list(document_words.SENTENCES))
def test_every_flaw_has_words_in_both_languages(flaw: Flaw, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = []
    for language in ("en", "zh_CN"):
        monkeypatch.setenv("CXO_LANGUAGE", language)
        lines.append(mistake_line("a.yaml", Mistake(3, 7, "[1].id", flaw)))
    assert all(line.startswith("a.yaml:3:7: [1].id: ") for line in lines)
    assert lines[0].isascii() != lines[1].isascii() or lines[0] != lines[1]
