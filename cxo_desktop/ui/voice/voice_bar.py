"""One voice note: listening to it, saying that it may leave, its caption and step, who and what is in it, its removal."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from cxo_core.privacy import Checked, Sensitive
from cxo_core.problems import Problem
from cxo_core.scheme import Scheme
from cxo_core.walkthrough import Evidence, Status, Walkthrough
from cxo_desktop import problem_words
from cxo_desktop.ui.masking.standing import SENSITIVE
from cxo_desktop.ui.people.sure_button import SureButton
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.measure import grown, target
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.voice.player import Player
from cxo_desktop.ui.voice.standing import line, said
from cxo_desktop.ui.widgets.asked_box import AskedBox
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named, restyle, show_checked
from cxo_desktop.words import _, pick


class VoiceBar(InlineBar):
    """Offers every voice note of the walk. `checked` gives the note, the outcome and its legal basis."""

    described = Signal(str, str)
    moved = Signal(str, str)
    removed = Signal(str, str)
    put_aside = Signal(str)
    people_asked = Signal(object)
    checked = Signal(object, object, str)
    flagged = Signal(str, object)

    def __init__(self, scheme: Scheme, player: Player) -> None:
        super().__init__("voiceBar", _("Voice note"))
        self._player = player
        self._state: Walkthrough | None = None
        self._note: Evidence | None = None
        self._choice = AskedBox("voiceChoice", _("Voice note"))
        self._choice.activated.connect(lambda _row: self._choose())
        self._play = button("voicePlay", _("▶ Listen"), self.listen, keys="Space")
        self._standing = label("voiceStanding")
        self._leave = button("voiceMayLeave", _("Listened to: may leave"), self.let_leave, tone="primary")
        self._caption = self._line("voiceCaption", _("What is in the voice note"))
        self._step = AskedBox("voiceStep", _("Step"))
        self._step.addItem(_("The whole walk"), "")
        for step in scheme.steps:
            self._step.addItem(pick(step.title), step.id)
        self._step.setMaximumWidth(grown(170))
        self._reason = self._line("voiceReason", _("Reason for removing it"))
        self._basis = self._line("voiceBasis", _("Legal basis, e.g. PIPL article 13 (3)"))
        self._flags = {each: self._flag(each) for each in Sensitive if each is not Sensitive.FACE}
        self._aside = SureButton(
            "voiceAside", _("密: put aside…"), _("Really? It leaves the record for good"), self._put_aside
        )
        self._keep = button("voiceKeep", _("Keep"), self.keep, keys="Enter")
        self._except = button("voiceExcept", _("Leave as an exception"), self.except_it)
        self._remove = button("voiceRemove", _("Remove"), self.remove, tone="danger")
        self._people = button("voicePeople", _("People…"), self._ask_people, picture="person", keys="Ctrl+H")
        self._lay_out()
        player.changed.connect(self._show_playing)
        player.failed.connect(self._tell_problem)

    def ask(self, evidence: str = "") -> None:
        """Opens this note, else the latest of the step, else the latest of the walk."""
        state = self._state
        if state is None or not state.voices:
            return
        here = [note for note in state.voices if note.step == state.step]
        wanted = next((note for note in state.voices if note.id == evidence), None)
        self._show_note(wanted or (here or list(state.voices))[-1])
        self.open_at(self._play)

    def show_state(self, state: Walkthrough) -> None:
        """The same note as the record has it now; what is being typed stays."""
        self._state = state
        if self.isHidden() or self._note is None:
            return
        now = next((note for note in state.voices if note.id == self._note.id), None)
        if now is None:
            self.put_away()
        else:
            self._note = now
            self._fill_choice()
            self._tell()

    def listen(self) -> None:
        """Plays the note, or stops it."""
        if self._player.is_playing:
            self._player.stop()
        elif self._note is not None:
            self._player.play(self._note)

    def let_leave(self) -> None:
        if self._note is not None:
            self.checked.emit(self._note, Checked.NOTHING_TO_MASK, "")

    def except_it(self) -> None:
        basis = self._basis.text().strip()
        if self._note is not None and self._is_said(self._basis):
            self.checked.emit(self._note, Checked.EXCEPTION, basis)

    def keep(self) -> None:
        note = self._note
        if note is None:
            return
        caption = self._caption.text().strip()
        if caption != note.caption:
            self.described.emit(note.id, caption)
        if (note.step or "") != self._step.currentData():
            self.moved.emit(note.id, str(self._step.currentData()))
        self.put_away()

    def remove(self) -> None:
        if self._note is not None and self._is_said(self._reason):
            self.removed.emit(self._note.id, self._reason.text().strip())
            self.put_away()

    def put_away(self) -> None:
        """Nothing is heard from a line that is closed."""
        self._player.stop()
        super().put_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self._reason.hasFocus():
                self.remove()
            elif self._basis.hasFocus():
                self.except_it()
            else:
                self.keep()
            return
        super().keyPressEvent(event)

    def _show_note(self, note: Evidence) -> None:
        self._player.stop()
        self._note = note
        self._aside.calm()
        self._fill_choice()
        self._caption.setText(note.caption)
        self._step.setCurrentIndex(max(0, self._step.findData(note.step or "")))
        self._basis.setText(note.basis)
        self._reason.clear()
        for field in (self._reason, self._basis):
            restyle(field, wrong="false")
        self._tell()

    def _fill_choice(self) -> None:
        state, note = self._state, self._note
        if state is None or note is None:
            return
        self._choice.clear()
        for each in state.voices:
            self._choice.addItem(line(each, state), each.id)
        self._choice.setCurrentIndex(self._choice.findData(note.id))

    def _choose(self) -> None:
        voices = self._state.voices if self._state else ()
        chosen = next((note for note in voices if note.id == self._choice.currentData()), None)
        if chosen is not None:
            self._show_note(chosen)

    def _tell(self) -> None:
        state, note = self._state, self._note
        if state is None or note is None:
            return
        self._standing.setText(said(note, state))
        for each, box in self._flags.items():
            show_checked(box, each.value in note.sensitive)
        is_open = state.status is not Status.SEALED
        for control in (
            self._leave,
            self._caption,
            self._step,
            self._keep,
            self._basis,
            self._except,
            self._reason,
            self._remove,
            self._aside,
            self._people,
            *self._flags.values(),
        ):
            control.setEnabled(is_open)

    def _show_playing(self, is_playing: bool) -> None:
        self._play.setText(_("■ Stop") if is_playing else _("▶ Listen"))
        self._play.setAccessibleName(_("Stop") if is_playing else _("Listen"))

    def _tell_problem(self, problem: Problem) -> None:
        self._standing.setText(f"{problem_words.title(problem)}. {problem_words.sentence(problem)}")

    def _is_said(self, field: LineField) -> bool:
        is_said = bool(field.text().strip())
        restyle(field, wrong="false" if is_said else "true")
        if not is_said:
            field.setFocus()
        return is_said

    def _ask_people(self) -> None:
        note = self._note
        self.put_away()
        self.people_asked.emit(note)

    def _put_aside(self) -> None:
        if self._note is not None:
            self.put_aside.emit(self._note.id)
            self.put_away()

    def _line(self, name: str, words: str) -> LineField:
        made = named(LineField(), name, words)
        made.setPlaceholderText(words)
        made.setProperty("look", "finger")
        return made

    def _flag(self, sensitive: Sensitive) -> QCheckBox:
        words = _(SENSITIVE[sensitive])
        box = named(QCheckBox(words), f"voiceFlag.{sensitive}", words)
        box.toggled.connect(lambda _on: self._tell_flags())
        return box

    def _tell_flags(self) -> None:
        if self._note is not None:
            self.flagged.emit(
                self._note.id, [each.value for each, box in self._flags.items() if box.isChecked()]
            )

    def _lay_out(self) -> None:
        """What has no room in one row with large text goes on in the next."""
        for control in (self._choice, self._play, self._leave, self._step, self._keep, self._remove):
            control.setProperty("look", "finger")
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choice.setMinimumContentsLength(8)
        for field, width in ((self._caption, 330), (self._basis, 210), (self._reason, 180)):
            field.setMinimumWidth(grown(width))
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self._choice, 2)
        head.addWidget(self._standing, 3)
        head.addWidget(self.close_button())
        self.body.addLayout(head)
        step = label("voiceStepLabel", _("Step"), wraps=False)
        self._flow("voiceActs", self._play, self._leave, self._caption, step, self._step, self._keep)
        about = (*self._flags.values(), self._basis, self._except, self._people)
        self._flow("voiceAbout", *about, self._reason, self._remove, self._aside)

    def _flow(self, name: str, *controls: QWidget) -> None:
        row = named(QWidget(), name)
        flow = FlowLayout(row, gap=SPACE_S)
        for control in controls:
            control.setMinimumHeight(target())
            flow.addWidget(control)
        self.body.addWidget(row)
