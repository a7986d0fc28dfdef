"""The photos a finding rests on, chosen from those of the step: a digit or a press puts one in or out."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from cxo_core.walkthrough import Evidence
from cxo_desktop.measure_words import voice_text
from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named, show_checked
from cxo_desktop.ui.widgets.row_flow import RowFlow
from cxo_desktop.words import _

MOST = 9


class EvidenceChoice(QWidget):
    """Offers the latest nine photos; what was chosen before stays chosen even where it is not offered."""

    changed = Signal()

    def __init__(self, *, target: int) -> None:
        super().__init__()
        named(self, "findingEvidence", _("Evidence"), description="1–9")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("look", "answers")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._target = target
        self._buttons: dict[str, QPushButton] = {}
        self._chosen: list[str] = []
        self._none = label(
            "findingEvidenceNone", _("No photos at this step"), tone="quiet", size="small", wraps=False
        )
        self._flow = RowFlow(self, gap=SPACE_XS)
        self._flow.setContentsMargins(2, 2, 2, 2)
        self._flow.addWidget(self._none)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self._chosen)

    def offer(
        self, photos: Sequence[Evidence], pixmaps: dict[str, QPixmap | None], chosen: Sequence[str]
    ) -> None:
        """Shows the photos anew with those chosen pressed in."""
        for made in self._buttons.values():
            self._flow.removeWidget(made)
            made.hide()
            made.deleteLater()
        self._chosen = list(chosen)
        offered = photos[-MOST:]
        self._buttons = {photo.id: self._button(at, photo, pixmaps) for at, photo in enumerate(offered, 1)}
        self._none.setVisible(not self._buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and 0 <= digit < len(self._buttons):
            self._toggle(list(self._buttons)[digit])
            return
        super().keyPressEvent(event)

    def _button(self, at: int, photo: Evidence, pixmaps: dict[str, QPixmap | None]) -> QPushButton:
        bare = voice_text(photo.length_ms) if photo.is_voice else _("Photo of {time}")
        words = photo.caption or bare.format(time=f"{photo.wall:%H:%M:%S}")
        made = named(QPushButton(), f"findingEvidence.{photo.id}", words)
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setProperty("look", "answer")
        made.setMinimumWidth(self._target)
        made.setToolTip(words)
        if pixmap := pixmaps.get(photo.id):
            made.setIcon(QIcon(pixmap))
            made.setIconSize(QSize(self._target - 12, self._target - 12))
        made.toggled.connect(lambda _on: self._toggle(photo.id))
        self._flow.addWidget(made)
        self._mark(made, at, photo.id in self._chosen)
        return made

    def _toggle(self, photo: str) -> None:
        if photo in self._chosen:
            self._chosen.remove(photo)
        else:
            self._chosen.append(photo)
        made = self._buttons[photo]
        self._mark(made, list(self._buttons).index(photo) + 1, photo in self._chosen)
        self.changed.emit()

    def _mark(self, made: QPushButton, at: int, is_chosen: bool) -> None:
        show_checked(made, is_chosen)
        made.setText("✓" if is_chosen else str(at))
