"""A reading that is typed: a count, minutes, money, a text. Given on Enter or when the keyboard leaves the line."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cxo_core.scheme import Indicator, Scale
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.answers import Value
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.words import _, pick


class ValueField(QWidget):
    """`typed` tells each keystroke, so that nothing of a longer text is lost; a value that does not fit is said beside it."""

    given = Signal(object)
    taken_back = Signal()
    typed = Signal(str)
    entered = Signal()

    def __init__(self, name: str, spoken: str, indicator: Indicator) -> None:
        super().__init__()
        named(self, f"{name}.line")
        self._indicator = indicator
        self._value: Value | None = None
        self._field = named(_Line(self), name, spoken)
        self._field.setProperty("look", "finger")
        self._field.textEdited.connect(self._edit)
        self.setFocusProxy(self._field)
        self._mistake = label(f"{name}.mistake", tone="mistake")
        self._mistake.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(SPACE_XS)
        if indicator.scale is Scale.TEXT:
            row.addWidget(self._field, 1)
        else:
            self._field.setFixedWidth(grown(96))
            row.addWidget(self._field)
            row.addWidget(label(f"{name}.unit", pick(indicator.unit), tone="quiet", wraps=False))
        row.addWidget(self._mistake, 1)
        if indicator.scale is not Scale.TEXT:
            row.addStretch()

    def set_value(self, value: Value | None) -> None:
        """Shows the value of the record, unless something newer is being typed."""
        self._value = value
        if not self._field.isModified():
            self._field.setText(written(self._indicator, value))
            self._tell("")

    def restore(self, text: str) -> None:
        if text != written(self._indicator, self._value):
            self._field.setText(text)
            self._field.setModified(True)

    def setAccessibleDescription(self, description: str) -> None:
        self._field.setAccessibleDescription(description)

    def flush(self) -> None:
        """Gives the value if another was typed."""
        if not self._field.isModified():
            return
        text = self._field.text().strip()
        if text == written(self._indicator, self._value):
            self._field.setModified(False)
            return
        if not text:
            self._field.setModified(False)
            self._tell("")
            self.taken_back.emit()
            return
        value = read(self._indicator, text)
        if value is None:
            self._tell(_range_sentence(self._indicator))
            return
        self._field.setModified(False)
        self._tell("")
        self._value = value
        self.given.emit(value)

    def enter(self) -> None:
        self.flush()
        if self._mistake.isHidden():
            self.entered.emit()

    def _edit(self, text: str) -> None:
        self._tell("")
        self.typed.emit(text)

    def _tell(self, mistake: str) -> None:
        if mistake != self._mistake.text():
            self._mistake.setText(mistake)
            restyle(self._field, wrong="true" if mistake else "false")
        self._mistake.setVisible(bool(mistake))


class _Line(LineField):
    """Tells its field when it is left or entered."""

    def __init__(self, field: ValueField) -> None:
        super().__init__()
        self._owner = field

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._owner.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._owner.enter()
            return
        super().keyPressEvent(event)


def read(indicator: Indicator, text: str) -> Value | None:
    """What was typed as the scale keeps it (money in fen); None where it does not fit."""
    value: Value
    if indicator.scale is Scale.TEXT:
        value = text
    elif indicator.scale is Scale.MONEY:
        try:
            fen = Decimal(text.replace(",", "")) * 100
        except InvalidOperation:
            return None
        if not fen.is_finite() or fen != fen.to_integral_value():
            return None
        value = int(fen)
    else:
        try:
            value = int(text)
        except ValueError:
            return None
    return value if indicator.accepts(value) else None


def written(indicator: Indicator, value: Value | None) -> str:
    """A value as it would be typed."""
    if value is None:
        return ""
    if indicator.scale is Scale.MONEY and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}" if value % 100 else str(value // 100)
    return str(value)


def _range_sentence(indicator: Indicator) -> str:
    if indicator.scale is Scale.MONEY:
        return _("An amount such as 0 or 12.50")
    if indicator.highest is None:
        return _("A whole number from {lowest} up").format(lowest=indicator.lowest)
    return _("A whole number from {lowest} to {highest}").format(
        lowest=indicator.lowest, highest=indicator.highest
    )
