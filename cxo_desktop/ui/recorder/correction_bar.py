"""An entry corrected or struck out, with the reason: both versions stay in the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cxo_core.bodies import FIELDS
from cxo_core.entry import Entry
from cxo_core.kinds import HAPPENINGS
from cxo_core.moment import Clock
from cxo_desktop.kind_words import kind_name
from cxo_desktop.ui.recorder.details import DETAILS, Form
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.recorder.times import time_words, typed_time
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.ui.widgets.secret import secret
from cxo_desktop.words import _

_MOST_DETAILS = 3


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to change: None and empty leave things as they are."""

    seq: int
    reason: str
    happened: datetime | None
    body: Mapping[str, Any]


class CorrectionBar(InlineBar):
    """Enter corrects, or strikes out where that was asked. Neither goes without a reason."""

    corrected = Signal(object)
    struck = Signal(int, str)

    def __init__(self, clock: Clock) -> None:
        super().__init__("correctionBar", _("Correct an entry"))
        self._clock = clock
        self._entry: Entry | None = None
        self._strikes = False
        self._told = label("correctionTold", size="section", wraps=False)
        self._time = self._line("correctionTime", _("Time"))
        self._details = [self._line(f"correctionDetail{at}", _("Detail")) for at in range(_MOST_DETAILS)]
        self._note = self._line("correctionNote", _("Note"))
        self._reason = self._line("correctionReason", _("Reason"))
        self._reason.setPlaceholderText(_("Why: in a few words"))
        self._mistake = label("correctionMistake", tone="mistake")
        self._do = button("correctionDo", "", self.give, tone="primary", keys="Enter")
        self._strike = button("correctionStrike", _("Strike out"), self.strike, tone="danger")
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row in (upper, lower):
            row.setSpacing(SPACE_S)
            self.body.addLayout(row)
        upper.addWidget(self._told)
        upper.addWidget(self._time, 2)
        for detail in self._details:
            upper.addWidget(detail, 2)
        upper.addWidget(self._note, 3)
        upper.addStretch()
        upper.addWidget(self.close_button())
        lower.addWidget(label("correctionReasonLabel", _("Reason"), wraps=False))
        lower.addWidget(self._reason, 1)
        lower.addWidget(self._do)
        lower.addWidget(self._strike)
        self.body.addWidget(self._mistake)

    def ask(self, entry: Entry, *, strikes: bool) -> None:
        strikes = strikes or not _can_change(entry)
        self._entry, self._strikes = entry, strikes
        now = self._clock.now().wall
        self._told.setText(f"{time_words(entry.wall, now)} {kind_name(entry.kind)}")
        self._time.setText(time_words(entry.wall, now))
        self._time.setVisible(not strikes and entry.kind in HAPPENINGS)
        self._note.setText(str(entry.body.get("note", "")))
        self._note.setPlaceholderText(_("Note"))
        self._note.setVisible(not strikes and "note?" in FIELDS[entry.kind])
        self._show_details(entry)
        self._reason.clear()
        self._tell("", None)
        self._do.setText(_("Strike out") if strikes else _("Correct"))
        self._do.setAccessibleName(self._do.text())
        self._strike.setVisible(not strikes)
        self.open_at(self._reason if strikes or self._time.isHidden() else self._time)

    def strike(self) -> None:
        """Strikes the entry out instead of correcting it."""
        self._strikes = True
        self.give()
        self._strikes = not self._strike.isVisible()

    def give(self) -> None:
        entry, reason = self._entry, self._reason.text().strip()
        if entry is None:
            return
        if not reason:
            self._tell(_("Say why, in a few words; both versions stay in the record."), self._reason)
            return
        if self._strikes:
            self.struck.emit(entry.seq, reason)
            self.put_away()
            return
        is_read, happened = self._changed_time(entry)
        if not is_read:
            return
        body = self._changed_body(entry)
        if happened is None and not body:
            self._tell(_("Nothing was changed yet."), self._time)
            return
        self.corrected.emit(Correction(entry.seq, reason, happened, body))
        self.put_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.give()
            return
        super().keyPressEvent(event)

    def _changed_time(self, entry: Entry) -> tuple[bool, datetime | None]:
        """Whether the time can be read, and the new one; None where it stayed."""
        now = self._clock.now().wall
        if self._time.isHidden() or self._time.text().strip() == time_words(entry.wall, now):
            return True, None
        happened = typed_time(self._time.text(), now)
        if happened is None:
            self._tell(_("Write a time such as 13:41, yesterday 13:41 or 11-20 13:41."), self._time)
            return False, None
        if happened > now:
            self._tell(_("This time is still to come. Add the day if it was yesterday."), self._time)
            return False, None
        return True, happened

    def _changed_body(self, entry: Entry) -> dict[str, Any]:
        body: dict[str, Any] = {}
        if not self._note.isHidden() and self._note.text().strip() != str(entry.body.get("note", "")):
            body["note"] = self._note.text().strip()
        for line in self._details:
            name, text = str(line.property("detail")), line.text().strip()
            if line.isHidden() or text == str(entry.body.get(name, "")):
                continue
            if line.property("form") != Form.NUMBER:
                body[name] = text
            elif text.isdigit():
                body[name] = int(text)
        return body

    def _show_details(self, entry: Entry) -> None:
        typed = [each for each in DETAILS.get(entry.kind, ()) if each.form in (Form.TEXT, Form.NUMBER)]
        for at, line in enumerate(self._details):
            detail = typed[at] if at < len(typed) and not self._strikes else None
            line.setVisible(detail is not None)
            if detail is not None:
                line.setProperty("detail", detail.field)
                secret(line, detail.field == "number")
                line.setProperty("form", detail.form.value)
                line.setAccessibleName(_(detail.words))
                line.setPlaceholderText(_(detail.words))
                line.setText(str(entry.body.get(detail.field, "")))

    def _line(self, name: str, spoken: str) -> LineField:
        line = named(LineField(), name, spoken)
        line.setProperty("look", "finger")
        line.setMinimumWidth(grown(70))
        line.textEdited.connect(lambda _text: self._tell("", None))
        return line

    def _tell(self, mistake: str, where: QWidget | None) -> None:
        self._mistake.setText(mistake)
        self._mistake.setVisible(bool(mistake))
        for line in (self._time, self._reason):
            restyle(line, wrong="true" if line is where and mistake else "false")
        if where is not None:
            where.setFocus()


def _can_change(entry: Entry) -> bool:
    """What was given otherwise than by a key is given anew where it was given; here it can be struck out."""
    return entry.kind in HAPPENINGS or "note?" in FIELDS[entry.kind]
