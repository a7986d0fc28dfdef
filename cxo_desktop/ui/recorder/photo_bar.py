"""One photo: its caption, the step it belongs to, or its removal with the reason."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel

from cxo_core.scheme import Scheme
from cxo_core.walkthrough import Evidence
from cxo_desktop.ui.people.sure_button import SureButton
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.recorder.photo_model import PhotoModel
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.asked_box import AskedBox
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.words import _, pick


class PhotoBar(InlineBar):
    """Enter keeps caption and step; in the reason's line it removes the photo, which stays in the record as removed."""

    described = Signal(str, str)
    moved = Signal(str, str)
    removed = Signal(str, str)
    put_aside = Signal(str)
    people_asked = Signal(object)

    def __init__(self, scheme: Scheme, model: PhotoModel) -> None:
        super().__init__("photoBar", _("Photo"))
        self._model = model
        self._photo: Evidence | None = None
        self._picture = named(QLabel(), "photoPicture", _("Photo"))
        self._picture.setFixedSize(grown(56), grown(56))
        self._picture.setScaledContents(True)
        self._caption = named(LineField(), "photoCaption", _("What the photo shows"))
        self._caption.setPlaceholderText(_("What the photo shows"))
        self._step = AskedBox("photoStep", _("Step"))
        self._step.addItem(_("The whole walk"), "")
        for step in scheme.steps:
            self._step.addItem(pick(step.title), step.id)
        self._reason = named(LineField(), "photoReason", _("Why the photo is removed"))
        self._reason.setPlaceholderText(_("Reason for removing it"))
        self._remove = button("photoRemove", _("Remove"), self.remove, tone="danger")
        for field in (self._caption, self._step, self._reason, self._remove):
            field.setProperty("look", "finger")
        self._step.setMaximumWidth(grown(170))
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._picture)
        row.addWidget(self._caption, 4)
        row.addWidget(label("photoStepLabel", _("Step"), wraps=False))
        row.addWidget(self._step, 1)
        row.addWidget(button("photoKeep", _("Keep"), self.keep, tone="primary", keys="Enter"))
        row.addWidget(self._reason, 2)
        row.addWidget(self._remove)
        row.addWidget(self.close_button())
        self.body.addLayout(row)
        self._aside = SureButton(
            "photoAside",
            _("密: put aside…"),
            _("Really? It leaves the record for good"),
            self._put_aside,
        )
        aside = QHBoxLayout()
        aside.addWidget(self._aside)
        told = _("For papers or screens marked 密: the photo leaves every view, report and bundle at once.")
        aside.addWidget(label("photoAsideTold", told, tone="quiet", size="small"), 1)
        aside.addWidget(
            button("photoPeople", _("People…"), self._ask_people, picture="person", keys="Ctrl+H")
        )
        self.body.addLayout(aside)

    def ask(self, photo: Evidence, *, removes: bool = False) -> None:
        self._photo = photo
        self._aside.calm()
        if pixmap := self._model.pixmap(photo.id):
            self._picture.setPixmap(pixmap)
        self._caption.setText(photo.caption)
        self._step.setCurrentIndex(max(0, self._step.findData(photo.step or "")))
        self._reason.clear()
        restyle(self._reason, wrong="false")
        self.open_at(self._reason if removes else self._caption)

    def keep(self) -> None:
        if self._photo is None:
            return
        caption = self._caption.text().strip()
        if caption != self._photo.caption:
            self.described.emit(self._photo.id, caption)
        if (self._photo.step or "") != self._step.currentData():
            self.moved.emit(self._photo.id, str(self._step.currentData()))
        self.put_away()

    def remove(self) -> None:
        reason = self._reason.text().strip()
        if self._photo is None:
            return
        if not reason:
            restyle(self._reason, wrong="true")
            self._reason.setFocus()
            return
        self.removed.emit(self._photo.id, reason)
        self.put_away()

    def _ask_people(self) -> None:
        photo = self._photo
        self.put_away()
        self.people_asked.emit(photo)

    def _put_aside(self) -> None:
        if self._photo is not None:
            self.put_aside.emit(self._photo.id)
            self.put_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self._reason.hasFocus():
                self.remove()
            else:
                self.keep()
            return
        super().keyPressEvent(event)
