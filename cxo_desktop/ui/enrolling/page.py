"""From an enrolment file to an enrolled laptop: look, confirm, wait for the office, done. Or by stick instead."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QProgressBar

from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_desktop.ui.enrolling.facts import facts, warnings
from cxo_desktop.ui.enrolling.sheet import Sheet
from cxo_desktop.ui.jobs import Job, Lanes
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.empty_state import EmptyState
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label, section
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_core.protocol.enrolment import EnrolmentFile
    from cxo_desktop.services.enrolling import Connect
    from cxo_desktop.services.trusting import Trust
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.offices import OfficeRow

_NO_NETWORK = (Code.OFFICE_UNREACHABLE, Code.OFFICE_ANSWERS_STRANGELY, Code.OFFICE_BUSY)


class EnrolmentPage(Page):
    """Nothing is trusted before the officer has said so. `enrolled` gives the office, `asked` tells of a request on a stick."""

    enrolled = Signal(object)
    asked = Signal()
    left = Signal()

    def __init__(self, vault: "Vault", lanes: Lanes, clock: Clock, connect: "Connect") -> None:
        super().__init__("enrolment", _("Enrol with a central office"), widest=800)
        self._vault = vault
        self._lanes = lanes
        self._clock = clock
        self._connect = connect
        self._file: EnrolmentFile | None = None
        self._job: Job | None = None
        self._empty = EmptyState(
            "enrolEmpty",
            _("Open the enrolment file"),
            _(
                "Your central office gives you a file that ends in .cxoenrol. Open it here or drag it onto the window."
            ),
            drawing="key",
            action=_("Choose the file…"),
            do=self.ask_file,
        )
        self._sheet = Sheet()
        self._done = Card("enrolDone")
        self._done_title = section("enrolDoneTitle", "")
        self._done_words = label("enrolDoneWords")
        self._done.body.addWidget(self._done_title)
        self._done.body.addWidget(self._done_words)
        self._progress = named(QProgressBar(), "enrolProgress", _("Asking the office"))
        self._progress.setRange(0, 0)
        self._enrol = button("enrolConfirm", _("Trust and enrol"), self.enrol, tone="primary", picture="key")
        self._stick = button("enrolByStick", _("By stick instead…"), self._ask_folder, picture="stick")
        self._back = button("enrolBack", _("Cancel"), self._leave)
        for each in (self._empty, self._sheet, self._done, self._progress):
            self.body.addWidget(each)
        self.body.addStretch()
        acts = FlowLayout()
        for pressed in (self._enrol, self._stick, self._back):
            acts.addWidget(pressed)
        self.foot.addLayout(acts, 1)
        self._show_stage()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (("Enter", _("Trust and enrol")), ("Esc", _("Back")), ("Ctrl+O", _("Choose the file…")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_Escape:
                self._leave()
            case Qt.Key.Key_O if is_ctrl:
                self.ask_file()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._enrol.isVisible() and self._enrol.isEnabled():
                self.enrol()
            case _:
                super().keyPressEvent(event)

    def ask_file(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(
            self, _("The enrolment file"), "", _("Enrolment files") + " (*.cxoenrol)"
        )
        if file:
            self.open_file(Path(file))

    def open_file(self, file: Path) -> None:
        """Shows what a file would make the laptop trust."""
        vault, now = self._vault, self._clock.now().wall
        self.banner.clear()
        self._file = None
        self._show_stage()
        self._lanes.work.submit(lambda: _read(vault, file, now), self._show_file, self._refuse, owner=self)

    def enrol(self) -> None:
        """The officer said yes: asks the office over the network."""
        from cxo_desktop.services.enrolling import enrol

        file = self._file
        if file is None or self._job is not None:
            return
        self.banner.clear()
        self._job = self._lanes.network.submit(
            lambda: enrol(self._vault, file, self._connect, self._clock),
            self._show_enrolled,
            self._refuse,
            owner=self,
        )
        self._show_stage()

    def ask_by_stick(self, folder: Path) -> None:
        """Writes the request onto a stick; the approval comes back the same way."""
        from cxo_desktop.services.enrolling import ask_by_stick

        file = self._file
        if file is None:
            return
        self._lanes.work.submit(
            lambda: ask_by_stick(self._vault, file, folder, self._clock),
            self._show_asked,
            self._refuse,
            owner=self,
        )

    def _show_file(self, read: "tuple[EnrolmentFile, Trust]") -> None:
        self._file, trust = read
        self._sheet.show_facts(facts(trust), warnings(trust))
        self._show_stage()
        (self._enrol if self._enrol.isVisible() else self._stick).setFocus()

    def _show_enrolled(self, office: "OfficeRow") -> None:
        self._finish(
            _("This laptop is enrolled with {office}").format(office=office.name),
            _("Sealed walkthroughs are sent there by themselves; tasks from there come to the workbench."),
        )
        self.enrolled.emit(office)

    def _show_asked(self, path: Path) -> None:
        self._finish(
            _("The request is on the stick"),
            _(
                "It is {file}. Take the stick to the office; when it comes back, choose “Read a stick…” in the outbox."
            ).format(file=path.name),
        )
        self.asked.emit()

    def _finish(self, title: str, sentence: str) -> None:
        self._job, self._file = None, None
        self._done_title.setText(f"✓ {title}")
        self._done_words.setText(sentence)
        self._show_stage(is_done=True)
        self._back.setFocus()

    def _refuse(self, problem: Problem) -> None:
        self._job = None
        self._show_stage()
        if problem.code in _NO_NETWORK:
            self.banner.show_problem(problem, action=_("By stick instead…"), do=self._ask_folder)
        else:
            self.show_problem(problem)

    def _show_stage(self, *, is_done: bool = False) -> None:
        has_file, is_asking = self._file is not None, self._job is not None
        self._empty.setVisible(not has_file and not is_done)
        self._sheet.setVisible(has_file)
        self._done.setVisible(is_done)
        self._progress.setVisible(is_asking)
        self._enrol.setVisible(self._file is not None and bool(self._file.addresses))
        self._enrol.setEnabled(not is_asking)
        words = _("Asking the office…") if is_asking else _("Trust and enrol")
        self._enrol.setText(words)
        self._stick.setVisible(has_file)
        self._stick.setEnabled(not is_asking)
        self._back.setText(_("Back to the workbench") if is_done else _("Cancel"))
        self._back.setAccessibleName(self._back.text())

    def _leave(self) -> None:
        """What is on its way to the office may still be answered there; the laptop then hears of it the next time."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._show_stage()
            return
        self.left.emit()

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Where to? Choose the stick or a folder on it."))
        if folder:
            self.ask_by_stick(Path(folder))


def _read(vault: "Vault", file: Path, now: datetime) -> "tuple[EnrolmentFile, Trust]":
    """Work lane."""
    from cxo_desktop.services.enrolling import look
    from cxo_desktop.services.trusting import trust_of

    enrolment = look(file)
    return enrolment, trust_of(vault, enrolment, now)
