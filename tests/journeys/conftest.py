"""What stories stand on: a screen of one's own, an officer's vault, commands, a form on paper and an office."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cxo_desktop.services.vaults import create
from helpers import outside
from helpers.outside_visit import PASSPHRASE

if TYPE_CHECKING:
    from helpers.commanding import Cxo


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


@pytest.fixture
def cxo(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> "Cxo":
    """The laptop's commands, in English."""
    from helpers.commanding import commands_in

    monkeypatch.setenv("CXO_LANGUAGE", "en")
    return commands_in(tmp_path, capsys)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A folder with the script of the documentation and its photographs."""
    from helpers.scripts import example, with_photos

    folder = with_photos(tmp_path / "form", "ticket.jpg", "notice.jpg")
    (folder / "walk.yaml").write_text(example(), encoding="utf-8")
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The folder of a central office: its public file and its secret identity."""
    from cxo_central.cli import main

    assert main(["init", str(tmp_path / "office"), "--name", "市审批局体验办"]) == 0
    return tmp_path / "office"
