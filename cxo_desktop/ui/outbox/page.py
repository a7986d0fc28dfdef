"""What is sealed and not yet handed over, and the way out that needs no network: copying it to a stick."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QStackedWidget, QTableView

from cxo_core.problems import Problem
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.outbox.model import OutboxModel, Waiting, waiting
from cxo_desktop.ui.theme import scaled_to_text
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.empty_state import EmptyState
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _, ngettext

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault


class OutboxPage(Page):
    """A copy on a stick is no receipt: a bundle stays here until the office has answered for it."""

    library_asked = Signal()

    def __init__(self, vault: "Vault", lanes: Lanes) -> None:
        super().__init__("outbox", _("Outbox"), scrolls=False)
        self._vault = vault
        self._lanes = lanes
        self._model = OutboxModel()
        self._table = named(QTableView(), "outboxTable", _("Sealed bundles"))
        self._table.setModel(self._model)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._table.setShowGrid(False)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(scaled_to_text(38))
        for column, width in enumerate((150, 300, 90, 100, 240)):
            self._table.setColumnWidth(column, scaled_to_text(width))
        self._table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self._table.horizontalHeader().setHighlightSections(False)
        self._table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
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
        self._shown = named(QStackedWidget(), "outboxShown", _("Sealed bundles"))
        self._shown.addWidget(self._table)
        self._shown.addWidget(self._empty)
        self._copy = button(
            "outboxCopy", _("Save to a stick…"), self._ask_folder, tone="primary", picture="stick"
        )
        self.body.addWidget(
            label(
                "outboxWhy",
                _(
                    "Sealed bundles are encrypted for the central office: whoever finds the stick cannot read them."
                ),
                tone="quiet",
            )
        )
        self.body.addWidget(self._shown, 1)
        self.foot.addStretch()
        self.foot.addWidget(self._copy)

    def enter(self) -> None:
        self._lanes.record.submit(lambda: waiting(self._vault), self._show_rows, owner=self)

    def copy_to(self, folder: Path) -> None:
        """Copies the chosen bundles, or all where none is chosen; each whole or not at all."""
        rows = self._chosen()
        self._copy.setEnabled(False)
        self._copy.setText(_("Saving…"))
        self._lanes.work.submit(
            lambda: _copy(self._vault, rows, folder), self._tell_copied, self._refuse, owner=self
        )

    def _show_rows(self, rows: Sequence[Waiting]) -> None:
        self._model.show(rows)
        self._shown.setCurrentIndex(0 if rows else 1)
        self._copy.setVisible(bool(rows))
        self._table.setFocus()

    def _chosen(self) -> tuple[Waiting, ...]:
        rows = sorted(index.row() for index in self._table.selectionModel().selectedRows())
        chosen = tuple(each for each in map(self._model.at, rows) if each is not None)
        return chosen or self._model.every()

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Where to? Choose the stick or a folder on it."))
        if folder:
            self.copy_to(Path(folder))

    def _tell_copied(self, files: Sequence[Path]) -> None:
        self._ready()
        words = ngettext("{count} bundle saved", "{count} bundles saved", len(files)).format(count=len(files))
        self.banner.show_words(
            words,
            _("They are in {folder}. Eject the stick before pulling it out.").format(folder=files[0].parent),
        )

    def _refuse(self, problem: Problem) -> None:
        self._ready()
        self.show_problem(problem)

    def _ready(self) -> None:
        self._copy.setEnabled(True)
        self._copy.setText(_("Save to a stick…"))


def _copy(vault: "Vault", rows: Sequence[Waiting], folder: Path) -> tuple[Path, ...]:
    """Work lane."""
    from cxo_desktop.services.sealing import Sealing

    sealing = Sealing(vault)
    return tuple(sealing.copy_to(row.bundle, folder) for row in rows)
