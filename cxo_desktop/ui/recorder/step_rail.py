"""The steps by stage: done, current, still open, or left out of this part-flow; each can be gone to at any time."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cxo_core.scheme import Scheme, Step
from cxo_desktop.kind_words import name_of
from cxo_desktop.ui.recorder.look import Look, Mark
from cxo_desktop.ui.recorder.measure import grown, target
from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.key_button import KeyButton
from cxo_desktop.ui.widgets.labels import small
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.ui.widgets.scrolling import ScrollDown
from cxo_desktop.words import _, ngettext, pick

_SIGNS = {Mark.DONE: "✓", Mark.CURRENT: "●", Mark.OPEN: "·", Mark.LEFT_OUT: "–"}


class StepRail(ScrollDown):
    """Says which step was asked for; `neighbour` is the one before or after the current step, part-flow considered."""

    asked = Signal(str)

    def __init__(self, scheme: Scheme) -> None:
        super().__init__("steps", _("Steps"))
        self._scheme = scheme
        self._buttons: dict[str, KeyButton] = {}
        self._marks: dict[str, Mark] = {}
        self._comments: Mapping[str, int] = {}
        inside = named(QWidget(), "stepsInside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE_XS, 0)
        column.setSpacing(0)
        for stage in scheme.stages():
            heading = small(f"stage.{stage.value}", name_of(stage))
            heading.setContentsMargins(SPACE_XS, SPACE_XS, 0, 0)
            column.addWidget(heading)
            for step in scheme.steps_in(stage):
                column.addWidget(self._button(step))
        column.addStretch()
        self.setWidget(inside)
        self.setMinimumWidth(grown(150))

    def show_look(self, seen: Look) -> None:
        for step in self._scheme.steps:
            mark = seen.marks.get(step.id, Mark.OPEN)
            if self._marks.get(step.id) is not mark:
                self._marks[step.id] = mark
                self._mark(step, mark)
        if seen.state.step in self._buttons:
            self.ensureWidgetVisible(self._buttons[seen.state.step], 0, target())

    def show_comments(self, open_by_step: Mapping[str, int]) -> None:
        """Says behind a step's name how many comments of the office wait there."""
        self._comments = open_by_step
        for step in self._scheme.steps:
            count = open_by_step.get(step.id, 0)
            self._buttons[step.id].set_words(pick(step.title) + (f" ◆{count}" if count else ""))
            self._mark(step, self._marks.get(step.id, Mark.OPEN))

    def neighbour(self, current: str | None, by: int) -> str | None:
        """The step `by` places further in the walk, past those left out; the first one where none is current."""
        walked = [step.id for step in self._scheme.steps if self._marks.get(step.id) is not Mark.LEFT_OUT]
        if current is None:
            return walked[0] if walked and by > 0 else None
        ids = [step.id for step in self._scheme.steps]
        if current not in ids:
            return None
        beyond = ids[ids.index(current) + 1 :] if by > 0 else ids[: ids.index(current)][::-1]
        return next((step for step in beyond if step in walked), None)

    def _button(self, step: Step) -> KeyButton:
        made = KeyButton(f"step.{step.id}", pick(step.title), "", look="step")
        made.setToolTip("\n".join(pick(text) for text in (step.title, step.hint) if text))
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made.clicked.connect(lambda: self.asked.emit(step.id))
        self._buttons[step.id] = made
        return made

    def _mark(self, step: Step, mark: Mark) -> None:
        made = self._buttons[step.id]
        made.set_keys(_SIGNS[mark])
        said = {
            Mark.DONE: _("done"),
            Mark.CURRENT: _("current step"),
            Mark.OPEN: _("still open"),
            Mark.LEFT_OUT: _("not part of this walkthrough"),
        }[mark]
        if count := self._comments.get(step.id, 0):
            comments = ngettext("{count} comment of the office", "{count} comments of the office", count)
            said = f"{said}, {comments.format(count=count)}"
        made.setAccessibleDescription(said)
        restyle(made, mark=mark.value)
