"""Laying a walkthrough open: its record, and the place it stands at."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cxo_core.moment import Clock
from cxo_desktop.ui.shell.places import Place

if TYPE_CHECKING:
    from cxo_core.walkthrough import Status, Walkthrough
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault


def interrupted(vault: "Vault") -> str | None:
    """The walkthrough that was being recorded when the program ended, the newest first. Record lane."""
    from cxo_core.walkthrough import Status
    from cxo_desktop.storage.library import LibraryQuery

    found = vault.library.page(LibraryQuery(status=(Status.RECORDING.value,)), size=1).items
    return found[0].id if found else None


def laid_open(
    vault: "Vault", clock: Clock, walkthrough: str, prepare: "Callable[[Recording], object]"
) -> "tuple[Recording, Walkthrough]":
    """Record lane."""
    from cxo_desktop.services.recording import Recording

    recording = Recording(vault, clock, walkthrough, by=vault.profile.id)
    prepare(recording)
    return recording, recording.state


def place_of(status: "Status") -> Place:
    from cxo_core.walkthrough import Status

    return Place.RECORDER if status in (Status.RECORDING, Status.PAUSED) else Place.SEALING
