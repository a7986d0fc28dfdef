"""The line under the keys: what was pressed last, and room for what belongs to it. Typing there needs no dialog."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cxo_core.indicator import Choice
from cxo_desktop.kind_words import kind_name
from cxo_desktop.ui.recorder.details import DETAILS, Detail, Form, added_reason, megabytes
from cxo_desktop.ui.recorder.live_record import LiveRecord, Slip
from cxo_desktop.ui.recorder.measure import grown, target
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.answers import Answer, Answers
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.secret import secret
from cxo_desktop.words import _, pick

FLUSH_MS = 2_000


class DetailBar(QWidget):
    """Belongs to the event pressed last. What is typed joins it on Enter, on leaving the line, with the next key, or after
    two seconds of rest. `asked` tells that other details are asked for, `left` gives the keyboard back."""

    asked = Signal()
    left = Signal()

    def __init__(self, live: LiveRecord, activities: Sequence[Choice]) -> None:
        super().__init__()
        named(self, "details", _("Details of what was pressed last"))
        self._live = live
        self._activities = tuple(activities)
        self._slip: Slip | None = None
        self._changed: dict[str, Any] = {}
        self._editors: list[QWidget] = []
        self._rest = QTimer(self, interval=FLUSH_MS, singleShot=True)
        self._rest.timeout.connect(self.flush)
        self._told = label("detailsTold", wraps=False)
        self._told.setProperty("text_size", "section")
        self._hint = label("detailsHint", tone="quiet", size="small")
        self._told.setMinimumHeight(target())
        self._flow = FlowLayout(gap=SPACE_S)
        self._flow.addWidget(self._told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._flow)
        column.addWidget(self._hint)
        self.setMinimumHeight(target())
        self.say("", _("Press a key when it happens. What can be added to it is asked here."))

    def say(self, told: str, hint: str = "") -> None:
        """Shows words only."""
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def follow(self, slip: Slip) -> bool:
        """Takes the details of a new event; whether there are any to give."""
        self.flush()
        self._clear()
        self._slip = slip
        details = DETAILS.get(slip.kind, ())
        self.say(f"{slip.pressed.wall:%H:%M:%S} {kind_name(slip.kind)}")
        for detail in details:
            self._add(detail)
        self.asked.emit()
        return bool(self._editors)

    def focus(self) -> None:
        if self._editors:
            self._editors[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Sends what was typed after the event it belongs to."""
        self._rest.stop()
        self._collect()
        if self._slip is None or not self._changed:
            return
        words = _("Detail of “{what}”").format(what=kind_name(self._slip.kind))
        self._live.complete(self._slip, words, added_reason(), self._changed)
        self._changed = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.flush()
                self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._look_who_has_keyboard)
        return super().eventFilter(watched, event)

    def _look_who_has_keyboard(self) -> None:
        if not any(editor.hasFocus() for editor in self._editors):
            self.flush()

    def _clear(self) -> None:
        if any(editor.hasFocus() for editor in self._editors):
            self.left.emit()
        for editor in self._editors:
            editor.removeEventFilter(self)
        while self._flow.count() > 1:
            taken = self._flow.takeAt(1)
            if taken is not None and (pair := taken.widget()) is not None:
                pair.hide()
                pair.deleteLater()
        self._editors = []

    def _add(self, detail: Detail) -> None:
        name = f"detail.{detail.field}"
        words = _(detail.words)
        asked = label(f"{name}Label", words, wraps=False)
        editor = self._editor(name, words, detail)
        editor.setProperty("detail", detail.field)
        editor.setProperty("form", detail.form.value)
        editor.installEventFilter(self)
        asked.setBuddy(editor)
        pair = named(QWidget(), f"{name}Pair")
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, SPACE_S, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(asked)
        row.addWidget(editor, 1)
        self._flow.addWidget(pair)
        self._editors.append(editor)

    def _editor(self, name: str, words: str, detail: Detail) -> QWidget:
        if detail.form in (Form.YES_NO, Form.ACTIVITY):
            answers = (
                [Answer(True, _("Yes"), _("Yes")), Answer(False, _("No"), _("No"))]
                if detail.form is Form.YES_NO
                else [Answer(each.id, pick(each.title), pick(each.title)) for each in self._activities]
            )
            group = Answers(name, words, answers, target=target())
            group.chosen.connect(lambda value, field=detail.field: self._take(field, value))
            group.answered_by_key.connect(lambda: self._go_on(group))
            if detail.form is Form.ACTIVITY:
                group.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            return group
        field = named(LineField(), name, words)
        if detail.field == "number":
            secret(field)
        if detail.form is Form.NUMBER:
            field.setValidator(QIntValidator(0, 9_999, field))
        is_short = detail.form in (Form.NUMBER, Form.MEGABYTES)
        field.setFixedWidth(grown(64 if is_short else 110))
        if detail.form is Form.TEXT and detail.field not in ("number", "window"):
            field.setMaximumWidth(16_777_215)
            field.setMinimumWidth(grown(240))
        field.setProperty("look", "finger")
        field.textEdited.connect(lambda _text: self._rest.start())
        return field

    def _take(self, field: str, value: Any) -> None:
        self._changed[field] = value
        self._rest.start()

    def _go_on(self, editor: QWidget) -> None:
        at = self._editors.index(editor)
        if at + 1 < len(self._editors):
            self._editors[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.flush()
            self.left.emit()

    def _collect(self) -> None:
        """The texts that were typed since the last time, in the form the body asks for."""
        for editor in self._editors:
            if not isinstance(editor, LineField) or not editor.isModified():
                continue
            text = editor.text().strip()
            value: Any = text
            if editor.property("form") == Form.NUMBER:
                value = int(text) if text.isdigit() else None
            elif editor.property("form") == Form.MEGABYTES:
                value = megabytes(text)
            if value not in (None, ""):
                self._changed[str(editor.property("detail"))] = value
                editor.setModified(False)
