"""The reason codes of 好差评: what the recorded facts propose, for the officer to confirm, and any other by hand."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from cxo_core.rating_codes import CODES, Proposal, RatingCode
from cxo_desktop.ui.widgets.asked_box import AskedBox
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, ngettext, pick


class CodesCard(Card):
    """A ticked code is confirmed, an empty box is not; a proposal by itself says nothing."""

    confirmed = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__(
            "codes",
            _("Reason codes"),
            _("The program proposes what the record speaks for. Only what you tick is sent."),
        )
        self._rows: list[QWidget] = []
        self._other = AskedBox("codeOther", _("Another code"))
        self._other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._other.setMinimumContentsLength(24)
        self._add = button("codeAdd", _("Add this code"), self._add_other, picture="add")
        self._line = QHBoxLayout()
        self._line.addWidget(self._other, 1)
        self._line.addWidget(self._add)
        self.body.addLayout(self._line)

    def show_codes(self, proposals: Sequence[Proposal], answers: Mapping[str, bool]) -> None:
        held = self.focusWidget()
        held_name = held.objectName() if held is not None and held.hasFocus() else ""
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        because = {each.code.code: len(each.because) for each in proposals}
        by_hand = [code for code, is_so in answers.items() if is_so and code not in because and code in CODES]
        shown = (*because, *sorted(by_hand))
        self._rows = [self._row(CODES[code], because.get(code), answers.get(code, False)) for code in shown]
        if not shown:
            self._rows = [small("codesNone", _("The record speaks for none of them so far."))]
        for at, row in enumerate(self._rows):
            self.body.insertWidget(self.body.count() - 1, row)
            row.setProperty("place", at)
        self._other.clear()
        for code, each in CODES.items():
            if code not in shown:
                self._other.addItem(_told(each), code)
        self._give_back(held_name)

    def _row(self, code: RatingCode, because: int | None, is_confirmed: bool) -> QWidget:
        title = pick(code.title)
        if because is not None:
            facts = ngettext("from {count} entry", "from {count} entries", because).format(count=because)
            title = f"{title} ({facts})"
        box = named(QCheckBox(_short(code)), f"code.{code.code}", f"{_short(code)} {title}")
        box.setChecked(is_confirmed)
        box.toggled.connect(lambda on: self.confirmed.emit(code.code, on))
        line = named(QWidget(), f"code.{code.code}.row")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(box)
        row.addWidget(label(f"code.{code.code}.title", title), 1)
        return line

    def _give_back(self, name: str) -> None:
        """The keyboard stays at the box that was ticked, though it is a new one."""
        boxes = [box for row in self._rows for box in row.findChildren(QCheckBox) if box.objectName() == name]
        for box in boxes:
            box.setFocus()

    def _add_other(self) -> None:
        if code := self._other.currentData():
            self.confirmed.emit(str(code), True)


def _told(code: RatingCode) -> str:
    return f"{_short(code)} {pick(code.title)}"


def _short(code: RatingCode) -> str:
    return f"{code.code} {'★' * code.stars}"
