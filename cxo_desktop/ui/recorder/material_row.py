"""One paper of the checklist: ticked when demanded, with what became of it, its keys and its menu."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QSizePolicy, QWidget

from cxo_core.kinds import Kind
from cxo_core.materials import MaterialRecord
from cxo_desktop.kind_words import name_of
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.elided import Elided
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named, show_checked
from cxo_desktop.words import _, pick

KEYS: dict[Qt.Key, Kind] = {
    Qt.Key.Key_G: Kind.MATERIAL_GIVEN,
    Qt.Key.Key_R: Kind.MATERIAL_REPEATED,
    Qt.Key.Key_D: Kind.MATERIAL_DEFERRED,
    Qt.Key.Key_W: Kind.MATERIAL_WAIVED,
}


class MaterialRow(QWidget):
    """Space ticks and unticks; G given, R asked for again, D deferred with its date, W waived; arrows go to the neighbours."""

    demanded = Signal()
    undemanded = Signal()
    marked = Signal(object, str)
    taken_back = Signal(object)
    moved = Signal(int)

    def __init__(self, paper: MaterialRecord) -> None:
        super().__init__()
        name = f"material.{paper.id}"
        named(self, f"{name}.row")
        self._tick = named(
            _Tick(self),
            name,
            pick(paper.title),
            description=_("Space: demanded. G: given. R: asked for again. D: deferred. W: waived."),
        )
        self._tick.setProperty("look", "finger")
        self._tick.toggled.connect(lambda _on: self._ticked())
        self.setFocusProxy(self._tick)
        self._title = _Title(f"{name}.title", pick(paper.title), self._tick)
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._became = label(f"{name}.state", tone="quiet", size="small", wraps=False)
        self._due = named(LineField(), f"{name}.due", _("Deferred until"))
        self._due.setPlaceholderText(_("until, such as 12-31 or 5 days"))
        self._due.setFixedWidth(grown(190))
        self._due.setProperty("look", "finger")
        self._due.returnPressed.connect(self._defer)
        self._due.hide()
        self._menu_button = button(
            f"{name}.menu",
            "⋯",
            self._offer,
            tone="quiet",
            spoken=f"{_('More about this paper')}: {pick(paper.title)}",
        )
        self._menu_button.setProperty("look", "finger")
        self._menu_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._paper = paper
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        for widget in (self._tick, self._title, self._due, self._became, self._menu_button):
            row.addWidget(widget)

    def show_paper(self, paper: MaterialRecord, condition: str = "") -> None:
        self._paper = paper
        show_checked(self._tick, paper.is_demanded)
        words = pick(paper.title) + (f"（{condition}）" if condition else "")
        self._title.set_words(words)
        self._became.setText(" · ".join(became(paper)))
        self._tick.setAccessibleName(", ".join([words, *became(paper)]))

    def press(self, kind: Kind) -> None:
        """What a key or the menu asks for."""
        if kind is Kind.MATERIAL_DEFERRED:
            self._due.show()
            self._due.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif kind is Kind.MATERIAL_WAIVED and self._paper.waived:
            self.taken_back.emit(kind)
        else:
            self.marked.emit(kind, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._due.isVisible():
            self._due.hide()
            self._tick.setFocus()
            return
        super().keyPressEvent(event)

    def _ticked(self) -> None:
        if self._tick.isChecked():
            self.demanded.emit()
        else:
            self.undemanded.emit()

    def _defer(self) -> None:
        self._due.hide()
        self._tick.setFocus()
        self.marked.emit(Kind.MATERIAL_DEFERRED, due_date(self._due.text(), date.today()))
        self._due.clear()

    def _offer(self) -> None:
        menu = named(QMenu(self), f"material.{self._paper.id}.choices", _("More about this paper"))
        for key, kind in KEYS.items():
            action = QAction(f"{_menu_words(kind)}\t{key.name.removeprefix('Key_')}", menu)
            action.triggered.connect(lambda _on, kind=kind: self.press(kind))
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._menu_button.mapToGlobal(self._menu_button.rect().bottomLeft()))


class _Tick(QCheckBox):
    """Hands the letters and arrows to its row."""

    def __init__(self, row: MaterialRow) -> None:
        super().__init__()
        self._row = row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() or event.isAutoRepeat():
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in KEYS:
            self._row.press(KEYS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._row.moved.emit(1 if key is Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            self._row.moved.emit(1)
        else:
            super().keyPressEvent(event)


class _Title(Elided):
    """A press on the words ticks as well: a target as wide as the row."""

    def __init__(self, name: str, words: str, tick: QCheckBox) -> None:
        super().__init__(name, words)
        self._tick = tick

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._tick.click()


def became(paper: MaterialRecord) -> list[str]:
    """What became of a paper, in the order of its life."""
    told = []
    if paper.is_extra:
        told.append(_("outside the list"))
        if paper.demanded_by:
            told.append(_("asked by {who}").format(who=paper.demanded_by))
        if paper.grade:
            told.append(name_of(paper.grade))
    if paper.copies_beyond:
        told.append(_("{count} copies more than listed").format(count=paper.copies_beyond))
    if paper.given:
        told.append(
            _("given ×{count}").format(count=len(paper.given)) if len(paper.given) > 1 else _("given")
        )
    if paper.repeated:
        told.append(_("asked again ×{count}").format(count=len(paper.repeated)))
    if paper.deferred is not None:
        told.append(_("deferred until {date}").format(date=paper.due) if paper.due else _("deferred"))
    if paper.waived:
        told.append(_("waived"))
    return told


def due_date(text: str, today: date) -> str:
    """The ISO date of “12-31”, “2026-12-31”, “5 days” or “5”; empty where none is named."""
    words = text.strip().replace("天", "").replace("日", "").removesuffix("days").removesuffix("day").strip()
    if words.isdigit() and len(words) <= 3:
        return (today + timedelta(days=int(words))).isoformat()
    parts = words.replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 2:
            there = date(today.year, *numbers)
            return (there if there >= today else there.replace(year=today.year + 1)).isoformat()
        return date(*numbers).isoformat() if len(numbers) == 3 else ""
    except ValueError:
        return ""


def _menu_words(kind: Kind) -> str:
    return {
        Kind.MATERIAL_GIVEN: _("Given"),
        Kind.MATERIAL_REPEATED: _("Asked for again"),
        Kind.MATERIAL_DEFERRED: _("Deferred until…"),
        Kind.MATERIAL_WAIVED: _("Waived"),
    }[kind]
