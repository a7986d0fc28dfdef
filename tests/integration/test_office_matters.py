"""`cxo-central task`, `item`, `scheme`, `hall`, `decide`, `answer`, `bundle` and `quarantine` as somebody types them."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxo_central.cli import main
from cxo_central.house import House
from cxo_central.stick.importing import import_from
from cxo_central.storage.matters import MatterStore
from cxo_core.protocol.matters import MatterKind, Verdict
from helpers.office_house import EnrolledLaptop, enrolled, open_house

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(tmp_path / "office")


@pytest.fixture
def run(house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Types a command whose office is given by `DIR`; returns its status and everything it said."""
    monkeypatch.setenv("CXO_LANGUAGE", "en")

    def typed(*words: str) -> tuple[int, str]:
        status = main([str(house.settings.folder) if word == "DIR" else word for word in words])
        said = capsys.readouterr()
        return status, said.out + said.err

    return typed


@pytest.fixture
def laptop(house: House, tmp_path: Path) -> EnrolledLaptop:
    """A laptop whose bundle `w-1` is here."""
    li = enrolled(house)
    li.bundle(house, tmp_path / "stick" / "a.cxo", "w-1")
    import_from(house, [tmp_path / "stick"])
    return li


def as_json(run: Run, *words: str) -> Any:
    status, said = run(*words, "--json")
    assert status == 0, said
    return json.loads(said)


TASK = ("--item", "food-licence-new", "--channel", "inspection", "--due-day", "2030-01-31")


def test_a_task_is_asked_for_listed_and_taken_back(run: Run) -> None:
    assert run("task", "list", "DIR") == (0, "There is none yet.\n")
    assert run("task", "add", "DIR", "--id", "t-1", "--officer", "李娜", "--hall", "市大厅", *TASK)[0] == 0
    (told,) = as_json(run, "task", "list", "DIR")
    assert (told["id"], told["version"]) == ("t-1", 1)
    assert told["content"]["role"] == "approver" and told["content"]["officer"] == "李娜"
    assert "2030-01-31" in run("task", "list", "DIR")[1]
    assert run("task", "remove", "DIR", "t-1") == (0, "t-1 taken back.\n")
    assert run("task", "remove", "DIR", "t-1")[0] == 2


def test_a_task_without_an_id_gets_one(run: Run) -> None:
    first = as_json(run, "task", "add", "DIR", *TASK)
    second = as_json(run, "task", "add", "DIR", *TASK)
    assert first["tasks"] != second["tasks"]


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("--item", "x", "--channel", "hall"), "--due-day"),
        (("--item", "x", "--channel", "hall", "--due-day", "soon"), "--due-day"),
        (("--channel", "hall", "--due-day", "2030-01-01"), "--item"),
        ((*TASK, "--role", "applicant"), "--role"),
        ((*TASK, "--id", "Not An Id"), "--id"),
        ((*TASK, "--first-day", "2031-01-01"), "--due-day"),
        ((*TASK, "--from", "x.yaml"), "--from"),
    ],
)
def test_a_wrong_option_is_named(run: Run, words: tuple[str, ...], option: str) -> None:
    status, said = run("task", "add", "DIR", *words)
    assert status == 2 and option in said
    assert as_json(run, "task", "list", "DIR") == []


