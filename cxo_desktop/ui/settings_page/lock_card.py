"""When the window locks by itself."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from cxo_desktop.settings import Settings
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.words import _

MINUTES = (2, 5, 10, 20, 30, 0)
"""The minutes to choose from; 0 for never."""


class LockCard(Card):
    """Each choice takes effect when it is made. `chosen` gives the settings as they are to be."""

    chosen = Signal(object)
    lock_asked = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            "settingsLock",
            _("Lock"),
            _(
                "A locked window shows nothing of your records. Recording goes on behind it; only your passphrase or the recovery key opens it."
            ),
        )
        minutes = sorted({*MINUTES[:-1], settings.lock_minutes} - {0})
        idle = ChipChoice(
            "settingsLockMinutes",
            _("When nobody is there"),
            (
                *(Option(str(each), _("after {minutes} min").format(minutes=each)) for each in minutes),
                Option("0", _("Never")),
            ),
        )
        idle.choose(str(settings.lock_minutes))
        idle.chosen.connect(lambda told: self.chosen.emit(replace(settings, lock_minutes=int(told))))
        sleep = ChipChoice(
            "settingsLockSleep",
            _("When the laptop goes to sleep"),
            (Option("yes", _("Yes")), Option("no", _("No"))),
        )
        sleep.choose("yes" if settings.lock_on_suspend else "no")
        sleep.chosen.connect(lambda told: self.chosen.emit(replace(settings, lock_on_suspend=told == "yes")))
        self.body.addWidget(Field("settingsLockMinutes", _("When nobody is there"), idle))
        self.body.addWidget(Field("settingsLockSleep", _("When the laptop goes to sleep"), sleep))
        row = QHBoxLayout()
        row.addWidget(
            button(
                "settingsLockNow", _("Lock now"), self.lock_asked.emit, picture="lock", keys="Ctrl+Shift+L"
            )
        )
        row.addStretch()
        self.body.addLayout(row)
