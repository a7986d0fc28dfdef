"""What became of findings: who answered, what, and whether it is closed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.today.rows import Rows
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import badge, label, section, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxo_desktop.services.answering import Answered

FEW = 3


class AnswersCard(Card):
    """Hidden while nobody has answered anything."""

    def __init__(self) -> None:
        super().__init__("todayAnswers", _("Answers to findings"))
        self._rows = Rows("todayAnswers", FEW)
        self.body.addLayout(self._rows)
        self.hide()

    def show_answers(self, answers: "Sequence[Answered]") -> None:
        self._rows.fill([AnswerRow(each) for each in answers])
        self.setVisible(bool(answers))


class AnswerRow(QFrame):
    """The finding above, the answer below."""

    def __init__(self, each: "Answered") -> None:
        super().__init__()
        answer = each.answer
        name = f"answer.{answer.finding}"
        fact = each.finding.fact if each.finding else _("a finding that was withdrawn since")
        named(self, name, fact)
        self.setProperty("look", "card")
        state = badge(f"{name}.state", "✓ " + _("closed") if answer.is_closed else "○ " + _("not closed yet"))
        if answer.is_closed:
            state.setProperty("tone", "done")
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(section(f"{name}.fact", fact), 1)
        head.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        about = (each.title, answer.unit, day_and_time(answer.answered_at))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(label(f"{name}.text", answer.text))
        column.addWidget(small(f"{name}.about", " · ".join(part for part in about if part)))
