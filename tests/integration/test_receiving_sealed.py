"""An office that cannot look inside, and bundles that a stick brought: the same way in, with less to be said."""

from pathlib import Path

import pytest

from cxo_central.receiving.incoming import Incoming
from cxo_central.receiving.ingest import Status, receive
from cxo_central.storage.uploads import Upload, UploadStore
from cxo_core.problems import Code
from cxo_core.protocol.receipt import Receipt
from cxo_core.signing import new_seed
from helpers.bundle_samples import started
from helpers.central_office import CentralOffice, Sealed, is_problem
from helpers.office_house import open_house


@pytest.fixture
def sealed_office(tmp_path: Path) -> CentralOffice:
    return CentralOffice(open_house(tmp_path / "sealed", sealed="true"))


def brought(
    office: CentralOffice, bundle: Sealed, *, owner: str = ""
) -> tuple[Status, bytes | None, Code | None]:
    """What the office answers to a bundle from a stick."""
    house, size = office.house, len(bundle.content)
    store = UploadStore(house.engine, house.now)
    upload = store.begin(Upload.new(device="", size=size, sha256="", days=1, now=house.now()))
    incoming = Incoming(store, house.files, upload)
    incoming.take([bundle.content])
    incoming.finish()
    answer = receive(house, upload.id, arrived_by="stick", device=None, announced=None)
    assert answer.sha256 == bundle.sha256
    return answer.status, answer.receipt, answer.problem.code if answer.problem else None


def test_a_sealed_office_answers_for_the_file_alone(sealed_office: CentralOffice, tmp_path: Path) -> None:
    laptop = sealed_office.laptop()
    bundle = laptop.sealed(tmp_path)
    assert sealed_office.house.identities is None
    answer = laptop.deliver(bundle)
    receipt = Receipt.read(answer.content, sealed_office.house.keys.receipt_key)
    assert answer.status_code == 201
    assert not receipt.is_opened
    assert (receipt.walkthrough, receipt.revision) == (bundle.walkthrough, 1)
    assert receipt.is_for(sha256=bundle.sha256, manifest_digest="")
    assert not receipt.is_for(sha256="", manifest_digest=bundle.manifest_digest)
    (row,) = sealed_office.rows("bundles")
    assert (row.is_opened, row.item, row.device) == (False, None, laptop.id)
    assert laptop.deliver(bundle).content == answer.content


def test_a_sealed_office_keeps_one_file_for_each_identity(
    sealed_office: CentralOffice, tmp_path: Path
) -> None:
    laptop = sealed_office.laptop()
    assert laptop.deliver(laptop.sealed(tmp_path)).status_code == 201
    assert is_problem(laptop.deliver(laptop.sealed(tmp_path)), 409, "bundle-conflicts")
    (row,) = sealed_office.rows("quarantine")
    assert (row.walkthrough, row.revision) == ("w-4f1d0c2a9b7e", 1)


def test_a_sealed_office_knows_what_is_not_encrypted(sealed_office: CentralOffice, tmp_path: Path) -> None:
    laptop = sealed_office.laptop()
    answer = laptop.deliver(Sealed(b"PK\3\4 a clear archive", "w-1", 1, "0" * 64))
    assert is_problem(answer, 422, "bundle-not-a-bundle")


def test_a_sealed_office_takes_any_number_of_files_from_a_stick(
    sealed_office: CentralOffice, tmp_path: Path
) -> None:
    laptop = sealed_office.laptop()
    one, other = laptop.sealed(tmp_path), laptop.sealed(tmp_path, started("w-other"))
    first = brought(sealed_office, one)
    assert first[0] is brought(sealed_office, other)[0] is Status.NEW
    assert brought(sealed_office, one) == (Status.SAME, first[1], None)
    asked = laptop.ask("GET", f"/api/v1/receipts/{one.sha256}")
    assert asked.content == first[1]


def test_a_stick_and_the_network_end_in_one_bundle(office: CentralOffice, tmp_path: Path) -> None:
    laptop = office.laptop()
    bundle = laptop.sealed(tmp_path)
    status, receipt, _ = brought(office, bundle)
    assert status is Status.NEW
    assert laptop.deliver(bundle).content == receipt
    assert brought(office, bundle) == (Status.SAME, receipt, None)
    (row,) = office.rows("bundles")
    assert (row.arrived_by, row.device) == ("stick", laptop.id)
    assert office.counts() == {"uploads": 0, "parts": 1, "bundles": 1, "quarantine": 0, "files": 1}


def test_a_stick_brings_bundles_of_enrolled_laptops_only(office: CentralOffice, tmp_path: Path) -> None:
    nobody = office.stranger().sealed(tmp_path)
    assert brought(office, nobody) == (Status.REFUSED, None, Code.BUNDLE_DEVICE_UNKNOWN)
    assert brought(office, nobody) == (Status.REFUSED, None, Code.BUNDLE_DEVICE_UNKNOWN)
    (row,) = office.rows("quarantine")
    assert (row.arrived_by, row.walkthrough) == ("stick", nobody.walkthrough)
    known = office.laptop(new_seed()).sealed(tmp_path, started("w-known"))
    assert brought(office, known)[0] is Status.NEW
