"""Every photo of the walk in a row, each with how far it is."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView

from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.masking.marks import Marked
from cxo_desktop.ui.masking.photo_rows import PHOTO, STANDING, Index, PhotoRows
from cxo_desktop.ui.masking.standing import Standing, said
from cxo_desktop.ui.theme import scaled_to_text
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.photographs import Photographs
    from cxo_desktop.services.vaults import Vault

SIDE = 72
ROOM = 40
"""Below and around a small picture, for its words and the style's own margins."""


class StripModel(PhotoRows):
    """Every photo that was not removed; those put aside are told, without their picture."""

    def __init__(self, photographs: "Callable[[], Photographs]", work: Lane) -> None:
        super().__init__(photographs, work, scaled_to_text(SIDE))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            standing = super().data(index, STANDING)
            return said(standing) if isinstance(standing, Standing) else None
        return super().data(index, role)

    def size(self) -> QSize:
        return QSize(scaled_to_text(168), scaled_to_text(SIDE + ROOM))

    def show_state(self, state: Walkthrough) -> None:
        self.show_photos(
            [photo for photo in state.evidence if not photo.removed and not photo.is_voice], state
        )


class Strip(QListView):
    """`photo_chosen` tells which photo somebody went to."""

    photo_chosen = Signal(object)

    def __init__(self, model: StripModel) -> None:
        super().__init__()
        named(self, "maskingStrip", _("Photos of this walkthrough"))
        self._is_led = False
        self.setModel(model)
        self.setItemDelegate(Marked(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setIconSize(QSize(scaled_to_text(SIDE), scaled_to_text(SIDE)))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(scaled_to_text(SIDE + ROOM) + 12)
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


def photographs_of(vault: "Vault", walkthrough: str) -> "Callable[[], Photographs]":
    """Made on the work lane, with the first small picture."""

    @cache
    def photographs() -> "Photographs":
        from cxo_desktop.services.photographs import Photographs

        return Photographs(vault, walkthrough)

    return photographs
