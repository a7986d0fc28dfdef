"""The periods: how many days each kind of object is kept, to be changed within its limits."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox

from cxo_desktop.retention_words import period_name
from cxo_desktop.services.retention import RULES, What
from cxo_desktop.ui.theme import scaled_to_text
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.words import _


class PeriodsCard(Card):
    """`chosen` gives kind and days when the keyboard leaves a number or Enter is pressed."""

    chosen = Signal(object, int)

    def __init__(self) -> None:
        super().__init__(
            "retentionPeriods",
            _("How long what is kept"),
            _("Every period begins with the office's receipt. What has no receipt never expires."),
        )
        self._boxes: dict[What, QSpinBox] = {}
        self._kept: dict[What, int] = {}
        for what, rule in RULES.items():
            box = QSpinBox()
            box.setRange(rule.least, rule.most)
            box.setValue(rule.usual)
            box.setMaximumWidth(scaled_to_text(140))
            box.editingFinished.connect(lambda what=what: self._choose(what))
            self._boxes[what] = box
            limits = _("{least} to {most} days · {law}").format(
                least=rule.least, most=rule.most, law=rule.law
            )
            asked = _("{name}: days").format(name=period_name(what))
            self.body.addWidget(Field(f"retention.{what.value}", asked, box, limits))

    def show_days(self, days: Mapping[What, int]) -> None:
        self._kept = dict(days)
        for what, count in days.items():
            self._boxes[what].setValue(count)

    def _choose(self, what: What) -> None:
        days = self._boxes[what].value()
        if self._kept.get(what, days) != days:
            self._kept[what] = days
            self.chosen.emit(what, days)
