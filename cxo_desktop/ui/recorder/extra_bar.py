"""A paper outside the list, in one line: which, who asked for it, how it is known."""

import uuid

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout

from cxo_core.findings import Grade
from cxo_desktop.kind_words import name_of
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.measure import grown, target
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.answers import Answer, Answers
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.words import _


class ExtraBar(InlineBar):
    """`added` gives the body of the demand. Enter adds; the line stays open for the next paper."""

    added = Signal(object)

    def __init__(self) -> None:
        super().__init__("extraBar", _("A paper outside the list"))
        self._title = named(LineField(), "extraTitle", _("Paper outside the list"))
        self._title.setPlaceholderText(_("Paper outside the list"))
        self._title.textEdited.connect(lambda _text: restyle(self._title, wrong="false"))
        self._by = named(LineField(), "extraBy", _("Who asked"))
        self._by.setPlaceholderText(_("Who asked: window, desk, …"))
        self._grade = Answers(
            "extraGrade",
            _("How it is known"),
            [Answer(grade.value, name_of(grade), name_of(grade)) for grade in Grade],
            target=target(),
        )
        self._grade.set_value(Grade.WITNESSED.value)
        for field in (self._title, self._by):
            field.setProperty("look", "finger")
        self._title.setMinimumWidth(grown(180))
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(label("extraHeading", _("Extra paper"), size="section", wraps=False))
        row.addWidget(self._title, 3)
        row.addWidget(self._by, 2)
        row.addWidget(self._grade, 3)
        row.addWidget(button("extraAdd", _("Add"), self.add, tone="primary", keys="Enter"))
        row.addWidget(self.close_button())
        self.body.addLayout(row)

    def ask(self) -> None:
        self.open_at(self._title)

    def add(self) -> None:
        title = self._title.text().strip()
        if not title:
            restyle(self._title, wrong="true")
            self._title.setFocus()
            return
        body = {"material": f"extra-{uuid.uuid4().hex[:12]}", "title": title, "grade": str(self._grade.value)}
        if by := self._by.text().strip():
            body["by"] = by
        self.added.emit(body)
        self._title.clear()
        self._title.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.add()
            return
        super().keyPressEvent(event)
