"""The recovery key, shown once: the last way in when passphrase and keyring are both lost."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from cxo_desktop.ui.opening.recovery_card import RecoveryCard
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _


class RecoveryKeyPage(Page):
    """Goes on only when the officer says that the key is on paper."""

    kept = Signal()
    copied = Signal(str)
    print_asked = Signal()
    save_asked = Signal()

    def __init__(self, key: str) -> None:
        super().__init__("recoveryKey", _("Your recovery key"), widest=640)
        self._card = RecoveryCard(
            "recoveryKey",
            _(
                "If you forget the passphrase, only this key opens your records. It is shown this one time. "
                "Print it and keep the sheet away from the laptop, for instance in the office safe. Without a printer, copy it by hand."
            ),
            key,
        )
        self._card.copied.connect(self._copy)
        self._card.print_asked.connect(self.print_asked)
        self._card.save_asked.connect(self.save_asked)
        words = _("I have it on paper and put it away")
        self._written = named(QCheckBox(words), "recoveryKeyWritten", words)
        self._go_on = button("recoveryKeyGoOn", _("Continue"), self._leave, tone="primary")
        self._go_on.setEnabled(False)
        self._written.toggled.connect(self._go_on.setEnabled)
        self.body.addWidget(self._card)
        self.body.addWidget(self._written)
        self.body.addWidget(self._go_on)
        self.body.addStretch()

    def enter(self) -> None:
        self._written.setFocus()

    def _leave(self) -> None:
        self._card.show_key("")
        self.kept.emit()

    def _copy(self, key: str) -> None:
        self.copied.emit(key)
        self.banner.show_words(
            _("Copied"),
            _("Paste it only where nobody else reads it. After half a minute the clipboard forgets it."),
            tone="notice",
        )
