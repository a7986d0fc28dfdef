"""The officers of one laptop: each has an own vault and an own lock, and stands here under a label of their choice."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cxo_desktop.paths import default_vault, home
from cxo_desktop.storage import system_keyring
from cxo_desktop.storage.failures import known as named
from cxo_desktop.storage.folder import VaultFolder, write_whole
from cxo_desktop.storage.header import read_header
from cxo_desktop.words import _

LIST: Final = "officers.json"


@dataclass(frozen=True, slots=True)
class OwnVault:
    """One officer's vault. `label` is what they want to be listed as, readable by everybody; empty for none given."""

    label: str
    folder: Path

    @property
    def is_there(self) -> bool:
        return VaultFolder(self.folder).is_vault()


def everyone() -> tuple[OwnVault, ...]:
    """Everybody this laptop knows, in the order in which they came; the vault at the usual place first."""
    usual = default_vault()
    listed = _read()
    if all(each.folder != usual for each in listed):
        listed = (OwnVault("", usual), *listed)
    return tuple(each for each in listed if each.is_there)


def listed(officers: Sequence[OwnVault]) -> tuple[str, ...]:
    """What each is called where they are listed: their label, or a number for who gave none."""
    return tuple(
        each.label or _("Officer {number}").format(number=number) for number, each in enumerate(officers, 1)
    )


def labels_of_others(folder: Path) -> frozenset[str]:
    """What the others are called, in small letters: two of one label could not be told apart."""
    found = everyone()
    return frozenset(
        label.casefold() for each, label in zip(found, listed(found), strict=True) if each.folder != folder
    )


def place_for_another() -> Path:
    """A folder for one more vault. Its name is a number: it says nothing about whose it is."""
    taken = {each.folder for each in _read()}
    number = 2
    while (folder := home() / f"vault-{number}").exists() or folder in taken:
        number += 1
    return folder


def enter(label: str, folder: Path) -> None:
    """Lists a vault that was made for another officer; from now on nobody's is opened by the keyring.

    The keyring belongs to the laptop's user, whom all of them are: it would open each vault to each of them. A vault
    that has no passphrase keeps its key there, or nothing would open it.
    """
    kept = [each for each in everyone() if each.folder != folder]
    _write((*kept, OwnVault(label.strip(), folder)))
    for each in everyone():
        header = read_header(VaultFolder(each.folder).header)
        if header.passphrase is not None:
            system_keyring.forget(header.vault)


def label_of(folder: Path) -> str:
    """What one of them is called, empty where the folder is nobody's here."""
    found = everyone()
    called = zip(found, listed(found), strict=True)
    return next((label for each, label in called if each.folder == folder.absolute()), "")


def name(folder: Path, label: str) -> bool:
    """Another label for one of them, unless another officer is called so already; whether it was taken."""
    folder = folder.absolute()
    if label.strip().casefold() in labels_of_others(folder):
        return False
    _write([OwnVault(label.strip(), each.folder) if each.folder == folder else each for each in everyone()])
    return True


def have_own_locks(folder: Path) -> bool:
    """Whether a vault is one of several on this laptop, so that its passphrase is asked for each time."""
    found = [each.folder for each in everyone()]
    return len(found) > 1 and folder.absolute() in found


def _read() -> tuple[OwnVault, ...]:
    """A list that cannot be read is none: each vault still opens by its folder."""
    try:
        read: Any = json.loads((home() / LIST).read_bytes())
        return tuple(OwnVault(str(each["label"]), home() / str(each["folder"])) for each in read["officers"])
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def _write(officers: Sequence[OwnVault]) -> None:
    said = [
        {"label": each.label, "folder": os.path.relpath(each.folder, home())}
        if each.folder.is_relative_to(home())
        else {"label": each.label, "folder": str(each.folder)}
        for each in officers
    ]
    with named(home()):
        write_whole(home() / LIST, json.dumps({"officers": said}, ensure_ascii=False, indent=2).encode())
