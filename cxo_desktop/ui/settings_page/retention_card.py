"""The way from the settings to the page Retention."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.words import _


class RetentionCard(Card):
    """A word about it, and the way there."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            "settingsRetention",
            _("Retention and erasing"),
            _("How long what is kept, what may go now, and the log of what was erased."),
        )
        row = QHBoxLayout()
        row.addWidget(button("settingsRetentionOpen", _("Open the page"), self.asked.emit))
        row.addStretch()
        self.body.addLayout(row)
