"""The microphone's panel: it stands there as long as the microphone is on, and says so with the time."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from cxo_core.kinds import Kind
from cxo_core.problems import Problem
from cxo_core.voice import LONGEST_MS
from cxo_desktop import problem_words
from cxo_desktop.gap_words import step_title
from cxo_desktop.measure_words import length_text
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.look import Look
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.voice.sound import Microphones
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.services.voices import VoiceNote

KEEP_MS = 2_000
"""So often what was heard goes to the disk: a power cut costs less than five seconds."""
_TICK_MS = 500
_SILENT_MS = 3_000


class VoicePanel(InlineBar):
    """A note belongs to the step in which it was begun, and ends with it. It never takes the keyboard from where it is."""

    def __init__(
        self,
        microphones: Microphones,
        live: LiveRecord,
        vault: "Vault",
        record: Lane,
        say: Callable[[str], object],
    ) -> None:
        super().__init__("voice", _("Voice note"))
        self._microphones = microphones
        self._live = live
        self._vault = vault
        self._record = record
        self._say = say
        self._note: VoiceNote | None = None
        self._is_silent = True
        self._said = label("voiceSaid", size="section")
        self._stop = button("voiceStop", _("Stop and keep"), self.stop, tone="primary", keys="Ctrl+Shift+R")
        self._again = button("voiceAgain", _("Try again"), self.start)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._said, 1)
        for each in (self._stop, self._again):
            each.setProperty("look", "finger")
            row.addWidget(each)
        row.addWidget(self.close_button())
        self.body.addLayout(row)
        self._keep = QTimer(self, interval=KEEP_MS)
        self._keep.timeout.connect(self.keep)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self.tick)
        microphones.heard.connect(self._hear)
        microphones.failed.connect(self._fail)

    @property
    def is_on(self) -> bool:
        """Whether the microphone is on."""
        return self._note is not None

    def toggle(self) -> None:
        """One key for both."""
        if self.is_on:
            self.stop()
        else:
            self.start()

    def start(self) -> None:
        from cxo_desktop.services.voices import VoiceNote

        live = self._live
        self._note = VoiceNote(self._vault, live.id, step=live.step or "", by=live.by, began=live.now())
        self._is_silent = True
        self._show(is_on=True)
        try:
            self._microphones.open()
        except Problem as problem:
            self._note = None
            self._tell_problem(problem)
            return
        self._keep.start()
        self._tick.start()
        self.tick()

    def stop(self) -> None:
        """Ends the note and attaches it; what was heard until now is in it."""
        note = self._end()
        if note is not None:
            super().put_away()
            self._attach(note)

    def put_away(self) -> None:
        """Closed by hand, by Esc, or because the page is left: nothing that was spoken is lost."""
        if self.is_on:
            self.stop()
        else:
            super().put_away()

    def show_look(self, seen: Look) -> None:
        """Another step, a pause or the end of the walk ends the note."""
        if self._note is not None and (not seen.is_recording or (self._live.step or "") != self._note.step):
            self.stop()

    def keep(self) -> None:
        """Brings what was heard since to the disk."""
        if self._note is not None:
            self._record.submit(self._note.keep, None, lambda _problem: self.stop(), owner=self)

    def tick(self) -> None:
        """Shows the time."""
        note = self._note
        if note is None:
            return
        state, gone = self._live.look.state, self._live.now().mono_ms - note.began.mono_ms
        told = _("● The microphone is on, {length} · {step}").format(
            length=length_text(gone), step=step_title(state, note.step)
        )
        if self._is_silent and gone >= _SILENT_MS:
            told += "  " + _("Nothing is heard: is the microphone muted?")
        self._said.setText(told)
        self._said.setAccessibleName(told)
        if note.is_full:
            self.stop()
            self._say(
                _("A voice note ends after {minutes} minutes; it is kept.").format(
                    minutes=LONGEST_MS // 60_000
                )
            )

    def _hear(self, pcm: bytes) -> None:
        if self._note is not None:
            self._note.hear(pcm)
            self._is_silent = self._is_silent and not pcm.strip(b"\0")

    def _fail(self, problem: Problem) -> None:
        note = self._end()
        if note is not None:
            self._attach(note)
        self._tell_problem(problem)

    def _end(self) -> "VoiceNote | None":
        if self._note is not None:
            self._microphones.close()  # what it still brings belongs to the note
        self._keep.stop()
        self._tick.stop()
        note, self._note = self._note, None
        return note

    def _attach(self, note: "VoiceNote") -> None:
        moment = self._live.now()
        self._live.want(
            lambda recording: note.finish(recording, moment),
            _("Voice note"),
            kind=Kind.EVIDENCE_ATTACHED,
            pressed=moment,
        )
        kept = _("Voice note kept, {length}.").format(length=length_text(note.heard_ms))
        self._say(kept if note.heard_ms else _("Nothing was heard, so there is no voice note."))

    def _tell_problem(self, problem: Problem) -> None:
        self._show(is_on=False)
        self._said.setText(f"{problem_words.title(problem)}. {problem_words.sentence(problem)}")
        self._said.setAccessibleName(self._said.text())

    def _show(self, *, is_on: bool) -> None:
        self._stop.setVisible(is_on)
        self._again.setVisible(not is_on)
        if self.isHidden():
            self.opened.emit()
            self.show()
