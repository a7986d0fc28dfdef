"""The recovery key, shown once: the last way in when passphrase and keyring are both lost."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label, selectable
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _


class RecoveryKeyPage(Page):
    """Goes on only when the officer says that the key is on paper."""

    kept = Signal()
    copied = Signal(str)

    def __init__(self, key: str) -> None:
        super().__init__("recoveryKey", _("Your recovery key"), widest=640)
        self._key = key
        card = Card("recoveryKeyCard")
        card.body.addWidget(
            label(
                "recoveryKeyWhy",
                _(
                    "If you forget the passphrase, only this key opens your records. It is shown this one time. "
                    "Write it on paper and keep the paper away from the laptop, for instance in the office safe."
                ),
            )
        )
        shown = selectable("recoveryKeyText", key, _("Recovery key"))
        restyle(shown, tone="big")
        card.body.addWidget(shown)
        row = QHBoxLayout()
        row.addWidget(button("recoveryKeyCopy", _("Copy"), self._copy, picture="copy"))
        row.addStretch()
        card.body.addLayout(row)
        self._written = named(
            QCheckBox(_("I have written it down and put it away")),
            "recoveryKeyWritten",
            _("I have written it down and put it away"),
        )
        self._go_on = button("recoveryKeyGoOn", _("Continue"), self.kept.emit, tone="primary")
        self._go_on.setEnabled(False)
        self._written.toggled.connect(self._go_on.setEnabled)
        self.body.addWidget(card)
        self.body.addWidget(self._written)
        self.body.addWidget(self._go_on)
        self.body.addStretch()

    def enter(self) -> None:
        self._written.setFocus()

    def _copy(self) -> None:
        self.copied.emit(self._key)
        self.banner.show_words(
            _("Copied"),
            _("Paste it only where nobody else reads it. After half a minute the clipboard forgets it."),
            tone="notice",
        )