def test_many_tasks_come_from_one_file_or_none(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tasks.csv"
    path.write_text("编号,事项,方式,截止日期\nt-1,x,网上办事,2030-01-01\nt-2,x,坐车,2030-01-01\n", "utf-8")
    status, said = run("task", "add", "DIR", "--from", str(path))
    assert status == 1 and said.startswith("tasks.csv:3:")
    status, said = run("task", "add", "DIR", "--from", str(path), "--json")
    assert status == 1 and json.loads(said)["mistakes"][0]["flaw"] == "not-one-of"
    assert as_json(run, "task", "list", "DIR") == []
    path.write_text(path.read_text("utf-8").replace("坐车", "网上办事"), "utf-8")
    assert "2 tasks told; 0" in run("task", "add", "DIR", "--from", str(path))[1]
    assert "0 tasks told; 2" in run("task", "add", "DIR", "--from", str(path))[1]


@pytest.mark.parametrize(("kind", "folder"), [("item", "catalogue"), ("scheme", "schemes")])
def test_every_document_that_ships_can_be_told(run: Run, kind: str, folder: str) -> None:
    files = sorted((RESOURCES / folder).glob("*.yaml"))
    told = as_json(run, kind, "add", "DIR", *map(str, files))
    assert told["changed"] == len(files)
    listed = as_json(run, kind, "list", "DIR")
    assert {each["id"] for each in listed} == {path.stem for path in files}
    assert files[0].stem in run(kind, "list", "DIR")[1]
    assert run(kind, "remove", "DIR", files[0].stem)[0] == 0


@pytest.mark.parametrize("kind", ["item", "scheme"])
def test_a_document_with_mistakes_tells_nothing_of_any_file(run: Run, tmp_path: Path, kind: str) -> None:
    good = next((RESOURCES / ("catalogue" if kind == "item" else "schemes")).glob("*.yaml"))
    bad = tmp_path / "bad.yaml"
    bad.write_text(good.read_text("utf-8").replace("version: 1", "version: one"), "utf-8")
    status, said = run(kind, "add", "DIR", str(good), str(bad))
    assert status == 1 and said.startswith("bad.yaml:3:1: version:")
    assert as_json(run, kind, "list", "DIR") == []
    assert run(kind, "add", "DIR", str(tmp_path / "none.yaml"))[0] == 2


def test_a_hall_is_told(run: Run) -> None:
    assert run("hall", "add", "DIR", "h-1", "--name", "市大厅", "--window", "1", "--window", "2")[0] == 0
    (told,) = as_json(run, "hall", "list", "DIR")
    assert told["content"] == {"id": "h-1", "name": "市大厅", "address": "", "windows": ["1", "2"]}
    assert run("hall", "add", "DIR", "h-2", "--name", " ")[0] == 2
    assert "市大厅" in run("hall", "list", "DIR")[1]


def test_a_bundle_is_returned_with_comments_and_only_its_laptop_is_told(
    run: Run, house: House, laptop: EnrolledLaptop
) -> None:
    status, said = run(
        "decide", "return", "DIR", "w-1", "1", "--comment", "queue=补一张照片", "--comment", "=重写"
    )
    assert (status, said) == (0, "w-1, revision 1: returned with 2 comments.\n")
    (kept,) = MatterStore(house.engine).every(MatterKind.DECISION)
    assert kept.audience.device == laptop.device.id
    assert [each["step"] for each in kept.matter.content["comments"]] == ["queue", ""]
    assert (
        as_json(run, "bundle", "list", "DIR", "--verdict", "returned")["bundles"][0]["walkthrough"] == "w-1"
    )


def test_a_decision_stands_unless_it_is_made_again(run: Run, laptop: EnrolledLaptop) -> None:
    assert run("decide", "accept", "DIR", "w-1", "1")[0] == 0
    assert run("decide", "accept", "DIR", "w-1", "1")[0] == 0
    status, said = run("decide", "return", "DIR", "w-1", "1", "--comment", "=再看")
    assert status == 1 and "decided otherwise" in said and "--again" in said
    assert as_json(run, "bundle", "show", "DIR", "w-1", "1")["verdict"] == Verdict.ACCEPTED
    assert run("decide", "return", "DIR", "w-1", "1", "--comment", "=再看", "--again")[0] == 0
    shown = as_json(run, "bundle", "show", "DIR", "w-1", "1")
    assert (shown["verdict"], shown["decision"]["comments"]) == ("returned", [{"step": "", "text": "再看"}])
    assert "再看" in run("bundle", "show", "DIR", "w-1", "1")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("return", "DIR", "w-1", "1"),
        ("return", "DIR", "w-1", "1", "--comment", "no equals sign"),
        ("return", "DIR", "w-1", "1", "--comment", f"{'s' * 65}=too long a step"),
        ("accept", "DIR", "w-1", "2"),
        ("accept", "DIR", "w-9", "1"),
        ("accept", "DIR", "w-1", "0"),
    ],
)
def test_a_decision_that_cannot_be_is_none(
    run: Run, house: House, laptop: EnrolledLaptop, words: tuple[str, ...]
) -> None:
    assert run("decide", *words)[0] == 2
    assert MatterStore(house.engine).every(MatterKind.DECISION) == ()


