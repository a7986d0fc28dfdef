"""The lines of an enrolment file, question left, answer right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cxo_desktop.ui.enrolling.facts import Fact
from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label, selectable
from cxo_desktop.words import _


class Sheet(Card):
    """Shows what is about to be trusted."""

    def __init__(self) -> None:
        super().__init__(
            "enrolSheet",
            _("What this laptop will trust"),
            _("Compare the numbers with those the office tells you by telephone or on paper."),
        )
        self._shown: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_M)
        self._grid.setVerticalSpacing(SPACE_S)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)

    def show_facts(self, facts: Sequence[Fact], warnings: Sequence[str] = ()) -> None:
        for each in self._shown:
            self._grid.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._shown = []
        for row, fact in enumerate(facts):
            asked = label(f"enrol.{fact.name}.label", fact.words, tone="quiet", wraps=False)
            told = selectable(f"enrol.{fact.name}", fact.value, fact.words)
            if fact.is_to_compare:
                told.setProperty("look", "number")
            elif fact.name == "office":
                told.setProperty("text_size", "section")
            self._grid.addWidget(asked, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(told, row, 1)
            self._shown += [asked, told]
        for at, words in enumerate(warnings):
            warned = label(f"enrol.warning.{at}", f"⚠ {words}", tone="warning")
            self._grid.addWidget(warned, len(facts) + at, 0, 1, 2)
            self._shown.append(warned)
