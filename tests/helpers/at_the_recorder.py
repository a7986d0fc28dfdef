"""The recorder on a real vault, worked by keyboard: what every story about the recorder stands on."""

from collections.abc import Callable
from concurrent.futures import Executor

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cxo_core.kinds import HAPPENINGS, Kind
from cxo_core.problems import Problem
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.recorder.page import RecorderPage
from helpers.recordings import MovingClock


class AtTheRecorder:
    """One open page in a window of its own. Every key comes a second after the one before, unless time is made to pass."""

    def __init__(
        self,
        qtbot: QtBot,
        vault: Vault,
        clock: MovingClock,
        recording: Recording,
        executor: Callable[[str], Executor] | None = None,
    ) -> None:
        self.problems: list[Problem] = []
        self.bugs: list[BaseException] = []
        self.clock = clock
        self.vault = vault
        self.recording = recording
        self._is_killed = False
        self.lanes = Lanes(on_problem=self.problems.append, on_bug=self.bugs.append, executor=executor)
        self.page = RecorderPage(
            recording=recording, state=recording.state, vault=vault, lanes=self.lanes, clock=clock
        )
        self._qtbot = qtbot
        self.window = QWidget()
        self.page.setParent(self.window)
        self.window.resize(1280, 720)
        self.page.resize(1280, 720)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        self.page.enter()
        if executor is None:
            self.settle()

    @property
    def state(self) -> Walkthrough:
        return self.page.live.look.state

    def settle(self) -> None:
        """Until everything pressed is on the disk and on the screen."""
        waited = QElapsedTimer()
        waited.start()
        while not self._is_quiet():
            assert not waited.hasExpired(10_000), "the recorder did not come to rest"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def key(self, keys: str, *, settle: bool = True, **passed: float) -> "AtTheRecorder":
        """Presses a key or a combination, such as `F2`, `Alt+Down`, `3`, where the keyboard is."""
        self.clock.wait(**(passed or {"seconds": 1}))
        pressed = QKeySequence(keys)[0]
        QTest.keyClick(self.focused(), pressed.key(), pressed.keyboardModifiers())
        if settle:
            self.settle()
        return self

    def type(self, text: str) -> "AtTheRecorder":
        """Types where the keyboard is."""
        QTest.keyClicks(self.focused(), text)
        return self

    def focused(self) -> QWidget:
        return self.window.focusWidget() or self.page

    def where(self) -> str:
        """The name of what has the keyboard."""
        return self.focused().objectName()

    def kinds(self) -> list[Kind]:
        """What happened and counts, in the order of the walk."""
        return [entry.kind for entry in self.state.counting if entry.kind in HAPPENINGS]

    def said(self) -> str:
        """The mark of what is saved."""
        return self.page.findChild(QWidget, "saved").accessibleName()  # type: ignore[union-attr]

    def begin(self, *steps: str) -> "AtTheRecorder":
        """Walks to the last of these steps, answering “done” on the way."""
        for step in steps:
            self.page.moving.go_to(step)
            if not self.page.parts.bars.outcome.isHidden():
                self.key("1")
            self.settle()
        return self

    def close(self) -> None:
        """As the window does it at the end: everything typed goes to the disk."""
        if not self._is_killed:
            self.page.leave()
            self.lanes.close()
            QApplication.processEvents()
        assert self.bugs == []

    def kill(self) -> None:
        """As a power cut does it: what is on the disk is there, and nothing else happens."""
        self._is_killed = True
        self.settle()
        self.lanes.close()
        self.window.hide()

    def _is_quiet(self) -> bool:
        live = self.page.live
        return (
            live.is_fresh and not live.waiting and not self.lanes.is_writing and self.page.parts.step.is_built
        )
