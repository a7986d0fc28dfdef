"""What the officer chose about sending, kept in the vault: paused or not, how fast at most, in which networks."""

from collections.abc import Callable
from typing import Final

from cxo_desktop.services.vault import Vault

PAUSED: Final = "sync.paused"
LIMIT: Final = "sync.limit_kib"
NETWORKS: Final = "sync.networks"

Where = Callable[[], str | None]
"""A fingerprint of the network this laptop is in, or None where it cannot be known."""


def is_paused(vault: Vault) -> bool:
    return bool(vault.settings.get(PAUSED, False))


def set_paused(vault: Vault, is_paused: bool) -> None:
    """Holds everything until it is taken back, over restarts too."""
    vault.settings.put(PAUSED, is_paused)


def limit_kib(vault: Vault) -> int | None:
    """The most KiB per second to send, or None: as fast as the network goes."""
    kept = vault.settings.get(LIMIT)
    return int(kept) if kept else None


def set_limit_kib(vault: Vault, limit: int | None) -> None:
    """`limit` in KiB per second, at least 1; None takes the limit away."""
    if limit is None:
        vault.settings.remove(LIMIT)
    else:
        vault.settings.put(LIMIT, max(1, limit))


def networks(vault: Vault) -> tuple[str, ...]:
    """The only networks to send in, by their fingerprints; empty: any."""
    return tuple(vault.settings.get(NETWORKS, ()))


def send_only_here(vault: Vault, where: Where) -> bool:
    """Sends in this network only, and in those chosen before. False, and nothing changes, where this one cannot be told."""
    this = where()
    if this is None:
        return False
    vault.settings.put(NETWORKS, sorted({*networks(vault), this}))
    return True


def send_anywhere(vault: Vault) -> None:
    vault.settings.remove(NETWORKS)


def may_send_here(vault: Vault, where: Where) -> bool:
    """Whether the officer's choice allows this network. The system is asked only where a choice was made."""
    chosen = networks(vault)
    return not chosen or where() in chosen


def where_it_is() -> str | None:
    """The network this laptop is in, as the system tells."""
    from cxo_desktop.network.where import here

    return here()
