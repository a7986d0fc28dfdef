"""The outbox as somebody who works there sees it."""

from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from cxo_desktop.app import Program
from cxo_desktop.ui.outbox.page import OutboxPage
from cxo_desktop.ui.shell.places import Place
from helpers.screen import find, wait_for_page


def at_the_outbox(program: Program, qtbot: QtBot, rows: int) -> OutboxPage:
    """Goes there, and waits until it lists so many."""
    program.desk.go(Place.OUTBOX)
    page = wait_for_page(qtbot, program.window, "outbox")
    assert isinstance(page, OutboxPage)
    shown = find(page, "outboxList", QListView)
    qtbot.waitUntil(lambda: shown.model().rowCount() == rows)
    return page
