"""All about one person: everything in this vault that names or shows somebody, found, led to, handed over, taken back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QStackedWidget, QWidget

from cxo_core.moment import Clock
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.masking.own_pictures import opened
from cxo_desktop.ui.people.about_acts import AboutActs
from cxo_desktop.ui.people.about_details import AboutDetails
from cxo_desktop.ui.people.about_empty import nobody_asked, nothing_found
from cxo_desktop.ui.people.about_hits import Hit, Sort
from cxo_desktop.ui.people.about_model import SIDE, AboutModel
from cxo_desktop.ui.people.about_search import AboutSearch, Elsewhere, counted
from cxo_desktop.ui.people.about_words import (
    elsewhere_words,
    exported_words,
    progress_words,
    sort_options,
    withdrawn_words,
)
from cxo_desktop.ui.people.export_card import ExportCard, Wish
from cxo_desktop.ui.theme import SPACE_M, SPACE_S, scaled_to_text
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.chips import ChipChoice
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import small
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.ui.widgets.scrolling import ScrollDown, give_own_bars
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_core.walkthrough import Walkthrough
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.services.withdrawing import Withdrawn


class AboutPage(Page):
    """`lies_open` gives the record that lies open in the window, which is written to by one hand only.

    `there_asked` gives a hit to go to, `decision_asked` a walkthrough whose photos must be masked or destroyed now,
    `withdrawn` the walkthrough as it stands after a consent was taken back.
    """

    there_asked = Signal(object)
    decision_asked = Signal(str)
    withdrawn = Signal(object)
    left = Signal()

    def __init__(
        self, vault: "Vault", lanes: Lanes, clock: Clock, lies_open: "Callable[[], Recording | None]"
    ) -> None:
        super().__init__("person", _("All about one person"), scrolls=False)
        self._vault = vault
        self._lanes = lanes
        self.acts = AboutActs(vault, lanes, clock, self)
        self.acts.taken_back.connect(self._taken_back)
        self.acts.handed_over.connect(self._tell_handed_over)
        self.acts.refused.connect(self.show_problem)
        self._wanted: tuple[str, str, int, str] | None = None
        self._search = AboutSearch(vault, lanes, self)
        self._search.begun.connect(self._show_elsewhere)
        self._search.advanced.connect(self._take)
        self._search.ended.connect(self._end)
        self._search.refused.connect(self.show_problem)
        self._model = AboutModel(vault, lanes.work)
        self._field = named(LineField(), "aboutText", _("Whom to look for"))
        self._field.setPlaceholderText(_("A label as in the record, such as “window 3”, or any words"))
        self._field.setClearButtonEnabled(True)
        self._field.returnPressed.connect(self.look)
        self._look = button(
            "aboutLook", _("Search"), self.look, tone="primary", picture="search", keys="Enter"
        )
        self._stop = button("aboutStop", _("Stop"), self._search.stop, picture="stop", keys="Esc")
        self._progress = small("aboutProgress")
        self._elsewhere = small("aboutElsewhere")
        self._sorts = ChipChoice("aboutSorts", _("What was found"), sort_options({}))
        self._sorts.choose(Sort.ALL)
        self._sorts.chosen.connect(lambda _sort: self._show_sort())
        self._details = AboutDetails()
        self._details.there_asked.connect(self.there_asked)
        self._details.withdrawal_asked.connect(lambda hit: self.acts.take_back(hit, lies_open()))
        self._export = button(
            "aboutExport", _("Hand it over…"), self._open_export, picture="save", keys="Ctrl+S"
        )
        self._card = ExportCard()
        self._card.turned.connect(self._settle)
        self._card.asked.connect(self._hand_over)
        self._list = self._made_list()
        self._lay_out()
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self)
        shortcut.setObjectName("shortcut.Ctrl+S")
        shortcut.activated.connect(self._open_export)
        self._settle()

    def enter(self) -> None:
        """What was found before may have changed since: it is looked up again, at the same place."""
        if self._search.sought:
            self._look_again()
            self._list.setFocus()
        else:
            self._field.setFocus()

    def leave(self) -> None:
        self._search.stop()
        self._card.close_up()

    def search(self) -> None:
        self._field.setFocus()
        self._field.selectAll()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("Enter", _("Search; in the list: go there")),
            ("Esc", _("Stop the search")),
            ("Ctrl+S", _("Hand over what was found")),
            ("↑ ↓ PgUp PgDn", _("Through the list")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._search.is_running:
            self._search.stop()
            return
        super().keyPressEvent(event)

    def look_for(self, text: str) -> None:
        """Asks for somebody from outside."""
        self._field.setText(text)
        self.look()

    def look(self) -> None:
        text = self._field.text().strip()
        if text:
            self._wanted = None
            self._begin(text)

    def _look_again(self) -> None:
        chosen = self._chosen()
        self._wanted = chosen.key if chosen is not None else None
        self._begin(self._search.sought)

    def _begin(self, text: str) -> None:
        self._model.clear()
        self._details.show_hit(None)
        self._search.look_for(text)
        self._progress.setText(_("Searching…"))
        self._settle()

    def _made_list(self) -> QListView:
        made = named(QListView(), "aboutList", _("What was found"))
        made.setModel(self._model)
        made.setUniformItemSizes(True)
        made.setIconSize(QSize(1, 1) * scaled_to_text(SIDE))
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        give_own_bars(made)
        made.activated.connect(self._go)
        made.selectionModel().currentChanged.connect(lambda _now, _before: self._show_chosen())
        return made

    def _lay_out(self) -> None:
        asked = QHBoxLayout()
        asked.setSpacing(SPACE_S)
        for part in (self._field, self._look, self._stop):
            asked.addWidget(part, 1 if part is self._field else 0)
        found = named(QWidget(), "aboutFound", _("What was found"))
        columns = QHBoxLayout(found)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(SPACE_M)
        columns.addWidget(self._list, 5)
        columns.addWidget(self._details, 4)
        self._shown = named(QStackedWidget(), "aboutShown", _("What was found"))
        self._shown.addWidget(found)
        self._shown.addWidget(nobody_asked())
        self._shown.addWidget(nothing_found())
        card = ScrollDown("aboutExportScroll", _("Hand it over"))
        card.setWidget(self._card)
        self._shown.addWidget(card)
        self.body.addLayout(asked)
        self.body.addWidget(self._sorts)
        self.body.addWidget(self._shown, 1)
        self.body.addWidget(self._elsewhere)
        ways = FlowLayout()
        for each in (
            button("aboutBack", _("Library"), self.left.emit, picture="back"),
            self._export,
            self._progress,
        ):
            ways.addWidget(each)
        self.foot.addLayout(ways, 1)

    def _take(self, hits: Sequence[Hit], done: int, every: int) -> None:
        self._model.append(hits)
        self._progress.setText(progress_words(len(self._model.every), done, every, is_over=False))
        self._sorts.offer(sort_options(counted(self._model.every)))
        row = self._model.row_of(self._wanted) if self._wanted else 0
        if not self._list.selectionModel().hasSelection() and 0 <= row < self._model.rowCount():
            self._list.setCurrentIndex(self._model.index(row))
        if self._field.hasFocus() and hits:
            self._list.setFocus()
        self._settle()

    def _end(self, is_whole: bool) -> None:
        about = self._search.about
        every = len(self._model.every)
        words = progress_words(every, 0, 0, is_over=is_whole, unread=len(about.unread) if about else 0)
        self._progress.setText(words)
        if every and not self._list.selectionModel().hasSelection():
            self._list.setCurrentIndex(self._model.index(0))
        self._settle()

    def _settle(self) -> None:
        is_running, has_some = self._search.is_running, bool(self._model.every)
        self._stop.setVisible(is_running)
        self._sorts.setVisible(has_some and not self._card.is_open)
        self._export.setEnabled(has_some and not is_running)
        if not has_some:
            self._card.close_up()
            self._shown.setCurrentIndex(2 if self._search.sought and not is_running else 1)
        else:
            self._shown.setCurrentIndex(3 if self._card.is_open else 0)
        self._elsewhere.setVisible(bool(self._elsewhere.text()))

    def _show_elsewhere(self, seen: Elsewhere) -> None:
        self._elsewhere.setText(elsewhere_words(seen))
        self._settle()

    def _show_sort(self) -> None:
        self._model.show_only(Sort(self._sorts.value or Sort.ALL))
        self._list.setCurrentIndex(self._model.index(0) if self._model.rowCount() else QModelIndex())
        self._show_chosen()

    def _chosen(self) -> Hit | None:
        return self._model.at(self._list.currentIndex().row())

    def _show_chosen(self) -> None:
        hit = self._chosen()
        self._details.show_hit(hit)
        photo = hit.photo if hit is not None else None
        if hit is None or photo is None or not photo.is_kept:
            return
        vault, walkthrough = self._vault, hit.walkthrough

        def call() -> QImage:
            from cxo_desktop.services.photographs import Photographs

            return opened(Photographs(vault, walkthrough).thumbnail(photo))

        def told(image: QImage) -> None:
            if self._chosen() == hit:
                self._details.show_picture(QPixmap.fromImage(image))

        self._lanes.work.submit(call, told, lambda _problem: None, owner=self)

    def _go(self, _index: QModelIndex) -> None:
        hit = self._chosen()
        if hit is not None:
            self.there_asked.emit(hit)

    def _open_export(self) -> None:
        if self._export.isEnabled():
            self._card.open_up()

    def _taken_back(self, done: "Withdrawn", state: "Walkthrough") -> None:
        title, sentence = withdrawn_words(len(done.photos), len(done.offices))
        has_photos = bool(done.photos)
        self.banner.show_words(
            title,
            sentence,
            tone="notice" if has_photos else "done",
            action=_("Go to the photos") if has_photos else "",
            do=(lambda: self.decision_asked.emit(state.id)) if has_photos else None,
        )
        self.withdrawn.emit(state)
        self._look_again()

    def _tell_handed_over(self, path: Path, is_clear: bool) -> None:
        self._card.close_up()
        title, sentence = exported_words(path, is_clear=is_clear)
        self.banner.show_words(title, sentence, tone="notice" if is_clear else "done")

    def _hand_over(self, wish: Wish) -> None:
        about = self._search.about
        if about is not None:
            self.acts.ask_where(wish, about, self)
