"""The library page: filters above, rows in the middle, what can be done with the chosen one below."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QTableView

from cxo_core.problems import Problem
from cxo_core.summary import Summary
from cxo_core.walkthrough import Status
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.library.filters import Filters
from cxo_desktop.ui.library.kept_strip import KeptStrip
from cxo_desktop.ui.library.model import ITEM_COLUMN, PLACE_COLUMN, Answer, LibraryModel
from cxo_desktop.ui.library.removed import RemovedModel, RemovedRow, removed, removed_table
from cxo_desktop.ui.library.rows import table_of_rows
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.empty_state import EmptyState
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _, ngettext, pick

if TYPE_CHECKING:
    from cxo_desktop.services.kept import Kept, Whole
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.library import Count, LibraryQuery

EARLY_ROWS = 10
"""How near to the first row in memory the view may come before the rows above it are fetched."""

CHOOSING_PAUSE_MS = 120
"""So long a row is looked at before its record is asked how long it is kept."""


class LibraryPage(Page):
    """Shows pages of the store as one scrolls; never the whole list."""

    opened = Signal(str)
    sealing_asked = Signal(str)
    masking_asked = Signal(str)
    report_asked = Signal(str)
    start_asked = Signal()
    about_asked = Signal()
    log_asked = Signal(int)

    def __init__(self, vault: "Vault", lanes: Lanes) -> None:
        super().__init__("library", _("Library"), scrolls=False)
        self._vault = vault
        self._lanes = lanes
        self._chosen = ""
        self._filters = Filters()
        self._filters.changed.connect(self.look)
        self._model = LibraryModel(self._ask)
        self._model.filled.connect(self._show_rows)
        self._model.shifted.connect(self._shift)
        self._model.modelReset.connect(self._ask_days)
        self._model.rowsInserted.connect(lambda *_rows: self._ask_days())
        self._removed = RemovedModel()
        self._strip = KeptStrip()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHOOSING_PAUSE_MS)
        self._pause.timeout.connect(self._ask_kept)
        self._table = self._made_table()
        self._shown = named(QStackedWidget(), "libraryShown", _("Walkthroughs"))
        self._shown.addWidget(self._table)
        self._shown.addWidget(self._nothing_yet())
        self._shown.addWidget(self._nothing_found())
        self._tombs = removed_table(self._removed, self._choose_tomb, self._show_log)
        self._shown.addWidget(self._tombs)
        self._count = small("libraryCount")
        self._open = button("libraryOpen", _("Open"), self._open_chosen, tone="primary", picture="play")
        self._seal = button(
            "librarySeal", _("Finish and seal"), lambda: self.sealing_asked.emit(self._chosen), picture="seal"
        )
        self._mask = button(
            "libraryMask", _("Mask photos"), lambda: self.masking_asked.emit(self._chosen), picture="photo"
        )
        self._report = button(
            "libraryReport", _("Report"), lambda: self.report_asked.emit(self._chosen), picture="report"
        )
        self._log = button(
            "libraryLog", _("Show it in the log"), self._show_log, tone="primary", picture="report"
        )
        self._about = button(
            "libraryAbout",
            _("All about one person"),
            self.about_asked.emit,
            picture="person",
            keys="Ctrl+Shift+F",
        )
        self._erased = button("libraryErased", "", self._filters.choose_removed, tone="quiet")
        self._erased.hide()
        self.body.addWidget(self._filters)
        self.body.addWidget(self._shown, 1)
        self.body.addWidget(self._strip)
        ways = FlowLayout()
        for each in (self._open, self._seal, self._mask, self._report, self._log, self._about):
            ways.addWidget(each)
        ways.addWidget(self._count)
        ways.addWidget(self._erased)
        self.foot.addLayout(ways, 1)
        self._offer_actions(None)

    def enter(self) -> None:
        self.look()
        self._table.setFocus()

    def search(self) -> None:
        self._filters.focus_search()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("Enter", _("Open the chosen walkthrough")),
            ("↑ ↓ PgUp PgDn", _("Through the list")),
            ("Ctrl+F", _("Search the library")),
        )

    def look(self) -> None:
        """Asks for the first page of what is chosen now."""
        query = self._filters.query()
        vault = self._vault
        self._lanes.record.submit(vault.erasures.count_together, self._tell_erased, owner=self)
        if self._filters.is_removed:
            self._offer_actions(None)
            self._lanes.work.submit(lambda: removed(vault, query), self._show_removed, owner=self)
            return
        self._model.look_for(query)
        self._lanes.record.submit(lambda: self._vault.library.count(query), self._tell_count, owner=self)

    def _ask(self, query: "LibraryQuery", cursor: str | None, answer: Answer) -> None:
        self._lanes.record.submit(
            lambda: self._vault.library.page(query, cursor), answer, self._give_up, owner=self
        )

    def _give_up(self, problem: Problem) -> None:
        self._model.give_up()
        self.show_problem(problem)

    def _made_table(self) -> QTableView:
        table = table_of_rows(
            "libraryTable",
            _("Walkthroughs"),
            self._model,
            widths=(152, 220, 112, 176, 136, 76, 68, 116),
            stretched=(ITEM_COLUMN, PLACE_COLUMN),
        )
        table.activated.connect(lambda _index: self._open_chosen())
        table.selectionModel().currentRowChanged.connect(lambda index, _before: self._choose(index))
        table.verticalScrollBar().valueChanged.connect(self._fetch_earlier)
        return table

    def _nothing_yet(self) -> EmptyState:
        return EmptyState(
            "libraryEmpty",
            _("No walkthrough yet"),
            _("Everything you record will be listed here, newest first."),
            drawing="library",
            action=_("Start a walkthrough"),
            do=self.start_asked.emit,
        )

    def _nothing_found(self) -> EmptyState:
        return EmptyState(
            "libraryNothing",
            _("Nothing fits"),
            _("No walkthrough fits all of these filters. Use fewer words or clear the filters."),
            drawing="filter",
            action=_("Clear filters"),
            do=self._filters.clear,
        )

    def _ask_days(self) -> None:
        """Until when the rows that came in are kept; the list does not wait for it."""
        vault, rows = self._vault, self._model.undated()

        def call() -> "Mapping[str, Whole]":
            from cxo_desktop.services.kept import wholes

            return wholes(vault, rows)

        if rows:
            self._lanes.work.submit(call, self._model.show_days, owner=self)

    def _ask_kept(self) -> None:
        vault, chosen = self._vault, self._chosen

        def call() -> "Kept":
            from cxo_desktop.services.kept import kept

            return kept(vault, chosen)

        def told(held: "Kept") -> None:
            if held.whole.walkthrough == self._chosen:
                self._strip.show_kept(held)

        if chosen:
            self._lanes.work.submit(call, told, lambda _problem: self._strip.clear(), owner=self)

    def _show_removed(self, rows: tuple[RemovedRow, ...]) -> None:
        if not self._filters.is_removed:
            return
        self._removed.show(rows)
        self._count.setText(
            ngettext("{count} erasing", "{count} erasings", len(rows)).format(count=len(rows))
        )
        self._shown.setCurrentIndex(3 if rows else 2)
        if rows:
            self._tombs.setCurrentIndex(self._removed.index(0, ITEM_COLUMN))

    def _tell_erased(self, count: int) -> None:
        words = ngettext("{count} erasing: show", "{count} erasings: show", count).format(count=count)
        self._erased.setText(words)
        self._erased.setAccessibleName(words)
        self._erased.setVisible(count > 0 and not self._filters.is_removed)

    def _choose_tomb(self, index: QModelIndex) -> None:
        row = self._removed.at(index.row())
        self._log.setEnabled(row is not None)
        if row is not None:
            self._strip.show_removed(row)

    def _show_log(self) -> None:
        row = self._removed.at(self._tombs.currentIndex().row())
        if row is not None and self._filters.is_removed:
            self.log_asked.emit(row.tomb.line)

    def _show_rows(self) -> None:
        if self._filters.is_removed:
            return
        if self._model.rowCount():
            self._shown.setCurrentIndex(0)
            row = max(0, self._model.row_of(self._chosen))
            self._table.setCurrentIndex(self._model.index(row, ITEM_COLUMN))
        else:
            self._shown.setCurrentIndex(2 if self._filters.is_narrowing else 1)
            self._offer_actions(None)

    def _tell_count(self, count: "Count") -> None:
        if self._filters.is_removed:
            return
        words = ngettext("{count} walkthrough", "{count} walkthroughs", count.number).format(
            count=count.number
        )
        more = _("more than {count} walkthroughs").format(count=count.number)
        self._count.setText(more if count.is_at_least else words)

    def _shift(self, rows: int) -> None:
        bar = self._table.verticalScrollBar()
        bar.setValue(bar.value() + rows)

    def _fetch_earlier(self, top: int) -> None:
        if top < EARLY_ROWS and self._model.has_earlier:
            self._model.fetch_earlier()

    def _choose(self, index: QModelIndex) -> None:
        self._offer_actions(self._model.summary(index.row()))

    def _offer_actions(self, summary: Summary | None) -> None:
        before, self._chosen = self._chosen, summary.id if summary else ""
        if self._chosen != before or not self._chosen:
            self._strip.clear()
        is_removed = self._filters.is_removed
        is_open = summary is not None and summary.status in (Status.RECORDING, Status.PAUSED)
        is_sealed = summary is not None and summary.status == Status.SEALED
        self._open.setText(_("Continue") if is_open else _("Open"))
        self._seal.setText(_("Show the seal") if is_sealed else _("Finish and seal"))
        title = pick(summary.item_title) if summary else ""
        for each in (self._open, self._seal, self._report, self._mask):
            each.setEnabled(summary is not None)
            each.setAccessibleName(f"{each.text()}: {title}" if title else each.text())
        self._mask.setEnabled(summary is not None and summary.photos > 0)
        for each in (self._open, self._report, self._mask):
            each.setVisible(not is_removed)
        self._log.setVisible(is_removed)
        self._seal.setVisible((is_open or is_sealed) and not is_removed)
        self._pause.start()

    def _open_chosen(self) -> None:
        if self._chosen:
            self.opened.emit(self._chosen)
