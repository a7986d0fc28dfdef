"""What the central office asks for, the most pressing first."""

from PySide6.QtCore import Signal

from cxo_desktop.ui.today.overview import Overview, TaskSeen
from cxo_desktop.ui.today.rows import Rows
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.words import _, ngettext

FEW = 5


class TasksCard(Card):
    """Tasks for others stand behind one's own, what is done at the end."""

    claimed = Signal(object)
    given_back = Signal(object)
    started = Signal(object)
    continued = Signal(object)

    def __init__(self) -> None:
        super().__init__("todayTasks", _("Tasks from the central office"))
        self._words = label("todayTasksWords", _none(0), tone="quiet")
        self._rows = Rows("todayTasks", FEW)
        self.body.addWidget(self._words)
        self.body.addLayout(self._rows)

    def show_tasks(self, seen: Overview) -> None:
        from cxo_desktop.ui.today.task_row import TaskRow

        tasks = sorted(seen.tasks, key=_place)
        late = sum(1 for each in tasks if each.on_hand.days_overdue)
        soon = sum(1 for each in tasks if each.on_hand.is_due_soon)
        self._words.setText(_urging(late, soon) if tasks else _none(seen.offices))
        self._words.setVisible(bool(self._words.text()))
        names = {each.on_hand.office for each in tasks}
        rows = []
        for each in tasks:
            row = TaskRow(each, names_office=len(names) > 1)
            for told, heard in (
                (row.claimed, self.claimed),
                (row.given_back, self.given_back),
                (row.started, self.started),
                (row.continued, self.continued),
            ):
                told.connect(heard)
            rows.append(row)
        self._rows.fill(rows)


def _place(each: TaskSeen) -> tuple[bool, bool, int]:
    task = each.on_hand
    return (not task.is_open_work, not (task.is_mine or task.walkthrough), task.days_left)


def _none(offices: int) -> str:
    if offices:
        return _("No tasks. New ones come by themselves, or with a stick from the office.")
    return _(
        "No tasks. They will be listed here when the central office sends this laptop its first office pack."
    )


def _urging(late: int, soon: int) -> str:
    """催办: how many are late and how many soon will be."""
    parts = []
    if late:
        parts.append(
            "⚠ " + ngettext("{count} task is overdue", "{count} tasks are overdue", late).format(count=late)
        )
    if soon:
        parts.append(
            "▲ " + ngettext("{count} task is due soon", "{count} tasks are due soon", soon).format(count=soon)
        )
    return "　".join(parts)
