"""The current step: what to look for, the attitude of those who serve, what is asked, and the papers."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxo_core.kinds import Kind
from cxo_core.scheme import Scheme, Step
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.ui.recorder.attitude import Attitude
from cxo_desktop.ui.recorder.look import Look
from cxo_desktop.ui.recorder.materials import Materials, summary
from cxo_desktop.ui.recorder.measure import grown, target
from cxo_desktop.ui.recorder.readings import Readings
from cxo_desktop.ui.theme import SPACE_M, SPACE_S, SPACE_XS
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.focus_watch import FocusWatch
from cxo_desktop.ui.widgets.labels import section, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.scrolling import ScrollDown
from cxo_desktop.ui.widgets.tab_order import tab_as_read
from cxo_desktop.words import _, pick

_AT_THE_WINDOW = frozenset(
    {Kind.SERVICE_STARTED, Kind.INSPECTION_ARRIVED, Kind.CASE_OPENED, Kind.CONSULTED, Kind.MISSING_TOLD}
)
_PAPERS_IN_HAND = frozenset(
    {
        Kind.PAPERS_SUBMITTED,
        Kind.PAPERS_RECEIVED,
        Kind.PAPERS_RESUBMITTED,
        Kind.MISSING_TOLD,
        Kind.UPLOAD_STARTED,
        Kind.FORM_SUBMITTED,
    }
)
LINES_AT_ONCE = 1


class StepPanel(ScrollDown):
    """Each step's readings are built once and kept. Before the first step it says how to begin."""

    first_step_asked = Signal()
    extra_asked = Signal()
    reading_given = Signal(str, str, object)
    reading_taken_back = Signal(str, str)
    reading_typed = Signal(str, str, str)
    focused = Signal(object)

    def __init__(self, scheme: Scheme) -> None:
        super().__init__("stepPanel", _("Current step"))
        self._scheme = scheme
        self._readings: dict[str, Readings] = {}
        self._shown: Readings | None = None
        self._state: Walkthrough | None = None
        self._drafts: dict[str, str] = {}
        self._watch = FocusWatch(self)
        self._watch.focused.connect(self._bring_into_view)
        self._builder = QTimer(self, interval=0)
        self._builder.timeout.connect(self._build_some)
        self._title = section("stepTitle", "")
        self._title.setWordWrap(False)
        self._hint = small("stepHint")
        self._begin = button("stepBegin", "", self.first_step_asked.emit, tone="primary", keys="Alt+↓")
        self._begin.setProperty("look", "finger")
        self._attitude_head = _fold("attitudeHead", self.toggle_attitude, "Ctrl+D")
        self.attitude = Attitude(scheme.attitude_acts)
        self._watch.watch(self.attitude)
        self._materials_head = _fold("materialsHead", self.toggle_materials, "Ctrl+M")
        self.materials = Materials(self._watch)
        self._extra = button("extra", _("＋ Extra paper"), self.extra_asked.emit, keys="Ctrl+Shift+M")
        self._extra.setProperty("look", "finger")
        self._place = QVBoxLayout()
        inside = named(QWidget(), "stepInside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(SPACE_XS)
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        head.addWidget(self._title)
        head.addWidget(self._hint, 1)
        column.addLayout(head)
        column.addWidget(self._begin)
        papers = QHBoxLayout()
        papers.addWidget(self._materials_head, 1)
        papers.addWidget(self._extra)
        column.addLayout(papers)
        column.addWidget(self.materials)
        column.addWidget(self._attitude_head)
        column.addWidget(self.attitude)
        column.addLayout(self._place)
        column.addStretch()
        self.setWidget(inside)
        self._unfold(False, False)

    def show_look(self, seen: Look) -> None:
        before, self._state = self._state, seen.state
        is_other = before is None or before.step != seen.state.step
        if is_other:
            self._show_step(seen.state)
        if is_other or before is None or before.materials != seen.state.materials:
            self.materials.show_state(seen.state)
            tab_as_read(self)
            self._show_heads()
        if is_other or before is None or before.attitude != seen.state.attitude:
            self.attitude.show_state(seen.state, seen.state.step)
        if self._shown is not None and self._shown.is_built:
            self._shown.show_state(seen.state)
        inside = self.widget()
        if inside is not None and inside.isEnabled() != seen.is_recording:
            inside.setEnabled(seen.is_recording)

    def restore(self, drafts: dict[str, str]) -> None:
        """Texts of readings that were being typed when the program ended."""
        self._drafts = {slot: text for slot, text in drafts.items() if slot.startswith("reading.")}
        if self._shown is not None and self._shown.is_built:
            self._restore(self._shown)

    @property
    def is_built(self) -> bool:
        """Whether every line of the current step stands."""
        return self._shown is None or self._shown.is_built

    def flush(self) -> None:
        if self._shown is not None:
            self._shown.flush()

    def focus_readings(self) -> None:
        if self._shown is not None and self._state is not None:
            self._finish_building()
            self._shown.focus_first(self._state)

    def focus_attitude(self) -> None:
        self._unfold(True, not self.materials.isHidden())
        self.attitude.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_materials(self) -> None:
        self._unfold(not self.attitude.isHidden(), True)
        self.materials.focus_first()

    def toggle_attitude(self) -> None:
        self._unfold(self.attitude.isHidden(), not self.materials.isHidden())

    def toggle_materials(self) -> None:
        self._unfold(not self.attitude.isHidden(), self.materials.isHidden())

    def sizeHint(self) -> QSize:
        return QSize(grown(300), grown(120))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def heightForWidth(self, width: int) -> int:
        inside = self.widget()
        if inside is None:
            return -1
        return max(inside.heightForWidth(width), inside.minimumSizeHint().height())

    def show_whole(self, is_whole: bool) -> None:
        """With large text the step is as high as it needs to be and what it stands in scrolls."""
        policy = self.sizePolicy()
        if policy.hasHeightForWidth() != is_whole:
            policy.setHeightForWidth(is_whole)
            self.setSizePolicy(policy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.sizePolicy().hasHeightForWidth():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _bring_into_view(self, widget: QWidget) -> None:
        """What has the keyboard is seen, with a line more below it; once what is above it has found its place."""
        self.focused.emit(widget)
        QTimer.singleShot(0, widget, lambda: self.ensureWidgetVisible(widget, 0, target()))

    def _show_step(self, state: Walkthrough) -> None:
        self.flush()
        step = self._scheme.step(state.step) if state.step else None
        if self._shown is not None:
            self._shown.hide()
            self._shown = None
        self._begin.setVisible(step is None)
        if step is None:
            self._say_how_to_begin(state)
            self._unfold(False, False)
            return
        self._title.setText(pick(step.title))
        self._hint.setText(pick(step.hint))
        self._hint.setVisible(bool(step.hint))
        self._unfold(*_wants(step))
        if step.id not in self._readings:
            self._readings[step.id] = self._new(step)
        self._shown = self._readings[step.id]
        self._shown.show()
        if not self._shown.is_built:
            self._builder.start()
        bar = self.verticalScrollBar()
        bar.setValue(0)

    def _say_how_to_begin(self, state: Walkthrough) -> None:
        first = next((each for each in self._scheme.steps if not state.part or each.id in state.part), None)
        walked = any(record.stays for record in state.steps)
        self._title.setText(_("Between two steps") if walked else _("Ready"))
        self._hint.setText(_("Choose the step you are at on the left. Events can be tapped at any time."))
        self._hint.show()
        self._begin.setVisible(first is not None and not walked)
        if first is not None:
            self._begin.setText(_("Begin with “{step}”").format(step=pick(first.title)))
            self._begin.setAccessibleName(self._begin.text())

    def _new(self, step: Step) -> Readings:
        made = Readings(self._scheme, step.id, self._watch)
        made.given.connect(lambda name, value: self.reading_given.emit(step.id, name, value))
        made.taken_back.connect(lambda name: self.reading_taken_back.emit(step.id, name))
        made.typed.connect(lambda name, text: self.reading_typed.emit(step.id, name, text))
        self._place.addWidget(made)
        return made

    def _build_some(self) -> None:
        """A few lines per turn of the event loop: a key pressed meanwhile does not wait for the rest."""
        if self._shown is None or self._shown.is_built:
            self._builder.stop()
            return
        self._shown.build_some(LINES_AT_ONCE)
        if self._shown.is_built:
            self._finish_building()

    def _finish_building(self) -> None:
        self._builder.stop()
        if self._shown is None or self._state is None:
            return
        self._shown.build()
        tab_as_read(self)
        self._shown.show_state(self._state)
        self._restore(self._shown)

    def _restore(self, readings: Readings) -> None:
        prefix = f"reading.{readings.step}."
        for slot in [slot for slot in self._drafts if slot.startswith(prefix)]:
            readings.restore(slot.removeprefix(prefix), self._drafts.pop(slot))

    def _unfold(self, attitude: bool, materials: bool) -> None:
        has_acts = bool(self._scheme.attitude_acts)
        self._attitude_head.setVisible(has_acts)
        self.attitude.setVisible(attitude and has_acts)
        self.materials.setVisible(materials)
        self._show_heads()

    def _show_heads(self) -> None:
        seen = _("Attitude acts")
        self._attitude_head.setText(f"{_sign(self.attitude)} {seen}")
        self._attitude_head.setAccessibleName(seen)
        told = summary(self._state) if self._state else ""
        self._materials_head.setText(f"{_sign(self.materials)} {_('Papers')}　{told}")
        self._materials_head.setAccessibleName(f"{_('Papers')}: {told}")


def slot_of(step: str, indicator: str) -> str:
    """The draft slot of a reading that is being typed."""
    return f"reading.{step}.{indicator}"


def _wants(step: Step) -> tuple[bool, bool]:
    """Whether attitude and papers are open from the start at this step."""
    events = frozenset(step.events)
    return "attitude" in step.indicators or bool(events & _AT_THE_WINDOW), bool(events & _PAPERS_IN_HAND)


def _sign(part: QWidget) -> str:
    return "▸" if part.isHidden() else "▾"


def _fold(name: str, pressed: Callable[[], None], keys: str) -> QPushButton:
    made = named(QPushButton(), name, "", description=keys)
    made.setProperty("look", "fold")
    made.setToolTip(keys)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setSizePolicy(made.sizePolicy().Policy.Expanding, made.sizePolicy().Policy.Fixed)
    made.clicked.connect(pressed)
    return made
