"""A laptop at work for an office that tells it what to walk."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from cxo_core.kinds import Kind
from cxo_core.protocol.pack import Matter, Removed
from cxo_desktop.services.beginning import begin
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.offices import office_needed
from cxo_desktop.services.packs import take_pack, told_by
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.tasks import TaskOnHand, start, task_on_hand
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow
from helpers.own_office import OwnOffice
from helpers.recordings import MovingClock

TODAY = date(2026, 3, 5)


class AtWork:
    """A laptop enrolled with one office, whose packs come one after another."""

    def __init__(self, vault: Vault, folder: Path) -> None:
        self.vault = vault
        self.office = OwnOffice()
        self.office.enrol(vault)
        self.clock = MovingClock()
        self.catalogue = Catalogue(cache=folder / "catalogue.json")
        self.catalogue.hear(told_by(vault))
        self.version = 0

    def hears(self, *matters: Matter, removed: tuple[Removed, ...] = ()) -> None:
        self.version += 1
        row = self.vault.offices.by_id(self.office.id)
        assert row is not None
        take_pack(
            self.vault, row, self.office.pack(self.vault, self.version, *matters, removed=removed), None
        )
        self.catalogue.refresh()

    def task(self, id: str = "t-1", today: date = TODAY) -> TaskOnHand:
        return task_on_hand(self.vault, id, today)

    def begins(self, id: str = "t-1", **answered: Any) -> Recording:
        asked = start(self.vault, self.catalogue, self.task(id))
        return begin(self.vault, self.clock, replace(asked, companion="某公司", **answered))

    def seals(self, recording: Recording) -> BundleRow:
        self.clock.wait(minutes=5)
        recording.tap(Kind.ARRIVED)
        recording.tap(Kind.FINISHED)
        return Sealing(self.vault).seal(recording, office_needed(self.vault, recording.id))
