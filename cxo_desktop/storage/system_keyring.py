"""The operating system's keyring, which keeps the vault key for the person who is logged in. Never a plaintext one."""

import base64
import binascii
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cxo_core.problems import Code, Problem
from cxo_desktop.storage.keys import KEY_BYTES, VaultKey

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "cxo-desktop"

_NOT_SAFE: Final = ("keyrings.", "keyring.backends.fail", "keyring.backends.null")
"""Backends that keep nothing, or keep it where every program may read it."""


class KeyringState(StrEnum):
    """What this machine offers: a place for the key, none that is safe, or one that is locked now."""

    READY = "ready"
    ABSENT = "absent"
    UNSAFE = "unsafe"
    LOCKED = "locked"


def recall(vault: str) -> VaultKey | None:
    """The key kept for a vault id, or None where there is no keyring or no such key.

    Raises Problem `keyring-locked` where a keyring is there and will not open.
    """
    from keyring.errors import KeyringError, NoKeyringError

    backend = _safe_backend()
    if backend is None:
        return None
    try:
        kept = backend.get_password(SERVICE, vault)
    except NoKeyringError:
        return None
    except KeyringError as error:
        raise Problem(Code.KEYRING_LOCKED, keyring=backend.name) from error
    if kept is None:
        return None
    try:
        secret = base64.b64decode(kept, validate=True)
    except (binascii.Error, ValueError):
        return None
    return VaultKey(secret) if len(secret) == KEY_BYTES else None


def remember(vault: str, key: VaultKey) -> KeyringState:
    """Keeps the key for next time and says how that went; only `READY` means that it is kept.

    A locked keyring is left locked: whoever opens the vault by its passphrase is not asked for another password.
    """
    from keyring.errors import KeyringError, NoKeyringError

    backend = _safe_backend()
    if backend is None:
        return state()
    if _is_locked(backend):
        return KeyringState.LOCKED
    try:
        backend.set_password(SERVICE, vault, base64.b64encode(key.reveal()).decode())
    except NoKeyringError:
        return KeyringState.ABSENT
    except KeyringError:
        return KeyringState.LOCKED
    return KeyringState.READY


def forget(vault: str) -> None:
    """Takes the key out of the keyring, where there is one."""
    from keyring.errors import KeyringError

    if backend := _safe_backend():
        try:
            backend.delete_password(SERVICE, vault)
        except KeyringError:
            return


def state() -> KeyringState:
    """What the keyring of this machine is, without asking it for anything that would make it open a dialog."""
    import keyring

    backend = keyring.get_keyring()
    if _safe_backend() is not None:
        return KeyringState.READY
    said = type(backend).__module__
    return (
        KeyringState.ABSENT
        if said.startswith(("keyring.backends.fail", "keyring.backends.chainer"))
        else KeyringState.UNSAFE
    )


def _is_locked(backend: "KeyringBackend") -> bool:
    """Whether the Secret Service would ask for its own password before it keeps anything."""
    if type(backend).__module__ != "keyring.backends.SecretService":
        return False
    import secretstorage
    from secretstorage.exceptions import SecretStorageException

    try:
        with closing(secretstorage.dbus_init()) as bus:
            return bool(secretstorage.Collection(bus).is_locked())
    except SecretStorageException:
        return False


def _safe_backend() -> "KeyringBackend | None":
    """The keyring in use, or the first safe one of a chain; None rather than one that keeps secrets in the open."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    backend = keyring.get_keyring()
    offered = list(backend.backends) if isinstance(backend, ChainerBackend) else [backend]
    return next((one for one in offered if is_safe(one)), None)


def is_safe(backend: "KeyringBackend") -> bool:
    """Whether a backend keeps secrets where only their owner gets at them."""
    return (
        not type(backend).__module__.startswith(_NOT_SAFE)
        and "plaintext" not in type(backend).__name__.lower()
    )
