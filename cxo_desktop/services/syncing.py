"""The sync loop: every sealed bundle to its office, every office's pack to this laptop, whatever happens on the way."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from cxo_core.moment import Clock
from cxo_desktop.services import sync_settings
from cxo_desktop.services.sending import Progress
from cxo_desktop.services.sync_settings import Where, is_paused
from cxo_desktop.services.vault import Vault
from cxo_desktop.services.visiting import Connect, Held, Round, Terms, Visit
from cxo_desktop.storage.bundles import BundleRow, BundleState
from cxo_desktop.storage.offices import OfficeRow, Standing

if TYPE_CHECKING:
    from cxo_desktop.network.office_http import OfficeClient
    from cxo_desktop.network.pace import Pace

__all__ = ["Held", "Progress", "Round", "Syncing", "is_paused"]


def over_network(office: OfficeRow, token: str | None) -> "OfficeClient":
    """How the program itself connects; the network is not loaded before."""
    from cxo_desktop.network.office_http import OfficeClient

    return OfficeClient(office, token)


class Syncing:
    """Belongs to the network lane. Each step is durable before the next, so it may be killed anywhere and run again."""

    def __init__(
        self,
        vault: Vault,
        clock: Clock,
        connect: Connect = over_network,
        *,
        where: Where = sync_settings.where_it_is,
        draw: Callable[[], float] = random.random,
        pace: "Callable[[int | None], Pace] | None" = None,
    ) -> None:
        self._vault = vault
        self._clock = clock
        self._connect = connect
        self._where = where
        self._draw = draw
        self._make_pace = pace

    def drain(
        self,
        *,
        watch: Callable[[Progress], None] = lambda progress: None,
        is_stopped: Callable[[], bool] = lambda: False,
        is_asked: bool = False,
    ) -> Round:
        """One round over all enrolled offices: first what is due, oldest first, then the pack.

        `is_asked`: a person wants it now, so the ladder is not waited for. What the officer paused, and a network that is not
        among the chosen ones, hold it all the same. Raises only what the vault itself raises.
        """
        if not self._vault.sending.acquire(blocking=False):
            return self._held(Held.RUNNING)
        try:
            if is_paused(self._vault):
                return self._held(Held.PAUSED)
            if not sync_settings.may_send_here(self._vault, self._where):
                return self._held(Held.OTHER_NETWORK)
            terms = Terms(watch, is_stopped, is_asked, self._draw, self._pace())
            done = Round()
            for office in self._vault.offices.every():
                if office.standing is Standing.ENROLLED and office.addresses and not is_stopped():
                    done = Visit(self._vault, self._clock, self._connect, office, terms).made(done)
            waiting = len(self._vault.bundles.in_state(BundleState.SEALED))
            return replace(done, waiting=waiting, is_stopped=is_stopped())
        finally:
            self._vault.sending.release()

    def retry_now(self, row: BundleRow) -> BundleRow:
        """Makes a bundle due at once, refused or waiting; the next round tries it."""
        return self._vault.bundles.retry(row)

    def pause(self) -> None:
        """Nothing is sent until `resume`, over restarts too. A running round is stopped by its `is_stopped`."""
        sync_settings.set_paused(self._vault, True)

    def resume(self) -> None:
        sync_settings.set_paused(self._vault, False)

    def _pace(self) -> "Pace":
        from cxo_desktop.network.pace import Pace

        limit = sync_settings.limit_kib(self._vault)
        return (self._make_pace or Pace)(limit * 1024 if limit else None)

    def _held(self, why: Held) -> Round:
        return Round(waiting=len(self._vault.bundles.in_state(BundleState.SEALED)), held=why)
