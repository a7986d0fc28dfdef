"""The line to one phone: session and server of a hand-over, with their news brought to the window's thread."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Signal

from cxo_core.moment import Clock
from cxo_desktop.handover.arrivals import Standing
from cxo_desktop.handover.limits import LIMITS, HandoverLimits
from cxo_desktop.handover.server import HandoverServer
from cxo_desktop.handover.session import Arrived, Count, Session
from cxo_desktop.ui.recorder.pictures import Picture

Take = Callable[[list[Picture]], bool]
"""Takes pictures into the record; False where nothing is being recorded."""


class PhoneLine(QObject):
    """`changed` after anything the phone did, `ended` when it ended by itself. It ends with the window at the latest."""

    changed = Signal()
    ended = Signal()
    _arrived = Signal(object)

    def __init__(self, clock: Clock, take: Take, parent: QObject, *, limits: HandoverLimits = LIMITS) -> None:
        super().__init__(parent)
        self._clock = clock
        self._take = take
        self._limits = limits
        self._session: Session | None = None
        self._server: HandoverServer | None = None
        self._arrived.connect(self._take_in)

    @property
    def is_open(self) -> bool:
        return self._server is not None

    @property
    def url(self) -> str:
        return self._server.url if self._server else ""

    @property
    def count(self) -> Count:
        return self._session.count() if self._session else Count(False, 0, 0, 0)

    def open(self, address: str) -> None:
        """Opens on this address with a fresh code; the one before is worth nothing any more. Raises `handover-no-network`."""
        self.close()
        session = Session(self._clock, self._arrived.emit, self._limits, self._tell)
        server = HandoverServer(session, address, limits=self._limits, ended=self.ended.emit)
        server.start()
        self._session, self._server = session, server
        self.destroyed.connect(server.stop)
        self.changed.emit()

    def close(self) -> None:
        """Nobody can reach it any more when this returns. What had arrived whole still comes into the record."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    def _tell(self) -> None:
        """From any thread; a photo may be kept when the window is gone already."""
        if shiboken6.isValid(self):
            self.changed.emit()

    def _take_in(self, arrived: Arrived) -> None:
        session = self._session
        if session is None:
            return

        def settled(standing: str, why: str) -> None:
            session.settle(arrived.photo, Standing(standing), why)

        picture = Picture(
            arrived.name,
            lambda: arrived.content,
            clock=arrived.clock,
            came=arrived.chosen,
            is_once=True,
            settled=settled,
        )
        if not self._take([picture]):
            settled("refused", "not-recording")
