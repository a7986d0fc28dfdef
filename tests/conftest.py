"""What every test stands on: no real screen, keyring or home folder, and no warning that nobody expected."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Programs a test starts see a machine without a keyring; in this process `memory_keyring` stands in.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import keyring
import pytest
from hypothesis import settings
from keyring.backend import KeyringBackend
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxo_desktop import words
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage import passphrase
from cxo_desktop.storage.passphrase import Cost
from helpers import postgres as postgres_programs
from helpers import s3_server
from helpers.memory_keyring import MemoryKeyring
from helpers.patient_bot import PatientBot
from helpers.postgres import Postgres
from helpers.recordings import MovingClock, vault_in
from helpers.s3_server import S3Server
from helpers.warnings_logged import WarningsLogged

settings.register_profile("quick", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "quick")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the program keeps goes into this test's folder."""
    monkeypatch.setenv("CXO_HOME", str(tmp_path / "cxo-home"))
    monkeypatch.delenv("CXO_PASSPHRASE", raising=False)
    monkeypatch.delenv("CXO_LANGUAGE", raising=False)


@pytest.fixture(autouse=True)
def _same_language() -> Iterator[None]:
    """Each test starts with the sentences as they are written, in English."""
    words.use_language("en")
    yield
    words.use_language("en")


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[KeyringBackend]:
    """A fresh, empty, unlocked keyring; ask for it by name to look inside."""
    before = keyring.get_keyring()
    fresh = MemoryKeyring()
    keyring.set_keyring(fresh)
    yield fresh
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def _no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """A log record of level warning or above fails the test, unless it is marked `expects_warning`."""
    handler = WarningsLogged()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if handler.seen and request.node.get_closest_marker("expects_warning") is None:
        pytest.fail("logged without being expected:\n  " + "\n  ".join(handler.seen))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases cost next to nothing, for tests that open a vault with one again and again."""
    monkeypatch.setattr(passphrase, "COST", Cost(1, 64, 1))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """An open vault whose key the test's keyring keeps; give it free before a window or a command opens it."""
    with vault_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL for this run; every test asks it for a database of its own."""
    if lacking := postgres_programs.missing():
        pytest.skip(lacking)
    made = Postgres()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """An S3 server for this run; every test asks it for a bucket of its own."""
    if lacking := s3_server.missing():
        pytest.skip(lacking)
    made = S3Server()
    yield made
    made.stop()
