"""What on the screen is secret: the clipboard keeps it for half a minute only."""

from typing import TypeVar

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

W = TypeVar("W", bound=QWidget)

_SECRET = "secret"


def secret(widget: W, is_one: bool = True) -> W:
    """Marks a label or line whose text must not stay in the clipboard: a key, a case's number, a person."""
    widget.setProperty(_SECRET, is_one)
    return widget


def is_secret(widget: object) -> bool:
    return isinstance(widget, QWidget) and bool(widget.property(_SECRET))


def chosen_in(widget: object) -> str:
    """The part of it that is selected."""
    return widget.selectedText() if isinstance(widget, QLabel | QLineEdit) else ""
