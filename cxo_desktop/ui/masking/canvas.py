"""The photo to draw on: mouse and keys make, move and enlarge shapes; nothing here knows the record."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from cxo_desktop.imaging.edits import Edit, Mask, Point, Polygon
from cxo_desktop.ui.masking import tools
from cxo_desktop.ui.masking.draft import Draft
from cxo_desktop.ui.masking.painting import handle, paint
from cxo_desktop.ui.masking.shapes import bounds, lies_in
from cxo_desktop.ui.masking.tools import Tool
from cxo_desktop.ui.theme import shades_in_use
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

_LARGEST_ZOOM = 8.0
_TO_DRAW = 4
"""A stretch of fewer pixels on the screen is a click."""


class Canvas(QWidget):
    """`drafted` gives the new draft after each change; `words_missing` that a label has no words yet, `missed` that what was
    drawn lies beside the picture.
    """

    drafted = Signal(object)
    words_missing = Signal()
    missed = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "maskingCanvas", _("Photo to mask"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 220)
        self.tool = Tool.SOLID
        self.label_text = ""
        self.is_open = True
        self._draft = Draft(1, 1)
        self._picture = QImage()
        self._zoom = 1.0
        self._middle = QPointF(0.5, 0.5)
        self._start: Point | None = None
        self._points: list[Point] = []
        self._grip = ""
        self._held: Draft | None = None

    @property
    def draft(self) -> Draft:
        return self._draft

    @property
    def is_blank(self) -> bool:
        """Whether no picture is shown."""
        return self._picture.isNull()

    @property
    def zoom(self) -> float:
        return self._zoom

    def show_picture(self, picture: QImage, draft: Draft) -> None:
        """Another photo, from its whole."""
        self._picture, self._draft = picture, draft
        self._zoom, self._middle = 1.0, QPointF(draft.width / 2, draft.height / 2)
        self._let_go()
        self._tell()

    def show_draft(self, draft: Draft) -> None:
        self._draft = draft
        self._tell()

    def take(self, draft: Draft) -> None:
        """Shows a changed draft and says so."""
        if draft != self._draft and self.is_open:
            self.show_draft(draft)
            self.drafted.emit(draft)

    def zoom_by(self, factor: float) -> None:
        self._zoom = min(_LARGEST_ZOOM, max(1.0, self._zoom * factor))
        if self._zoom == 1.0:
            self._middle = QPointF(self._draft.width / 2, self._draft.height / 2)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(800, 500)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(shades_in_use().rail))
        if not self._picture.isNull():
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            painter.setTransform(self._view(), combine=True)
            accent = QColor(shades_in_use().accent)
            paint(painter, self._picture, self._being_drawn(), pixel=1 / self._scale(), accent=accent)
        painter.resetTransform()
        if self.hasFocus():
            painter.setPen(QColor(shades_in_use().accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._picture.isNull() or not self.is_open:
            return
        at = self._place(event.position())
        self._start, self._held, self._grip = at, self._draft, "draw"
        self._points = [at]
        chosen, pixel = self._draft.edit, 1 / self._scale()
        area = bounds(chosen) if chosen is not None else None
        offered = [box for box in self._draft.proposed if _holds(box.corners, at)]
        if area is not None and handle(area, pixel).contains(QPointF(*at)):
            self._grip = "enlarge"
        elif offered:
            self._let_go()
            self.take(self._draft.accepting((offered[0],)))
        elif (place := self._draft.at(*at)) is not None and (
            place == self._draft.chosen or self.tool is not Tool.CROP
        ):
            self._grip = "move"
            self.show_draft(replace(self._draft, chosen=place))
            self._held = self._draft

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None or self._held is None:
            return
        at = self._place(event.position())
        right, down = at[0] - self._start[0], at[1] - self._start[1]
        if self._grip == "draw":
            self._points.append(at)
        elif self._grip == "move":
            self._draft = self._held.moved(right, down)
        else:
            self._draft = self._held.resized(right, down)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._start is None or self._held is None:
            return
        start, held, grip, points = self._start, self._held, self._grip, self._points
        changed = self._draft
        self._let_go()
        if grip != "draw":
            self._draft = held
            self.take(changed)
            return
        end = self._place(event.position())
        far = max(abs(end[0] - start[0]), abs(end[1] - start[1])) * self._scale() >= _TO_DRAW
        if self.tool is Tool.LABEL or far:
            self._add(self._edit(start, end, points))
        else:
            self.show_draft(replace(self._draft, chosen=None))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._middle = QPointF(*self._place(event.position()))
        self.zoom_by(1.25 if event.angleDelta().y() > 0 else 0.8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space makes a shape in the middle, arrows move it, with Shift they enlarge it; without a shape they move the view."""
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in arrows:
            self._push(*arrows[key], modifiers)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Insert) and not modifiers:
            self.draw_in_the_middle()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.take(self._draft.without_chosen())
        else:
            super().keyPressEvent(event)

    def _push(self, across: int, down: int, modifiers: Qt.KeyboardModifier) -> None:
        """One step on the screen is a hundredth of the picture, with Alt one pixel of it."""
        is_fine = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        step = 1 if is_fine else max(1, max(self._draft.width, self._draft.height) // 100)
        for _quarter in range((4 - self._draft.quarters) % 4):
            across, down = -down, across
        if self._draft.edit is None:
            self._look_at(self._middle + QPointF(across * step * 4, down * step * 4))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.take(self._draft.resized(across * step, down * step))
        else:
            self.take(self._draft.moved(across * step, down * step))

    def _look_at(self, middle: QPointF) -> None:
        """The view moves where the photo is larger than it, and never off the photo."""
        if self._zoom > 1:
            across = min(max(middle.x(), 0.0), float(self._draft.width))
            self._middle = QPointF(across, min(max(middle.y(), 0.0), float(self._draft.height)))
            self.update()

    def draw_in_the_middle(self) -> None:
        """A shape of the tool in use, in the middle of what is seen; the words of a label exactly there."""
        x, y = round(self._middle.x()), round(self._middle.y())
        side = (
            0
            if self.tool is Tool.LABEL
            else max(8, round(min(self._draft.width, self._draft.height) / 5 / self._zoom))
        )
        self._add(self._edit((x - side // 2, y - side // 2), (x + side // 2, y + side // 2), []))

    def _edit(self, start: Point, end: Point, points: list[Point]) -> Edit | None:
        if self.tool is Tool.FREE and len(points) >= 3:
            few = points[:: max(1, len(points) // 400)]
            return Mask(Polygon(tuple(few))) if len(few) >= 3 else None
        return tools.drawn(self.tool, start, end, text=self.label_text, height=self._draft.height)

    def _add(self, edit: Edit | None) -> None:
        if edit is not None and not lies_in(edit, self._draft.width, self._draft.height):
            self.missed.emit()
        elif edit is not None:
            self.take(self._draft.with_edit(edit))
        elif self.tool is Tool.LABEL:
            self.words_missing.emit()

    def _being_drawn(self) -> Draft:
        if self._start is None or self._grip != "draw" or len(self._points) < 2:
            return self._draft
        edit = self._edit(self._start, self._points[-1], self._points)
        return self._draft.with_edit(edit) if edit is not None else self._draft

    def _let_go(self) -> None:
        self._start = self._held = None
        self._points, self._grip = [], ""

    def _scale(self) -> float:
        """Pixels of the screen for one of the picture."""
        wide, high = self._draft.width, self._draft.height
        if self._draft.quarters % 2:
            wide, high = high, wide
        fits = min(self.width() / max(wide, 1), self.height() / max(high, 1))
        return max(fits, 0.001) * self._zoom

    def _view(self) -> QTransform:
        """From pixels of the upright picture to the screen."""
        view = QTransform()
        view.translate(self.width() / 2, self.height() / 2)
        view.scale(self._scale(), self._scale())
        view.rotate(90 * self._draft.quarters)
        view.translate(-self._middle.x(), -self._middle.y())
        return view

    def _place(self, position: QPointF) -> Point:
        inverted, _is_invertible = self._view().inverted()
        there = inverted.map(position)
        return (
            min(max(round(there.x()), 0), self._draft.width),
            min(max(round(there.y()), 0), self._draft.height),
        )

    def _tell(self) -> None:
        """What a screen reader says of it."""
        count = len(self._draft.edits)
        words = _("{count} shapes").format(count=count)
        if self._draft.edit is not None:
            words = f"{tools.edit_of(self._draft.edit)} · {words}"
        if self._draft.proposed:
            words += " · " + _("{count} faces proposed").format(count=len(self._draft.proposed))
        self.setAccessibleDescription(words)
        self.update()


def _holds(corners: tuple[int, int, int, int], at: Point) -> bool:
    left, top, right, bottom = corners
    return left <= at[0] < right and top <= at[1] < bottom
