"""How a bundle looks in the outbox: what it is on the left, how far it has got on the right, with a bar while it is on its way."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cxo_desktop.ui.outbox.model import OUTGOING, STANDING, about_words, title_words
from cxo_desktop.ui.outbox.outgoing import Outgoing
from cxo_desktop.ui.outbox.standing import Stand, Standing
from cxo_desktop.ui.outbox.wishes import Wish
from cxo_desktop.ui.theme import SPACE_M, SPACE_S, scaled_to_text, shades_in_use

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_SMALL = 13 / 15
BAR = 6
"""Height of the bar in pixels at 100 % text."""


class OutboxDelegate(QStyledItemDelegate):
    """Two lines of one height for every row, so that thousands cost no more than ten."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(scaled_to_text(240), scaled_to_text(60))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        held, far = index.data(OUTGOING), index.data(STANDING)
        if not isinstance(held, Outgoing | Wish) or not isinstance(far, Standing):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, rect = option.palette, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(shades_in_use().soft))
            painter.fillRect(QRect(rect.x(), rect.y(), 4, rect.height()), colours.color(_ROLE.Accent))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colours.color(_ROLE.Mid))
        inner = rect.adjusted(SPACE_M, SPACE_S, -SPACE_M - SPACE_S, -SPACE_S)
        right = min(scaled_to_text(230), inner.width() * 45 // 100)
        left = QRect(inner.x(), inner.y(), inner.width() - right - SPACE_M, inner.height())
        self._paint_words(painter, option, left, title_words(held), about_words(held))
        self._paint_far(painter, option, QRect(inner.right() - right, inner.y(), right, inner.height()), far)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, title: str, about: str
    ) -> None:
        half = room.height() // 2
        _write(painter, QRect(room.x(), room.y(), room.width(), half), title, _heavy(option.font))
        painter.setPen(QColor(shades_in_use().muted))
        _write(painter, QRect(room.x(), room.y() + half, room.width(), half), about, _small(option.font))

    def _paint_far(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, far: Standing) -> None:
        shades = shades_in_use()
        colour = {
            Stand.DELIVERED: shades.good,
            Stand.REFUSED: shades.danger,
            Stand.UNPROVEN: shades.danger,
        }.get(far.stand, shades.text)
        painter.setPen(QColor(colour))
        if far.share is None and not far.why:
            _write(painter, room, far.told, option.font)
            return
        half = room.height() // 2
        first = f"{far.mark} {far.words}"
        _write(painter, QRect(room.x(), room.y(), room.width(), half), first, option.font)
        if far.share is None:
            painter.setPen(QColor(shades.muted))
            _write(
                painter, QRect(room.x(), room.y() + half, room.width(), half), far.why, _small(option.font)
            )
            return
        high = scaled_to_text(BAR)
        track = QRectF(room.x(), room.y() + half + (half - high) / 2, room.width(), high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shades.line))
        painter.drawRoundedRect(track, high / 2, high / 2)
        track.setWidth(max(float(high), track.width() * far.share / 100))
        painter.setBrush(QColor(shades.accent if far.stand is Stand.SENDING else shades.line_strong))
        painter.drawRoundedRect(track, high / 2, high / 2)


_ROLE = QPalette.ColorRole


def _write(painter: QPainter, room: QRect, words: str, font: QFont) -> None:
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LEFT, shown)


def _heavy(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPixelSize(max(11, round(made.pixelSize() * _SMALL)))
    return made
