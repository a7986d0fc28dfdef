"""A bundle comes in over the network: what the office answers, and what it holds afterwards."""

from pathlib import Path

import pytest

from cxo_core.problems import Code
from cxo_core.protocol.receipt import Receipt
from cxo_core.signing import new_seed
from helpers.bundle_samples import second_revision, started, walk
from helpers.central_office import CentralOffice, SpeakingLaptop
from helpers.office_house import open_house


@pytest.fixture
def office(tmp_path: Path) -> CentralOffice:
    return CentralOffice(open_house(tmp_path / "office"))


@pytest.fixture
def laptop(office: CentralOffice) -> SpeakingLaptop:
    return office.laptop()


def test_a_new_bundle_gets_a_receipt_and_a_row(
    office: CentralOffice, laptop: SpeakingLaptop, tmp_path: Path
) -> None:
    bundle = laptop.sealed(tmp_path)
    answer = laptop.deliver(bundle)
    assert answer.status_code == 201, answer.text
    receipt = Receipt.read(answer.content, office.house.keys.receipt_key)
    assert receipt.is_for(sha256=bundle.sha256, manifest_digest=bundle.manifest_digest)
    assert receipt.is_opened and receipt.device == laptop.id and receipt.file_bytes == len(bundle.content)
    (row,) = office.rows("bundles")
    assert (row.walkthrough, row.revision, row.sha256) == (bundle.walkthrough, 1, bundle.sha256)
    assert (row.item, row.item_title, row.role, row.channel) == (
        "food-permit",
        "食品经营许可 延续",
        "applicant",
        "hall",
    )
    assert (row.hall, row.photos, row.findings, row.task) == ("市政务服务中心", 2, 1, None)
    assert office.counts() == {"uploads": 0, "parts": 1, "bundles": 1, "quarantine": 0, "files": 1}
