"""The keys of the masking page: what each does, and what F1 lists."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from cxo_desktop.ui.masking.tools import TOLD, TURN_KEY, words_of
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.ui.masking.page import MaskingPage

LARGER, SMALLER = 1.25, 0.8
_PLAIN = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


def listed() -> Sequence[tuple[str, str]]:
    return (
        *((told.key, words_of(tool)) for tool, told in TOLD.items()),
        (TURN_KEY, _("Turn")),
        ("Space", _("Draw with the tool in the middle")),
        ("← ↑ ↓ →", _("Move the chosen shape, with Shift enlarge it, with Alt by one pixel")),
        (", · .", _("The shape before, the next shape")),
        ("M", _("Solid or mosaic, the chosen mask")),
        ("Delete", _("Take the chosen shape away")),
        ("Enter", _("Keep and go to the next photo")),
        ("N", _("Nothing to mask, and to the next photo")),
        ("X", _("Leave unmasked as an exception")),
        ("A · D", _("Mask the proposed faces, drop them")),
        ("PgUp · PgDown", _("The photo before, the next photo")),
        ("+ · - · 0", _("Larger, smaller, the whole photo")),
        ("Ctrl+Z · Ctrl+Y", _("Undo and redo: shapes first, then what is recorded")),
    )


def act_of(page: "MaskingPage", event: QKeyEvent) -> Callable[[], object] | None:
    """What a press does on the page; None where it is not the page's."""
    if event.modifiers() & ~_PLAIN:
        return None
    named: dict[int, Callable[[], object]] = {
        Qt.Key.Key_Return: page.keep,
        Qt.Key.Key_Enter: page.keep,
        Qt.Key.Key_PageUp: lambda: page.go(-1),
        Qt.Key.Key_PageDown: lambda: page.go(1),
    }
    return named.get(event.key()) or _written(page).get(event.text().upper())


def _written(page: "MaskingPage") -> dict[str, Callable[[], object]]:
    canvas = page.canvas
    return {
        **{told.key: partial(page.choose, tool) for tool, told in TOLD.items()},
        TURN_KEY: lambda: canvas.take(canvas.draft.turned()),
        "M": lambda: canvas.take(canvas.draft.filled_otherwise()),
        "N": page.nothing_to_mask,
        "X": page.about.except_it,
        "A": lambda: page.accept(drops=False),
        "D": lambda: page.accept(drops=True),
        ",": lambda: canvas.show_draft(canvas.draft.choosing(-1)),
        ".": lambda: canvas.show_draft(canvas.draft.choosing(1)),
        "+": lambda: canvas.zoom_by(LARGER),
        "=": lambda: canvas.zoom_by(LARGER),
        "-": lambda: canvas.zoom_by(SMALLER),
        "0": lambda: canvas.zoom_by(0),
    }
