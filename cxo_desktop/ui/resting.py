"""While nobody taps, the vault tidies up: in small pieces, so that the next tap never waits for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from cxo_core.problems import Problem
from cxo_desktop.ui.jobs import Lane

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault

QUIET_MS = 2_000
"""How long nothing must have been written before tidying begins."""

BETWEEN_MS = 100


class Resting(QObject):
    """Watches the record lane; each thing done there puts the rest off, the rest itself does not."""

    def __init__(self, vault: "Vault", lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._vault = vault
        self._lane = lane
        self._is_resting = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._rest)
        lane.busy_changed.connect(self._look)

    def _look(self, is_busy: bool) -> None:
        if self._is_resting:
            return
        if is_busy:
            self._quiet.stop()
        else:
            self._quiet.start(QUIET_MS)

    def _rest(self) -> None:
        self._is_resting = True
        self._lane.submit(self._vault.rest, self._rested, self._put_off, owner=self)

    def _rested(self, has_more: bool) -> None:
        QTimer.singleShot(0, self._wake)
        if has_more:
            self._quiet.start(BETWEEN_MS)

    def _put_off(self, _problem: Problem) -> None:
        """Whatever is wrong with the disk, the next tap says it."""
        QTimer.singleShot(0, self._wake)

    def _wake(self) -> None:
        """After the lane has said that it is idle again."""
        self._is_resting = False
