"""Which task of the office the new walkthrough answers, and the way out of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from cxo_desktop.ui.theme import SPACE_M
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.words import _, pick

if TYPE_CHECKING:
    from cxo_desktop.services.beginning import Beginning
    from cxo_desktop.services.tasks import TaskOnHand


class TaskCard(Card):
    """Hidden while nobody asked for the walkthrough."""

    dropped = Signal()

    def __init__(self) -> None:
        super().__init__("beginTask", _("For a task of the office"))
        self._words = label("beginTaskWords")
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addWidget(self._words, 1)
        row.addWidget(
            button("beginTaskDrop", _("Without the task"), self.dropped.emit, tone="quiet", picture="close"),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        self.body.addLayout(row)
        self.hide()

    def show_task(self, task: "TaskOnHand", asked: "Beginning") -> None:
        from cxo_desktop.ui.today.task_words import badge_of, when_words, where_words

        lines = (f"{pick(asked.item.title)}　{badge_of(task).words}", where_words(task), when_words(task))
        self._words.setText("\n".join(line for line in lines if line))
        self.show()
