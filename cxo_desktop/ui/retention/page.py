"""The page Retention: what may go now, what goes when, the periods, and the log that proves what was erased."""

from datetime import UTC
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cxo_core.moment import Clock
from cxo_desktop.retention_words import stays_words
from cxo_desktop.services.erasing import Purge, carry_out
from cxo_desktop.services.retention import Dated, What, choose_days
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.retention.due_card import DueCard
from cxo_desktop.ui.retention.entry_card import EntryCard
from cxo_desktop.ui.retention.lines import erasure_line, listed, object_lines
from cxo_desktop.ui.retention.periods_card import PeriodsCard
from cxo_desktop.ui.retention.seen import Entry, Seen, entry_at, seen
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _, ngettext

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault


class RetentionPage(Page):
    """`open_walkthrough` lies open in the window and is left alone. Nothing is erased but by the officer's second word."""

    left = Signal()

    def __init__(self, vault: "Vault", lanes: Lanes, clock: Clock, open_walkthrough: str) -> None:
        super().__init__("retention", _("Retention"), widest=800)
        self._vault = vault
        self._lanes = lanes
        self._clock = clock
        self._besides = frozenset({open_walkthrough} - {""})
        self._purge: Purge | None = None
        self._due, self._periods = DueCard(), PeriodsCard()
        self._due.erase_asked.connect(self._erase)
        self._periods.chosen.connect(self._choose)
        self._coming = label("retentionComingLines")
        self._stays = label("retentionStays")
        self._log = label("retentionLogLines")
        self._entry = EntryCard()
        coming = Card(
            "retentionComing",
            _("What stays for now"),
            _("What stays, and why: what has a day of its own, the earliest first, and what has none."),
        )
        coming.body.addWidget(self._stays)
        coming.body.addWidget(self._coming)
        log = Card(
            "retentionLog",
            _("What was erased"),
            _(
                "Each line proves what was erased and which receipt allowed it; it names no person and no place."
            ),
        )
        log.body.addWidget(self._log)
        for card in (self._entry, self._due, coming, self._periods, log):
            self.body.addWidget(card)
        self.body.addStretch()
        self._back = button("retentionBack", _("Settings"), self.left.emit, picture="back")
        self.foot.addWidget(self._back)
        self.foot.addStretch()

    def enter(self) -> None:
        self._back.setFocus()
        self.look()

    def look(self) -> None:
        vault, today, besides = self._vault, self._clock.now().wall.astimezone(UTC).date(), self._besides
        self._lanes.work.submit(
            lambda: seen(vault, today, besides), self._show, self.show_problem, owner=self
        )

    def show_line(self, line: int) -> None:
        """One line of the log in full, above everything else."""
        vault = self._vault

        def told(entry: Entry | None) -> None:
            if entry is not None:
                self._entry.show_entry(entry.line, entry.tomb)

        self._lanes.work.submit(lambda: entry_at(vault, line), told, self.show_problem, owner=self)

    def _show(self, seen: Seen) -> None:
        self._purge = seen.purge
        self._due.show_purge(seen.purge, seen.about, seen.days)
        self._periods.show_days(seen.days)
        stays = stays_words(seen.unsealed, seen.unanswered, lies_open=bool(self._besides))
        self._stays.setText(stays)
        self._stays.setVisible(bool(stays))
        self._coming.setText(
            listed(object_lines(seen.coming, seen.about, seen.days))
            or _("Nothing has a day yet: nothing was delivered.")
        )
        self._log.setText("\n".join(erasure_line(each) for each in seen.log) or _("Nothing was erased yet."))

    def _choose(self, what: What, days: int) -> None:
        vault = self._vault
        self._lanes.record.submit(
            lambda: choose_days(vault, what, days), lambda _kept: self.look(), self.show_problem, owner=self
        )

    def _erase(self, is_clock_right: bool) -> None:
        vault, purge, now = self._vault, self._purge, self._clock.now().wall
        if purge is not None:
            self._lanes.record.submit(
                lambda: carry_out(vault, purge, now, is_clock_right=is_clock_right),
                self._erased,
                self.show_problem,
                owner=self,
            )

    def _erased(self, gone: tuple[Dated, ...]) -> None:
        told = ngettext(
            "{count} object is erased for good.", "{count} objects are erased for good.", len(gone)
        )
        self.banner.show_words(
            _("Erased"),
            f"{told.format(count=len(gone))} {_('Backups made before still hold it: delete old backups as well.')}",
        )
        self.look()
