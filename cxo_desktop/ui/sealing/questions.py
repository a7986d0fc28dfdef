"""The four questions of the summary, and any other the scheme asks at the end, each on the official five levels."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cxo_core.indicator import Scale
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.ui.theme import TARGET_IN_RECORDER
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.scale import LevelScale, official_levels
from cxo_desktop.words import _, pick


class Questions(Card):
    """Says which question was answered and how; shows the answers that are in the record."""

    answered = Signal(str, int)

    def __init__(self) -> None:
        super().__init__(
            "questions", _("Looking back"), _("The digits 1 to 5 answer the question that has the focus.")
        )
        self._scales: dict[str, LevelScale] = {}
        self._fields: list[QWidget] = []

    def show_answers(self, walkthrough: Walkthrough) -> None:
        asked = (
            [each for each in walkthrough.scheme.headings if each.scale is Scale.O5]
            if walkthrough.scheme
            else []
        )
        if list(self._scales) != [each.id for each in asked]:
            self._ask(walkthrough)
        for indicator, scale in self._scales.items():
            reading = walkthrough.reading(indicator)
            scale.set_value(int(reading.value) if reading else None)
        self.setVisible(bool(self._scales))

    def focus(self, indicator: str) -> None:
        """Puts the cursor on the answers to one question."""
        if scale := self._scales.get(indicator):
            scale.setFocus()

    def _ask(self, walkthrough: Walkthrough) -> None:
        for field in self._fields:
            self.body.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._scales, self._fields = {}, []
        for each in walkthrough.scheme.headings if walkthrough.scheme else ():
            if each.scale is not Scale.O5:
                continue
            title = pick(each.title)
            scale = LevelScale(f"question.{each.id}", title, official_levels(), target=TARGET_IN_RECORDER)
            scale.chosen.connect(lambda value, asked=each.id: self.answered.emit(asked, value))
            field = Field(f"question.{each.id}", title, scale, pick(each.question))
            self._scales[each.id] = scale
            self._fields.append(field)
            self.body.addWidget(field)
