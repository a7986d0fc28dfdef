"""Enrolled, given a task, delivered and sent back by stick alone, with nothing but commands."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cxo_core.kinds import Kind
from cxo_core.protocol.enrolment import EnrolmentFile
from cxo_core.protocol.matters import Comment
from cxo_core.protocol.packet import Refusal
from cxo_desktop.cli import main
from cxo_desktop.clock import SystemClock
from cxo_desktop.services.offices import device_of
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault, create, open_vault
from helpers.own_office import OwnOffice, a_task, an_item, returned, told
from helpers.recordings import files_in

PASSPHRASE = "一句够长的口令 2026"


class Laptop:
    """One vault, commands about it, and one stick."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.office = OwnOffice()
        self._capsys = capsys

    def says(self, *words: str | Path, status: int = 0) -> str:
        self._capsys.readouterr()
        assert main([*map(str, words), "--vault", str(self.folder / "vault")]) == status
        printed = self._capsys.readouterr()
        return printed.out + printed.err

    def json(self, *words: str | Path, status: int = 0) -> Any:
        self._capsys.readouterr()
        assert main([*map(str, words), "--json", "--vault", str(self.folder / "vault")]) == status
        return json.loads(self._capsys.readouterr().out)

    @contextmanager
    def vault(self) -> Iterator[Vault]:
        with open_vault(self.folder / "vault", PASSPHRASE) as vault:
            yield vault

    def enrolment(self) -> Path:
        file = self.folder / "li-min.cxoenrol"
        offered = self.office.enrolment(expires_at=datetime.now(UTC) + timedelta(days=7))
        file.write_bytes(offered.to_bytes())
        return file

    def enrolled(self) -> None:
        self.says("enrol", self.enrolment(), "--by-stick", self.stick, "--yes")
        with self.vault() as vault:
            self.office.packet(vault, self.stick, approval=self.office.approval(device_of(vault)))
        self.says("courier", "import", self.stick)

    def answers(self, **said: Any) -> None:
        """The office lays another packet on the stick; what is said is made from the open vault."""
        self._made = getattr(self, "_made", datetime(2026, 3, 3, tzinfo=UTC)) + timedelta(hours=1)
        with self.vault() as vault:
            made = {name: say(vault) if callable(say) else say for name, say in said.items()}
            self.office.packet(vault, self.stick, made_at=self._made, **made)


