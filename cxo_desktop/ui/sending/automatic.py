"""Runs the sync loop by itself: after opening, after sealing, when the ladder allows, and when the officer asks."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from cxo_core.moment import Clock
from cxo_core.problems import Problem
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.outbox.standing import Sent
from cxo_desktop.ui.sending.situation import Situation, situation

if TYPE_CHECKING:
    from cxo_desktop.network.office_http import OfficeClient
    from cxo_desktop.services.syncing import Progress, Round, Syncing
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.bundles import BundleRow
    from cxo_desktop.storage.offices import OfficeRow

TICK_MS = 10_000
"""How often it is looked whether something is due. Wall time decides, so that a night with the lid closed counts."""

FIRST_MS = 2_000
"""How long after opening the first round begins: what the officer does first comes first."""

BETWEEN = timedelta(minutes=5)
"""How often the office is asked for its pack while nothing waits."""

Connect = Callable[["OfficeRow", str | None], "OfficeClient"]
"""Gives the line to an office; without a token where the laptop has none yet."""


def over_network(office: "OfficeRow", token: str | None) -> "OfficeClient":
    """How the program itself reaches an office; the network is not loaded before. Network lane."""
    from cxo_desktop.services import syncing

    return syncing.over_network(office, token)


class AutomaticSync(QObject):
    """One round at a time, on the network lane. It outlives pages, languages and colours.

    `changed` gives the `Situation` whenever it is another one, `rounded` the `Round` that ended. Unless it
    `runs_by_itself` only what is asked for is done.
    """

    changed = Signal(object)
    rounded = Signal(object)
    _progressed = Signal(object)
    _over = Signal()

    def __init__(self, lanes: Lanes, clock: Clock, connect: Connect, parent: QObject) -> None:
        super().__init__(parent)
        self.seen = Situation()
        self.runs_by_itself = True
        self._lanes = lanes
        self._clock = clock
        self._connect = connect
        self._vault: Vault | None = None
        self._syncing: Syncing | None = None
        self._making = threading.Lock()
        self._stop = threading.Event()
        self._due: datetime | None = None
        self._is_wanted_again = False
        self._is_due_after_look = False
        self._percent = -1
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._run_if_due)
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self._over.connect(self._end_round, Qt.ConnectionType.QueuedConnection)

    def begin(self, vault: "Vault") -> None:
        """From now on this vault's bundles are sent."""
        self._vault = vault
        self._stop.clear()
        self._due = self._now() + timedelta(milliseconds=FIRST_MS)
        self.look()
        if self.runs_by_itself:
            self._tick.start()
            QTimer.singleShot(FIRST_MS, self, self._run_if_due)

    def end(self) -> None:
        """No new round; one that runs stops at its next chunk and goes on there at the next start."""
        self._tick.stop()
        self._vault = None
        self._stop.set()

    def tell_again(self) -> None:
        """To a window that was furnished anew."""
        self.changed.emit(self.seen)

    def look(self) -> None:
        """Counts again what waits: something was sealed, delivered, enrolled or read from a stick."""
        vault, now = self._vault, self._now()
        if vault is None:
            return
        self._lanes.record.submit(
            lambda: situation(vault, now, is_paused=_is_paused(vault)), self._take, owner=self
        )

    def send_now(self) -> None:
        """A round at once, whatever the ladder says, or right behind the one that runs. What is paused stays paused."""
        if self._vault is None or self.seen.is_paused or not self.seen.has_office:
            return
        if self.seen.is_running:
            self._is_wanted_again = True
            return
        self._run(is_asked=True)

    def look_and_send(self) -> None:
        """Something new may be there to be sent, or somebody new to send it to."""
        self._is_due_after_look = True
        self.look()

    def retry(self, *rows: "BundleRow") -> None:
        """Tries these at once, refused ones too, whatever the ladder says."""
        vault = self._vault
        if vault is None:
            return

        def call() -> None:
            syncing = self._made(vault)
            for row in rows:
                syncing.retry_now(row)

        def retried(_done: object) -> None:
            self.look()
            self.send_now()

        self._lanes.record.submit(call, retried, owner=self)

    def pause(self) -> None:
        """Stops at the next chunk and stays so until `resume`, over restarts too."""
        self._stop.set()
        self._set_paused(True)

    def resume(self) -> None:
        self._set_paused(False)

    def _set_paused(self, is_paused: bool) -> None:
        vault = self._vault
        if vault is None:
            return

        def call() -> None:
            syncing = self._made(vault)
            if is_paused:
                syncing.pause()
            else:
                syncing.resume()

        def kept(_done: object) -> None:
            self._tell(replace(self.seen, is_paused=is_paused))
            if not is_paused:
                self.send_now()

        self._lanes.record.submit(call, kept, owner=self)

    def _run_if_due(self) -> None:
        seen = self.seen
        if self._vault is None or not self.runs_by_itself or not seen.has_office:
            return
        if seen.is_running or seen.is_paused:
            return
        if self._due is not None and self._now() >= self._due:
            self._run()

    def _run(self, *, is_asked: bool = False) -> None:
        vault = self._vault
        if vault is None:
            return
        self._is_wanted_again = False
        self._due = None
        self._percent = -1
        self._stop.clear()
        self._tell(replace(self.seen, is_running=True))

        def call() -> "Round":
            try:
                return self._made(vault).drain(
                    watch=self._watch, is_stopped=self._stop.is_set, is_asked=is_asked
                )
            finally:
                self._over.emit()

        self._lanes.network.submit(call, self._take_round, self._take_problem, owner=self)

    def _watch(self, far: "Progress") -> None:
        """Network lane. Told to the window whenever another per cent is full."""
        sent = Sent(far.walkthrough, far.revision, far.sent, far.total)
        if sent.percent != self._percent:
            self._percent = sent.percent
            self._progressed.emit(sent)

    def _show_progress(self, sent: Sent) -> None:
        if self.seen.is_running:
            self._tell(replace(self.seen, sent=sent))

    def _take_round(self, done: "Round") -> None:
        held = done.held
        self._tell(replace(self.seen, is_elsewhere=held is not None and held.value == "other-network"))
        self.rounded.emit(done)

    def _take_problem(self, problem: Problem) -> None:
        """The round could not even begin, for instance because the disk is full: it is tried again like any other."""
        self._tell(replace(self.seen, problem=problem))

    def _end_round(self) -> None:
        self._tell(replace(self.seen, is_running=False, sent=None))
        if self._vault is None:
            return
        self.look()
        if self._is_wanted_again and not self.seen.is_paused:
            self._run(is_asked=True)

    def _take(self, seen: Situation) -> None:
        problem = seen.problem or (self.seen.problem if self.seen.is_running else None)
        running = self.seen
        if self._due is None or (seen.next_try is not None and seen.next_try < self._due):
            self._due = self._next(seen)
        self._tell(
            replace(
                seen,
                is_running=running.is_running,
                sent=running.sent,
                is_elsewhere=running.is_elsewhere,
                problem=problem,
            ),
        )
        if self._is_due_after_look:
            self._is_due_after_look = False
            self.send_now()
        self._run_if_due()

    def _next(self, seen: Situation) -> datetime:
        """When the next round is to run: when the ladder allows, and now and then for the office's pack."""
        later = self._now() + BETWEEN
        return min(later, seen.next_try) if seen.next_try is not None else later

    def _tell(self, seen: Situation) -> None:
        if seen != self.seen:
            self.seen = seen
            self.changed.emit(seen)

    def _made(self, vault: "Vault") -> "Syncing":
        """Record or network lane, whichever asks first."""
        with self._making:
            if self._syncing is None:
                from cxo_desktop.services.syncing import Syncing

                self._syncing = Syncing(vault, self._clock, self._connect)
            return self._syncing

    def _now(self) -> datetime:
        return self._clock.now().wall


def _is_paused(vault: "Vault") -> bool:
    from cxo_desktop.services.sync_settings import is_paused

    return is_paused(vault)
