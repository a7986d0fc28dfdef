"""工作台: the start button, what is in progress, what waits to be handed over, and the office's tasks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.today.overview import Overview
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.empty_state import EmptyState
from cxo_desktop.ui.widgets.labels import label, section, small
from cxo_desktop.ui.widgets.page import Page
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
        tasks = Card("todayTasks", _("Tasks from the central office"))
        tasks.body.addWidget(
            label(
                "todayTasksWords",
                _(
                    "No tasks. They will be listed here when the central office sends this laptop its first office pack."
                ),
                tone="quiet",
            )
        )
        self.body.addWidget(begin)
        self.body.addWidget(section("todayDraftsHeading", _("In progress")))
        self.body.addLayout(self._drafts)
        self.body.addWidget(self._waiting)
        self.body.addWidget(tasks)
        self.body.addStretch()
        self._waiting.hide()

    def enter(self) -> None:
        self._start.setFocus()
        self.looked.emit()

    def show_overview(self, seen: Overview) -> None:
        from cxo_desktop.ui.today.draft_row import DraftRow

        self._greeting.setText(_("Officer: {name}").format(name=seen.officer))
        while (item := self._drafts.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for summary in seen.drafts:
            draft = DraftRow(summary)
            draft.asked.connect(self.draft_asked)
            self._drafts.addWidget(draft)
        if not seen.drafts:
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
