"""Asked in one line when a step is left: how it ended. One key answers; nothing else has to wait for it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout

from cxo_core.moment import Moment
from cxo_core.scheme import Indicator, Scheme
from cxo_desktop.kind_words import outcome_name
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.measure import target
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.answers import Answer, Answers
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.words import _, pick

OUTCOME = "outcome"
_USUAL = ("done", "returned", "abandoned", "transferred", "suspended")


class OutcomeBar(InlineBar):
    """Waits for one digit. Enter takes the first answer; the step key again goes on without one; Esc stays at the step."""

    answered = Signal(str)

    def __init__(self, scheme: Scheme) -> None:
        super().__init__("outcomeBar", _("How the step ended"))
        self._asked = label("outcomeAsked", size="section")
        self._answers = Answers(
            "outcome", _("How the step ended"), outcomes(scheme.indicator(OUTCOME)), target=target()
        )
        self._answers.chosen.connect(lambda value: self.answered.emit(str(value)))
        self.leaving: str = ""
        self.going_to: str = ""
        self.pressed: Moment | None = None
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._asked)
        row.addWidget(self._answers, 1)
        row.addWidget(self.close_button())
        self.body.addLayout(row)

    def ask(self, scheme: Scheme, leaving: str, going_to: str, pressed: Moment) -> None:
        """`pressed` is when the step was left; the answer may come later."""
        self.leaving, self.going_to, self.pressed = leaving, going_to, pressed
        step = scheme.step(leaving)
        self._asked.setText(_("How did “{step}” end?").format(step=pick(step.title) if step else leaving))
        self._answers.set_value(None)
        self.open_at(self._answers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.answered.emit(_USUAL[0])
            return
        super().keyPressEvent(event)


def outcomes(indicator: Indicator | None) -> list[Answer]:
    """The answers of the scheme where it asks for the outcome, else the usual five."""
    if indicator and indicator.choices:
        return [Answer(each.id, pick(each.title), pick(each.title)) for each in indicator.choices]
    return [Answer(each, outcome_name(each), outcome_name(each)) for each in _USUAL]
