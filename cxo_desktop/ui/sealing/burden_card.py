"""The burden of the walkthrough itself: minutes it asked of others (优化营商环境条例 8: an evaluation must not burden)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox

from cxo_core.walkthrough import Burden
from cxo_desktop.kind_words import burdened_name
from cxo_desktop.ui.widgets.asked_box import AskedBox
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

MOST_MINUTES = 24 * 60


class BurdenCard(Card):
    """Adds minutes to somebody; what was added stands above, in the order of the record."""

    logged = Signal(str, int)

    def __init__(self) -> None:
        super().__init__(
            "burden",
            _("What the walkthrough cost others"),
            _(
                "Minutes that people spent on your account, such as a clerk's explanations to you. The report names them."
            ),
        )
        self._told = label("burdenTold", "")
        self._who = AskedBox("burdenWho", _("Whose minutes"))
        for who in ("staff", "applicant", "other"):
            self._who.addItem(burdened_name(who), who)
        self._minutes = named(_Minutes(), "burdenMinutes", _("Minutes"))
        self._minutes.setRange(0, MOST_MINUTES)
        self._minutes.entered.connect(self._log)
        row = QHBoxLayout()
        row.addWidget(self._who)
        row.addWidget(self._minutes)
        row.addWidget(button("burdenAdd", _("Add these minutes"), self._log, picture="add"))
        row.addStretch()
        self.body.addWidget(self._told)
        self.body.addLayout(row)

    def show_burden(self, burden: Sequence[Burden]) -> None:
        told = (
            _("{who}: {minutes} min").format(who=burdened_name(each.who), minutes=each.minutes)
            for each in burden
        )
        self._told.setText(" · ".join(told) or _("Nothing was logged."))

    def _log(self) -> None:
        if self._minutes.value():
            self.logged.emit(str(self._who.currentData()), self._minutes.value())
            self._minutes.setValue(0)


class _Minutes(QSpinBox):
    """Enter adds."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
