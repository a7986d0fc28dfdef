"""The keys of the walk: each event on its function key and its large button, always at the same place."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from cxo_core.kinds import HAPPENINGS, SPANS, Kind
from cxo_core.scheme import Scheme
from cxo_desktop.kind_words import kind_name, span_name
from cxo_desktop.ui.recorder.look import Look
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.even_grid import EvenGrid
from cxo_desktop.ui.widgets.key_button import KeyButton
from cxo_desktop.ui.widgets.naming import named, show_checked
from cxo_desktop.words import _

BESIDE = (
    Kind.INTERRUPTION_STARTED,
    Kind.FAILURE_STARTED,
    Kind.INTERVENTION_STARTED,
    Kind.PREPARATION_STARTED,
)
"""Stretches that may run beside the walk at any time, on Alt+1 … Alt+4."""

_BESIDE_ENDS = frozenset(SPANS[kind] for kind in BESIDE)
MOST_OF_STEP = 4


def keyed(scheme: Scheme) -> dict[Kind, str]:
    """The kinds on the function keys, F2 first."""
    return {kind: f"F{at}" for at, kind in enumerate(scheme.keys, 2) if at <= 12}


def of_step(scheme: Scheme, step: str | None) -> tuple[Kind, ...]:
    """What the step asks for that has no function key, on Shift+F2 and after."""
    found = scheme.step(step) if step else None
    known = keyed(scheme)
    own = [kind for kind in found.events if kind not in known] if found else []
    return tuple(kind for kind in own if kind not in BESIDE and kind not in _BESIDE_ENDS)[:MOST_OF_STEP]


class EventKeys(QWidget):
    """Says which kind was pressed. Keys that mean nothing now stay where they are, disabled."""

    pressed = Signal(object)

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        named(self, "eventKeys", _("Events"))
        self._scheme = scheme
        self._shown_step: str | None = "?"
        self.keys = {kind: self._key(kind, keys) for kind, keys in keyed(scheme).items()}
        self._more = KeyButton("key.more", _("Other event"), "Ctrl+J")
        self._more.clicked.connect(lambda: self.offer_others())
        self._beside = {kind: self._toggle(kind, at) for at, kind in enumerate(BESIDE, 1)}
        self._own = [self._own_key(at) for at in range(MOST_OF_STEP)]
        self._possible: frozenset[Kind] = frozenset()
        self._open: frozenset[Kind] = frozenset()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        grid = EvenGrid(narrowest=grown(104))
        for key in (*self.keys.values(), self._more):
            grid.addWidget(key)
        beside = EvenGrid(narrowest=grown(104))
        for key in (*self._beside.values(), *self._own):
            beside.addWidget(key)
        column.addLayout(grid)
        column.addLayout(beside)

    def show_look(self, seen: Look, waiting: Iterable[Kind], *, is_stopped: bool) -> None:
        """Enables what means something now. While the disk refuses, everything may be pressed: nothing is to be missed."""
        self._open = frozenset(seen.open_spans)
        self._possible = seen.possible - frozenset(waiting)
        if is_stopped and seen.is_recording:
            self._possible = frozenset(HAPPENINGS)
        step = self._scheme.step(seen.state.step) if seen.state.step else None
        usual = frozenset(step.events) if step else frozenset()
        for kind, key in self.keys.items():
            key.setEnabled(kind in self._possible)
            key.set_usual(kind in usual)
        self._more.setEnabled(seen.is_recording)
        for kind, key in self._beside.items():
            is_open = kind in self._open
            key.setEnabled(seen.is_recording)
            show_checked(key, is_open)
            key.set_words(_("End: {what}").format(what=span_name(kind)) if is_open else span_name(kind))
        if seen.state.step != self._shown_step:
            self._show_own(seen.state.step)
        for key in self._own:
            kind = key.property("kind")
            key.setEnabled(bool(kind) and Kind(kind) in self._possible)

    def is_possible(self, kind: Kind) -> bool:
        return kind in self._possible

    def press_function(self, at: int) -> None:
        """F2 is 0."""
        if at < len(self.keys):
            self.pressed.emit(list(self.keys)[at])

    def press_beside(self, at: int) -> None:
        """Begins the stretch, or ends it where it is open."""
        kind = BESIDE[at]
        self.pressed.emit(SPANS[kind] if kind in self._open else kind)

    def press_own(self, at: int) -> None:
        """Shift+F2 is 0."""
        if kind := self._own[at].property("kind"):
            self.pressed.emit(Kind(kind))

    def offer_others(self) -> None:
        """A menu of everything else that can happen now."""
        menu = QMenu(self)
        named(menu, "otherEvents", _("Other event"))
        shown = set(self.keys) | set(BESIDE) | _BESIDE_ENDS
        for kind in Kind:
            if kind in self._possible and kind not in shown:
                menu.addAction(kind_name(kind)).setData(kind)
        menu.triggered.connect(lambda action: self.pressed.emit(Kind(action.data())))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _show_own(self, step: str | None) -> None:
        self._shown_step = step
        own = of_step(self._scheme, step)
        for at, key in enumerate(self._own):
            kind = own[at] if at < len(own) else None
            key.setVisible(kind is not None)
            key.setProperty("kind", kind.value if kind else "")
            key.set_usual(kind is not None)
            if kind:
                key.setObjectName(f"key.{kind.value}")
                key.set_words(kind_name(kind))

    def _key(self, kind: Kind, keys: str) -> KeyButton:
        key = KeyButton(f"key.{kind.value}", kind_name(kind), keys)
        key.clicked.connect(lambda: self.pressed.emit(kind))
        return key

    def _toggle(self, kind: Kind, at: int) -> KeyButton:
        key = KeyButton(f"span.{kind.value}", span_name(kind), f"Alt+{at}")
        key.setCheckable(True)
        key.toggled.connect(lambda _on: self.press_beside(at - 1))
        return key

    def _own_key(self, at: int) -> KeyButton:
        key = KeyButton(f"key.own{at + 1}", "", f"⇧F{at + 2}")
        key.clicked.connect(lambda: self.press_own(at))
        key.hide()
        return key
