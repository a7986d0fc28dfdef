"""The photos of one step as a list model, their small pictures fetched on the work lane when they are first looked at."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QImage, QPixmap

from cxo_core.problems import Problem
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.photographs import Photographs

PHOTO = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class PhotoModel(QAbstractListModel):
    """`side` is the edge of a small picture in device-independent pixels."""

    def __init__(self, photographs: "Callable[[], Photographs]", work: Lane, side: int) -> None:
        super().__init__()
        self._photographs = photographs
        self._work = work
        self._side = side
        self._photos: list[Evidence] = []
        self._of_walk: dict[str, Evidence] = {}
        self._pixmaps: dict[str, QPixmap | None] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._photos):
            return None
        photo = self._photos[index.row()]
        words = photo.caption or _("Photo without a caption")
        match role:
            case Qt.ItemDataRole.DecorationRole:
                return self.pixmap(photo.id)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{words} · {photo.wall:%H:%M:%S}"
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(self._side + 6, self._side + 6)
            case int() if role == PHOTO:
                return photo
            case _:
                return None

    @property
    def photos(self) -> tuple[Evidence, ...]:
        return tuple(self._photos)

    def show_state(self, state: Walkthrough, step: str | None) -> None:
        """Brings the rows to the photos of a step; photos only added at the end are inserted."""
        self._of_walk = {photo.id: photo for photo in state.kept}
        wanted = [photo for photo in state.kept if photo.step == step]
        known = len(self._photos)
        if wanted[:known] == self._photos:
            if len(wanted) > known:
                self.beginInsertRows(QModelIndex(), known, len(wanted) - 1)
                self._photos = wanted
                self.endInsertRows()
            return
        if [photo.id for photo in wanted] == [photo.id for photo in self._photos]:
            self._photos = wanted
            self.dataChanged.emit(self.index(0), self.index(known - 1))
            return
        self.beginResetModel()
        self._photos = wanted
        self.endResetModel()

    def row_of(self, evidence: str) -> int | None:
        return next((row for row, photo in enumerate(self._photos) if photo.id == evidence), None)

    def pixmap(self, evidence: str) -> QPixmap | None:
        """The small picture of a photo as it stands now, or None while it is still being fetched."""
        photo = self._of_walk.get(evidence)
        if photo is None:
            return None
        if photo.sha256 not in self._pixmaps:
            self._pixmaps[photo.sha256] = None
            photographs, side = self._photographs, self._side * 2
            self._work.submit(
                lambda: _small(photographs().thumbnail(photo), side),
                lambda image: self._show(photo, image),
                lambda _problem: self._forget(photo, _problem),
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

    def _forget(self, photo: Evidence, problem: Problem) -> None:
        """A picture that cannot be read shows as a blank; sealing names it."""
        self._pixmaps[photo.sha256] = QPixmap()


def _small(thumbnail: bytes, side: int) -> QImage:
    """A square cut of the thumbnail, made on the work lane."""
    image = QImage.fromData(thumbnail)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(side, side, keep, smooth)
    return scaled.copy((scaled.width() - side) // 2, (scaled.height() - side) // 2, side, side)
