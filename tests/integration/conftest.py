"""A central office and a laptop that speaks to it; a file about another one says so itself."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from helpers.central_office import CentralOffice, SpeakingLaptop


@pytest.fixture
def office(tmp_path: Path) -> "CentralOffice":
    from helpers.central_office import CentralOffice
    from helpers.office_house import open_house

    return CentralOffice(open_house(tmp_path / "office"))


@pytest.fixture
def laptop(office: "CentralOffice") -> "SpeakingLaptop":
    return office.laptop()
