"""The stick, both ways: sealed bundles and requests out, the office's answers in; with progress, and to be stopped."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cxo_core.moment import Clock
from cxo_core.problems import Problem
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.outbox.stick_words import exported_words, imported_words
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.courier import Copying, Exported
    from cxo_desktop.services.courier_return import Imported
    from cxo_desktop.services.vaults import Vault

LAST_FOLDER = "stick_folder"
"""The vault remembers under this name where the stick was last."""


@dataclass(frozen=True, slots=True)
class Busy:
    """`total` is 0 where nobody knows how much there is; both are in KiB, which a bar can hold."""

    done: int
    total: int
    words: str


class StickDesk(QObject):
    """One copy or reading at a time, on the work lane; it goes on while pages come and go.

    `said` gives a `Said`, `refused` a Problem. `changed`: bundles, tasks or offices are other than before.
    """

    busy_changed = Signal(object)
    said = Signal(object)
    refused = Signal(object)
    changed = Signal()
    _copying = Signal(object)

    def __init__(self, vault: "Vault", lanes: Lanes, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self.busy: Busy | None = None
        self._vault = vault
        self._lanes = lanes
        self._clock = clock
        self._stop = threading.Event()
        self._copying.connect(self._show_copying, Qt.ConnectionType.QueuedConnection)

    def ask_where_to(self, page: QWidget) -> None:
        self._ask(page, _("Where to? Choose the stick or a folder on it."), self.save_to)

    def ask_where_from(self, page: QWidget) -> None:
        self._ask(page, _("Which stick? Choose it or the folder on it."), self.read_from)

    def save_to(self, folder: Path) -> None:
        """Puts everything that waits on the stick, each file whole or not at all."""
        from cxo_desktop.services.courier import export_to

        if not self._begin(_("Looking at the stick…")):
            return

        def call() -> "Exported":
            self._vault.settings.put(LAST_FOLDER, str(folder))
            return export_to(
                self._vault,
                folder,
                self._clock,
                watch=self._copying.emit,
                is_stopped=self._stop.is_set,
            )

        self._lanes.work.submit(
            call, lambda done: self._tell_exported(done, folder), self._refuse, owner=self
        )

    def read_from(self, folder: Path) -> None:
        """Takes in what the office answered to this laptop."""
        from cxo_desktop.services.courier_return import import_from

        if not self._begin(_("Reading the stick…")):
            return

        def call() -> "Imported":
            self._vault.settings.put(LAST_FOLDER, str(folder))
            return import_from(self._vault, folder, self._clock)

        self._lanes.work.submit(call, self._tell_imported, self._refuse, owner=self)

    def cancel(self) -> None:
        """Stops in the middle of a file; what is whole on the stick stays there."""
        self._stop.set()

    def _ask(self, page: QWidget, words: str, then: Callable[[Path], None]) -> None:
        def ask(last: str) -> None:
            folder = QFileDialog.getExistingDirectory(page, words, last)
            if folder:
                then(Path(folder))

        self._lanes.record.submit(lambda: str(self._vault.settings.get(LAST_FOLDER, "")), ask, owner=page)

    def _begin(self, words: str) -> bool:
        if self.busy is not None:
            return False
        self._stop.clear()
        self._tell(Busy(0, 0, words))
        return True

    def _show_copying(self, far: "Copying") -> None:
        if self.busy is not None:
            words = _("Copying {place} of {count}").format(place=far.place, count=far.count)
            self._tell(Busy(far.copied >> 10, max(1, far.total >> 10), words))

    def _tell_exported(self, done: "Exported", folder: Path) -> None:
        self._tell(None)
        self.said.emit(exported_words(done, folder))
        self.changed.emit()

    def _tell_imported(self, done: "Imported") -> None:
        self._tell(None)
        self.said.emit(imported_words(done))
        self.changed.emit()

    def _refuse(self, problem: Problem) -> None:
        self._tell(None)
        self.refused.emit(problem)
        self.changed.emit()

    def _tell(self, busy: Busy | None) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)