def test_a_finding_is_answered(run: Run, house: House, laptop: EnrolledLaptop) -> None:
    words = ("answer", "DIR", "w-1", "f-1", "--unit", "市监局", "--text", "已整改")
    assert as_json(run, *words)["is_closed"] is False
    assert run(*words, "--closed")[0] == 0
    (kept,) = MatterStore(house.engine).every(MatterKind.ANSWER)
    assert kept.audience.device == laptop.device.id
    assert (kept.matter.version, kept.matter.content["is_closed"]) == (2, True)
    assert "市监局" in run("bundle", "show", "DIR", "w-1", "1")[1]
    assert run("answer", "DIR", "w-9", "f-1", "--unit", "u", "--text", "t")[0] == 2
    assert run("answer", "DIR", "w-1", "f-1", "--unit", "u", "--text", " ")[0] == 2


def test_the_sealed_file_comes_out_as_it_came_in(run: Run, laptop: EnrolledLaptop, tmp_path: Path) -> None:
    out = tmp_path / "out.cxo"
    assert run("bundle", "file", "DIR", "w-1", "1", "--out", str(out))[0] == 0
    assert out.read_bytes() == (tmp_path / "stick" / "a.cxo").read_bytes()
    assert run("bundle", "file", "DIR", "w-1", "1", "--out", str(out))[0] == 2
    assert run("bundle", "file", "DIR", "w-1", "7", "--out", str(tmp_path / "no"))[0] == 2
    assert not (tmp_path / "no").exists()


def test_all_bundles_become_a_table(run: Run, laptop: EnrolledLaptop, tmp_path: Path) -> None:
    out = tmp_path / "bundles.csv"
    assert run("bundle", "csv", "DIR", "--out", str(out))[0] == 0
    (row,) = csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline=""))
    assert row["walkthrough"] == "w-1" and row["item_title"] == "食品经营许可 延续"
    assert run("bundle", "csv", "DIR")[1].encode() == out.read_bytes()


def test_what_was_refused_can_be_looked_at(run: Run, house: House, tmp_path: Path) -> None:
    (tmp_path / "letter.cxo").write_text("Dear office")
    import_from(house, [tmp_path / "letter.cxo"])
    (told,) = as_json(run, "quarantine", "list", "DIR")["quarantine"]
    number = str(told["number"])
    assert told["code"] == "bundle-not-a-bundle"
    assert "This is not a bundle" in run("quarantine", "show", "DIR", number)[1]
    assert as_json(run, "quarantine", "show", "DIR", number)["sha256"] == told["sha256"]
    assert told["sha256"][:16] in run("quarantine", "list", "DIR")[1]
    assert run("quarantine", "show", "DIR", "99")[0] == 2


def test_long_lists_go_on_behind_a_cursor(run: Run, house: House, tmp_path: Path) -> None:
    li = enrolled(house)
    for number in range(3):
        li.bundle(house, tmp_path / "stick" / f"{number}.cxo", f"w-{number}")
    import_from(house, [tmp_path / "stick"])
    page = as_json(run, "bundle", "list", "DIR", "--limit", "2")
    rest = as_json(run, "bundle", "list", "DIR", "--after", page["next"])
    assert [each["walkthrough"] for each in page["bundles"] + rest["bundles"]] == ["w-2", "w-1", "w-0"]
    assert page["next"] in run("bundle", "list", "DIR", "--limit", "2")[1]
    assert run("bundle", "list", "DIR", "--limit", "0")[0] == 2
