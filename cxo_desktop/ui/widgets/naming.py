"""Every widget has a name for programs and one for people who hear the screen."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str, spoken: str = "", *, description: str = "") -> W:
    """Gives the widget its objectName, and its accessible name and description where there are any."""
    widget.setObjectName(name)
    if spoken:
        widget.setAccessibleName(spoken)
    if description:
        widget.setAccessibleDescription(description)
    return widget


def show_checked(button: QAbstractButton, is_checked: bool) -> None:
    """Shows a button pressed in or not, without anybody being told that it was pressed.

    What was pressed is heard by `toggled`, not by `clicked`: the accessibility bus can toggle a button without a click.
    """
    before = button.blockSignals(True)
    button.setChecked(is_checked)
    button.blockSignals(before)


def restyle(widget: QWidget, **properties: object) -> None:
    """Sets properties the style asks for and lets the style look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
