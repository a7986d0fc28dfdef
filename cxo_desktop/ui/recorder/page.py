"""The recorder: one open walkthrough on one screen. The page asks, shows and tells; the record lane writes."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from cxo_core.entry import Entry
from cxo_core.kinds import SPAN_STARTS, Kind
from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_core.scheme import Scheme
from cxo_core.walkthrough import Status, Walkthrough
from cxo_desktop.kind_words import kind_name
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.people.writing import PeopleWriting
from cxo_desktop.ui.recorder import keys
from cxo_desktop.ui.recorder.bounce import ONCE_AT_A_TIME, Bounce
from cxo_desktop.ui.recorder.comments_desk import CommentsDesk
from cxo_desktop.ui.recorder.event_keys import BESIDE
from cxo_desktop.ui.recorder.findings_desk import FindingsDesk
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.look import Look, look
from cxo_desktop.ui.recorder.moving import Moving
from cxo_desktop.ui.recorder.parts import Parts
from cxo_desktop.ui.recorder.pen import Pen
from cxo_desktop.ui.recorder.pictures import Picture, from_mime, holds_pictures
from cxo_desktop.ui.recorder.telling import Telling, why_not
from cxo_desktop.ui.recorder.ways_in import WaysIn
from cxo_desktop.ui.recorder.wiring import bind_keys, connect
from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.voice.player import Player, voices_of
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _, pick

if TYPE_CHECKING:
    from cxo_desktop.services.photographs import Photographs
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault

REST_MS = 2_000
_TOGGLED = frozenset(BESIDE)


class RecorderPage(Page):
    """Shows the open record and takes down what happens. `finish_asked` leads to finish-and-seal, `left` back to today.

    `recording` belongs to the record lane; `state` is how it stood when it was laid open. The page can be built anew at any
    time: the same step, clocks and drafts come back from the record.
    """

    finish_asked = Signal()
    masking_asked = Signal(str)
    about_asked = Signal(str)
    left = Signal()

    def __init__(
        self,
        *,
        recording: "Recording",
        state: Walkthrough,
        vault: "Vault",
        lanes: Lanes,
        clock: Clock,
    ) -> None:
        title = pick(state.item.title) if state.item else _("Walkthrough")
        super().__init__("recorder", title, scrolls=False)
        if state.scheme is None:
            raise Problem(Code.SCHEME_MALFORMED, name="", cause="")
        self._scheme: Scheme = state.scheme
        self._lanes = lanes
        self._vault = vault
        self._recording = recording
        self._wanted_step = ""
        self._bounce = Bounce()
        self.live = LiveRecord(recording, look(state), lanes.record, clock)
        self.player = Player(voices_of(vault, recording.id), lanes.work, self)
        photographs = _photographs_of(vault, recording.id)
        self.parts = Parts(self.live, self._scheme, clock, lanes.work, photographs, self.player, self)
        self.pen = Pen(self.live, self._scheme)
        self.people = PeopleWriting(self.live, vault, clock)
        self.moving = Moving(self.live, self._scheme, self.pen, self.parts.rail, self.parts.bars.outcome)
        self.findings = FindingsDesk(
            self.live, self.pen, self.parts.bars.finding, self.parts.findings, self.parts.photos.model
        )
        self.comments = CommentsDesk(
            vault, lanes.record, self.live, self.parts.comments, self.parts.rail, self
        )
        self.telling = Telling(self.live, self.banner, self.parts.intake, self.pause_or_resume)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(lambda: lanes.record.submit(vault.rest, owner=self))
        self._use_whole_height()
        self.body.addWidget(self.parts, 1)
        self.ways = WaysIn(self.parts, self.live, vault, lanes, clock, self)
        self.body.addWidget(self.ways)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        connect(self)
        bind_keys(self)
        self.live.looked.connect(self._show)
        self.live.saved.connect(lambda _at: self._rest.start())
        self.live.waiting_changed.connect(self._show_keys)
        self.live.refused.connect(self.show_problem)
        self._show(self.live.look)
        lanes.record.submit(recording.drafts, self._restore, owner=self)

    def enter(self) -> None:
        """Somebody else may have written to the record meanwhile: finishing, sealing, re-opening."""
        self.live.look_again()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Everything typed goes to the disk."""
        self.flush()
        self.parts.bars.close_open()
        self.ways.leave()

    def flush(self) -> None:
        """Writes what was typed and not entered yet: details, readings, the note."""
        self.parts.details.flush()
        self.parts.step.flush()
        self.parts.note.flush()

    def keys(self) -> Sequence[tuple[str, str]]:
        return keys.listed(self._scheme)

    def go_to(self, step: str | None) -> None:
        """Goes to a step from outside: where something is missing. A record that is finished is taken up again."""
        if step is None or self._scheme.step(step) is None:
            return
        self._wanted_step = step
        if self.live.is_fresh:
            self._go_to_wanted()

    def press(self, kind: Kind) -> None:
        """An event of the walk, now. The same key twice in a hurry is one press."""
        pressed = self.live.now()
        opens = SPAN_STARTS.get(kind, kind)
        if not self._bounce.takes(opens if opens in _TOGGLED else kind, pressed):
            return
        if not self.parts.keys.is_possible(kind):
            self.parts.details.say(
                _("“{what}” was not recorded.").format(what=kind_name(kind)),
                why_not(self.live.look.state.status),
            )
            return
        self.moving.complete()
        has_details = self.parts.details.follow(self.pen.event(kind, pressed))
        if has_details and not self._is_typing():
            self.parts.details.focus()

    def pause_or_resume(self) -> None:
        if self._bounce.takes("pause", self.live.now()) and self.live.look.state.status is not Status.SEALED:
            self.flush()
            self.pen.pause_or_resume()

    def undo(self) -> None:
        """What is typed is written first: it is then the last thing that was done."""
        self.flush()
        self.pen.undo()

    def redo(self) -> None:
        self.pen.redo()

    def finish(self) -> None:
        """Everything typed is written, then finish-and-seal takes over."""
        self.moving.complete()
        self.flush()
        self.finish_asked.emit()

    def ask_masking(self) -> None:
        """To the page where photos are masked, at the one chosen in the strip."""
        chosen = self.parts.photos.chosen
        self.masking_asked.emit(chosen.id if chosen is not None else "")

    def show_photo(self, evidence: str) -> None:
        """Opens a voice note from outside: where it is to be listened to."""
        self.parts.bars.voice.ask(evidence)

    def take_pictures(self, pictures: Sequence[Picture]) -> None:
        """Photos dropped or pasted anywhere on the page."""
        if not self.live.look.is_recording or self.live.look.state.locked.get("photos", True) is False:
            self.telling.no_photos()
            return
        self.parts.intake.take(pictures)

    def paste(self) -> None:
        """A photo from the clipboard."""
        found = from_mime(QGuiApplication.clipboard().mimeData(), _("Pasted picture"))
        if found:
            self.take_pictures(found)
        else:
            self.parts.details.say("", _("There is no picture in the clipboard."))

    def ask_correction(self, entry: Entry) -> None:
        """A finding is changed in its own line, everything else in the line for corrections."""
        if entry.kind is Kind.FINDING_NOTED and self.findings.change_by_id(str(entry.body["finding"])):
            return
        self.parts.bars.correction.ask(entry, strikes=False)

    def show_timeline(self) -> None:
        self.parts.show_timeline(True)
        self.parts.timeline.focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_pictures(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_pictures(from_mime(event.mimeData(), _("Dropped picture")))
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.parts.fit(self.width(), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.parts.bars.close_open():
            return
        super().keyPressEvent(event)

    def _use_whole_height(self) -> None:
        """The recorder's own first line stands for the title."""
        for heading in self.findChildren(QLabel, "recorderTitle"):
            heading.hide()
        middle = self.banner.parentWidget()
        if middle is not None and (column := middle.layout()) is not None:
            column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
            column.setSpacing(SPACE_S)

    def _show(self, seen: Look) -> None:
        self.parts.show_look(seen)
        self.ways.show_look(seen)
        self._show_keys()
        self.telling.show_state(seen.state)
        self._go_to_wanted()

    def _show_keys(self) -> None:
        once = [each.kind for each in self.live.waiting if each.kind in ONCE_AT_A_TIME]
        self.parts.keys.show_look(
            self.live.look,
            [kind for kind in once if kind is not None],
            is_stopped=self.live.stopped_by is not None,
        )

    def _restore(self, drafts: Mapping[str, str]) -> None:
        texts = dict(drafts)
        self.parts.note.restore(texts)
        self.parts.note.show_state(self.live.look.state)
        self.parts.step.restore(texts)
        self.findings.restore(texts)

    def _go_to_wanted(self) -> None:
        step = self._wanted_step
        if not step or not self.live.is_fresh or self.live.waiting:
            return
        if self.live.look.state.status in (Status.PAUSED, Status.FINISHED):
            self.pen.pause_or_resume()
        else:
            self._wanted_step = ""
            self.moving.go_to(step)

    def _is_typing(self) -> bool:
        """Whether the keyboard is in a text that is not the details of an event: it stays there."""
        focused = self.window().focusWidget()
        is_text = isinstance(focused, QLineEdit | QPlainTextEdit)
        return is_text and not self.parts.details.isAncestorOf(focused)


def _photographs_of(vault: "Vault", walkthrough: str) -> "Callable[[], Photographs]":
    """Made when the first photo is looked at or taken, on the work lane."""

    @cache
    def photographs() -> "Photographs":
        from cxo_desktop.services.photographs import Photographs

        return Photographs(vault, walkthrough)

    return photographs
