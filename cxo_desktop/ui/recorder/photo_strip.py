"""The photos of the step in a row, with the ways to add one: button, Ctrl+P, drag and drop, paste."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QListView,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.ui.masking.marks import Marked
from cxo_desktop.ui.masking.standing import SIGNS, Standing
from cxo_desktop.ui.recorder.measure import grown, target
from cxo_desktop.ui.recorder.photo_intake import PhotoIntake
from cxo_desktop.ui.recorder.photo_model import PHOTO, PhotoModel
from cxo_desktop.ui.recorder.pictures import PICTURE_NAMES, from_files
from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, ngettext

SIDE = 56


class PhotoStrip(QWidget):
    """`photo_asked` opens a photo for its caption; Delete asks for its removal, M for the page where photos are masked."""

    phone_asked = Signal()
    camera_asked = Signal()
    folder_asked = Signal()
    photo_asked = Signal(object)
    removal_asked = Signal(object)
    masking_asked = Signal()

    def __init__(self, model: PhotoModel, intake: PhotoIntake, *, takes_photos: bool) -> None:
        super().__init__()
        named(self, "photos", _("Photos of this step"))
        self.model = model
        self._intake = intake
        self._takes_photos = takes_photos
        self._add = button("photoAdd", _("＋ Photo"), self.choose_files, keys="Ctrl+P")
        self._add.setMinimumWidth(grown(76))
        self._add.setProperty("look", "compact")
        self._add.setEnabled(takes_photos)
        if not takes_photos:
            self._add.setToolTip(
                _("No photos are taken on this walkthrough: papers or screens marked 密 are in sight.")
            )
        self.view = named(_Photos(self), "photoList", _("Photos of this step"), description="Ctrl+Shift+P")
        self.view.setModel(model)
        self.view.setItemDelegate(Marked(self.view))
        self.view.setIconSize(QSize(grown(SIDE), grown(SIDE)))
        self._aside = small("photosAside")
        self._progress = named(QProgressBar(), "photoProgress", _("Photos coming in"))
        self._progress.setFormat(_("{done} of {all}").format(done="%v", all="%m"))
        self._stop = button("photoStop", _("Stop"), intake.cancel)
        self._stop.setProperty("look", "compact")
        coming = QVBoxLayout()
        coming.setSpacing(SPACE_XS)
        coming.addWidget(self._progress)
        coming.addWidget(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XS)
        row.addWidget(self._add)
        row.addWidget(self._make_ways())
        row.addWidget(self.view, 1)
        row.addWidget(self._aside)
        row.addLayout(coming)
        self._show_progress(0, 0)
        intake.progressed.connect(self._show_progress)
        intake.finished.connect(lambda: self._show_progress(0, 0))

    def show_state(self, state: Walkthrough) -> None:
        before = self.model.rowCount()
        self.model.show_state(state, state.step)
        count = self.model.rowCount()
        if count > before > 0:
            self.view.scrollTo(self.model.index(count - 1))
        aside = sum(bool(photo.quarantined) and not photo.is_voice for photo in state.evidence)
        told = ngettext("{count} put aside", "{count} put aside", aside).format(count=aside)
        self._aside.setText(f"{SIGNS[Standing.PUT_ASIDE]} {told}")
        self._aside.setVisible(aside > 0)
        words = _("＋ Photo")
        self._add.setText(f"{words}\n{count}" if count else words)

    def choose_files(self) -> None:
        """Asks for files; the window goes on meanwhile."""
        if not self._takes_photos:
            return
        names = " ".join(f"*{name}" for name in (*PICTURE_NAMES, ".wav"))
        dialog = named(QFileDialog(self, _("Choose photos")), "photoFiles", _("Choose photos"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_("Photos ({names})").format(names=names))
        dialog.filesSelected.connect(lambda files: self._intake.take(from_files(map(Path, files))))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def offer_ways(self) -> None:
        """The other ways photos come in, each with its key."""
        menu = named(QMenu(self), "photoWaysMenu", _("Ways to get pictures in"))
        for words, keys, asked in (
            (_("From a phone…"), "Ctrl+G", self.phone_asked),
            (_("Camera…"), "Ctrl+K", self.camera_asked),
            (_("Watch a folder…"), "Ctrl+Shift+O", self.folder_asked),
        ):
            menu.addAction(f"{words}\t{keys}").triggered.connect(lambda _on, asked=asked: asked.emit())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._ways.mapToGlobal(self._ways.rect().topLeft()))

    def _make_ways(self) -> QPushButton:
        self._ways = button(
            "photoWays", "", self.offer_ways, picture="camera", spoken=_("Other ways to get pictures in")
        )
        self._ways.setProperty("look", "compact")
        self._ways.setToolTip(_("Other ways to get pictures in"))
        self._ways.setMinimumWidth(target())
        self._ways.setEnabled(self._takes_photos)
        return self._ways

    def focus(self) -> None:
        if self.model.rowCount() and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(self.model.rowCount() - 1))
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def chosen(self) -> Evidence | None:
        photo = self.view.currentIndex().data(PHOTO)
        return photo if isinstance(photo, Evidence) else None

    def _show_progress(self, done: int, of: int) -> None:
        self._progress.setVisible(of > 0)
        self._stop.setVisible(of > 0)
        if of:
            self._progress.setMaximum(of)
            self._progress.setValue(done)


class _Photos(QListView):
    """Enter opens the chosen photo, Delete asks for its removal, M for masking it."""

    def __init__(self, strip: PhotoStrip) -> None:
        super().__init__()
        self._strip = strip
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(grown(70))
        self.clicked.connect(lambda _index: self._open())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self._open()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                if self._strip.chosen is not None:
                    self._strip.removal_asked.emit(self._strip.chosen)
            case Qt.Key.Key_M if not event.modifiers():
                self._strip.masking_asked.emit()
            case _:
                super().keyPressEvent(event)

    def _open(self) -> None:
        if self._strip.chosen is not None:
            self._strip.photo_asked.emit(self._strip.chosen)
