"""Back in by the recovery key: a new passphrase at once, in place of the forgotten one."""

from PySide6.QtCore import Signal

from cxo_core.problems import Problem
from cxo_desktop.storage.system_keyring import KeyringState
from cxo_desktop.ui.opening.new_passphrase import NewPassphrase
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _


class RenewingPage(Page):
    """Nothing is encrypted anew by it: the vault's key is wrapped by the new passphrase. One may go on without."""

    chosen = Signal(str)
    skipped = Signal()

    def __init__(self, keyring: KeyringState) -> None:
        super().__init__("renewing", _("Choose a new passphrase"), widest=560)
        card = Card("renewingCard")
        card.body.addWidget(
            label(
                "renewingWhy",
                _(
                    "The recovery key opened your records. The passphrase you choose now takes the place of the forgotten one; the recovery key stays as it is."
                ),
            )
        )
        self._choice = NewPassphrase("renewedPassphrase", _("New passphrase"))
        self._choice.entered.connect(self._choose)
        card.body.addWidget(self._choice)
        self._use = button("renewingUse", _("Use this passphrase"), self._choose, tone="primary")
        self._skip = button("renewingSkip", _("Not now"), self.skipped.emit, tone="quiet")
        row = FlowLayout(gap=SPACE_S)
        row.addWidget(self._use)
        row.addWidget(self._skip)
        card.body.addLayout(row)
        card.body.addWidget(small("renewingWithout", without(keyring)))
        self.body.addWidget(card)
        self.body.addStretch()

    def enter(self) -> None:
        self._choice.focus()

    def refuse(self, problem: Problem) -> None:
        self._wait(False)
        self.show_problem(problem)

    def _choose(self) -> None:
        if not self._use.isEnabled():
            return
        wrong = self._choice.look()
        if wrong is not None:
            wrong.go_to()
            return
        self._wait(True)
        self.chosen.emit(self._choice.text)
        self._choice.clear()

    def _wait(self, is_waiting: bool) -> None:
        self._use.setEnabled(not is_waiting)
        self._skip.setEnabled(not is_waiting)


def without(keyring: KeyringState) -> str:
    """What going on without a new passphrase means on this machine."""
    if keyring is KeyringState.READY:
        return _(
            "Without one: the system's keyring opens your records on this laptop, but the lock, and any other machine, "
            "still ask for the forgotten passphrase or the recovery key. Settings can change it later."
        )
    return _(
        "Without one: next time, and at the lock, only the recovery key opens your records. Settings can change it later."
    )
