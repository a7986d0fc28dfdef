"""Who else works on this laptop."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault


class OfficersCard(Card):
    """Leads to another officer's vault, or to a new one: this one is closed first, when everything is on the disk.

    `left` says whether a new officer is to be added.
    """

    left = Signal(bool)

    def __init__(self, vault: "Vault", lanes: Lanes) -> None:
        super().__init__(
            "settingsOfficers",
            _("Officers on this laptop"),
            _(
                "Each has an own vault. With more than one, only their own passphrase opens it, no longer the system's keyring. "
                "Whoever starts the program chooses from the labels, which everybody at this laptop can read."
            ),
        )
        self._vault = vault
        self._lanes = lanes
        self._switch = button(
            "settingsSwitchOfficer", _("Another officer"), lambda: self.left.emit(False), picture="person"
        )
        self._add = button(
            "settingsAddOfficer", _("Add an officer"), lambda: self.left.emit(True), picture="add"
        )
        self._switch.hide()
        row = QHBoxLayout()
        row.addWidget(self._switch)
        row.addWidget(self._add)
        row.addStretch()
        self.body.addLayout(row)

    def look(self) -> None:
        def is_one_of_several() -> bool:
            from cxo_desktop.services.officers import have_own_locks

            return have_own_locks(self._vault.folder.root)

        self._lanes.record.submit(is_one_of_several, self._switch.setVisible, owner=self)
