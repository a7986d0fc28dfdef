"""The recovery key in an officer's hands: a new one, its sheet of paper, and a new passphrase in place of a forgotten one."""

from datetime import datetime
from pathlib import Path

from cxo_desktop.services.officers import everyone
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage import recovery
from cxo_desktop.storage.own_disk import is_own_disk

__all__ = ["change_passphrase", "is_own_disk", "make_key", "prove", "sheet"]


def prove(vault: Vault, secret: str) -> None:
    """Whether it is the officer who asks: by the passphrase, or by the recovery key where it was forgotten.

    Raises Problem `passphrase-wrong`, `passphrase-too-soon` and `recovery-key-wrong`. A vault that has no passphrase asks
    for nothing: the system's keyring opens it to whoever is logged in.
    """
    if not vault.has_passphrase:
        return
    if recovery.is_one(secret):
        vault.prove_by_recovery(secret)
    else:
        vault.prove(secret)


def make_key(vault: Vault, secret: str) -> str:
    """A new recovery key, told this once; the one before opens nothing from now on. Raises what `prove` raises."""
    prove(vault, secret)
    return vault.make_recovery_key()


def change_passphrase(vault: Vault, secret: str, passphrase: str) -> None:
    """Another passphrase. Raises what `prove` raises, and Problem `passphrase-too-short`."""
    prove(vault, secret)
    vault.change_passphrase(passphrase)


def sheet(vault: Vault, key: str, made: datetime) -> bytes:
    """The key on paper: a PDF of one page, never written anywhere by this."""
    from cxo_desktop.report.recovery_sheet import SheetFacts, render_sheet

    return render_sheet(SheetFacts(made, vault.profile.name, _called(vault), key))


def _called(vault: Vault) -> str:
    """The label it is listed by, its folder's name and the beginning of its id, which a restored copy keeps."""
    root: Path = vault.folder.root
    label = next((each.label for each in everyone() if each.folder == root.absolute()), "")
    return " · ".join(part for part in (label, root.name, vault.id[:8]) if part)
