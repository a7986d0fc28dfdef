"""Every photo of the walk in a row, each with how far it is."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView

from cxo_core.problems import Problem
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.masking.standing import said, standing_of
from cxo_desktop.ui.theme import scaled_to_text
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.photographs import Photographs
    from cxo_desktop.services.vaults import Vault

SIDE = 72
PHOTO = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class StripModel(QAbstractListModel):
    """The small pictures are of the photos as they stand, so that a mask shows here once it is kept."""

    def __init__(self, photographs: "Callable[[], Photographs]", work: Lane) -> None:
        super().__init__()
        self._photographs = photographs
        self._work = work
        self._photos: tuple[Evidence, ...] = ()
        self._words: dict[str, str] = {}
        self._pixmaps: dict[str, QPixmap | None] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._photos):
            return None
        photo = self._photos[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words[photo.id]
            case Qt.ItemDataRole.DecorationRole:
                return self._pixmap(photo)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                caption = photo.caption or _("Photo without a caption")
                return f"{index.row() + 1}. {caption} · {self._words[photo.id]}"
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(scaled_to_text(168), scaled_to_text(SIDE + 28))
            case int() if role == PHOTO:
                return photo
            case _:
                return None

    @property
    def photos(self) -> tuple[Evidence, ...]:
        return self._photos

    def show_state(self, state: Walkthrough) -> None:
        """Every photo that was not removed; those put aside are shown as such."""
        photos = tuple(photo for photo in state.evidence if not photo.removed)
        self._words = {photo.id: said(standing_of(photo, state)) for photo in photos}
        if [photo.id for photo in photos] == [photo.id for photo in self._photos]:
            self._photos = photos
            if photos:
                self.dataChanged.emit(self.index(0), self.index(len(photos) - 1))
            return
        self.beginResetModel()
        self._photos = photos
        self.endResetModel()

    def row_of(self, evidence: str) -> int | None:
        return next((row for row, photo in enumerate(self._photos) if photo.id == evidence), None)

    def _pixmap(self, photo: Evidence) -> QPixmap | None:
        if photo.sha256 not in self._pixmaps:
            self._pixmaps[photo.sha256] = None
            photographs, side = self._photographs, scaled_to_text(SIDE)
            self._work.submit(
                lambda: _small(photographs().thumbnail(photo), side * 2),
                lambda image: self._show(photo, image),
                lambda problem: self._leave_blank(photo, problem),
                owner=self,
            )
        return self._pixmaps[photo.sha256]

    def _show(self, photo: Evidence, image: QImage) -> None:
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(2)
        self._pixmaps[photo.sha256] = pixmap
        row = self.row_of(photo.id)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def _leave_blank(self, photo: Evidence, _problem: Problem) -> None:
        """The picture in the middle says what is wrong with it."""
        self._pixmaps[photo.sha256] = QPixmap()


class Strip(QListView):
    """`photo_chosen` tells which photo somebody went to."""

    photo_chosen = Signal(object)

    def __init__(self, model: StripModel) -> None:
        super().__init__()
        named(self, "maskingStrip", _("Photos of this walkthrough"))
        self._is_led = False
        self.setModel(model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setIconSize(QSize(scaled_to_text(SIDE), scaled_to_text(SIDE)))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(scaled_to_text(SIDE + 28) + 20)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def show_row(self, row: int) -> None:
        """Goes there without telling anybody."""
        self._is_led = True
        self.setCurrentIndex(self.model().index(row, 0))
        self._is_led = False

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        photo = index.data(PHOTO)
        if isinstance(photo, Evidence) and not self._is_led:
            self.photo_chosen.emit(photo)


def _small(thumbnail: bytes, side: int) -> QImage:
    image = QImage.fromData(thumbnail)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(side, side, keep, smooth)
    return scaled.copy((scaled.width() - side) // 2, (scaled.height() - side) // 2, side, side)


def photographs_of(vault: "Vault", walkthrough: str) -> "Callable[[], Photographs]":
    """Made on the work lane, with the first small picture."""

    @cache
    def photographs() -> "Photographs":
        from cxo_desktop.services.photographs import Photographs

        return Photographs(vault, walkthrough)

    return photographs
