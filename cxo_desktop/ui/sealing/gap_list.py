"""What is still missing, one sentence each, with the way there. What blocks comes first and says so."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from cxo_core.gaps import Gap, Lack
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.gap_words import gap_sentence, is_of_voice, unchecked_sentence
from cxo_desktop.ui.icons import picture
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import badge, label, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

MOST_SHOWN = 40
"""A record with more gaps than this is not closed by reading a longer list."""


class GapList(Card):
    """Empty, it says that nothing is missing."""

    step_asked = Signal(str)
    question_asked = Signal(str)
    masking_asked = Signal(str)
    voice_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("gaps", _("What is still missing"))
        self._rows: list[QWidget] = []

    def show_gaps(self, found: Sequence[Gap], walkthrough: Walkthrough) -> None:
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        alike: dict[bool, list[Gap]] = {False: [], True: []}
        for gap in found:
            if gap.lack is Lack.PHOTO_NOT_CHECKED:
                alike[is_of_voice(gap, walkthrough)].append(gap)
        behind_another = [*alike[False][1:], *alike[True][1:]]
        found = [gap for gap in found if gap not in behind_another]
        self._rows = [
            self._row(at, gap, walkthrough, len(alike[is_of_voice(gap, walkthrough)]))
            for at, gap in enumerate(found[:MOST_SHOWN])
        ]
        if not found:
            self._rows = [label("gapsNone", "✓ " + _("Nothing is missing."), tone="good")]
        elif len(found) > MOST_SHOWN:
            more = _("and {count} more, listed when these are done").format(count=len(found) - MOST_SHOWN)
            self._rows.append(small("gapsMore", more))
        for row in self._rows:
            self.body.addWidget(row)

    def _row(self, at: int, gap: Gap, walkthrough: Walkthrough, unchecked: int) -> QWidget:
        """Photos that are not checked yet share one row, and so do voice notes: they are all behind the same way."""
        is_several = gap.lack is Lack.PHOTO_NOT_CHECKED and unchecked > 1
        sentence = (
            unchecked_sentence(unchecked, is_voice=is_of_voice(gap, walkthrough))
            if is_several
            else gap_sentence(gap, walkthrough)
        )
        line = named(QWidget(), f"gap.{at}")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        mark = named(QLabel(), f"gap.{at}.picture")
        mark.setPixmap(picture("problem" if gap.lack.blocks else "notice", density=self.devicePixelRatioF()))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        weight = badge(f"gap.{at}.weight", _("Must") if gap.lack.blocks else _("Check"))
        row.addWidget(weight, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label(f"gap.{at}.sentence", sentence), 1)
        if (go := self._way(gap, walkthrough)) is not None:
            spoken = _("Go there: {sentence}").format(sentence=sentence)
            row.addWidget(button(f"gap.{at}.go", _("Go there"), go, picture="forward", spoken=spoken))
        return line

    def _way(self, gap: Gap, walkthrough: Walkthrough) -> Callable[[], object] | None:
        """To the question on this page, to the photos, or to the step in the recorder."""
        if gap.lack is Lack.HEADING:
            return partial(self.question_asked.emit, str(gap.details["indicator"]))
        if gap.lack is Lack.PHOTO_NOT_CHECKED:
            asked = self.voice_asked if is_of_voice(gap, walkthrough) else self.masking_asked
            return partial(asked.emit, str(gap.details["evidence"]))
        if gap.step or gap.seq:
            there = gap.step or (walkthrough.entry(gap.seq).step if gap.seq else None) or ""
            return partial(self.step_asked.emit, there)
        return None
