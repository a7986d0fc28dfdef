"""What anybody could see a member of staff do: seen, not seen, or not noted, by digit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from cxo_core.scheme import AttitudeAct
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.naming import named, restyle, show_checked
from cxo_desktop.ui.widgets.row_flow import RowFlow
from cxo_desktop.words import _, pick

_SIGNS = {None: "○", True: "✓", False: "✗"}


class Attitude(QWidget):
    """Each press goes on: not noted → seen → not seen → not noted. `observed` says (act, seen), `taken_back` the act."""

    observed = Signal(str, bool)
    taken_back = Signal(str)

    def __init__(self, acts: Sequence[AttitudeAct]) -> None:
        super().__init__()
        named(self, "attitude", _("Attitude acts"), description=f"1–{len(acts)}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("look", "answers")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._acts = tuple(acts)
        self._seen: dict[str, bool | None] = {}
        self._buttons: dict[str, QPushButton] = {}
        flow = RowFlow(self, gap=SPACE_XS)
        flow.setContentsMargins(2, 2, 2, 2)
        for act in acts:
            made = named(QPushButton(), f"act.{act.id}", pick(act.title))
            made.setProperty("look", "answer")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.toggled.connect(lambda _on, act=act.id: self._press(act))
            self._buttons[act.id] = made
            flow.addWidget(made)
            self._show(act.id, None)

    def show_state(self, state: Walkthrough, step: str | None) -> None:
        for act in self._acts:
            seen = state.attitude.get((step, act.id))
            if seen is not self._seen.get(act.id, "?"):
                self._show(act.id, seen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and not event.isAutoRepeat() and 0 <= digit < len(self._acts):
            self._press(self._acts[digit].id)
            return
        super().keyPressEvent(event)

    def _press(self, act: str) -> None:
        match self._seen[act]:
            case None:
                self._show(act, True)
                self.observed.emit(act, True)
            case True:
                self._show(act, False)
                self.observed.emit(act, False)
            case False:
                self._show(act, None)
                self.taken_back.emit(act)

    def _show(self, act: str, seen: bool | None) -> None:
        self._seen[act] = seen
        made = self._buttons[act]
        place = next(at for at, each in enumerate(self._acts, 1) if each.id == act)
        title = pick(self._acts[place - 1].title)
        said = {None: _("not noted"), True: _("seen"), False: _("not seen")}[seen]
        made.setText(f"{place} {_SIGNS[seen]} {title}")
        show_checked(made, seen is not None)
        made.setAccessibleName(f"{title}: {said}")
        made.setToolTip(f"{title}: {said}")
        restyle(made, seen=str(seen))
