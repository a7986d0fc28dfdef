"""The whole loop between one laptop and its office: asked for, walked, sent by stick, sent back, sent anew, accepted.

A served office with its own TLS certificate; on the one hand the officer's commands, on the other the office's.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from cxo_central.cli import main as central
from cxo_central.house import House
from cxo_central.storage.engine import reading
from cxo_central.storage.tables import bundles, parts, quarantine, uploads
from cxo_central.storage.uploads import UploadStore
from cxo_core.kinds import Kind
from cxo_core.protocol.receipt import Receipt
from cxo_desktop.cli import main as cxo
from cxo_desktop.clock import SystemClock
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault, open_vault
from cxo_desktop.storage.bundles import BundleRow, BundleState
from helpers import s3_server
from helpers.office_running import OfficeRunning
from helpers.postgres import Postgres
from helpers.recordings import files_in, looked_at, photographed

TODAY = date.today()


@dataclass
class Both:
    """The officer's laptop and the office, each by its command line."""

    office: OfficeRunning
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def laptop(self, *words: object, status: int = 0) -> Any:
        """A `cxo` command, with what it answers as JSON where it has anything to say."""
        asked = [*map(str, words), "--vault", str(self.folder / "vault")]
        return self._ran(cxo, asked if words[0] == "reopen" else [*asked, "--json"], status)

    def central(self, *words: object, status: int = 0) -> Any:
        """A `cxo-central` command of the same office, with what it answers as JSON."""
        return self._ran(central, [*map(str, words), "--json"], status)

    def _ran(self, main: Callable[[list[str]], int], words: list[str], status: int) -> Any:
        self.capsys.readouterr()
        ended = main(words)
        out, err = self.capsys.readouterr()
        assert ended == status, f"{words}: {ended}\n{out}\n{err}"
        return json.loads(out) if "--json" in words else None

    def vault(self) -> Vault:
        return open_vault(self.folder / "vault")

    def bundle(self, revision: int) -> BundleRow:
        with self.vault() as vault:
            (row,) = (each for each in vault.bundles.every() if each.revision == revision)
        return row


@pytest.fixture
def both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Both]]:
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    running: list[OfficeRunning] = []

    def serve(**stores: Any) -> Both:
        office = OfficeRunning(tmp_path / "office", tls="own", **stores).__enter__()
        running.append(office)
        for name, value in office.environ.items():
            monkeypatch.setenv(name, value)
        return Both(office, tmp_path, capsys)

    yield serve
    for each in running:
        each.close()


