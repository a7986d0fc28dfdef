"""Who else works on this laptop."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault


class OfficersCard(Card):
    """Leads to another officer's vault, or to a new one: this one is closed first, when everything is on the disk.

    `left` says whether a new officer is to be added.
    """

    left = Signal(bool)
    renamed = Signal(str)
    refused = Signal(object)

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
        self._label = QLineEdit()
        self._label.returnPressed.connect(self._rename)
        self._labelled = Field("settingsOfficerLabel", _("How this laptop lists you"), self._label)
        self._keep = button("settingsKeepLabel", _("Save the label"), self._rename)
        self.body.addWidget(self._labelled)
        row = FlowLayout()
        for act in (self._keep, self._switch, self._add):
            row.addWidget(act)
        self.body.addLayout(row)
        for each in (self._labelled, self._keep, self._switch):
            each.hide()

    def look(self) -> None:
        def label() -> str:
            from cxo_desktop.services.officers import have_own_locks, label_of

            root = self._vault.folder.root
            return label_of(root) if have_own_locks(root) else ""

        self._lanes.record.submit(label, self._show, owner=self)

    def _show(self, label: str) -> None:
        """Where there are several, each has a label; one alone is listed nowhere."""
        for each in (self._labelled, self._keep, self._switch):
            each.setVisible(bool(label))
        if not self._label.isModified():
            self._label.setText(label)

    def _rename(self) -> None:
        label = self._label.text().strip()
        self._labelled.set_mistake("" if label else _("Enter a label."))
        if not label:
            self._labelled.go_to()
            return

        def rename() -> bool:
            from cxo_desktop.services import officers

            return officers.name(self._vault.folder.root, label)

        self._lanes.record.submit(
            rename, lambda is_taken: self._tell(label, is_taken), self.refused.emit, owner=self
        )

    def _tell(self, label: str, is_taken: bool) -> None:
        if not is_taken:
            self._labelled.set_mistake(_("Another officer is listed like this already."))
            self._labelled.go_to()
            return
        self._label.setModified(False)
        self.renamed.emit(label)
