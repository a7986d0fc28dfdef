"""A central office and a laptop that speaks to it; a file about another one says so itself."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from helpers.central_office import CentralOffice, SpeakingLaptop
    from helpers.office_line import Desk


@pytest.fixture
def office(tmp_path: Path) -> "CentralOffice":
    from helpers.central_office import CentralOffice
    from helpers.office_house import open_house

    return CentralOffice(open_house(tmp_path / "office"))


@pytest.fixture
def laptop(office: "CentralOffice") -> "SpeakingLaptop":
    return office.laptop()


@pytest.fixture
def at(tmp_path: Path, vault: "Vault") -> "Desk":
    """The test's vault on a laptop enrolled with an office of its own."""
    from helpers.office_line import desk

    return desk(tmp_path / "office", vault)
