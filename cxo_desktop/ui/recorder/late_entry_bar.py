"""What happened before and was not tapped: its kind, its time, and whether the time was read or only remembered."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout

from cxo_core.kinds import HAPPENINGS, Kind
from cxo_core.moment import Clock, Entered
from cxo_core.scheme import Scheme
from cxo_desktop.kind_words import kind_name, name_of
from cxo_desktop.ui.recorder.event_keys import BESIDE, keyed
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.measure import grown, target
from cxo_desktop.ui.recorder.times import typed_time
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.answers import Answer, Answers
from cxo_desktop.ui.widgets.asked_box import AskedBox
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.words import _, pick


@dataclass(frozen=True, slots=True)
class Late:
    """`step` is empty for the walk as a whole."""

    kind: Kind
    happened: datetime
    entered: Entered
    step: str
    note: str


class LateEntryBar(InlineBar):
    """Enter enters it; the line stays open for the next one."""

    given = Signal(object)

    def __init__(self, scheme: Scheme, clock: Clock) -> None:
        super().__init__("lateBar", _("Late entry"))
        self._clock = clock
        self._kind = AskedBox("lateKind", _("What happened"))
        for kind in _kinds(scheme):
            self._kind.addItem(kind_name(kind), kind)
        self._time = named(LineField(), "lateTime", _("When it happened"))
        self._time.setPlaceholderText(_("13:41 · yesterday 13:41 · -5 (minutes ago)"))
        self._time.textEdited.connect(lambda _text: self._tell(""))
        self._entered = Answers(
            "lateEntered",
            _("How its time is known"),
            [
                Answer(Entered.TYPED.value, _("Time was noted"), name_of(Entered.TYPED)),
                Answer(Entered.RECALLED.value, _("From memory"), name_of(Entered.RECALLED)),
            ],
            target=target(),
        )
        self._entered.set_value(Entered.TYPED.value)
        self._step = AskedBox("lateStep", _("Step"))
        self._step.addItem(_("The whole walk"), "")
        for step in scheme.steps:
            self._step.addItem(pick(step.title), step.id)
        self._note = named(LineField(), "lateNote", _("Note"))
        self._note.setPlaceholderText(_("Note"))
        self._mistake = label("lateMistake", tone="mistake")
        self._mistake.hide()
        for field in (self._kind, self._time, self._step, self._note):
            field.setProperty("look", "finger")
        self._time.setMinimumWidth(grown(150))
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row in (upper, lower):
            row.setSpacing(SPACE_S)
            self.body.addLayout(row)
        upper.addWidget(label("lateHeading", _("Late entry"), size="section", wraps=False))
        upper.addWidget(self._kind, 2)
        upper.addWidget(self._time, 3)
        upper.addWidget(self._entered, 3)
        lower.addWidget(self._step, 2)
        lower.addWidget(self._note, 4)
        lower.addWidget(button("lateEnter", _("Enter it"), self.give, tone="primary", keys="Enter"))
        lower.addWidget(self.close_button())
        self.body.addWidget(self._mistake)

    def ask(self, step: str | None) -> None:
        self._step.setCurrentIndex(max(0, self._step.findData(step or "")))
        self._tell("")
        self.open_at(self._kind)

    def give(self) -> None:
        now = self._clock.now().wall
        happened = typed_time(self._time.text(), now)
        if happened is None:
            self._tell(_("Write a time such as 13:41, yesterday 13:41 or 11-20 13:41."))
            self._time.setFocus()
            return
        if happened > now:
            self._tell(_("This time is still to come. Add the day if it was yesterday."))
            self._time.setFocus()
            return
        self.given.emit(
            Late(
                Kind(self._kind.currentData()),
                happened,
                Entered(str(self._entered.value)),
                str(self._step.currentData()),
                self._note.text().strip(),
            )
        )
        self._time.clear()
        self._note.clear()
        self._kind.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.give()
            return
        super().keyPressEvent(event)

    def _tell(self, mistake: str) -> None:
        self._mistake.setText(mistake)
        self._mistake.setVisible(bool(mistake))
        restyle(self._time, wrong="true" if mistake else "false")


def _kinds(scheme: Scheme) -> list[Kind]:
    """The keys of the scheme first, then what its steps name, then everything else that can happen."""
    named_in_steps = [kind for step in scheme.steps for kind in step.events]
    order = (*keyed(scheme), *named_in_steps, *BESIDE, *(kind for kind in Kind if kind in HAPPENINGS))
    return [kind for kind in dict.fromkeys(order) if kind in HAPPENINGS]
