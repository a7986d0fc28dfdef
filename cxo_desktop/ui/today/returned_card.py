"""Walkthroughs the office sent back: each with what is to be done better, and the way there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.today.rows import Rows
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label, section, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxo_desktop.services.answering import Returned

FEW = 4
LONGEST = 160


class ReturnedCard(Card):
    """Hidden while nothing is returned. `asked` gives the `Returned` to be taken up."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("todayReturned", _("Returned by the office"))
        self._rows = Rows("todayReturned", FEW)
        self.body.addLayout(self._rows)
        self.hide()

    def show_returned(self, returned: "Sequence[Returned]") -> None:
        rows = []
        for each in returned:
            row = ReturnedRow(each)
            row.asked.connect(self.asked)
            rows.append(row)
        self._rows.fill(rows)
        self.setVisible(bool(returned))


class ReturnedRow(QFrame):
    """What came back, how many comments, the first of them."""

    asked = Signal(object)

    def __init__(self, each: "Returned") -> None:
        super().__init__()
        name = f"returned.{each.walkthrough}"
        named(self, name, each.title)
        self.setProperty("look", "card")
        count = len(each.comments)
        comments = ngettext("{count} comment", "{count} comments", count).format(count=count)
        about = _("revision {number}").format(number=each.revision)
        when = _("returned {when}").format(when=day_and_time(each.decided_at))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(section(f"{name}.title", each.title))
        words.addWidget(small(f"{name}.about", f"◆ {comments} · {about} · {when}"))
        if each.comments:
            first = each.comments[0].text
            words.addWidget(label(f"{name}.first", first if len(first) <= LONGEST else first[:LONGEST] + "…"))
        go = _("Continue") if each.is_reopened else _("Take it up")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addLayout(words, 1)
        row.addWidget(
            button(
                f"{name}.takeUp",
                go,
                lambda: self.asked.emit(each),
                picture="edit",
                spoken=f"{go}: {each.title}, {comments}",
            ),
            0,
            Qt.AlignmentFlag.AlignVCenter,
        )
