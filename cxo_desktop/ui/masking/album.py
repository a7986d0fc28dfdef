"""The pictures to look at, fetched on the work lane: the one in view, the next one beforehand, and where faces may be."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from cxo_core.problems import Problem
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.imaging import faces
from cxo_desktop.imaging.edits import Box, Edit
from cxo_desktop.services.masking import edits_of
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.masking.own_pictures import opened

if TYPE_CHECKING:
    from cxo_desktop.services.bases import Base
    from cxo_desktop.services.masking import Masking

_MOST_HELD = 4
"""Pictures of up to 1600 px in memory, 8 MB each."""

Found = tuple[QImage, tuple[Box, ...]]
"""A picture and, in its own pixels, where faces may be."""


class Album(QObject):
    """`came` gives the id of a photo whose picture is there, `proposed` of one whose faces were looked for."""

    came = Signal(str)
    proposed = Signal(str)
    missed = Signal(str, object)

    def __init__(self, masking: "Callable[[], Masking]", work: Lane) -> None:
        super().__init__()
        self._masking = masking
        self._work = work
        self._pictures: dict[str, QImage] = {}
        self._bases: dict[str, Base] = {}
        self._faces: dict[str, tuple[Box, ...]] = {}
        self._asked: set[str] = set()

    @property
    def finds_faces(self) -> bool:
        return faces.is_installed()

    def picture(self, photo: Evidence) -> QImage | None:
        """The picture to draw on, or None while it is being fetched; none of one that was put aside."""
        if not photo.is_kept:
            return None
        if photo.id not in self._pictures:
            self.fetch(photo)
        return self._pictures.get(photo.id)

    def edits(self, photo: Evidence) -> tuple[Edit, ...]:
        """What was drawn on that picture, as the record has it."""
        base = self._bases.get(photo.id)
        return edits_of(photo, base.sha256 if base else "")

    def size(self, photo: Evidence, walkthrough: Walkthrough | None) -> tuple[int, int]:
        """Width and height in which is drawn; those of the copy shown where the record does not say."""
        base = self._bases.get(photo.id)
        if base is not None and not base.is_first and base.width and base.height:
            return base.width, base.height
        return size_of(photo, walkthrough, self._pictures.get(photo.id))

    def is_final(self, photo: Evidence) -> bool:
        """Whether what is under the masks was erased, so that they stay."""
        base = self._bases.get(photo.id)
        return base is not None and not base.is_first

    def faces(self, photo: Evidence) -> tuple[Box, ...]:
        return self._faces.get(photo.id, ())

    def fetch(self, photo: Evidence) -> None:
        if photo.id in self._asked or photo.id in self._pictures or not photo.is_kept:
            return
        self._asked.add(photo.id)
        masking = self._masking

        def call() -> "tuple[QImage, bytes, Base]":
            base, content = masking().base(photo), masking().look(photo)
            return opened(content), content, base

        self._work.submit(
            call,
            lambda found: self._take(photo, *found),
            lambda problem: self._miss(photo, problem),
            owner=self,
        )

    def let_go(self) -> None:
        """Nobody edits photos any more."""
        self._pictures.clear()
        self._bases.clear()
        self._asked.clear()
        if self.finds_faces:
            self._work.submit(faces.let_go)

    def _take(self, photo: Evidence, picture: QImage, content: bytes, base: "Base") -> None:
        self._asked.discard(photo.id)
        self._bases[photo.id] = base
        self._pictures[photo.id] = picture
        while len(self._pictures) > _MOST_HELD:
            del self._pictures[next(iter(self._pictures))]
        self.came.emit(photo.id)
        if self.finds_faces and photo.id not in self._faces:
            self._work.submit(
                lambda: faces.suggest_faces(content),
                lambda found: self._propose(photo, found),
                lambda _problem: None,
                owner=self,
            )

    def _propose(self, photo: Evidence, found: tuple[Box, ...]) -> None:
        self._faces[photo.id] = found
        if found:
            self.proposed.emit(photo.id)

    def _miss(self, photo: Evidence, problem: Problem) -> None:
        self._asked.discard(photo.id)
        self.missed.emit(photo.id, problem)


def size_of(photo: Evidence, walkthrough: Walkthrough | None, picture: QImage | None) -> tuple[int, int]:
    """Width and height of the photo as it came in, upright; those of the copy shown where the record does not say."""
    body = walkthrough.entry(photo.seq).body if walkthrough else {}
    wide, high = int(body.get("width") or 0), int(body.get("height") or 0)
    if wide > 0 and high > 0:
        return wide, high
    return (picture.width(), picture.height()) if picture else (1, 1)
