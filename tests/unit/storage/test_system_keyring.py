"""The system's keyring: safe ones only, and a clear answer where there is none or it is locked."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from cxo_core.problems import Code
from cxo_desktop.storage import system_keyring
from cxo_desktop.storage.keys import VaultKey
from cxo_desktop.storage.system_keyring import KeyringState
from helpers.memory_keyring import MemoryKeyring
from helpers.problems_raised import raises

KEY = VaultKey(b"k" * 32)


class Failing(MemoryKeyring):
    """A keyring that answers everything with one error, as the real ones do."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error

    def delete_password(self, service: str, username: str) -> None:
        raise self.error


class PlaintextKeyring(MemoryKeyring):
    """Named and placed as `keyrings.alt` has it."""


PlaintextKeyring.__module__ = "keyrings.alt.file"


def test_the_key_is_kept_under_the_program_and_the_vault(memory_keyring: MemoryKeyring) -> None:
    assert system_keyring.remember("v1", KEY) is KeyringState.READY
    assert list(memory_keyring.secrets) == [("cxo-desktop", "v1")]
    kept = system_keyring.recall("v1")
    assert kept is not None
    assert kept.reveal() == KEY.reveal()
    assert system_keyring.recall("v2") is None
    system_keyring.forget("v1")
    system_keyring.forget("v1")
    assert memory_keyring.secrets == {}


@pytest.mark.parametrize("kept", ["", "not base 64!", "c2hvcnQ=", "密"])
def test_something_else_under_our_name_is_no_key(memory_keyring: MemoryKeyring, kept: str) -> None:
    memory_keyring.secrets["cxo-desktop", "v1"] = kept
    assert system_keyring.recall("v1") is None


@pytest.mark.parametrize(
    ("backend", "state"),
    [
        (fail.Keyring(), KeyringState.ABSENT),
        (null.Keyring(), KeyringState.UNSAFE),
        (PlaintextKeyring(), KeyringState.UNSAFE),
    ],
)
def test_a_keyring_that_keeps_nothing_or_keeps_it_in_the_open_is_never_used(
    backend: KeyringBackend, state: KeyringState
) -> None:
    keyring.set_keyring(backend)
    assert system_keyring.state() is state
    assert system_keyring.remember("v1", KEY) is state
    assert system_keyring.recall("v1") is None
    system_keyring.forget("v1")


def test_of_a_chain_only_the_safe_keyrings_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, safe = PlaintextKeyring(), MemoryKeyring()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [plain, safe])
    keyring.set_keyring(chainer.ChainerBackend())
    assert system_keyring.remember("v1", KEY) is KeyringState.READY
    assert plain.secrets == {}
    assert len(safe.secrets) == 1


@pytest.mark.parametrize("error", [KeyringLocked("locked"), InitError("Failed to unlock")])
def test_a_locked_keyring_says_so(error: Exception) -> None:
    keyring.set_keyring(Failing(error))
    with raises(Code.KEYRING_LOCKED):
        system_keyring.recall("v1")
    assert system_keyring.remember("v1", KEY) is KeyringState.LOCKED


def test_a_keyring_that_turns_out_to_be_none_counts_as_absent() -> None:
    keyring.set_keyring(Failing(NoKeyringError("no")))
    assert system_keyring.recall("v1") is None
    assert system_keyring.remember("v1", KEY) is KeyringState.ABSENT
