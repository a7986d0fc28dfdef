"""Handing over what was found: for a passphrase, for somebody's age key, or in clear after a warning and a second press."""

from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from cxo_desktop.ui.people.sure_button import SureButton
from cxo_desktop.ui.theme import SPACE_M
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.words import _

SHORTEST = 8
"""Characters a passphrase has at least; the service asks again."""


class Way(StrEnum):
    PASSPHRASE = "passphrase"
    KEY = "key"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Wish:
    """How it is to be handed over."""

    way: Way
    passphrase: str = field(default="", repr=False)
    recipient: str = ""


class ExportCard(Card):
    """`asked` gives the wish; where to is asked by the page. `turned`: it opened or closed, and then forgot the passphrases."""

    asked = Signal(object)
    turned = Signal()

    def __init__(self) -> None:
        super().__init__("aboutExportCard", _("Hand it over"))
        self.is_open = False
        self._ways = ChipChoice(
            "aboutExportWay",
            _("How it is handed over"),
            (
                Option(Way.PASSPHRASE, _("Encrypted, with a passphrase of its own")),
                Option(Way.KEY, _("Encrypted, for somebody's age key")),
                Option(Way.CLEAR, _("In clear")),
            ),
        )
        self._ways.chosen.connect(lambda _way: self._follow())
        self._passphrase, self._again, self._key = QLineEdit(), QLineEdit(), QLineEdit()
        for secret in (self._passphrase, self._again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._hint = small(
            "aboutPassphraseSaid",
            _("Whoever gets the file gets this passphrase, by another way; never your vault's."),
        )
        self._first = Field("aboutPassphrase", _("Passphrase for this file"), self._passphrase)
        self._second = Field("aboutPassphraseAgain", _("The same again"), self._again)
        self._for = Field("aboutKey", _("Public key of whoever gets it (age1…)"), self._key)
        self._warning = label(
            "aboutClearWarning",
            _(
                "In clear means: whoever gets the folder, the stick or the laptop reads names, texts and photos. "
                "Choose it only where the person wants it so, and delete the copy afterwards."
            ),
            tone="warning",
        )
        self._save = button(
            "aboutExportGo", _("Choose where to save…"), self._ask, tone="primary", picture="save"
        )
        self._sure = SureButton(
            "aboutExportClear",
            _("Choose a folder, write in clear…"),
            _("Really in clear?"),
            lambda: self.asked.emit(Wish(Way.CLEAR)),
        )
        both = QHBoxLayout()
        both.setSpacing(SPACE_M)
        both.addWidget(self._first)
        both.addWidget(self._second)
        self.body.addWidget(self._ways)
        self.body.addLayout(both)
        for part in (self._hint, self._for, self._warning):
            self.body.addWidget(part)
        row = FlowLayout()
        for act in (
            self._save,
            self._sure,
            button("aboutExportCancel", _("Cancel"), self.close_up, tone="quiet"),
        ):
            row.addWidget(act)
        self.body.addLayout(row)
        self.body.addStretch()
        self.hide()

    def open_up(self) -> None:
        self._ways.choose(Way.PASSPHRASE)
        self._follow()
        self.is_open = True
        self.show()
        self.turned.emit()
        self._passphrase.setFocus()

    def close_up(self) -> None:
        for line in (self._passphrase, self._again, self._key):
            line.clear()
        for field_ in (self._first, self._second, self._for):
            field_.set_mistake("")
        self._sure.calm()
        self.hide()
        if self.is_open:
            self.is_open = False
            self.turned.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._is_clear:
            self._ask()
        else:
            super().keyPressEvent(event)

    @property
    def _is_clear(self) -> bool:
        return self._ways.value == Way.CLEAR

    def _follow(self) -> None:
        way = self._ways.value
        for part in (self._first, self._second, self._hint):
            part.setVisible(way == Way.PASSPHRASE)
        self._for.setVisible(way == Way.KEY)
        for each in (self._warning, self._sure):
            each.setVisible(way == Way.CLEAR)
        self._save.setVisible(way != Way.CLEAR)
        self._sure.calm()

    def _ask(self) -> None:
        if self._ways.value == Way.KEY:
            key = self._key.text().strip()
            self._for.set_mistake("" if key.startswith("age1") else _("An age key begins with age1."))
            if not self._for.mistake:
                self.asked.emit(Wish(Way.KEY, recipient=key))
            return
        passphrase = self._passphrase.text()
        is_long = len(passphrase) >= SHORTEST
        self._first.set_mistake("" if is_long else _("At least {count} characters.").format(count=SHORTEST))
        self._second.set_mistake("" if passphrase == self._again.text() else _("The two are not the same."))
        if not self._first.mistake and not self._second.mistake:
            self.asked.emit(Wish(Way.PASSPHRASE, passphrase))
