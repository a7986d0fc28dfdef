"""The central office this vault seals to: its name, and the file its public keys come in."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_core.bundle.office import OfficeKeys
    from cxo_desktop.services.vaults import Vault


class OfficeCard(Card):
    """`refused` carries the Problem when a file is not an office's."""

    refused = Signal(object)

    def __init__(self, vault: "Vault", lanes: Lanes) -> None:
        super().__init__(
            "settingsOffice",
            _("Central office"),
            _(
                "Bundles are encrypted so that only this office can open them. Its file is public and holds no secret."
            ),
        )
        self._vault = vault
        self._lanes = lanes
        self._name = label(
            "settingsOfficeTrusted", _("None yet: sealing waits until the office's file is chosen.")
        )
        row = QHBoxLayout()
        row.addWidget(self._name, 1)
        row.addWidget(
            button("settingsOfficeChoose", _("Choose the office's file…"), self._ask, picture="folder")
        )
        self.body.addLayout(row)

    def look(self) -> None:
        from cxo_desktop.services.offices import trusted_office

        self._lanes.record.submit(lambda: trusted_office(self._vault), self._show, owner=self)

    def trust(self, file: Path) -> None:
        """Seals to the office of this file from now on."""
        from cxo_desktop.services.offices import trust_office

        self._lanes.record.submit(
            lambda: trust_office(self._vault, file), self._show, self.refused.emit, owner=self
        )

    def _show(self, office: "OfficeKeys | None") -> None:
        if office is not None:
            self._name.setText("✓ " + _("Sealing to: {office}").format(office=office.name))

    def _ask(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(
            self, _("The office's public file"), "", "office.json (*.json)"
        )
        if file:
            self.trust(Path(file))
