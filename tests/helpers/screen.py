"""Looking at and pressing what is on the screen, by the names every control has."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)


def find(root: QWidget, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
    """The widget of that objectName, the visible one first (a page being let go may still be there); it must be there."""
    found = root.findChildren(kind, name)
    assert found, f"there is no {kind.__name__} named {name}"
    return max(found, key=lambda each: each.isVisible())


def press(root: QWidget, name: str) -> None:
    """Clicks a button as a person can: it must be visible and enabled."""
    found = find(root, name, QAbstractButton)
    assert found.isVisible(), f"{name} is not visible"
    assert found.isEnabled(), f"{name} is not enabled"
    found.click()


def write(root: QWidget, name: str, text: str) -> QLineEdit:
    """Replaces what a line holds."""
    line = find(root, name, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    return line


def said(root: QWidget, name: str) -> str:
    """The text of a label."""
    return find(root, name, QLabel).text()


def key(
    widget: QWidget, code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, code, modifier)


def wait_for_page(qtbot: QtBot, window: QWidget, name: str) -> QWidget:
    """Waits until the page of that name is in view."""
    qtbot.waitUntil(lambda: _shown(window, name))
    return find(window, name)


def _shown(window: QWidget, name: str) -> bool:
    return any(page.isVisible() for page in window.findChildren(QWidget, name))
