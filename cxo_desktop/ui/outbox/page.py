"""Every sealed bundle, how far it has got, and both ways out: the network and the stick."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QListView, QStackedWidget, QWidget

from cxo_core.moment import Clock
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.outbox.delegate import OutboxDelegate
from cxo_desktop.ui.outbox.details import DetailsPanel
from cxo_desktop.ui.outbox.model import OutboxModel
from cxo_desktop.ui.outbox.outgoing import Filter, Heap, Held, Outgoing, heap, more
from cxo_desktop.ui.outbox.stick import StickDesk
from cxo_desktop.ui.outbox.stick_words import Said
from cxo_desktop.ui.outbox.tools import Tools
from cxo_desktop.ui.sending.automatic import AutomaticSync
from cxo_desktop.ui.sending.situation import MARKS, Situation, word_of
from cxo_desktop.ui.theme import SPACE_M, scaled_to_text
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.empty_state import EmptyState
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.ui.widgets.scrolling import ScrollDown, give_own_bars
from cxo_desktop.ui.widgets.shortcuts import bind
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.sync_log import LogLine

TWO_COLUMNS = 840
"""Below this width, in pixels at 100 % text, the details stand under the list."""

LOWEST_DETAILS = 260
"""Their height there, in pixels at 100 % text; list and details then scroll together."""

SHOWN_MOST = 10_000
"""Delivered bundles beyond this are found in the library."""


class OutboxPage(Page):
    """A bundle leaves the open ones only with the office's receipt. A copy on a stick is no receipt."""

    library_asked = Signal()
    enrolment_asked = Signal()

    def __init__(
        self, vault: "Vault", lanes: Lanes, clock: Clock, sync: AutomaticSync, stick: StickDesk
    ) -> None:
        super().__init__("outbox", _("Outbox"), scrolls=False)
        self._vault = vault
        self._lanes = lanes
        self._clock = clock
        self._sync = sync
        self._model = OutboxModel(clock)
        self._model.more_asked.connect(self._fetch_more)
        self._filter = ChipChoice("outboxFilter", _("Which bundles"), self._filters(None))
        self._filter.choose(Filter.OPEN)
        self._filter.chosen.connect(lambda _wanted: self.look())
        self._situation = label("outboxSituation")
        self._list = self._made_list()
        self._details = DetailsPanel()
        self._details.retry_asked.connect(self._retry)
        self._empty = EmptyState(
            "outboxEmpty",
            _("Nothing is waiting"),
            _(
                "A walkthrough you have sealed waits here until the central office has confirmed that it arrived whole."
            ),
            drawing="outbox",
            action=_("Open the library"),
            do=self.library_asked.emit,
        )
        self._stick = stick
        stick.said.connect(self._say)
        stick.refused.connect(self.show_problem)
        stick.changed.connect(self._changed_by_stick)
        self._tools = Tools(stick)
        self._tools.save_asked.connect(self._ask_where_to)
        self._tools.read_asked.connect(self._ask_where_from)
        self._tools.send_asked.connect(self._send)
        self._tools.pause_asked.connect(self._pause_or_resume)
        self._tools.enrolment_asked.connect(self.enrolment_asked)
        self._lay_out()
        sync.changed.connect(self._show_situation)
        sync.rounded.connect(self._look_after_round)
        for keys, act in (
            ("Ctrl+Return", self._send),
            ("Ctrl+Enter", self._send),
            ("Ctrl+B", self._pause_or_resume),
            ("Ctrl+S", self._ask_where_to),
            ("Ctrl+O", self._ask_where_from),
        ):
            bind(self, keys, act)

    def enter(self) -> None:
        self._show_situation(self._sync.seen)
        self._sync.look()
        self.look()
        self._list.setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("Ctrl+Enter", _("Send now")),
            ("Ctrl+B", _("Pause sending, or go on")),
            ("Ctrl+S", _("Save to a stick")),
            ("Ctrl+O", _("Read a stick")),
            ("↑ ↓ PgUp PgDn", _("Through the list")),
        )

    def look(self) -> None:
        """Asks for the bundles of the chosen kind."""
        wanted, is_paused = Filter(self._filter.value or Filter.OPEN), self._sync.seen.is_paused
        self._lanes.record.submit(
            lambda: heap(self._vault, wanted, is_paused=is_paused), self._show_heap, owner=self
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= scaled_to_text(TWO_COLUMNS)
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        self._details.setMinimumHeight(0 if is_wide else scaled_to_text(LOWEST_DETAILS))

    def _made_list(self) -> QListView:
        made = named(QListView(), "outboxList", _("Sealed bundles"))
        made.setModel(self._model)
        made.setItemDelegate(OutboxDelegate(made))
        made.setUniformItemSizes(True)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setMinimumHeight(scaled_to_text(124))
        give_own_bars(made)
        made.selectionModel().currentChanged.connect(lambda _now, _before: self._show_chosen())
        made.selectionModel().selectionChanged.connect(lambda _on, _off: self._offer_retry())
        self._model.dataChanged.connect(lambda *_what: self._refresh_chosen())
        return made

    def _lay_out(self) -> None:
        self._shown = named(QStackedWidget(), "outboxShown", _("Sealed bundles"))
        inside = named(QWidget(), "outboxColumns")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(SPACE_M)
        self._columns.addWidget(self._list, 5)
        self._columns.addWidget(self._details, 4)
        area = ScrollDown("outboxScroll", _("Sealed bundles"))
        area.setWidget(inside)
        self._shown.addWidget(area)
        self._shown.addWidget(self._empty)
        self.body.addWidget(self._situation)
        self.body.addWidget(self._filter)
        self.body.addWidget(self._shown, 1)
        self.foot.addWidget(self._tools, 1)

    def _filters(self, seen: Heap | None) -> tuple[Option, ...]:
        counts = (
            (seen.open, seen.delivered, seen.open + seen.delivered + seen.destroyed) if seen else ("", "", "")
        )
        words = (_("Not delivered yet"), _("With receipt"), _("All of them"))
        return tuple(
            Option(value, f"{word} {count}".strip())
            for value, word, count in zip(Filter, words, counts, strict=True)
        )

    def _show_heap(self, seen: Heap) -> None:
        before, marked = self._in_view(), self._marked()
        self._filter.offer(self._filters(seen))
        self._model.show(seen.rows, has_more=seen.has_more, is_paused=seen.is_paused)
        if seen.rows and not self._list.currentIndex().isValid():
            self._mark_again(before, marked)
        self._shown.setCurrentIndex(0 if seen.rows else 1)
        self._tools.offer(has_open=seen.open > 0, has_office=seen.has_office)
        self._show_chosen()

    def _mark_again(self, before: Held | None, marked: Sequence[Held]) -> None:
        """After other rows came in. Says itself what is marked: the list would go by the keys that are down just now."""
        flags, selection = QItemSelectionModel.SelectionFlag, self._list.selectionModel()
        row = self._model.row_of(before.place) if before else -1
        selection.setCurrentIndex(self._model.index(max(row, 0)), flags.ClearAndSelect)
        for each in marked:
            if (row := self._model.row_of(each.place)) >= 0:
                selection.select(self._model.index(row), flags.Select)

    def _fetch_more(self, so_far: int) -> None:
        last = self._model.at(so_far - 1)
        if not isinstance(last, Outgoing) or not last.is_delivered or so_far >= SHOWN_MOST:
            return
        self._lanes.record.submit(
            lambda: more(self._vault, last.bundle),
            lambda told: self._model.append(told[0], has_more=told[1]),
            owner=self,
        )

    def _show_situation(self, seen: Situation) -> None:
        word = word_of(seen, self._clock.now().wall)
        self._situation.setText(f"{MARKS[word.mood]} {word.told}" if word else "")
        self._situation.setVisible(word is not None)
        restyle(self._situation, mood=word.mood.value if word else "")
        self._model.show_sent(seen.sent, is_paused=seen.is_paused)
        self._tools.show_situation(seen)

    def _look_after_round(self, _done: object) -> None:
        self.look()
        self._ask_log()

    def _show_chosen(self) -> None:
        self._refresh_chosen()
        self._ask_log()

    def _in_view(self) -> Held | None:
        """What the details are about."""
        return self._model.at(self._list.currentIndex().row())

    def _refresh_chosen(self) -> None:
        held = self._in_view()
        self._details.setVisible(held is not None)
        if held is not None:
            self._details.show_bundle(held, self._model.standing_of(held))
            self._offer_retry()

    def _offer_retry(self) -> None:
        self._details.offer_retry(len(self._to_try()))

    def _ask_log(self) -> None:
        held = self._in_view()
        if held is None:
            return
        place, vault = held.place, self._vault

        def told(lines: "Sequence[LogLine]") -> None:
            now = self._in_view()
            if now is not None and now.place == place:
                self._details.show_log(lines)

        def lines() -> "Sequence[LogLine]":
            if isinstance(held, Outgoing):
                return vault.sync_log.of(*place)
            return vault.sync_log.of_withdrawals(held.row.walkthrough, held.row.office)

        self._lanes.record.submit(lines, told, owner=self)

    def _marked(self) -> tuple[Held, ...]:
        rows = sorted(index.row() for index in self._list.selectionModel().selectedRows())
        return tuple(each for each in map(self._model.at, rows) if each is not None)

    def _to_try(self) -> tuple[Held, ...]:
        """What is in view, and what is marked with it."""
        in_view, marked = self._in_view(), self._marked()
        chosen = marked if in_view in marked else (in_view,)
        return tuple(each for each in chosen if each is not None and each.can_be_tried)

    def _retry(self) -> None:
        chosen = self._to_try()
        rows = [each.bundle for each in chosen if isinstance(each, Outgoing)]
        if rows:
            self._sync.retry(*rows)
            self.look()
        elif chosen:
            self._sync.send_now()

    def _send(self) -> None:
        """Everything that waits is due at once; what the office refused is tried again only by its own button."""
        if self._sync.seen.is_paused:
            self._sync.resume()
        else:
            self._sync.send_now()

    def _pause_or_resume(self) -> None:
        if self._sync.seen.is_paused:
            self._sync.resume()
        else:
            self._sync.pause()

    def _ask_where_to(self) -> None:
        self._stick.ask_where_to(self)

    def _ask_where_from(self) -> None:
        self._stick.ask_where_from(self)

    def _say(self, said: Said) -> None:
        self.banner.show_words(said.title, said.sentence, tone=said.tone)

    def _changed_by_stick(self) -> None:
        self._sync.look()
        self.look()
