"""The vault cannot be opened: why, and what to do about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from cxo_core.problems import Problem
from cxo_desktop import problem_words
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label, selectable, small
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _


class RefusedPage(Page):
    """In use by another window, written by a newer version, damaged, on a read-only disk: each says its own sentence."""

    retried = Signal()
    left = Signal()

    def __init__(self, problem: Problem, folder: str) -> None:
        super().__init__("refused", problem_words.title(problem), widest=640)
        card = Card("refusedCard")
        card.body.addWidget(label("refusedSentence", problem_words.sentence(problem)))
        card.body.addWidget(small("refusedUntouched", _("Nothing was changed in this folder:")))
        card.body.addWidget(selectable("refusedFolder", folder, _("Folder of the vault")))
        self._retry = button(
            "refusedRetry", _("Try again"), self.retried.emit, tone="primary", picture="refresh"
        )
        row = QHBoxLayout()
        row.addWidget(self._retry)
        row.addWidget(button("refusedQuit", _("Quit"), self.left.emit))
        row.addStretch()
        card.body.addLayout(row)
        self.body.addWidget(card)
        self.body.addWidget(
            small("refusedDetails", _("Details for support: {details}").format(details=problem))
        )
        self.body.addStretch()

    def enter(self) -> None:
        self._retry.setFocus()
