"""A whole window on a real vault, on an offscreen screen, without a person's keyring, clock or home."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxo_desktop import app, words
from cxo_desktop.app import Program
from cxo_desktop.clock import SystemClock
from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui.door import Way
from cxo_desktop.ui.sending.automatic import Connect, over_network
from cxo_desktop.ui.theme import load_fonts
from helpers.office_line import Desk as Laptop
from helpers.office_line import desk
from helpers.screen import wait_for_page

Start = Callable[..., Program]


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session", autouse=True)
def _fonts(qapp: QApplication) -> None:
    load_fonts()


@pytest.fixture(autouse=True)
def _hooks() -> Iterator[None]:
    """The program puts its crash hook in; afterwards everything is as it was."""
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, folder: Path) -> Iterator[Start]:
    """Starts the window on the test's vault folder. At the end it must not have crashed."""
    running: list[Program] = []

    def begin(
        language: str = "en",
        executor: Callable[[str], Executor] | None = None,
        connect: Connect = over_network,
    ) -> Program:
        words.use_language(language)
        program = app.build(
            qapp, folder, language=language, clock=SystemClock(), executor=executor, connect=connect
        )
        qtbot.addWidget(program.window)
        running.append(program)
        program.show()
        return program

    yield begin
    for program in running:
        program.close()
        program.window.hide()
        assert program.crash_reports == []


@pytest.fixture
def begin(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[Way], Program]]:
    """Starts the window as `main` does, at the usual place, on one of its ways."""
    running: list[Program] = []

    def start(way: Way) -> Program:
        program = app.build(qapp, None, language="en")
        qtbot.addWidget(program.window)
        running.append(program)
        program.show(way=way)
        return program

    yield start
    for program in running:
        program.close()
        assert program.crash_reports == []


@pytest.fixture
def program(start: Start, vault: Vault, qtbot: QtBot) -> Program:
    """The window on an empty, open vault, at the workbench."""
    vault.close()
    running = start()
    qtbot.waitUntil(lambda: running.desk.is_unlocked)
    wait_for_page(qtbot, running.window, "today")
    return running


@pytest.fixture
def laptop(vault: Vault, tmp_path: Path) -> Laptop:
    """The test's vault, still open, enrolled with a real office that a line leads to."""
    return desk(tmp_path / "office", vault)


@pytest.fixture
def at_work(start: Start, laptop: Laptop, qtbot: QtBot) -> Callable[..., Program]:
    """Closes the laptop's vault and opens the window on it, at the workbench, with the line to its office.

    Unless it `runs_by_itself` only what the test asks for is sent: no later round makes up for one that did not begin.
    """

    def begin(
        language: str = "en",
        executor: Callable[[str], Executor] | None = None,
        *,
        runs_by_itself: bool = False,
    ) -> Program:
        laptop.vault.close()
        running = start(language, executor, laptop.connect)
        running.desk.office.sync.runs_by_itself = runs_by_itself
        qtbot.waitUntil(lambda: running.desk.office.sync.seen.has_office)
        wait_for_page(qtbot, running.window, "today")
        return running

    return begin
