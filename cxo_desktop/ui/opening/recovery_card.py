"""The recovery key on the screen, the one time it is shown: to be printed, saved as PDF or copied by hand."""

from PySide6.QtCore import Signal

from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label, selectable
from cxo_desktop.ui.widgets.naming import restyle
from cxo_desktop.ui.widgets.secret import secret
from cxo_desktop.words import _


class RecoveryCard(Card):
    """`name` is what its controls' names begin with. `forget` takes the key off the screen for good."""

    copied = Signal(str)
    print_asked = Signal()
    save_asked = Signal()

    def __init__(self, name: str, why: str, key: str = "") -> None:
        super().__init__(f"{name}Card")
        self._key = ""
        self._shown = secret(selectable(f"{name}Text", "", _("Recovery key")))
        restyle(self._shown, tone="big")
        self.body.addWidget(label(f"{name}Why", why))
        self.body.addWidget(self._shown)
        row = FlowLayout(gap=SPACE_S)
        for each in (
            button(f"{name}Print", _("Print…"), self.print_asked.emit, tone="primary", picture="print"),
            button(f"{name}Save", _("Save as PDF…"), self.save_asked.emit, picture="save"),
            button(f"{name}Copy", _("Copy"), lambda: self.copied.emit(self._key), picture="copy"),
        ):
            row.addWidget(each)
        self.body.addLayout(row)
        self.show_key(key)

    def show_key(self, key: str) -> None:
        self._key = key
        self._shown.setText(key)

    def forget(self) -> None:
        self.show_key("")
        self.hide()
