"""Finish and seal one walkthrough: from what is missing to the sealed file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar

from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.kind_words import name_of
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.sealing.burden_card import BurdenCard
from cxo_desktop.ui.sealing.closing import Closing, closing
from cxo_desktop.ui.sealing.codes_card import CodesCard
from cxo_desktop.ui.sealing.gap_list import GapList
from cxo_desktop.ui.sealing.questions import Questions
from cxo_desktop.ui.sealing.result_card import ResultCard
from cxo_desktop.ui.shell.dropped import ENROLMENT_SUFFIX
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.ui.widgets.tab_order import tab_as_read
from cxo_desktop.words import _, ngettext, pick

if TYPE_CHECKING:
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault


class SealingPage(Page):
    """Asks the record for what it shows each time it comes into view. `changed`: finished, sealed or re-opened."""

    step_asked = Signal(str)
    report_asked = Signal(str)
    changed = Signal(object)
    enrolment_asked = Signal(object)
    outbox_asked = Signal()
    masking_asked = Signal(str)
    voice_asked = Signal(str)
    _written = Signal(int)

    def __init__(self, recording: "Recording", vault: "Vault", lanes: Lanes) -> None:
        super().__init__("sealing", _("Finish and seal"), widest=1000)
        self._recording = recording
        self._vault = vault
        self._lanes = lanes
        self._seen: Closing | None = None
        self._about = label("sealingAbout", "", tone="quiet")
        self._gaps, self._questions, self._codes = GapList(), Questions(), CodesCard()
        self._burden, self._result = BurdenCard(), ResultCard()
        self._progress = named(QProgressBar(), "sealingProgress", _("Progress of sealing"))
        self._later = button("sealingFinish", _("Finish, seal later"), self._finish)
        self._seal = button(
            "sealingSeal", _("Finish and seal"), self._finish_and_seal, tone="primary", picture="seal"
        )
        for card in (self._about, self._result, self._gaps, self._questions, self._codes, self._burden):
            self.body.addWidget(card)
        self.body.addStretch()
        self.foot.addWidget(self._progress, 1)
        self.foot.addStretch()
        self.foot.addWidget(self._later)
        self.foot.addWidget(self._seal)
        self._progress.hide()
        self._gaps.step_asked.connect(self.step_asked)
        self._gaps.masking_asked.connect(self.masking_asked)
        self._gaps.voice_asked.connect(self.voice_asked)
        self._gaps.question_asked.connect(self._questions.focus)
        self._questions.answered.connect(self._answer)
        self._codes.confirmed.connect(self._confirm)
        self._burden.logged.connect(self._log)
        self._result.copy_asked.connect(self._ask_folder)
        self._result.report_asked.connect(lambda: self.report_asked.emit(self._recording.id))
        self._result.outbox_asked.connect(self.outbox_asked)
        self._result.reopened.connect(self._reopen)
        self._written.connect(self._progress.setValue)
        for hidden in (*self._cards, self._result, self._later, self._seal):
            hidden.hide()

    @property
    def _cards(self) -> tuple[Card, ...]:
        """What can be filled in until the walkthrough is sealed."""
        return (self._gaps, self._questions, self._codes, self._burden)

    def enter(self) -> None:
        self._ask(lambda: closing(self._recording, self._vault), self._show_closing)

    def copy_to(self, folder: Path) -> None:
        """Copies the sealed file to a folder, whole or not at all."""
        bundle = self._seen.bundle if self._seen else None
        if bundle is None:
            return
        from cxo_desktop.services.sealing import Sealing

        sealing = Sealing(self._vault)
        self._lanes.work.submit(
            lambda: sealing.copy_to(bundle, folder), self._tell_copied, self.show_problem, owner=self
        )

    def trust(self, file: Path) -> None:
        """Takes the office's public keys from its file; sealing is possible from then on."""
        from cxo_desktop.services.offices import trust_office

        def taken(_office: object) -> None:
            self.banner.show_words(_("The office's keys are taken over"), _("Sealing is possible now."))
            self.enter()

        self._ask(lambda: trust_office(self._vault, file), taken)

    def _show_closing(self, seen: Closing) -> None:
        self._seen = seen
        state = seen.state
        title = pick(state.item.title) if state.item else _("Walkthrough")
        place = (
            name_of(state.channel) if state.channel else "",
            state.hall,
            state.window,
            name_of(state.status),
        )
        self._about.setText(" · ".join(part for part in (title, *place) if part))
        if seen.is_sealed and seen.bundle is not None:
            self._result.show_bundle(seen.bundle, str(self._vault.folder.bundles / seen.bundle.name))
        else:
            self._gaps.show_gaps(seen.gaps, state)
            self._questions.show_answers(state)
            self._codes.show_codes(seen.proposals, state.codes)
            self._burden.show_burden(state.burden)
        self._result.setVisible(seen.is_sealed)
        for card in (*self._cards, self._seal):
            card.setVisible(not seen.is_sealed)
        self._later.setVisible(not seen.is_sealed and not seen.is_finished)
        tab_as_read(self)
        self._offer_seal(seen)

    def _offer_seal(self, seen: Closing) -> None:
        words = _("Seal") if seen.is_finished else _("Finish and seal")
        if seen.gaps and not seen.is_blocked:
            open_points = ngettext("{count} open point", "{count} open points", len(seen.gaps))
            words = f"{words} ({open_points.format(count=len(seen.gaps))})"
        self._seal.setText(words)
        self._seal.setAccessibleName(words)
        self._seal.setEnabled(not seen.is_blocked)
        self._seal.setToolTip(
            _("Something that must not be missing is listed above.") if seen.is_blocked else ""
        )

    def _answer(self, indicator: str, value: int) -> None:
        self._tap(Kind.READING_TAKEN, {"indicator": indicator, "value": value})

    def _confirm(self, code: str, is_confirmed: bool) -> None:
        self._tap(Kind.CODE_CONFIRMED, {"code": code, "confirmed": is_confirmed})

    def _log(self, who: str, minutes: int) -> None:
        self._tap(Kind.BURDEN_LOGGED, {"who": who, "minutes": minutes})

    def _tap(self, kind: Kind, body: dict[str, Any]) -> None:
        def call() -> Closing:
            self._recording.tap(kind, body, step="")
            return closing(self._recording, self._vault)

        self._ask(call, self._show_closing)

    def _finish(self) -> None:
        def call() -> Closing:
            _finish(self._recording)
            return closing(self._recording, self._vault)

        self._ask(call, self._show_changed)

    def _finish_and_seal(self) -> None:
        from cxo_desktop.services.offices import office_needed
        from cxo_desktop.services.sealing import Sealing

        recording, vault, told = self._recording, self._vault, self._written.emit

        def call() -> Closing:
            office = office_needed(vault, recording.id)
            _finish(recording)
            Sealing(vault).seal(recording, office, watch=told)
            return closing(recording, vault)

        self._progress.setRange(0, max(1, sum(each.bytes for each in self._evidence())))
        self._progress.setValue(0)
        self._progress.setFormat(_("Sealing… %p %"))
        self._progress.show()
        self._seal.setEnabled(False)
        self._ask(call, self._show_changed)

    def _evidence(self) -> tuple[Any, ...]:
        return self._seen.state.kept if self._seen else ()

    def _reopen(self, reason: str) -> None:
        from cxo_desktop.services.sealing import Sealing

        def call() -> Closing:
            Sealing(self._vault).reopen(self._recording, reason)
            return closing(self._recording, self._vault)

        self._ask(call, self._show_changed)

    def _show_changed(self, seen: Closing) -> None:
        self._progress.hide()
        self._show_closing(seen)
        self.changed.emit(seen.state)

    def _ask(self, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._lanes.record.submit(call, then, self._refuse, owner=self)

    def _refuse(self, problem: Problem) -> None:
        self._progress.hide()
        if problem.code is Code.OFFICE_MISSING:
            self.banner.show_problem(problem, action=_("Choose the office's file…"), do=self._ask_office)
        else:
            self.show_problem(problem)
        if self._seen is not None:
            self._offer_seal(self._seen)

    def _ask_office(self) -> None:
        """Either file will do: an enrolment file leads to its page, the public keys alone are enough to seal."""
        file, _kind = QFileDialog.getOpenFileName(
            self, _("The office's file"), "", f"{_('Files of an office')} (*{ENROLMENT_SUFFIX} *.json)"
        )
        if file.lower().endswith(ENROLMENT_SUFFIX):
            self.enrolment_asked.emit(Path(file))
        elif file:
            self.trust(Path(file))

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Where to? Choose the stick or a folder on it."))
        if folder:
            self.copy_to(Path(folder))

    def _tell_copied(self, file: Path) -> None:
        self.banner.show_words(
            _("Saved as {name}").format(name=file.name),
            _("It is in {folder}. Eject the stick before pulling it out.").format(folder=file.parent),
        )


def _finish(recording: "Recording") -> Walkthrough:
    """Record lane. A paused walkthrough is resumed first: finishing ends the pause."""
    from cxo_core.walkthrough import Status

    status = recording.state.status
    if status is Status.PAUSED:
        recording.tap(Kind.RESUMED)
    if status in (Status.RECORDING, Status.PAUSED):
        recording.tap(Kind.FINISHED, step="")
    return recording.state
