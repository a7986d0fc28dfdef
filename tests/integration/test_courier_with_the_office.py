"""Laptop and office on one stick, each with its own program: asked, approved, delivered, answered."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cxo_central.api.app import make_app
from cxo_central.enrolling import offer
from cxo_central.house import House
from cxo_central.stick import importing
from cxo_core.protocol.receipt import Receipt
from cxo_desktop.network.office_http import OfficeClient
from cxo_desktop.services.courier import export_to, import_from
from cxo_desktop.services.enrolling import ask_by_stick, enrol
from cxo_desktop.services.offices import office_needed
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.offices import Standing
from helpers.laptops import sealed_walk
from helpers.office_house import open_house
from helpers.recordings import MovingClock, vault_in


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[tuple[Vault, Vault]]:
    with vault_in(tmp_path / "first") as first, vault_in(tmp_path / "second") as second:
        yield first, second


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "office") as opened_house:
        yield opened_house


def test_two_laptops_enrol_and_deliver_without_a_network(
    laptops: tuple[Vault, Vault], house: House, stick: Path
) -> None:
    clock = MovingClock(datetime.now(UTC).astimezone())
    for vault, officer in zip(laptops, ("李敏", "王强"), strict=True):
        ask_by_stick(vault, offer(house, officer=officer, hall="厅", days=7), stick, clock)
        sealed_walk(vault, clock.wait(minutes=5), office_needed(vault), (200,))
        export_to(vault, stick, clock)
    (visit,) = importing.import_from(house, [stick])
    assert visit.problem is None and len(visit.written) == 2
    for vault, officer in zip(laptops, ("李敏", "王强"), strict=True):
        imported = import_from(vault, stick, clock)
        office = vault.offices.current()
        assert office is not None
        assert (office.standing, office.officer) == (Standing.ENROLLED, officer)
        assert imported.unread == () and imported.news[0].problems == ()
        assert len(imported.delivered) == len(imported.removed) == 1
        assert {row.state for row in vault.bundles.every()} == {BundleState.DELIVERED}
    assert list((stick / "CXO" / "to-office").iterdir()) == []
    importing.import_from(house, [stick])
    assert all(import_from(vault, stick, clock).is_empty for vault in laptops)


def test_an_office_that_opens_nothing_answers_for_the_file(
    laptops: tuple[Vault, Vault], tmp_path: Path, stick: Path
) -> None:
    """Its requests it cannot read either: the laptop enrols over the network, the bundle goes by stick."""
    vault, _ = laptops
    clock = MovingClock(datetime.now(UTC).astimezone())
    with open_house(tmp_path / "office", sealed="true", addresses="https://office.example") as house:
        transport = TestClient(make_app(house), base_url="https://office.example")._transport
        enrolment = offer(house, officer="李敏", hall="厅", days=7)
        row = enrol(
            vault, enrolment, lambda office, token: OfficeClient(office, token, transport=transport), clock
        )
        bundle = sealed_walk(vault, clock.wait(minutes=5), house.keys)
        export_to(vault, stick, clock)
        (visit,) = importing.import_from(house, [stick], laptops=[row.device])
    assert visit.problem is None
    (delivered,) = import_from(vault, stick, clock).delivered
    assert delivered.sha256 == bundle.sha256 and delivered.receipt is not None
    assert not Receipt.read(delivered.receipt, house.keys.receipt_key).is_opened
