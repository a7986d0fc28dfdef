"""What the window does with the offices: sends, reads sticks, enrols, takes up tasks and what was returned."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxo_core.moment import Clock
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.outbox.stick import StickDesk
from cxo_desktop.ui.sending.automatic import AutomaticSync, Connect
from cxo_desktop.ui.today.overview import Overlooking, Overview

if TYPE_CHECKING:
    from cxo_desktop.services.answering import Returned
    from cxo_desktop.services.beginning import Beginning
    from cxo_desktop.services.catalogue import Catalogue
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.syncing import Round
    from cxo_desktop.services.tasks import TaskOnHand
    from cxo_desktop.services.vaults import Vault


class OfficeWork(QObject):
    """Outlives every page: what is being sent or copied goes on while language or colours change.

    `changed`: tasks, decisions or offices may be other than before. `enrolment_wanted`: a file was brought, or None to
    choose one. `begun_for` gives a task and the answers its walkthrough begins with.
    """

    changed = Signal()
    enrolment_wanted = Signal(object)
    begun_for = Signal(object, object)

    def __init__(
        self,
        lanes: Lanes,
        clock: Clock,
        catalogue: "Callable[[], Catalogue]",
        connect: Connect,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.sync = AutomaticSync(lanes, clock, connect, self)
        self.sync.rounded.connect(self._hear_round)
        self.connect_to = connect
        self._lanes = lanes
        self._clock = clock
        self._catalogue = catalogue
        self._vault: Vault | None = None
        self._stick: StickDesk | None = None
        self._overlooking: Overlooking | None = None
        self._brought: Path | None = None

    @property
    def stick(self) -> StickDesk:
        """Only pages that are built when the vault is open ask for it."""
        assert self._stick is not None, "no vault is open"
        return self._stick

    def unlock(self, vault: "Vault") -> None:
        """From now on this vault's bundles are sent, and what its offices told is offered."""
        self._vault = vault
        self._stick = StickDesk(vault, self._lanes, self._clock, self)
        self._stick.changed.connect(self._hear_offices)
        self._lanes.record.submit(lambda: _hear(self._catalogue(), vault), owner=self)
        self.sync.begin(vault)

    def show_brought(self) -> None:
        """The file that was brought before the vault was open."""
        if self._brought is not None:
            brought, self._brought = self._brought, None
            self.enrolment_wanted.emit(brought)

    def stop_copying(self) -> None:
        """The window wants to close: a copy to a stick stops in the middle of its file."""
        if self._stick is not None:
            self._stick.cancel()

    def end(self) -> None:
        """The window closes: nothing long goes on, and nothing is left half true."""
        self.sync.end()
        self.stop_copying()

    def look(self, then: Callable[[Overview], None], owner: QObject) -> None:
        """Reads what the workbench shows."""
        vault = self._vault
        if vault is None:
            return
        today = self._clock.now().wall.astimezone().date()

        def call() -> Overview:
            if self._overlooking is None:
                self._overlooking = Overlooking(vault, self._catalogue())
            return self._overlooking.look(today)

        self._lanes.record.submit(call, then, owner=owner)

    def enrol(self, file: Path | None = None) -> None:
        """To the enrolment page; a file brought before the vault is open waits for it."""
        if self._vault is None:
            self._brought = file
            return
        self.enrolment_wanted.emit(file)

    def take_in(self) -> None:
        """The laptop is enrolled with another office, or seals to another one: sends what waits for it."""
        self._hear_offices()
        self.sync.look_and_send()

    def claim(self, task: "TaskOnHand") -> None:
        from cxo_desktop.services.tasks import claim

        self._change(lambda vault: claim(vault, task, self._clock))

    def give_back(self, task: "TaskOnHand") -> None:
        from cxo_desktop.services.tasks import unclaim

        self._change(lambda vault: unclaim(vault, task))

    def start(self, task: "TaskOnHand") -> None:
        """Asks what the walkthrough of a task begins with; the form then asks the rest."""
        vault = self._vault
        if vault is None:
            return

        def call() -> "Beginning":
            from cxo_desktop.services.tasks import start

            return start(vault, self._catalogue(), task)

        self._lanes.record.submit(call, lambda asked: self.begun_for.emit(task, asked), owner=self)

    def reopening(self, sent_back: "Returned") -> "Callable[[Recording], object]":
        """What has to be done to an open record before the comments can be worked off."""
        vault = self._vault

        def reopen(recording: "Recording") -> object:
            from cxo_core.walkthrough import Status
            from cxo_desktop.services.answering import reopen

            if vault is None or recording.state.status is not Status.SEALED:
                return None
            return reopen(vault, recording, sent_back)

        return reopen

    def _change(self, change: "Callable[[Vault], object]") -> None:
        vault = self._vault
        if vault is not None:
            self._lanes.record.submit(lambda: change(vault), lambda _done: self.changed.emit(), owner=self)

    def _hear_round(self, done: "Round") -> None:
        if done.packs:
            self._hear_offices()
        else:
            self.changed.emit()

    def _hear_offices(self) -> None:
        """What offices told is other than before: items, schemes, tasks."""
        vault = self._vault
        if vault is None:
            return
        self._lanes.record.submit(
            lambda: self._catalogue().refresh(), lambda _done: self.changed.emit(), owner=self
        )
        self.sync.look()


def _hear(catalogue: "Catalogue", vault: "Vault") -> None:
    from cxo_desktop.services.packs import told_by

    catalogue.hear(told_by(vault))