def the_loop(both: Both) -> None:
    office, stick = both.office.folder, both.folder / "stick"
    stick.mkdir()

    # The officer is enrolled over the network and trusts this certificate only.
    file = both.folder / "li.cxoenrol"
    assert (
        central(
            [
                "enrol",
                str(office),
                "--officer",
                "李敏",
                "--hall",
                "城东区政务服务大厅",
                "--qr",
                "none",
                "--out",
                str(file),
            ]
        )
        == 0
    )
    enrolled = both.laptop("enrol", file, "--yes")
    assert (enrolled["standing"], enrolled["current"]) == ("enrolled", True)
    assert enrolled["certificate"] and enrolled["addresses"] == [both.office.address]

    # The office asks for a walk; the laptop hears of it with the next round, and it is taken and begun.
    both.central(
        *("task", "add", office, "--id", "t-1", "--round", "2026-4", "--module", "企业开办"),
        *("--item", "food-licence-renewal", "--scheme", "hall", "--role", "applicant", "--channel", "hall"),
        *("--hall", "城东区政务服务大厅", "--officer", "李敏"),
        *(
            "--first-day",
            TODAY - timedelta(days=9),
            "--due-day",
            TODAY - timedelta(days=2),
            "--reason",
            "年度任务",
        ),
    )
    both.laptop("send")
    (task,) = both.laptop("tasks")["tasks"]
    assert (task["id"], task["standing"], task["days_overdue"], task["mine"]) == ("t-1", "open", 2, True)
    both.laptop("task", "claim", "t-1")
    walkthrough = both.laptop("task", "start", "t-1", "--companion", "某食品店", "--window", "3")[
        "walkthrough"
    ]
    with both.vault() as vault:
        recording = Recording(vault, SystemClock(), walkthrough)
        recording.tap(Kind.ARRIVED)
        photographed(recording, vault, 1)
        looked_at(recording)
    sealed = both.laptop("seal", walkthrough, "--finish")

    # The network is lost. Nothing is lost with it, and nothing is called delivered.
    (port,) = both.office.ports
    both.office.kill(port)
    round_ = both.laptop("send", status=2)
    assert (round_["delivered"], round_["waiting"]) == (0, 1)
    assert both.bundle(1).state is BundleState.SEALED

    # By stick to the office and back: the receipt makes it delivered, and the copy is taken from the stick.
    exported = both.laptop("courier", "export", stick)
    assert [each["sha256"] for each in exported["copied"]] == [sealed["sha256"]]
    (visit,) = both.central("import", office, stick)["sticks"]
    assert [(each["kind"], each["fate"]) for each in visit["files"]] == [("bundle", "new")]
    back = both.laptop("courier", "import", stick)
    assert [each["id"] for each in back["offices"][0]["delivered"]] == [walkthrough]
    assert not [name for name in files_in(stick) if name.endswith(".cxo")]
    assert both.bundle(1).state is BundleState.DELIVERED

    # Sent back with a comment on a step; the laptop hears it over the network, which is there again.
    both.central("decide", "return", office, walkthrough, "1", "--comment", "counter=请补拍一次性告知单")
    both.office.start(port)
    both.office.wait_until_ready(port)
    both.laptop("send")
    listed = both.laptop("tasks")
    assert listed["tasks"][0]["reached"] == "returned"
    (returned,) = listed["returned"]
    assert (returned["walkthrough"], returned["comments"]) == (
        walkthrough,
        [{"step": "counter", "text": "请补拍一次性告知单"}],
    )

    # Reopened, completed, sealed as revision 2, which names the first, and delivered over the network.
    both.laptop("reopen", walkthrough, "--reason", "补拍一次性告知单")
    with both.vault() as vault:
        recording = Recording(vault, SystemClock(), walkthrough)
        photographed(recording, vault, 2, "一次性告知单")
        looked_at(recording)
    again = both.laptop("seal", walkthrough, "--finish")
    assert again["revision"] == 2
    assert both.laptop("send")["delivered"] == 1

    # Accepted, and that is the end of it on both sides.
    both.central("decide", "accept", office, walkthrough, "2")
    both.laptop("send")
    listed = both.laptop("tasks")
    assert (listed["tasks"][0]["reached"], listed["returned"]) == ("accepted", [])
    assert both.laptop("send")["packs"] == []
    everything_is_there(both, walkthrough)


def everything_is_there(both: Both, walkthrough: str) -> None:
    """Both revisions at the office, byte by byte, each with the receipt the laptop holds; nothing else and nothing half done."""
    with House.open(both.office.folder, both.office.environ) as house:
        rows = [both.bundle(revision) for revision in (1, 2)]
        with reading(house.engine) as connection:
            found = connection.execute(select(bundles).order_by(bundles.c.revision)).all()
            for table in (quarantine, uploads):
                assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
            named = set(connection.execute(select(parts.c.name)).scalars())
        assert [(each.walkthrough, each.revision) for each in found] == [(walkthrough, 1), (walkthrough, 2)]
        assert [each.arrived_by for each in found] == ["stick", "network"]
        assert [each.previous for each in found] == [None, found[0].manifest_digest]
        assert set(house.files.names()) == named
        for each, row in zip(found, rows, strict=True):
            content = b""
            for part in UploadStore(house.engine, house.now).parts(each.owner):
                with house.files.open(part.name) as opened:
                    content += opened.read(part.bytes)
            assert hashlib.sha256(content).hexdigest() == row.sha256
            assert row.receipt == each.receipt
            receipt = Receipt.read(each.receipt, house.keys.receipt_key)
            assert receipt.is_for(sha256=row.sha256, manifest_digest=row.manifest_digest)


def test_the_loop_with_sqlite_and_a_folder(both: Callable[..., Both]) -> None:
    the_loop(both())


def test_the_loop_with_postgresql_and_a_folder(both: Callable[..., Both], postgres: Postgres) -> None:
    the_loop(both(database=postgres))


@pytest.mark.skipif(bool(s3_server.missing()), reason=s3_server.missing())
def test_the_loop_with_postgresql_and_s3(
    both: Callable[..., Both], postgres: Postgres, s3: s3_server.S3Server
) -> None:
    the_loop(both(database=postgres, files=s3))
