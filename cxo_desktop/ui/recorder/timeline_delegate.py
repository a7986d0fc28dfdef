"""How an entry looks in the timeline: time and kind, its marks in words, and a line below; crossed out where it does not count."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.moment import Clock
from cxo_desktop.kind_words import kind_name
from cxo_desktop.ui.recorder.entry_words import entry_words, mark_words, time_text
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.recorder.timeline_model import ENTRY, TimelineModel
from cxo_desktop.ui.theme import SPACE_S, SPACE_XS

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
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
        colours, rect = option.palette, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours.color(QPalette.ColorRole.AlternateBase))
            bar = QRect(rect.x(), rect.y() + 2, 3, rect.height() - 4)
            painter.fillRect(bar, colours.color(QPalette.ColorRole.Accent))
        inner = rect.adjusted(SPACE_S, SPACE_XS, -SPACE_S, -SPACE_XS)
        half = inner.height() // 2
        fonts = _fonts(QFontInfo(option.font).pixelSize(), option.font.family())
        self._paint_head(painter, colours, fonts, QRect(inner.x(), inner.y(), inner.width(), half), entry)
        self._paint_words(
            painter, colours, fonts, QRect(inner.x(), inner.y() + half, inner.width(), half), entry
        )
        painter.restore()

    def _paint_head(
        self, painter: QPainter, colours: QPalette, fonts: "_Fonts", room: QRect, entry: Entry
    ) -> None:
        painter.setFont(fonts.small)
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        time = time_text(entry, self._clock.now().wall)
        painter.drawText(room, _LEFT, time)
        taken = fonts.width(time) + SPACE_S
        marks = mark_words(entry)
        marks_width = fonts.width(marks) + SPACE_XS if marks else 0
        if marks:
            painter.drawText(room, _RIGHT, marks)
        font = fonts.struck if not entry.counts else fonts.heavy if entry.kind in _HEAVY else fonts.plain
        painter.setFont(font)
        role = QPalette.ColorRole.Text if entry.counts else QPalette.ColorRole.PlaceholderText
        painter.setPen(colours.color(role))
        words = room.adjusted(taken, 0, -marks_width, 0)
        name = painter.fontMetrics().elidedText(
            kind_name(entry.kind), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, _LEFT, name)

    def _paint_words(
        self, painter: QPainter, colours: QPalette, fonts: "_Fonts", room: QRect, entry: Entry
    ) -> None:
        words = entry_words(entry, self._model.state)
        if not words:
            return
        painter.setFont(fonts.small if entry.counts else fonts.small_struck)
        role = QPalette.ColorRole.WindowText if entry.counts else QPalette.ColorRole.PlaceholderText
        painter.setPen(colours.color(role))
        shown = fonts.small_metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, shown)


class _Fonts:
    """The letters of one text size, made once: a row is painted at every tap."""

    def __init__(self, pixels: int, family: str) -> None:
        self.plain = self._made(pixels, family)
        self.heavy = self._made(pixels, family, is_bold=True)
        self.struck = self._made(pixels, family, is_struck=True)
        less = max(11, round(pixels * 0.86))
        self.small = self._made(less, family)
        self.small_struck = self._made(less, family, is_struck=True)
        self.small_metrics = QFontMetrics(self.small)

    def width(self, words: str) -> int:
        return self.small_metrics.horizontalAdvance(words)

    def _made(self, pixels: int, family: str, *, is_bold: bool = False, is_struck: bool = False) -> QFont:
        font = QFont(family)
        font.setPixelSize(pixels)
        font.setBold(is_bold)
        font.setStrikeOut(is_struck)
        return font


@lru_cache(maxsize=8)
def _fonts(pixels: int, family: str) -> _Fonts:
    return _Fonts(pixels, family)
