"""A screen of one's own for the stories told from outside, and an officer's vault."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxo_desktop.services.vaults import create
from helpers import outside
from helpers.outside_visit import PASSPHRASE


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[outside.Screen]:
    """An X screen with a keyboard and the accessibility bus; skips where the machine has none to give."""
    if lacking := outside.missing():
        pytest.skip(lacking)
    made = outside.Screen(tmp_path_factory.mktemp("screen"))
    yield made
    made.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the program keeps everything: nothing yet."""
    return tmp_path / "kept"


@pytest.fixture
def vault(home: Path) -> Path:
    """An officer's empty vault, opened by CXO_PASSPHRASE."""
    folder = home / "vault"
    create(folder, PASSPHRASE, "李敏").close()
    return folder
