"""The central offices this vault knows: how the laptop stands with each, and whom new walkthroughs are sealed to."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.settings_page.office_line import OfficeLine
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.offices import OfficeRow


class OfficeCard(Card):
    """`refused` carries the Problem when a file is not an office's; `enrolment_asked` leads to the page for it."""

    refused = Signal(object)
    enrolment_asked = Signal()
    changed = Signal()

    def __init__(self, vault: "Vault", lanes: Lanes) -> None:
        super().__init__(
            "settingsOffice",
            _("Central offices"),
            _("Bundles are encrypted so that only the office they are sealed to can open them."),
        )
        self._vault = vault
        self._lanes = lanes
        self._name = label(
            "settingsOfficeTrusted",
            _("None yet: sealing waits until this laptop is enrolled with an office."),
        )
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_S)
        acts = FlowLayout()
        acts.addWidget(
            button(
                "settingsOfficeEnrol", _("Enrol with an office…"), self.enrolment_asked.emit, picture="key"
            )
        )
        acts.addWidget(
            button("settingsOfficeChoose", _("Choose the office's file…"), self._ask, picture="folder")
        )
        self.body.addWidget(self._name)
        self.body.addLayout(self._lines)
        self.body.addLayout(acts)

    def look(self) -> None:
        self._lanes.record.submit(self._vault.offices.every, self._show, owner=self)

    def trust(self, file: Path) -> None:
        """Seals to the office of this file from now on."""
        from cxo_desktop.services.offices import trust_office

        self._lanes.record.submit(
            lambda: trust_office(self._vault, file), self._taken, self.refused.emit, owner=self
        )

    def _choose(self, office: str) -> None:
        from cxo_desktop.services.offices import choose_office

        self._lanes.record.submit(
            lambda: choose_office(self._vault, office), self._taken, self.refused.emit, owner=self
        )

    def _taken(self, _office: object) -> None:
        self.look()
        self.changed.emit()

    def _show(self, offices: "Sequence[OfficeRow]") -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (before := item.widget()) is not None:
                before.hide()
                before.deleteLater()
        for office in offices:
            line = OfficeLine(office)
            line.chosen.connect(self._choose)
            self._lines.addWidget(line)
        current = next((office for office in offices if office.is_current), None)
        if current is not None:
            self._name.setText("✓ " + _("Sealing to: {office}").format(office=current.name))

    def _ask(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(
            self, _("The office's public file"), "", "office.json (*.json)"
        )
        if file:
            self.trust(Path(file))
