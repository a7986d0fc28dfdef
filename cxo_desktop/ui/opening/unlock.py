"""Unlocking: the passphrase, or the recovery key where the passphrase is lost."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from cxo_core.problems import Code, Problem
from cxo_desktop import problem_words
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _


class UnlockPage(Page):
    """Asks for the secret that opens the vault. A wrong one is said beside the field; after several it waits, and nothing is deleted."""

    passphrase_given = Signal(str)
    recovery_key_given = Signal(str)

    def __init__(self, folder: str, why: str = "") -> None:
        super().__init__("unlock", _("Your records are locked"), widest=560)
        self._is_recovering = False
        self._left_s = 0
        self._countdown = QTimer(self, interval=1010, timerType=Qt.TimerType.PreciseTimer)
        self._countdown.timeout.connect(self._count_down)
        self._editor = QLineEdit()
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
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addWidget(self._other)
        row.addStretch()
        card.body.addLayout(row)
        self.body.addWidget(card)
        if folder:
            self.body.addWidget(small("unlockFolder", folder))
        self.body.addStretch()

    def enter(self) -> None:
        self._editor.setFocus()

    def wait(self, is_waiting: bool) -> None:
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
