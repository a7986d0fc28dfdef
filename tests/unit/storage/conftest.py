"""A new vault's tables, empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxo_desktop.storage.database import Database
from helpers.vault_walks import new_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = new_database(tmp_path)
    yield opened
    opened.close()
