"""Who is there? One button for every officer who has a vault on this laptop."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import small
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.officers import OwnVault


class OfficersPage(Page):
    """Shows the labels the officers gave, not their names: everybody at this laptop reads them."""

    chosen = Signal(object)
    added = Signal()

    def __init__(self, officers: "Sequence[OwnVault]", labels: Sequence[str]) -> None:
        super().__init__("officers", _("Who are you?"), widest=560)
        card = Card("officersCard")
        self._buttons = [
            button(
                f"officer.{number}",
                label.replace("&", "&&"),
                partial(self.chosen.emit, each.folder),
                picture="person",
            )
            for number, (each, label) in enumerate(zip(officers, labels, strict=True), 1)
        ]
        for each in self._buttons:
            card.body.addWidget(each)
        card.body.addWidget(
            small("officersWhy", _("Each officer has an own vault, which only their own passphrase opens."))
        )
        self.body.addWidget(card)
        self.body.addWidget(button("officersAdd", _("Add an officer"), self.added.emit, tone="quiet"))
        self.body.addStretch()

    def enter(self) -> None:
        if self._buttons:
            self._buttons[0].setFocus()
