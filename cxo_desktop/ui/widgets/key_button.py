"""A large button that shows the key it answers to beside its words."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton

from cxo_desktop.ui.theme import SPACE_S, SPACE_XS
from cxo_desktop.ui.widgets.naming import named, restyle

_KEY_SIZE = 0.78
_SIZES = (1.0, 0.9, 0.83, 0.76, 0.7)
_LINE = 1.2
"""Height of a line of words, in letter sizes."""


class KeyButton(QPushButton):
    """`words` wrap to two lines; `keys` are told to those who hear the screen too. It never takes the keyboard by a press."""

    def __init__(self, name: str, words: str, keys: str, *, look: str = "key") -> None:
        super().__init__(words)
        named(self, name, words, description=keys)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("look", look)
        self._is_key = look == "key"
        self._side = Qt.AlignmentFlag.AlignHCenter if self._is_key else Qt.AlignmentFlag.AlignLeft
        self.setToolTip(f"{words}  {keys}" if keys else words)
        self.keys = keys

    def set_words(self, words: str) -> None:
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
            self.setToolTip(f"{words}  {self.keys}" if self.keys else words)

    def set_keys(self, keys: str) -> None:
        """Changes what stands beside the words."""
        self.keys = keys
        self.update()

    def set_usual(self, is_usual: bool) -> None:
        """Marks what is usually pressed at the current step."""
        if bool(self.property("usual")) != is_usual:
            restyle(self, usual=is_usual)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(self._beside() + words + 4 * SPACE_S, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(_sized(self.font(), _SIZES[-1]))
        longest = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(self._beside() + min(longest, 160) + 2 * SPACE_S, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        inner = self.rect().adjusted(SPACE_XS + 1, 2, -SPACE_XS, -2)
        painter.setFont(_sized(self.font(), _KEY_SIZE))
        role = QPalette.ColorRole.PlaceholderText if self._is_key else QPalette.ColorRole.ButtonText
        painter.setPen(self.palette().color(group, role))
        above = painter.fontMetrics().height() if self._is_above else 0
        align = Qt.AlignmentFlag.AlignTop if above else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | align, self.keys)
        room = inner.adjusted(self._beside(), above, 0, 0)
        painter.setPen(self.palette().color(group, QPalette.ColorRole.ButtonText))
        self._draw_words(painter, room)
        painter.end()

    def _draw_words(self, painter: QPainter, room: QRect) -> None:
        """The words in the largest size that fits, on as many lines as there is room for; cut only where nothing fits."""
        for size in _SIZES:
            font = _sized(self.font(), size)
            painter.setFont(font)
            metrics = painter.fontMetrics()
            step = round(font.pixelSize() * _LINE)
            lines = wrapped(self.text(), metrics.horizontalAdvance, room.width())
            fits = all(metrics.horizontalAdvance(line) <= room.width() for line in lines)
            if fits and len(lines) * step <= room.height():
                break
        lines = lines[: max(1, room.height() // step)]
        top = room.y() + (room.height() - len(lines) * step) // 2
        for at, line in enumerate(lines):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(
                QRect(room.x(), top + at * step, room.width(), step),
                self._side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip,
                shown,
            )

    @property
    def _is_above(self) -> bool:
        """A long key stands above the words, a short one beside them."""
        return len(self.keys) > 3

    def _beside(self) -> int:
        if not self.keys or self._is_above:
            return 0
        beside = QFontMetrics(_sized(self.font(), _KEY_SIZE)).horizontalAdvance(self.keys)
        return (beside if self._is_key else round(self.font().pixelSize())) + SPACE_S


def _sized(font: QFont, share: float) -> QFont:
    made = QFont(font)
    made.setPixelSize(max(10, round(font.pixelSize() * share)))
    if share == _KEY_SIZE:
        made.setBold(False)
    return made


def wrapped(words: str, width_of: Callable[[str], int], width: int) -> list[str]:
    """The words on as few lines as the width allows; Chinese breaks between any two signs, other scripts between words."""
    pieces = words.split(" ") if " " in words else list(words) if not words.isascii() else [words]
    joint = " " if " " in words else ""
    lines = [""]
    for piece in pieces:
        longer = f"{lines[-1]}{joint if lines[-1] else ''}{piece}"
        if lines[-1] and width_of(longer) > width:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines
