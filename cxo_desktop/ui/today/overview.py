"""What the first page shows, read from the vault in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxo_core.summary import Summary
    from cxo_desktop.services.vaults import Vault

SHOWN = 6
"""Drafts on the first page; the library has them all."""


@dataclass(frozen=True, slots=True)
class Overview:
    """`officer`: who records. `drafts`: not yet sealed, the newest first, at most SHOWN. `waiting`: sealed, not delivered."""

    officer: str
    drafts: "Sequence[Summary]" = ()
    has_more_drafts: bool = False
    waiting: int = 0


def overview(vault: "Vault") -> Overview:
    """Belongs on the record lane."""
    from cxo_core.walkthrough import Status
    from cxo_desktop.storage.bundles import BundleState
    from cxo_desktop.storage.library import LibraryQuery

    unsealed = tuple(status.value for status in Status if status is not Status.SEALED)
    page = vault.library.page(LibraryQuery(status=unsealed), size=SHOWN)
    waiting = len(vault.bundles.in_state(BundleState.SEALED))
    return Overview(vault.profile.name, page.items, page.next_cursor is not None, waiting)
