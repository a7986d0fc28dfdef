"""The hits of a search as a list: two lines each, photos with a small picture."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QImage, QPixmap

from cxo_core.walkthrough import Evidence
from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.masking.own_pictures import opened
from cxo_desktop.ui.people.about_hits import Hit, Sort
from cxo_desktop.ui.theme import scaled_to_text
from cxo_desktop.words import pick

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault

SIDE = 48
"""Side of a small picture in pixels at 100 % text."""

PICTURES = 400
"""Small pictures in memory at once; those seen longest ago are fetched again."""

Index = QModelIndex | QPersistentModelIndex
HIT = Qt.ItemDataRole.UserRole


class AboutModel(QAbstractListModel):
    """Shows the hits of one sort, or all. Pictures come on the work lane when their row is first painted."""

    def __init__(self, vault: "Vault", work: Lane) -> None:
        super().__init__()
        self._vault = vault
        self._work = work
        self._every: list[Hit] = []
        self._rows: list[Hit] = []
        self._sort = Sort.ALL
        self._pictures: dict[str, QPixmap | None] = {}

    @property
    def every(self) -> Sequence[Hit]:
        return self._every

    def clear(self) -> None:
        self.beginResetModel()
        self._every, self._rows = [], []
        self.endResetModel()

    def append(self, hits: Sequence[Hit]) -> None:
        self._every += hits
        shown = [hit for hit in hits if self._is_shown(hit)]
        if shown:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(shown) - 1)
            self._rows += shown
            self.endInsertRows()

    def show_only(self, sort: Sort) -> None:
        self.beginResetModel()
        self._sort = sort
        self._rows = [hit for hit in self._every if self._is_shown(hit)]
        self.endResetModel()

    def at(self, row: int) -> Hit | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: tuple[str, str, int, str]) -> int:
        """The row of a hit; −1 where it is not shown."""
        return next((row for row, hit in enumerate(self._rows) if hit.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self.at(index.row()) if index.isValid() else None
        if hit is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "\n".join(lines_of(hit))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(lines_of(hit))
            case Qt.ItemDataRole.DecorationRole:
                return self.picture_of(hit)
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(scaled_to_text(200), scaled_to_text(SIDE + 12))
            case int() if role == HIT:
                return hit
        return None

    def picture_of(self, hit: Hit) -> QPixmap | None:
        """None while it is not there yet, and for whatever has none."""
        photo = hit.photo
        if photo is None or not photo.is_kept:
            return None
        if photo.sha256 not in self._pictures:
            self._pictures[photo.sha256] = None
            self._ask(hit.walkthrough, photo)
        return self._pictures[photo.sha256]

    def _ask(self, walkthrough: str, photo: Evidence) -> None:
        vault, side = self._vault, scaled_to_text(SIDE)

        def call() -> QImage:
            from cxo_desktop.services.photographs import Photographs

            return _small(Photographs(vault, walkthrough).thumbnail(photo), side * 2)

        self._work.submit(
            call, lambda image: self._show(photo, image), lambda _problem: self._show(photo, None), owner=self
        )

    def _show(self, photo: Evidence, image: QImage | None) -> None:
        pixmap = QPixmap() if image is None else QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(2)
        self._pictures[photo.sha256] = pixmap
        while len(self._pictures) > PICTURES:
            self._pictures.pop(next(iter(self._pictures)))
        for row, hit in enumerate(self._rows):
            if hit.photo is not None and hit.photo.sha256 == photo.sha256:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def _is_shown(self, hit: Hit) -> bool:
        return self._sort in (Sort.ALL, hit.sort)


def lines_of(hit: Hit) -> tuple[str, str]:
    """What it is and says; where and when it stands."""
    text = " ".join(hit.text.split())
    return f"{hit.words} · {text}" if text else hit.words, f"{pick(hit.title)} · {day_and_time(hit.at)}"


def _small(thumbnail: bytes, side: int) -> QImage:
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    scaled = opened(thumbnail).scaled(side, side, keep, smooth)
    return scaled.copy((scaled.width() - side) // 2, (scaled.height() - side) // 2, side, side)
