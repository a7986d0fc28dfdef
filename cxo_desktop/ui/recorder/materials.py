"""The papers: listed ones are ticked when the window demands them, others are added in one line with who asked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxo_core.kinds import Kind
from cxo_core.materials import MaterialRecord
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.ui.recorder.material_row import MaterialRow
from cxo_desktop.ui.widgets.focus_watch import FocusWatch
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, pick


class Materials(QWidget):
    """One row per paper, kept and reused. `marked` says (kind, material id, due date), `unticked` takes every demand back."""

    marked = Signal(object, str, str)
    unticked = Signal(str)
    taken_back = Signal(object, str)

    def __init__(self, watch: FocusWatch) -> None:
        super().__init__()
        named(self, "materials", _("Papers"))
        self._watch = watch
        self._rows: dict[str, MaterialRow] = {}
        self._shown: dict[str, MaterialRecord] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_state(self, state: Walkthrough) -> None:
        for paper in state.materials:
            if self._shown.get(paper.id) == paper:
                continue
            self._shown[paper.id] = paper
            if paper.id not in self._rows:
                self._add(paper)
            self._rows[paper.id].show_paper(paper, _listed_condition(state, paper))
        for gone in self._rows.keys() - {paper.id for paper in state.materials}:
            row = self._rows.pop(gone)
            self._shown.pop(gone)
            row.hide()
            row.deleteLater()

    def focus_first(self) -> None:
        """The keyboard goes to the first paper that was not demanded yet, else to the first."""
        waiting = [row for name, row in self._rows.items() if not self._shown[name].is_demanded]
        if row := next(iter(waiting or self._rows.values()), None):
            row.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add(self, paper: MaterialRecord) -> None:
        row = MaterialRow(paper)
        row.demanded.connect(lambda: self.marked.emit(Kind.MATERIAL_DEMANDED, paper.id, ""))
        row.undemanded.connect(lambda: self.unticked.emit(paper.id))
        row.marked.connect(lambda kind, due: self.marked.emit(kind, paper.id, due))
        row.taken_back.connect(lambda kind: self.taken_back.emit(kind, paper.id))
        row.moved.connect(lambda by: self._move(paper.id, by))
        self._rows[paper.id] = row
        self._watch.watch(row)
        self._column.addWidget(row)

    def _move(self, paper: str, by: int) -> None:
        names = list(self._rows)
        place = names.index(paper) + by
        if 0 <= place < len(names):
            self._rows[names[place]].setFocus(Qt.FocusReason.TabFocusReason)


def summary(state: Walkthrough) -> str:
    """“listed 3 / demanded 4 / extra 1”, the line that stands for the whole list."""
    sets = state.sets
    return _("listed {listed} / demanded {demanded} / extra {extra}").format(
        listed=sum(paper.is_listed for paper in state.materials),
        demanded=len(sets.demanded),
        extra=len(sets.extra),
    )


def _listed_condition(state: Walkthrough, paper: MaterialRecord) -> str:
    listed = state.item.material(paper.id) if state.item else None
    return pick(listed.condition) if listed and listed.condition else ""
