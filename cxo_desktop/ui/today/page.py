"""工作台: the start button, what is in progress, what waits to be handed over, and the office's tasks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.today.answers_card import AnswersCard
from cxo_desktop.ui.today.overview import Overview
from cxo_desktop.ui.today.returned_card import ReturnedCard
from cxo_desktop.ui.today.tasks_card import TasksCard
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.empty_state import EmptyState
from cxo_desktop.ui.widgets.labels import label, section, small
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.ui.widgets.tab_order import tab_as_read
from cxo_desktop.words import _, ngettext


class TodayPage(Page):
    """Stands before the vault is open, so that one can begin at once; `show_overview` fills it in."""

    start_asked = Signal()
    draft_asked = Signal(str)
    outbox_asked = Signal()
    library_asked = Signal()
    looked = Signal()

    def __init__(self) -> None:
        super().__init__("today", _("Workbench"), widest=960)
        self._greeting = label("todayGreeting", _("Opening your records…"), tone="quiet")
        self._start = button(
            "todayStart",
            _("Start a walkthrough"),
            self.start_asked.emit,
            tone="primary",
            picture="add",
            keys="Ctrl+N",
        )
        self._start.setProperty("extent", "large")
        begin = Card("todayBegin")
        begin.body.addWidget(self._greeting)
        row = QHBoxLayout()
        row.addWidget(self._start)
        row.addWidget(small("todayStartHint", _("Ctrl+N starts from anywhere")), 1)
        begin.body.addLayout(row)
        self._drafts = QVBoxLayout()
        self._drafts.setSpacing(SPACE_S)
        self._waiting = Card("todayWaiting", _("Sealed, waiting to be handed over"))
        self._waiting_words = label("todayWaitingWords", "")
        self._to_outbox = button(
            "todayOutbox", _("Open the outbox"), self.outbox_asked.emit, picture="outbox"
        )
        line = QHBoxLayout()
        line.addWidget(self._waiting_words, 1)
        line.addWidget(self._to_outbox)
        self._waiting.body.addLayout(line)
        self.returned = ReturnedCard()
        self.tasks = TasksCard()
        self._answers = AnswersCard()
        self.body.addWidget(begin)
        self.body.addWidget(self.returned)
        self._heading = section("todayDraftsHeading", _("In progress"))
        self.body.addWidget(self._heading)
        self.body.addLayout(self._drafts)
        self.body.addWidget(self.tasks)
        self.body.addWidget(self._waiting)
        self.body.addWidget(self._answers)
        self.body.addStretch()
        self._waiting.hide()

    def enter(self) -> None:
        self._start.setFocus()
        self.looked.emit()

    def show_overview(self, seen: Overview) -> None:
        from cxo_desktop.ui.today.draft_row import DraftRow

        focused = self._focused_inside()
        self._greeting.setText(_("Officer: {name}").format(name=seen.officer))
        while (item := self._drafts.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for summary in seen.drafts:
            draft = DraftRow(summary)
            draft.asked.connect(self.draft_asked)
            self._drafts.addWidget(draft)
        has_other_work = bool(seen.returned) or any(each.on_hand.is_open_work for each in seen.tasks)
        self._heading.setVisible(bool(seen.drafts) or not has_other_work)
        if not seen.drafts and not has_other_work:
            self._drafts.addWidget(
                EmptyState(
                    "todayNoDrafts",
                    _("Nothing in progress"),
                    _(
                        "A walkthrough you start stays here until it is sealed, whatever happens to the laptop."
                    ),
                    drawing="record",
                )
            )
        if seen.has_more_drafts:
            self._drafts.addWidget(
                button("todayMore", _("Show all in the library"), self.library_asked.emit, tone="quiet")
            )
        self._waiting.setVisible(seen.waiting > 0)
        self._waiting_words.setText(
            ngettext(
                "{count} sealed walkthrough is still only on this laptop.",
                "{count} sealed walkthroughs are still only on this laptop.",
                seen.waiting,
            ).format(count=seen.waiting)
        )
        self.returned.show_returned(seen.returned)
        self.tasks.show_tasks(seen)
        self._answers.show_answers(seen.answers)
        tab_as_read(self)
        self._focus_again(focused)

    def _focused_inside(self) -> str:
        """The name of the row's button that has the keyboard, so that a new row can be given it."""
        focused = self.window().focusWidget()
        return focused.objectName() if focused is not None and self.isAncestorOf(focused) else ""

    def _focus_again(self, name: str) -> None:
        """The same button of the new row, or the first of that row where what was pressed is done."""
        if not name or self._focused_inside() == name:
            return
        row = name.rpartition(".")[0]
        found = [each for each in self.findChildren(QPushButton) if each.isVisibleTo(self)]
        same = [each for each in found if each.objectName() == name]
        beside = [each for each in found if row and each.objectName().startswith(f"{row}.")]
        for each in (same or beside)[-1:]:
            each.setFocus()
