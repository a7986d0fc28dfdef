"""How an entry looks in the timeline: time and kind, its marks in words, and a line below; crossed out where it does not count."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.moment import Clock
from cxo_desktop.kind_words import kind_name
from cxo_desktop.ui.recorder.entry_words import entry_words, mark_words, time_text
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.recorder.timeline_model import ENTRY, TimelineModel
from cxo_desktop.ui.theme import SPACE_S, SPACE_XS

_HEAVY = frozenset({Kind.STEP_ENTERED, Kind.FINDING_NOTED})


class TimelineDelegate(QStyledItemDelegate):
    """Two lines of one height for every row, so that a long record costs no more than a short one."""

    def __init__(self, model: TimelineModel, clock: Clock) -> None:
        super().__init__()
        self._model = model
        self._clock = clock

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(grown(160), grown(48))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        painter.save()
        colours = option.palette
        rect: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(rect, colours.color(QPalette.ColorRole.AlternateBase))
            bar = QRect(rect.x(), rect.y() + 2, 3, rect.height() - 4)
            painter.fillRect(bar, colours.color(QPalette.ColorRole.Accent))
        inner = rect.adjusted(SPACE_S, SPACE_XS, -SPACE_S, -SPACE_XS)
        upper = QRect(inner.x(), inner.y(), inner.width(), inner.height() // 2)
        lower = QRect(inner.x(), inner.y() + inner.height() // 2, inner.width(), inner.height() // 2)
        self._paint_head(painter, option, upper, entry)
        self._paint_words(painter, option, lower, entry)
        painter.restore()

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, entry: Entry) -> None:
        colours = option.palette
        font: QFont = QFont(option.font)
        small = QFont(font)
        small.setPixelSize(max(11, round(font.pixelSize() * 0.86)))
        painter.setFont(small)
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        time = time_text(entry, self._clock.now().wall)
        time_width = painter.fontMetrics().horizontalAdvance(time) + SPACE_S
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, align | Qt.AlignmentFlag.AlignLeft, time)
        marks = mark_words(entry)
        marks_width = painter.fontMetrics().horizontalAdvance(marks) if marks else 0
        if marks:
            painter.drawText(room, align | Qt.AlignmentFlag.AlignRight, marks)
        font.setStrikeOut(not entry.counts)
        font.setBold(entry.kind in _HEAVY)
        painter.setFont(font)
        role = QPalette.ColorRole.Text if entry.counts else QPalette.ColorRole.PlaceholderText
        painter.setPen(colours.color(role))
        words = room.adjusted(time_width, 0, -marks_width - (SPACE_XS if marks else 0), 0)
        name = painter.fontMetrics().elidedText(
            kind_name(entry.kind), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, align | Qt.AlignmentFlag.AlignLeft, name)

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, entry: Entry
    ) -> None:
        words = entry_words(entry, self._model.state)
        if not words:
            return
        font = QFont(option.font)
        font.setPixelSize(max(11, round(font.pixelSize() * 0.86)))
        font.setStrikeOut(not entry.counts)
        painter.setFont(font)
        role = QPalette.ColorRole.WindowText if entry.counts else QPalette.ColorRole.PlaceholderText
        painter.setPen(option.palette.color(role))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
