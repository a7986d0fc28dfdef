"""Below the list: until when the chosen walkthrough and each part of it is kept, and why; who agreed to what, and when."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxo_desktop.retention_words import (
    consent_words,
    part_words,
    tombstone_words,
    whole_words,
)
from cxo_desktop.ui.theme import SPACE_XS, scaled_to_text
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.scrolling import ScrollDown
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.kept import Kept
    from cxo_desktop.ui.library.removed import RemovedRow

HEIGHT, LINE = 118, 20
"""Its greatest height and that of one line, in pixels at 100 % text; what does not fit scrolls."""


class KeptStrip(ScrollDown):
    """Shows one walkthrough, or what is left of one that was erased. Nobody chosen: it is hidden."""

    def __init__(self) -> None:
        super().__init__("libraryKept", _("How long it is kept"))
        inside = named(QWidget(), "libraryKeptInside")
        self._whole = label("libraryKeptWhole")
        self._parts = small("libraryKeptParts")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self._whole)
        column.addWidget(self._parts)
        column.addStretch()
        self.setWidget(inside)
        self.clear()

    def clear(self) -> None:
        self._tell("", "")

    def show_kept(self, held: "Kept") -> None:
        lines = [part_words(each, held.days) for each in held.parts]
        lines += [
            _("{who}: {consent}").format(who=each.person.label, consent=consent_words(each))
            for each in held.consents
        ]
        lines += [tombstone_words(each) for each in held.erased]
        self._tell(whole_words(held.whole, held.days), "\n".join(lines))

    def show_removed(self, row: "RemovedRow") -> None:
        self._tell(
            tombstone_words(row.tomb),
            _("Walkthrough {id}. The log of erasures proves it; what was in it is gone for good.").format(
                id=row.tomb.walkthrough
            ),
        )

    def _tell(self, whole: str, parts: str) -> None:
        self._whole.setText(whole)
        self._parts.setText(parts)
        self._parts.setVisible(bool(parts))
        self.setFixedHeight(scaled_to_text(min(HEIGHT, LINE * (2 + len(parts.splitlines())))))
        self.setVisible(bool(whole))
        self.verticalScrollBar().setValue(0)
