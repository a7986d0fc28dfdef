"""A large button that shows the key it answers to beside its words."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton

from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.naming import named, restyle


class KeyButton(QPushButton):
    """`words` wrap to two lines; `keys` are told to those who hear the screen too. It never takes the keyboard by a press."""

    def __init__(self, name: str, words: str, keys: str, *, height: int) -> None:
        super().__init__(words)
        named(self, name, words, description=keys)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("look", "key")
        self.setMinimumHeight(height)
        self.setToolTip(f"{words}  {keys}" if keys else words)
        self.keys = keys

    def set_words(self, words: str) -> None:
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
            self.setToolTip(f"{words}  {self.keys}" if self.keys else words)

    def set_usual(self, is_usual: bool) -> None:
        """Marks what is usually pressed at the current step."""
        if bool(self.property("usual")) != is_usual:
            restyle(self, usual=is_usual)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self.text())
        return QSize(self._key_width() + words + 4 * SPACE_S, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(self._key_width() + min(longest, 160) + 2 * SPACE_S, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        inner = self.rect().adjusted(SPACE_S, 2, -SPACE_S, -2)
        key_width = self._key_width()
        painter.setFont(self._key_font())
        painter.setPen(self.palette().color(group, QPalette.ColorRole.PlaceholderText))
        keys = QRect(inner.x(), inner.y(), key_width, inner.height())
        painter.drawText(keys, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.keys)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(group, QPalette.ColorRole.ButtonText))
        words = inner.adjusted(key_width, 0, 0, 0)
        painter.drawText(
            words,
            int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
            self._fitting(words),
        )
        painter.end()

    def _fitting(self, room: QRect) -> str:
        """The words, cut with an ellipsis where even two lines do not hold them."""
        metrics = self.fontMetrics()
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        needed = metrics.boundingRect(room, flags, self.text())
        if needed.height() <= room.height() and needed.width() <= room.width():
            return self.text()
        lines = max(1, room.height() // metrics.lineSpacing())
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width() * lines - 8)

    def _key_font(self) -> QFont:
        font = self.font()
        font.setBold(False)
        font.setPixelSize(max(11, round(font.pixelSize() * 0.8)))
        return font

    def _key_width(self) -> int:
        return QFontMetrics(self._key_font()).horizontalAdvance(self.keys) + SPACE_S if self.keys else 0
