"""cxo send, outbox, retry against the office behind a real socket: what they answer, and with which exit status."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cxo_central.api.app import make_app
from cxo_desktop.cli import main
from cxo_desktop.services.outbox import Standing, details, item_of, outbox
from cxo_desktop.services.vaults import open_vault
from cxo_desktop.storage.offices import Standing as OfficeStanding
from helpers.office_line import Desk, says, where
from helpers.served_office import served


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


Cxo = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def cxo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cxo:
    """Runs a command; its exit status, what it answers (as JSON where it is), and what it says beside."""

    def run(*words: str) -> tuple[int, Any, str]:
        capsys.readouterr()
        status = main([*words, "--vault", str(tmp_path / "vault")])
        told = capsys.readouterr()
        return status, json.loads(told.out) if "--json" in words else told.out, told.err

    return run


def answering_at(at: Desk, address: str) -> None:
    at.vault.offices.put(replace(at.office, addresses=(address,)))


def test_send_delivers_and_the_outbox_shows_the_receipts(at: Desk, cxo: Cxo, tmp_path: Path) -> None:
    rows = [at.seal(), at.seal(60)]
    with served(make_app(at.house)) as address:
        answering_at(at, address)
        at.vault.close()
        status, told, _ = cxo("send", "--json")
        assert status == 0
        assert told | {"packs": []} == {
            "delivered": 2,
            "refused": 0,
            "waiting": 0,
            "held": None,
            "problem": None,
            "packs": [],
        }
        assert cxo("send", "--wait")[:2] == (0, "0 bundles delivered.\n")
    status, told, _ = cxo("outbox", "--json", "--log")
    assert (status, told["open"], told["delivered_count"], told["paused"]) == (0, [], 2, False)
    assert [(each["id"], each["state"]) for each in told["delivered"]] == [
        (row.walkthrough_id, "delivered") for row in reversed(rows)
    ]
    assert {each["received"] is not None for each in told["delivered"]} == {True}
    assert [line["outcome"] for line in told["log"] if line["what"] == "send"] == ["done", "done"]
    status, told, _ = cxo("outbox", "--most", "1")
    assert "Delivered, receipt of" in told
    assert "… and 1 more that is delivered." in told
    with open_vault(tmp_path / "vault") as vault:
        assert all(vault.bundles.one(row.walkthrough_id, 1).receipt for row in rows)  # type: ignore[union-attr]


def test_an_office_that_cannot_be_reached_is_status_2_with_a_sentence(at: Desk, cxo: Cxo) -> None:
    row = at.seal()
    answering_at(at, "http://127.0.0.1:9")
    at.vault.close()
    status, told, beside = cxo("send", "--json")
    assert (status, told["waiting"], told["problem"]["code"]) == (2, 1, "office-unreachable")
    status, _, beside = cxo("send")
    assert status == 2
    assert beside == "No connection to the office\nYour work is saved and will be sent later.\n"
    status, told, _ = cxo("outbox")
    assert (status, row.walkthrough_id[:12] in told, "Sealed, to be sent" in told) == (0, True, True)
    status, told, _ = cxo("outbox", "--log")
    assert told.count("No connection to the office") == 2


def test_a_laptop_that_is_not_enrolled_says_so_only_where_something_waits(at: Desk, cxo: Cxo) -> None:
    at.vault.offices.put(replace(at.office, standing=OfficeStanding.KNOWN))
    at.vault.close()
    assert cxo("send")[0] == 0


def test_what_waits_without_an_enrolment_is_status_2(at: Desk, cxo: Cxo) -> None:
    at.seal()
    at.vault.offices.put(replace(at.office, standing=OfficeStanding.KNOWN))
    at.vault.close()
    status, told, _ = cxo("send", "--json")
    assert (status, told["problem"]["code"]) == (2, "not-enrolled")


def test_a_refused_bundle_is_status_1_and_retry_makes_it_due(at: Desk, cxo: Cxo, tmp_path: Path) -> None:
    row = at.seal()
    file = at.vault.folder.bundles / row.name
    whole = file.read_bytes()
    file.unlink()
    with served(make_app(at.house)) as address:
        answering_at(at, address)
        at.vault.close()
        assert cxo("send")[0] == 1
        status, told, _ = cxo("outbox", "--json")
        (refused,) = told["open"]
        assert (refused["state"], refused["problem"]["code"]) == ("refused", "bundle-gone")
        file.write_bytes(whole)
        assert cxo("send")[0] == 0
        status, told, _ = cxo("retry", row.walkthrough_id[:8], "--json")
        assert (status, told) == (0, [{"id": row.walkthrough_id, "revision": 1}])
        assert cxo("send", "--json")[1]["delivered"] == 1
    assert cxo("retry", row.walkthrough_id)[1].startswith("Every bundle")


def test_pause_limit_and_networks_are_kept(at: Desk, cxo: Cxo) -> None:
    at.seal()
    at.vault.close()
    assert cxo("outbox", "--pause")[1].startswith("Sending is paused")
    status, told, _ = cxo("send", "--json")
    assert (status, told["held"], told["waiting"]) == (2, "paused", 1)
    assert cxo("outbox", "--resume", "--json")[1]["paused"] is False
    for words in (["--limit", "64"], ["--limit", "0"], ["--anywhere"]):
        assert cxo("outbox", *words)[0] == 0


def test_details_tell_what_helps_and_nobodys_name(at: Desk, cxo: Cxo) -> None:
    row = at.seal()
    at.line.always = where("uploads", says(503))
    at.syncing().drain()
    now = at.clock.now().wall
    item = item_of(at.vault, at.now(row), now)
    assert (item.standing, item.until) == (Standing.WAITING, at.now(row).next_try)
    told = details(item, at.vault.sync_log.of(row.walkthrough_id, 1))
    assert row.sha256 in told
    assert "send office-busy" in told
    assert "status=503" in told
    assert item.title.zh not in told
    assert "李敏" not in told
    at.vault.close()
    assert cxo("outbox", row.walkthrough_id)[1].startswith(row.walkthrough_id)


def test_a_delivered_row_without_a_sound_receipt_is_never_shown_as_delivered(at: Desk) -> None:
    row = at.seal()
    at.syncing().drain()
    with at.vault._database.transaction() as run:
        run("UPDATE bundles SET receipt = ?", (b'{"said":{},"signature":""}',))
    (item,) = outbox(at.vault, at.clock.now().wall).delivered
    assert (item.bundle.sha256, item.standing, item.receipt) == (row.sha256, Standing.UNPROVEN, None)
