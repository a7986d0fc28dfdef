"""Beside the photo: how far it is, what it shows, what in it is sensitive, and what is decided about it."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from cxo_core.privacy import Sensitive
from cxo_core.walkthrough import Evidence
from cxo_desktop.ui.masking.enter_field import EnterField
from cxo_desktop.ui.masking.standing import SENSITIVE, Standing, next_of, said
from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import badge, label, section, small
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named, show_checked
from cxo_desktop.words import _


class About(QWidget):
    kept = Signal()
    nothing_to_mask = Signal()
    excepted = Signal(str)
    flagged = Signal(object)
    described = Signal(str)
    accepted = Signal()
    dropped = Signal()
    photo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "maskingAbout", _("About this photo"))
        self._photo: Evidence | None = None
        self._standing = badge("maskingStanding", "")
        self._next = label("maskingNext")
        self._keep = button("maskingKeep", _("Keep"), self.kept.emit, tone="primary", keys="Enter")
        self._nothing = button("maskingNothing", _("Nothing to mask"), self.nothing_to_mask.emit, keys="N")
        self._accept = button("maskingAccept", _("Mask proposed faces"), self.accepted.emit, keys="A")
        self._drop = button("maskingDrop", _("Drop proposals"), self.dropped.emit, keys="D", tone="quiet")
        self._caption = named(LineField(), "maskingCaption", _("What the photo shows"))
        self._caption.setPlaceholderText(_("What the photo shows"))
        self._caption.editingFinished.connect(self._describe)
        self._flags = {each: self._flag(each) for each in Sensitive}
        self._basis = named(EnterField(), "maskingBasis", _("Legal basis of the exception"))
        self._basis.setPlaceholderText(_("Legal basis, e.g. PIPL article 13 (3)"))
        self._basis.entered.connect(self.except_it)
        self._basis.left.connect(self.photo_asked)
        self._except = button("maskingExcept", _("Leave unmasked as an exception"), self.except_it, keys="X")
        self._faces = small("maskingFaces", _why_no_faces())
        self._note = small("maskingNote")
        self._note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE_M, 0)
        column.setSpacing(SPACE_S)
        for each in (
            self._standing,
            self._next,
            self._note,
            self._keep,
            self._nothing,
            self._accept,
            self._drop,
        ):
            column.addWidget(each)
        column.addWidget(self._caption)
        column.addWidget(section("maskingSensitive", _("Sensitive in it")))
        for flag in self._flags.values():
            column.addWidget(flag)
        column.addWidget(section("maskingException", _("Exception")))
        column.addWidget(self._basis)
        column.addWidget(self._except)
        column.addWidget(self._faces)
        column.addStretch()

    def show_photo(self, photo: Evidence, standing: Standing, *, days: int | None, is_open: bool) -> None:
        is_other = self._photo is None or photo.id != self._photo.id
        self._photo = photo
        self._standing.setText(said(standing))
        self._next.setText(next_of(standing, photo, days))
        if is_other or not self._caption.isModified():
            self._caption.setText(photo.caption)
        if is_other:
            self._basis.setText(photo.basis)
        for each, box in self._flags.items():
            show_checked(box, each.value in photo.sensitive)
        is_open = is_open and standing is not Standing.PUT_ASIDE
        for control in (
            self._keep,
            self._nothing,
            self._except,
            self._basis,
            self._caption,
            *self._flags.values(),
        ):
            control.setEnabled(is_open)

    def show_proposals(self, count: int, *, finds_faces: bool) -> None:
        self._accept.setVisible(count > 0)
        self._drop.setVisible(count > 0)
        self._faces.setVisible(not finds_faces)

    def note(self, words: str) -> None:
        """A quiet word about what was just pressed; empty takes it away."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def except_it(self) -> None:
        """Leaves the photo unmasked, once a legal basis is named."""
        basis = self._basis.text().strip()
        if basis:
            self.excepted.emit(basis)
        else:
            self._basis.setFocus()
            self.note(_("Name the legal basis first."))

    def flush(self) -> None:
        """A caption still being typed is written."""
        self._describe()

    def _describe(self) -> None:
        caption = self._caption.text().strip()
        if self._photo is not None and self._caption.isEnabled() and caption != self._photo.caption:
            self._caption.setModified(False)
            self.described.emit(caption)

    def _flag(self, sensitive: Sensitive) -> QCheckBox:
        box = named(QCheckBox(_(SENSITIVE[sensitive])), f"maskingFlag.{sensitive}", _(SENSITIVE[sensitive]))
        box.toggled.connect(lambda _on: self.flagged.emit(self._flagged()))
        return box

    def _flagged(self) -> Sequence[Sensitive]:
        return tuple(each for each, box in self._flags.items() if box.isChecked())


def _why_no_faces() -> str:
    """In a package nothing can be installed afterwards."""
    if getattr(sys, "frozen", False):
        return _(
            "This package proposes no faces. Look for them yourself: every face of a by-stander is masked."
        )
    return _("Faces are not proposed: the extra “faces” is not installed.")
