"""Where the pieces of the masking page stand, and what each press of theirs does."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from cxo_desktop.ui.theme import SPACE_M, SPACE_S, scaled_to_text
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.scrolling import ScrollDown
from cxo_desktop.ui.widgets.shortcuts import bind
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.ui.masking.page import MaskingPage

_ABOUT_WIDTH = 290


def lay_out(page: "MaskingPage") -> None:
    """Tools above the photo, what is decided about it on its right, the other photos below."""
    beside = ScrollDown("maskingAboutScroll", _("About this photo"))
    beside.setWidget(page.about)
    beside.setFixedWidth(scaled_to_text(_ABOUT_WIDTH))
    middle = QVBoxLayout()
    middle.setSpacing(SPACE_S)
    middle.addWidget(page.tools)
    middle.addWidget(page.canvas, 1)
    row = QHBoxLayout()
    row.setSpacing(SPACE_M)
    row.addLayout(middle, 1)
    row.addWidget(beside)
    page.body.setSpacing(SPACE_S)
    page.body.addLayout(row, 1)
    page.body.addWidget(page.strip)
    page.head_actions.addWidget(page.left_over)
    page.head_actions.addWidget(button("maskingLeave", _("Back"), page.left.emit, picture="back", keys="Esc"))


def connect(page: "MaskingPage") -> None:
    canvas, tools, about = page.canvas, page.tools, page.about
    page.writing.seen.connect(page.show_state)
    page.writing.refused.connect(page.refuse)
    page.album.came.connect(page.show_picture)
    page.album.proposed.connect(page.propose)
    page.album.missed.connect(lambda _id, problem: page.show_problem(problem))
    page.strip.photo_chosen.connect(page.show_chosen)
    canvas.drafted.connect(page.show_changed)
    canvas.words_missing.connect(tools.focus_label)
    canvas.missed.connect(lambda: about.note(_("That lies beside the photo; nothing was drawn.")))
    tools.chosen.connect(page.choose)
    tools.turn_asked.connect(lambda: canvas.take(canvas.draft.turned()))
    tools.fill_asked.connect(lambda: canvas.take(canvas.draft.filled_otherwise()))
    tools.undo_asked.connect(page.undo)
    tools.redo_asked.connect(page.redo)
    tools.label_written.connect(lambda text: setattr(canvas, "label_text", text.strip()))
    tools.label_entered.connect(canvas.draw_in_the_middle)
    for left in (tools.label_entered, tools.label_left, about.photo_asked):
        left.connect(canvas.setFocus)
    about.kept.connect(page.keep)
    about.nothing_to_mask.connect(page.nothing_to_mask)
    about.excepted.connect(page.check_exception)
    about.flagged.connect(page.flag)
    about.described.connect(page.describe)
    about.accepted.connect(lambda: page.accept(drops=False))
    about.dropped.connect(lambda: page.accept(drops=True))
    for pressed, act in (
        ("Ctrl+Z", page.undo),
        ("Ctrl+Y", page.redo),
        ("Ctrl+Shift+Z", page.redo),
        ("Esc", page.step_back),
    ):
        bind(page, pressed, act)
