"""What may go now: the dry run, and erasing it after one more question."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit

from cxo_core.summary import Summary
from cxo_desktop.measure_words import size_text
from cxo_desktop.retention_words import office_day_words
from cxo_desktop.services.erasing import Purge
from cxo_desktop.services.retention import What
from cxo_desktop.ui.retention.lines import DOUBT, SHOWN, listed, object_lines
from cxo_desktop.ui.theme import scaled_to_text
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, ngettext


class DueCard(Card):
    """`erase_asked` gives whether the officer says that the clock is right."""

    erase_asked = Signal(bool)

    def __init__(self) -> None:
        super().__init__(
            "retentionDue",
            _("What may go now"),
            _(
                "The dry run: exactly this would go. Records, photos and sealed files only after the office's signed receipt and the"
                " days below."
            ),
        )
        self._purge: Purge | None = None
        self._sum = label("retentionDueSum", _("Nothing is due"))
        self._lines = label("retentionDueLines")
        self._is_long = False
        self._every = named(QPlainTextEdit(), "retentionDueEvery", _("Everything that may go now"))
        self._every.setReadOnly(True)
        self._every.setTabChangesFocus(True)
        self._every.setMinimumHeight(scaled_to_text(320))
        self._more = button("retentionDueMore", _("List all of it"), lambda: self._unfold(True))
        self._clock = small("retentionDueClock")
        words = _("This laptop's clock is right: erase what is due by it, too")
        self._is_right = named(QCheckBox(words), "retentionClockIsRight", words)
        self._is_right.toggled.connect(lambda _on: self._settle())
        self._sure = label("retentionSure", _("Erase for good?"), tone="warning")
        self._erase = button("retentionErase", _("Erase now"), lambda: self._ask(True), tone="danger")
        self._yes = button("retentionYes", _("Yes, erase for good"), self._go, tone="danger")
        self._no = button("retentionNo", _("Keep it"), lambda: self._ask(False))
        row = QHBoxLayout()
        for each in (self._erase, self._yes, self._no):
            row.addWidget(each)
        row.addStretch()
        unfold = QHBoxLayout()
        unfold.addWidget(self._more)
        unfold.addStretch()
        for listing in (self._sum, self._lines, self._every):
            self.body.addWidget(listing)
        self.body.addLayout(unfold)
        for part in (self._clock, self._is_right, self._sure):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.body.addWidget(
            small("retentionBackups", _("Backups made before still hold it: delete old backups as well."))
        )
        self._is_right.hide()
        self._unfold(False)
        self._ask(False)
        self._settle()

    def show_purge(self, purge: Purge, about: Mapping[str, Summary], days: Mapping[What, int]) -> None:
        """The dry run as it stands now. `about`: the walkthroughs it names."""
        self._purge = purge
        count, doubted = len(purge.due), len(purge.uncertain)
        size = size_text(purge.bytes)
        self._sum.setText(
            ngettext("{count} object, {size}", "{count} objects, {size}", count).format(
                count=count, size=size
            )
            if count
            else _("Nothing is due")
        )
        lines = object_lines(purge.due, about, days, set(purge.uncertain))
        self._lines.setText(listed(lines))
        self._every.setPlainText("\n".join(lines))
        self._is_long = len(lines) > SHOWN
        self._unfold(False)
        told = office_day_words(purge.known_on)
        if doubted:
            told = f"{told} {DOUBT} " + ngettext(
                "{count} object is due by this laptop's clock alone.",
                "{count} objects are due by this laptop's clock alone.",
                doubted,
            ).format(count=doubted)
        self._clock.setText(told)
        self._is_right.setVisible(bool(doubted))
        self._is_right.setChecked(False)
        self._ask(False)
        self._settle()

    def _unfold(self, is_whole: bool) -> None:
        """The beginning of a long list, or all of it, to be scrolled through."""
        self._lines.setVisible(bool(self._lines.text()) and not is_whole)
        self._every.setVisible(is_whole)
        self._more.setVisible(self._is_long and not is_whole)

    def _settle(self) -> None:
        purge = self._purge
        going = () if purge is None else purge.due if self._is_right.isChecked() else purge.certain
        self._erase.setEnabled(bool(going))
        count = len(going)
        words = ngettext("Erase {count} object", "Erase {count} objects", count).format(count=count)
        self._erase.setText(words if count else _("Erase now"))
        self._erase.setAccessibleName(self._erase.text())
        asked = ngettext("Erase {count} object for good?", "Erase {count} objects for good?", count)
        self._sure.setText(asked.format(count=count))

    def _ask(self, is_asked: bool) -> None:
        self._erase.setVisible(not is_asked)
        for each in (self._sure, self._yes, self._no):
            each.setVisible(is_asked)
        if is_asked:
            self._no.setFocus()

    def _go(self) -> None:
        self._ask(False)
        self._erase.setEnabled(False)
        self.erase_asked.emit(self._is_right.isChecked())
