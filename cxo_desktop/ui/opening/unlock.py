"""Unlocking: the passphrase, or the recovery key where the passphrase is lost."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from cxo_core.problems import Code, Problem
from cxo_desktop import problem_words
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.ui.widgets.secret import secret
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import WaysIn


class UnlockPage(Page):
    """Asks for the secret that opens the vault. A wrong one is said beside the field; after several it waits, and nothing is deleted.

    `ways`: what may open it here; left out: passphrase and recovery key. `note`: why anything is asked for, in small print.
    """

    passphrase_given = Signal(str)
    recovery_key_given = Signal(str)
    keyring_asked = Signal()

    def __init__(self, folder: str, why: str = "", *, ways: "WaysIn | None" = None, note: str = "") -> None:
        super().__init__("unlock", _("Your records are locked"), widest=560)
        self._is_recovering = False
        self._left_s = 0
        self._countdown = QTimer(self, interval=1010, timerType=Qt.TimerType.PreciseTimer)
        self._countdown.timeout.connect(self._count_down)
        self._editor = secret(QLineEdit())
        self._editor.setEchoMode(QLineEdit.EchoMode.Password)
        self._editor.returnPressed.connect(self._give)
        self._field = Field("passphrase", _("Passphrase"), self._editor)
        self._shown = named(QCheckBox(_("Show what I type")), "passphraseShown", _("Show what I type"))
        self._shown.toggled.connect(self._show)
        self._open = button("unlockOpen", _("Open"), self._give, tone="primary")
        self._other = button("unlockOther", _("I have the recovery key instead"), self._switch, tone="quiet")
        card = Card("unlockCard")
        if why:
            card.body.addWidget(label("unlockWhy", why, tone="quiet"))
        card.body.addWidget(self._field)
        card.body.addWidget(self._shown)
        self._keyring = button(
            "unlockKeyring", _("Open through the system's keyring"), self.keyring_asked.emit
        )
        row = FlowLayout()
        for each in (self._open, self._keyring, self._other):
            row.addWidget(each)
        card.body.addLayout(row)
        if note:
            card.body.addWidget(small("unlockNote", note))
        self.body.addWidget(card)
        self._offer(ways)
        if folder:
            self.body.addWidget(small("unlockFolder", folder))
        self.body.addStretch()

    def enter(self) -> None:
        (self._editor if self._has_secret else self._keyring).setFocus()

    def wait(self, is_waiting: bool) -> None:
        self._keyring.setEnabled(not is_waiting)
        self._open.setEnabled(not is_waiting)
        self._open.setText(_("Opening…") if is_waiting else _("Open"))

    def refuse(self, problem: Problem) -> None:
        """What was typed does not open the vault."""
        self._field.set_mistake(problem_words.sentence(problem))
        self._editor.selectAll()
        self._editor.setFocus()
        if problem.code is Code.PASSPHRASE_TOO_SOON:
            self._left_s = int(str(problem.details["seconds"])) + 1
            self._countdown.start()
            self._count_down()

    def _offer(self, ways: "WaysIn | None") -> None:
        """Nothing is asked for that this vault does not have."""
        self._keyring.setVisible(ways is not None and ways.keyring)
        has_passphrase, has_recovery = (ways.passphrase, ways.recovery) if ways else (True, True)
        self._has_secret = has_passphrase or has_recovery
        if not has_passphrase and has_recovery:
            self._switch()
        self._other.setVisible(has_passphrase and has_recovery)
        for each in (self._field, self._shown, self._open):
            each.setVisible(self._has_secret)

    def _count_down(self) -> None:
        """After several wrong passphrases the button says how long it waits; the recovery key need not."""
        self._left_s = max(0, self._left_s - 1)
        is_waiting = self._left_s > 0 and not self._is_recovering
        self._open.setEnabled(not is_waiting)
        self._open.setText(_("Wait {seconds} s").format(seconds=self._left_s) if is_waiting else _("Open"))
        if not self._left_s:
            self._countdown.stop()
            self._field.set_mistake("")

    def _give(self) -> None:
        if not self._open.isEnabled():
            return
        typed = self._editor.text()
        if not typed.strip():
            self._field.set_mistake(_("Type it first."))
            return
        self._field.set_mistake("")
        (self.recovery_key_given if self._is_recovering else self.passphrase_given).emit(typed)

    def _switch(self) -> None:
        self._is_recovering = not self._is_recovering
        self._editor.clear()
        if self._left_s:
            self._count_down()
        self._field.ask(_("Recovery key") if self._is_recovering else _("Passphrase"))
        self._shown.setChecked(self._is_recovering)
        self._other.setText(
            _("I have the passphrase instead")
            if self._is_recovering
            else _("I have the recovery key instead")
        )
        self._editor.setFocus()

    def _show(self, is_shown: bool) -> None:
        self._editor.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
