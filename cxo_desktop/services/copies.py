"""Copies of bundles on a stick: what they are called, and which bundle of a vault a file is a copy of."""

import re
from typing import Final

from cxo_desktop.services.stick import PART, Stick
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow, BundleState

_COPY: Final = re.compile(r"cxo-(?P<walk>[A-Za-z0-9-]{1,12})-r(?P<revision>\d{1,9})-[0-9a-f]{8}\.cxo")


def copy_name(row: BundleRow) -> str:
    """What a bundle is called on a stick: it names no item, place or person, and no two bundles the same."""
    return f"cxo-{row.walkthrough_id[:12]}-r{row.revision}-{row.sha256[:8]}.cxo"


def clear(vault: Vault, stick: Stick) -> tuple[BundleRow, ...]:
    """Removes this laptop's copies of delivered bundles from the stick, and what it left half written; tells the former.

    Files of other laptops are never touched.
    """
    removed = []
    for name in stick.names():
        row = _bundle_named(vault, name.removesuffix(PART))
        if row is None:
            continue
        if name.endswith(PART):
            stick.remove(name)
        elif row.state is BundleState.DELIVERED:
            stick.remove(name)
            removed.append(row)
    return tuple(removed)


def _bundle_named(vault: Vault, name: str) -> BundleRow | None:
    """The bundle of this vault that a file on a stick is a copy of."""
    told = _COPY.fullmatch(name)
    if told is None:
        return None
    for walkthrough in vault.walkthroughs.ids_beginning(told["walk"]):
        row = vault.bundles.one(walkthrough, int(told["revision"]))
        if row is not None and copy_name(row) == name:
            return row
    return None
