"""Tab goes through a page as it is read, also where some of it was built later than the rest."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def tab_as_read(whole: QWidget) -> None:
    """Puts everything the keyboard can stop at into the order in which it is laid out."""
    for before, after in pairwise(list(_stops(whole))):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """A group that hands the keyboard on to one of its parts (its focus proxy) moves as a whole, which Qt 6.12 does only
    where the group could hold the keyboard itself; left behind, it would lead Tab back to its part in a circle."""
    if (proxy := widget.focusProxy()) is not None:
        widget.setFocusPolicy(proxy.focusPolicy())
        yield widget
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _stops(inside)
    elif (layout := widget.layout()) is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from _stops(widget)
        elif (inner := item.layout()) is not None:
            yield from _laid_out(inner)
