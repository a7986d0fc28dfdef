"""Consent taken back after sealing: the office destroys the files, keeps row and receipt, and signs that it did."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from httpx2 import Response

from cxo_central.receiving.withdrawing import carry_out
from cxo_core.problems import Code, Problem
from cxo_core.protocol.withdrawal import Withdrawal, WithdrawalReceipt
from cxo_core.signing import new_seed
from helpers.bundle_samples import second_revision, walk
from helpers.central_office import CentralOffice, Sealed, SpeakingLaptop, is_problem
from helpers.office_house import open_house


@pytest.fixture(params=["sqlite", "postgres"])
def any_office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[CentralOffice]:
    """The same office on either database."""
    settings = {}
    if request.param == "postgres":
        settings["database"] = request.getfixturevalue("postgres").fresh()
    with open_house(tmp_path / "office", **settings) as house:
        yield CentralOffice(house)


def wish(bundle: Sealed, **said: object) -> Withdrawal:
    told = Withdrawal("wish-1", bundle.walkthrough, bundle.revision, ("e1",), datetime.now(UTC))
    return dataclasses.replace(told, **said)  # type: ignore[arg-type]


def ask(laptop: SpeakingLaptop, document: bytes) -> Response:
    return laptop.ask("POST", "/api/v1/withdrawals", content=document)


def read(office: CentralOffice, answer: Response) -> WithdrawalReceipt:
    return WithdrawalReceipt.read(answer.content, office.house.keys.receipt_key)


def test_the_files_go_and_row_and_receipt_stay(any_office: CentralOffice, tmp_path: Path) -> None:
    office = any_office
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    laptop.deliver(bundle)
    document = wish(bundle).signed(laptop.seed)
    answer = ask(laptop, document)
    assert answer.status_code == 201
    receipt = read(office, answer)
    assert receipt.is_for(document) and receipt.erased == (bundle.sha256,)
    assert office.counts() == {"uploads": 0, "parts": 0, "bundles": 1, "quarantine": 0, "files": 0}
    (row,) = office.rows("bundles")
    assert row.withdrawn_at and row.receipt
    told = office.client.get(f"/api/v1/bundles/{bundle.walkthrough}/1", headers=office.admin())
    assert is_problem(told, 404, "bundle-gone")
    assert {"withdrawal.receive", "bundle.erase"} <= {each.what for each in office.rows("audit")}


def test_the_same_wish_again_gets_the_same_receipt(office: CentralOffice, tmp_path: Path) -> None:
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    laptop.deliver(bundle)
    document = wish(bundle).signed(laptop.seed)
    first, again = ask(laptop, document), ask(laptop, document)
    assert (again.status_code, again.content) == (200, first.content)
    assert ask(laptop, wish(bundle, revision=9).signed(laptop.seed)).status_code == 409


def test_nobody_withdraws_what_another_laptop_sealed(office: CentralOffice, tmp_path: Path) -> None:
    laptop, other = office.laptop(), office.laptop(new_seed())
    bundle = laptop.sealed(tmp_path)
    laptop.deliver(bundle)
    assert is_problem(ask(other, wish(bundle).signed(other.seed)), 422, "bundle-device-unexpected")
    assert is_problem(ask(other, wish(bundle).signed(laptop.seed)), 422, "bundle-device-unexpected")
    assert is_problem(ask(laptop, b"{}"), 422, "document-not-signed")
    assert is_problem(ask(office.stranger(), wish(bundle).signed(laptop.seed)), 401, "token-unknown")
    with pytest.raises(Problem) as raised:
        carry_out(office.house, wish(bundle).signed(new_seed()), arrived_by="stick", device=None)
    assert raised.value.code is Code.BUNDLE_DEVICE_UNKNOWN
    assert office.counts()["files"] > 0


def test_what_comes_in_after_the_withdrawal_is_answered_and_not_kept(
    office: CentralOffice, tmp_path: Path
) -> None:
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    assert read(office, ask(laptop, wish(bundle).signed(laptop.seed))).erased == ()
    assert laptop.deliver(bundle).status_code == 201
    assert office.counts() == {"uploads": 0, "parts": 0, "bundles": 1, "quarantine": 0, "files": 0}
    assert laptop.deliver(bundle).status_code == 200
    assert office.counts()["files"] == 0


def test_the_next_revision_is_kept(office: CentralOffice, tmp_path: Path) -> None:
    laptop = office.laptop()
    first = laptop.sealed(tmp_path)
    laptop.deliver(first)
    log = second_revision(walk(), first.manifest_digest)
    second = laptop.sealed(tmp_path, log, revision=2, previous=first.manifest_digest)
    ask(laptop, wish(first).signed(laptop.seed))
    laptop.deliver(second)
    kept = {row.revision: row.withdrawn_at for row in office.rows("bundles")}
    assert kept[1] and kept[2] is None


def test_an_office_that_opens_nothing_goes_by_what_was_announced(tmp_path: Path) -> None:
    office = CentralOffice(dataclasses.replace(open_house(tmp_path / "office"), identities=None))
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    laptop.deliver(bundle)
    assert read(office, ask(laptop, wish(bundle).signed(laptop.seed))).erased == (bundle.sha256,)
    assert office.counts()["files"] == 0


@pytest.mark.expects_warning
def test_a_kill_between_the_steps_is_made_good_by_the_next_try(
    office: CentralOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    laptop.deliver(bundle)
    document = wish(bundle).signed(laptop.seed)

    def fails(name: str) -> None:
        raise Problem(Code.OFFICE_FILES_FAILING, cause="gone")

    with monkeypatch.context() as broken:
        broken.setattr(office.house.files, "remove", fails)
        assert ask(laptop, document).status_code == 503
    assert office.counts()["files"] > 0 and office.rows("withdrawals")[0].receipt is None
    answer = ask(laptop, document)
    assert answer.status_code == 201 and read(office, answer).erased == (bundle.sha256,)
    assert office.counts()["files"] == 0


def test_a_withdrawal_from_before_files_were_named_still_reads() -> None:
    seed = new_seed()
    told = Withdrawal("w", "walk", 1, ("e",), datetime.now(UTC), ("ab" * 32,))
    assert Withdrawal.read(told.signed(seed))[0].files == ("ab" * 32,)