@pytest.fixture
def laptop(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Laptop:
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    monkeypatch.setenv("CXO_PASSPHRASE", PASSPHRASE)
    create(tmp_path / "vault", PASSPHRASE, "李敏").close()
    return Laptop(tmp_path, capsys)


def pack(laptop: Laptop, version: int, *meanings: Any) -> Callable[[Vault], bytes]:
    return lambda vault: laptop.office.pack(vault, version, *(told(each, version) for each in meanings))


def test_nothing_is_trusted_before_the_officer_agreed(laptop: Laptop) -> None:
    shown = laptop.says("enrol", laptop.enrolment(), "--by-stick", laptop.stick, status=1)
    for value in (laptop.office.keys.receipt_key, laptop.office.keys.recipients[0], "https://office.example"):
        assert value in shown
    assert "one-time-code" not in shown and "--yes" in shown
    assert laptop.json("offices") == [] and files_in(laptop.stick) == []


def test_a_task_goes_all_the_way_by_stick(laptop: Laptop) -> None:
    asked = laptop.json("enrol", laptop.enrolment(), "--by-stick", laptop.stick, "--yes")
    assert (asked["standing"], Path(asked["request"]).is_file()) == ("asked", True)
    today = date.today()
    task = a_task("t-2026-1", first_day=today - timedelta(days=9), due_day=today - timedelta(days=2))
    laptop.answers(
        approval=lambda vault: laptop.office.approval(device_of(vault)), pack=pack(laptop, 1, task)
    )
    told_now = laptop.says("courier", "import", laptop.stick)
    assert "enrolled with" in told_now and "New task: t-2026-1" in told_now
    assert "Overdue by 2 days" in laptop.says("tasks")
    laptop.says("task", "claim", "t-2026")
    started = laptop.json("task", "start", "t-2026-1", "--companion", "某公司", "--window", "3")
    assert (started["standing"], started["days_overdue"]) == ("started", 2)
    with laptop.vault() as vault:
        Recording(vault, SystemClock(), started["walkthrough"]).tap(Kind.ARRIVED)
    sealed = laptop.json("seal", started["walkthrough"], "--finish")
    exported = laptop.json("courier", "export", laptop.stick)
    assert [each["sha256"] for each in exported["copied"]] == [sealed["sha256"]]
    assert laptop.json("tasks")["tasks"][0]["reached"] == "sealed"

    def receipts(vault: Vault) -> list[bytes]:
        return [laptop.office.receipt(row) for row in vault.bundles.every()]

    with laptop.vault() as vault:
        decision = returned(vault.bundles.every()[0], Comment("", "请补拍告知单"))
    laptop.answers(receipts=receipts, pack=pack(laptop, 2, decision))
    back = laptop.json("courier", "import", laptop.stick)
    assert [each["id"] for each in back["offices"][0]["delivered"]] == [started["walkthrough"]]
    assert back["removed"] == [exported["copied"][0]["file"]]
    listed = laptop.json("tasks")
    assert listed["tasks"][0]["reached"] == "returned"
    assert listed["returned"][0]["comments"] == [{"step": "", "text": "请补拍告知单"}]
    assert "Nothing new" in laptop.says("courier", "import", laptop.stick)
    assert "nothing to take along" in laptop.says("courier", "export", laptop.stick)


def test_a_refusal_and_a_broken_packet_are_said_and_exit_with_1(laptop: Laptop) -> None:
    laptop.enrolled()
    recorded = begun(laptop)
    laptop.says("seal", recorded, "--finish")
    laptop.answers(
        refusals=lambda vault: [
            Refusal(row.sha256, "bundle-device-unknown", {"device": "0" * 16})
            for row in vault.bundles.every()
        ]
    )
    assert "Refused by the office" in laptop.says("courier", "import", laptop.stick, status=1)
    (packet,) = (laptop.stick / "CXO" / "to-laptops").iterdir()
    packet.write_bytes(b"age-encryption.org/v1\n")
    assert laptop.json("courier", "import", laptop.stick, status=1)["unread"][0]["file"] == packet.name


def begun(laptop: Laptop) -> str:
    today = date.today()
    laptop.answers(pack=pack(laptop, 1, a_task("t", first_day=today, due_day=today)))
    laptop.says("courier", "import", laptop.stick)
    walkthrough: str = laptop.json("task", "start", "t")["walkthrough"]
    with laptop.vault() as vault:
        Recording(vault, SystemClock(), walkthrough).tap(Kind.ARRIVED)
    return walkthrough


def test_a_script_may_name_an_item_that_only_the_office_told_of(laptop: Laptop) -> None:
    laptop.enrolled()
    script = laptop.folder / "walk.yaml"
    script.write_text(
        "format: cxo.script\nversion: 1\nitem: local-permit\nrole: applicant\nchannel: hall\nhall: 厅\n"
        "officers: [{name: 李敏}]\ndate: 2026-03-02\n"
        'actions:\n  - {at: "09:05", event: arrived}\n  - {demand: form}\n',
        encoding="utf-8",
    )
    laptop.says("record", script, status=2)
    laptop.answers(pack=pack(laptop, 1, an_item("local-permit")))
    laptop.says("courier", "import", laptop.stick)
    recorded = laptop.json("record", script)
    assert laptop.json("show", recorded["id"])["item"]["id"] == "local-permit"


def test_a_problem_is_two_lines_and_an_object(laptop: Laptop) -> None:
    said = laptop.json("task", "start", "nothing", status=2)
    assert said["problem"]["code"] == "task-unknown"
    assert (
        laptop.json("courier", "export", laptop.folder / "none", status=2)["problem"]["code"]
        == "folder-missing"
    )
    expired = laptop.folder / "old.cxoenrol"
    expired.write_bytes(EnrolmentFile.from_bytes(laptop.enrolment().read_bytes()).to_bytes())
    old = laptop.office.enrolment(expires_at=datetime.now(UTC) - timedelta(days=1))
    expired.write_bytes(old.to_bytes())
    assert laptop.json("enrol", expired, "--yes", status=2)["problem"]["code"] == "enrolment-expired"


def test_the_officer_chooses_between_two_offices(laptop: Laptop) -> None:
    laptop.enrolled()
    other = OwnOffice("区体验办")
    with laptop.vault() as vault:
        other.enrol(vault)
    assert {each["name"]: each["current"] for each in laptop.json("offices")} == {
        "市审批局体验办": True,
        "区体验办": False,
    }
    assert [each["name"] for each in laptop.json("offices", "--use", other.id[:6]) if each["current"]] == [
        "区体验办"
    ]
    assert laptop.json("offices", "--use", "zz", status=2)["problem"]["code"] == "office-missing"


def test_the_json_shapes_are_those_of_the_documentation(laptop: Laptop) -> None:
    laptop.enrolled()
    offices = laptop.json("offices")
    assert set(offices[0]) == documented("offices")
    started = begun(laptop)
    tasks = laptop.json("tasks")
    assert set(tasks) == documented("tasks")
    assert set(tasks["tasks"][0]) == documented("task")
    laptop.says("seal", started, "--finish")
    exported = laptop.json("courier", "export", laptop.stick)
    assert set(exported) == documented("courier export")
    assert set(exported["copied"][0]) == {"id", "revision", "office", "bytes", "sha256", "file"}
    assert set(laptop.json("courier", "import", laptop.stick)) == documented("courier import")


def documented(heading: str) -> set[str]:
    """The fields the first table below a heading of docs/cli.md tells of."""
    guide = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    section = guide.partition(f"### {heading}\n")[2].partition("\n### ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name.strip(" `") for row in rows for name in row.split("·")}
