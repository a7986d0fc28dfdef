"""How a picture with its edits looks while it is being drawn on: as it will be, with lines around what can be moved."""

from math import atan2, cos, pi, sin

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from cxo_desktop.imaging.edits import Arrow, Box, Circle, Edit, Ink, Label, Mask, MaskKind, Polygon
from cxo_desktop.ui.masking.draft import Draft
from cxo_desktop.ui.masking.shapes import around, bounds

SOLID = QColor(24, 24, 24)
INKS = {
    Ink.RED: "#d92626",
    Ink.YELLOW: "#f2c200",
    Ink.BLUE: "#1f5fd0",
    Ink.BLACK: "#181818",
    Ink.WHITE: "#ffffff",
}
_MOST_BLOCKS = 12


def paint(painter: QPainter, picture: QImage, draft: Draft, *, pixel: float, accent: QColor) -> None:
    """The painter's unit is one pixel of the upright picture; `pixel` is how many of them one pixel of the screen shows."""
    whole = QRectF(0, 0, draft.width, draft.height)
    painter.drawImage(whole, picture)
    for edit in draft.edits:
        _paint_edit(painter, picture, draft, edit)
    if draft.crop is not None:
        outside = QPainterPath()
        outside.addRect(whole)
        kept = QPainterPath()
        kept.addRect(_rect(draft.crop))
        painter.fillPath(outside - kept, QColor(0, 0, 0, 150))
        _outline(painter, draft.crop, QColor("#ffffff"), pixel, Qt.PenStyle.DashDotLine)
    for box in draft.proposed:
        _outline(painter, box, QColor("#ffffff"), pixel * 2, Qt.PenStyle.SolidLine)
        _outline(painter, box, QColor("#d92626"), pixel, Qt.PenStyle.DashLine)
    if draft.edit is not None and (area := bounds(draft.edit)) is not None:
        _outline(painter, area, QColor("#ffffff"), pixel * 2, Qt.PenStyle.SolidLine)
        _outline(painter, area, accent, pixel, Qt.PenStyle.SolidLine)
        painter.fillRect(handle(area, pixel), accent)


def handle(area: Box, pixel: float) -> QRectF:
    """The corner by which a shape is made larger."""
    side = 14 * pixel
    return QRectF(area.right - side / 2, area.bottom - side / 2, side, side)


def _paint_edit(painter: QPainter, picture: QImage, draft: Draft, edit: Edit) -> None:
    thick = max(draft.width, draft.height) / 240
    match edit:
        case Mask(Box() as area, kind):
            _cover(painter, picture, draft, area, kind, None)
        case Mask(Polygon(points), kind):
            shape = QPainterPath()
            shape.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
            shape.closeSubpath()
            _cover(painter, picture, draft, around(points), kind, shape)
        case Arrow(start, tip, ink):
            _arrow(painter, QPointF(*start), QPointF(*tip), QPen(QColor(INKS[ink]), thick))
        case Circle(area, ink):
            painter.setPen(QPen(QColor(INKS[ink]), thick))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(_rect(area))
        case Label(at, text, size, ink):
            _label(painter, QPointF(*at), text, size, ink, draft.quarters)
        case _:
            pass


def _cover(
    painter: QPainter, picture: QImage, draft: Draft, area: Box, kind: MaskKind, shape: QPainterPath | None
) -> None:
    painter.save()
    if shape is not None:
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    if kind is MaskKind.SOLID:
        painter.fillRect(_rect(area), SOLID)
    else:
        painter.drawImage(_rect(area), _mosaic(picture, draft, area))
    painter.restore()


def _mosaic(picture: QImage, draft: Draft, area: Box) -> QImage:
    """About what the mosaic will be; the real one is made of the picture itself."""
    across = picture.width() / max(draft.width, 1)
    seen = QRect(
        round(area.left * across),
        round(area.top * across),
        round(area.size[0] * across) or 1,
        round(area.size[1] * across) or 1,
    )
    blocks = max(1, max(area.size) / _MOST_BLOCKS)
    wide, high = max(1, round(area.size[0] / blocks)), max(1, round(area.size[1] / blocks))
    keep = Qt.AspectRatioMode.IgnoreAspectRatio
    few = picture.copy(seen).scaled(wide, high, keep, Qt.TransformationMode.SmoothTransformation)
    return few.scaled(
        max(1, seen.width()), max(1, seen.height()), keep, Qt.TransformationMode.FastTransformation
    )


def _arrow(painter: QPainter, start: QPointF, tip: QPointF, pen: QPen) -> None:
    painter.setPen(pen)
    painter.drawLine(start, tip)
    along, length = atan2(tip.y() - start.y(), tip.x() - start.x()), pen.widthF() * 5
    painter.setBrush(QBrush(pen.color()))
    wings = [
        QPointF(tip.x() - length * cos(along + turn), tip.y() - length * sin(along + turn))
        for turn in (pi / 7, -pi / 7)
    ]
    painter.drawPolygon(QPolygonF([tip, *wings]))


def _label(painter: QPainter, at: QPointF, text: str, size: int, ink: Ink, quarters: int) -> None:
    """Level as the picture is shown, with a ground that keeps it legible."""
    painter.save()
    painter.translate(at)
    painter.rotate(-90 * quarters)
    font = painter.font()
    font.setPixelSize(size)
    painter.setFont(font)
    room = QRectF(painter.fontMetrics().boundingRect(text))
    room.moveCenter(QPointF(0, 0))
    ground = QColor(24, 24, 24, 200) if ink in (Ink.WHITE, Ink.YELLOW) else QColor(255, 255, 255, 220)
    painter.fillRect(room.adjusted(-size / 5, -size / 8, size / 5, size / 8), ground)
    painter.setPen(QColor(INKS[ink]))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)
    painter.restore()


def _outline(painter: QPainter, area: Box, colour: QColor, thick: float, style: Qt.PenStyle) -> None:
    painter.setPen(QPen(colour, 2 * thick, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(_rect(area))


def _rect(area: Box) -> QRectF:
    return QRectF(area.left, area.top, *area.size)
