"""The mark on a small picture: how far the photo is, by shape and sign, on a plate of its own so that it shows on any photo."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cxo_desktop.ui.masking.photo_rows import STANDING
from cxo_desktop.ui.masking.standing import SIGNS, Standing
from cxo_desktop.ui.theme import scaled_to_text, shades_in_use

_SIDE = 22
_OPEN = frozenset({Standing.NOT_CHECKED})


class Marked(QStyledItemDelegate):
    """A round plate where somebody still has to look, a triangle where something must be done, a square where all is done."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        told = index.data(STANDING)
        if not told:
            return
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        decoration = QStyle.SubElement.SE_ItemViewItemDecoration
        picture = whole.widget.style().subElementRect(decoration, whole, whole.widget)
        side = scaled_to_text(_SIDE)
        corner = picture if picture.isValid() else whole.rect
        draw(
            painter, QRectF(corner.right() - side + 1, corner.bottom() - side + 1, side, side), Standing(told)
        )


def draw(painter: QPainter, plate: QRectF, standing: Standing) -> None:
    """One mark, as large as its plate. Dark on light where all is done, the other way round where not."""
    shades = shades_in_use()
    ink, ground = (shades.text, shades.surface) if standing.is_done else (shades.surface, shades.text)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink), 1.5))
    painter.setBrush(QColor(ground))
    painter.drawPath(shape_of(standing, plate.adjusted(1, 1, -1, -1)))
    font = QFont(painter.font())
    font.setPixelSize(round(plate.height() * 0.62))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    is_triangle = not standing.is_done and standing not in _OPEN
    words = plate.translated(0, plate.height() * 0.1) if is_triangle else plate
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, SIGNS[standing])
    painter.restore()


def shape_of(standing: Standing, plate: QRectF) -> QPainterPath:
    path = QPainterPath()
    if standing in _OPEN:
        path.addEllipse(plate)
    elif not standing.is_done:
        top = QPointF(plate.center().x(), plate.top())
        path.addPolygon(QPolygonF([top, plate.bottomRight(), plate.bottomLeft(), top]))
    else:
        path.addRoundedRect(plate, 3, 3)
    return path
