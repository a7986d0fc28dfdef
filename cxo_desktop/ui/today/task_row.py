"""One task of the office with what can be done about it now."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.today.overview import TaskSeen
from cxo_desktop.ui.today.task_words import badge_of, when_words, where_words
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import badge, section, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, pick


class TaskRow(QFrame):
    """Each signal gives the `TaskOnHand` the row is about."""

    claimed = Signal(object)
    given_back = Signal(object)
    started = Signal(object)
    continued = Signal(object)

    def __init__(self, seen: TaskSeen, *, names_office: bool) -> None:
        super().__init__()
        self._seen = seen
        each = seen.on_hand
        told = pick(seen.title)
        self._name = f"task.{each.task.id}"
        self._told = told
        named(self, self._name, told)
        self.setProperty("look", "card")
        shown = badge_of(each)
        state = badge(f"{self._name}.state", shown.words)
        if shown.tone:
            state.setProperty("tone", shown.tone)
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(section(f"{self._name}.title", told), 1)
        head.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(small(f"{self._name}.where", where_words(each, seen.office if names_office else "")))
        words.addWidget(small(f"{self._name}.when", when_words(each)))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        column.setSpacing(SPACE_S)
        column.addLayout(words)
        acts = self._acts()
        if acts.count():
            column.addLayout(acts)

    def _acts(self) -> FlowLayout:
        each, flow = self._seen.on_hand, FlowLayout()
        standing = each.standing.value
        if each.walkthrough:
            words = _("Continue") if each.is_open_work else _("Open the walkthrough")
            self._add(flow, "continue", words, "play", self.continued)
        elif not each.is_withdrawn:
            self._add(flow, "start", _("Start"), "record", self.started)
            if standing == "open":
                self._add(flow, "claim", _("Take it"), "flag", self.claimed)
        if standing == "claimed" and not each.walkthrough:
            self._add(flow, "giveBack", _("Give it back"), "undo", self.given_back)
        return flow

    def _add(self, flow: FlowLayout, act: str, words: str, picture: str, told: SignalInstance) -> None:
        flow.addWidget(
            button(
                f"{self._name}.{act}",
                words,
                lambda: told.emit(self._seen.on_hand),
                picture=picture,
                spoken=f"{words}: {self._told}",
            )
        )
