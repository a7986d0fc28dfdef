"""Photos in a row as a list model: each with its mark and words, its small picture fetched on the work lane when first looked at."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QImage, QPixmap

from cxo_core.problems import Problem
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.masking.own_pictures import on_screen, small
from cxo_desktop.ui.masking.standing import Standing, said, standing_of
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.photographs import Photographs

PHOTO = Qt.ItemDataRole.UserRole + 1
STANDING = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


class PhotoRows(QAbstractListModel):
    """`side` is the edge of a small picture in pixels of the layout. Pictures are of the photos as they stand, so that a mask
    shows here once it is kept; one that was put aside shows none.
    """

    def __init__(self, photographs: "Callable[[], Photographs]", work: Lane, side: int) -> None:
        super().__init__()
        self._photographs = photographs
        self._work = work
        self._side = side
        self._photos: tuple[Evidence, ...] = ()
        self._of_walk: dict[str, Evidence] = {}
        self._standings: dict[str, Standing] = {}
        self._pixmaps: dict[str, QPixmap | None] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._photos):
            return None
        photo = self._photos[index.row()]
        match role:
            case Qt.ItemDataRole.DecorationRole:
                return self.pixmap(photo.id)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.words(index.row(), photo)
            case Qt.ItemDataRole.SizeHintRole:
                return self.size()
            case int() if role == PHOTO:
                return photo
            case int() if role == STANDING:
                return self._standings.get(photo.id)
            case _:
                return None

    def words(self, row: int, photo: Evidence) -> str:
        """What the row says aloud: place, caption, time and how far the photo is on its way out."""
        caption = " ".join(photo.caption.replace("<", "‹").split()) or _("Photo without a caption")
        told = f"{row + 1}. {caption} · {photo.wall:%H:%M:%S}"
        standing = self._standings.get(photo.id)
        return told if standing is None else f"{told} · {said(standing)}"

    def size(self) -> QSize:
        return QSize(self._side + 6, self._side + 6)

    @property
    def photos(self) -> tuple[Evidence, ...]:
        return self._photos

    def show_photos(self, photos: Sequence[Evidence], state: Walkthrough) -> None:
        """Brings the rows to these photos; those only added at the end are inserted, so that the view stays where it is."""
        standings = {photo.id: standing_of(photo, state) for photo in state.evidence if not photo.removed}
        before, after = self._photos, tuple(photos)
        told = [self._standings.get(photo.id) for photo in before]
        self._of_walk = {photo.id: photo for photo in state.evidence}
        if [photo.id for photo in after[: len(before)]] != [photo.id for photo in before]:
            self.beginResetModel()
            self._photos, self._standings = after, standings
            self.endResetModel()
            return
        self._standings = standings
        self._photos = after[: len(before)]
        if before and (self._photos != before or told != [standings.get(photo.id) for photo in before]):
            self.dataChanged.emit(self.index(0), self.index(len(before) - 1))
        if len(after) > len(before):
            self.beginInsertRows(QModelIndex(), len(before), len(after) - 1)
            self._photos = after
            self.endInsertRows()

    def row_of(self, evidence: str) -> int | None:
        return next((row for row, photo in enumerate(self._photos) if photo.id == evidence), None)

    def pixmap(self, evidence: str) -> QPixmap | None:
        """The small picture of a photo of the walk as it stands now; None while it is being fetched, and where there is none."""
        photo = self._of_walk.get(evidence)
        if photo is None or not photo.is_kept or photo.is_voice:
            return None
        if photo.sha256 not in self._pixmaps:
            self._pixmaps[photo.sha256] = None
            photographs, side = self._photographs, self._side
            self._work.submit(
                lambda: small(photographs().thumbnail(photo), side),
                lambda image: self._show(photo, image),
                lambda problem: self._leave_blank(photo, problem),
                owner=self,
            )
        return self._pixmaps[photo.sha256]

    def _show(self, photo: Evidence, image: QImage) -> None:
        self._pixmaps[photo.sha256] = on_screen(image)
        row = self.row_of(photo.id)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def _leave_blank(self, photo: Evidence, _problem: Problem) -> None:
        """A picture that cannot be read shows as a blank; the large one and sealing say what is wrong with it."""
        self._pixmaps[photo.sha256] = QPixmap()
