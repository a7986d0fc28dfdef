"""In the settings: the consent card to print, the impact assessment, photos put aside, and what offices were asked to destroy."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit

from cxo_core.problems import Code, Problem
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.people.sure_button import SureButton
from cxo_desktop.ui.widgets.asked_box import AskedBox
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, language, ngettext

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.assessments import Assessed


@dataclass(frozen=True, slots=True)
class Standing:
    """What the vault holds of all that. `aside`: walkthrough, photo and time, nothing else of what was put aside."""

    assessed: "Assessed | None"
    versions: int
    aside: tuple[tuple[str, str, str], ...]
    asked: int
    confirmed: int


class PapersCard(Card):
    """`look` reads how things stand; every change is written on the record lane."""

    refused = Signal(object)
    about_asked = Signal()

    def __init__(self, vault: "Vault", lanes: Lanes) -> None:
        super().__init__(
            "papers",
            _("People and consent"),
            _(
                "Who is recorded is asked and told beforehand. What was taken back is destroyed, here and at the office."
            ),
        )
        self._vault = vault
        self._lanes = lanes
        self._answers: dict[str, str] = {}
        self._question = AskedBox("papersQuestion", _("Question of the impact assessment"))
        self._question.setMinimumContentsLength(10)
        self._question.setSizeAdjustPolicy(AskedBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._hint = small("papersHint")
        self._answer = named(QPlainTextEdit(), "papersAnswer", _("Answer"))
        self._answer.setTabChangesFocus(True)
        self._answer.setFixedHeight(96)
        self._kept = small("papersKept")
        self._aside = label("papersAside")
        self._withdrawn = label("papersWithdrawn")
        self._destroy = SureButton(
            "papersDestroyAside",
            _("Destroy what was put aside…"),
            _("Really destroy them?"),
            self._destroy_aside,
        )
        self._standing: Standing | None = None
        self.body.addWidget(self._question)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._answer)
        self.body.addWidget(self._kept)
        row = FlowLayout()
        for each in (
            button("papersKeep", _("Keep a new version"), self._keep),
            button("papersPrint", _("Print the assessment…"), self._print_assessment, picture="print"),
            button("papersCard", _("Print the consent card…"), self._print_card, picture="print"),
            button("papersCardA5", _("Two A5 cards on one sheet…"), self._print_leaflet, picture="print"),
            button(
                "papersAbout",
                _("All about one person"),
                self.about_asked.emit,
                picture="person",
                keys="Ctrl+Shift+F",
            ),
        ):
            row.addWidget(each)
        self.body.addLayout(row)
        self.body.addWidget(self._withdrawn)
        self.body.addWidget(self._aside)
        last = QHBoxLayout()
        last.addWidget(self._destroy)
        last.addStretch()
        self.body.addLayout(last)
        self._destroy.hide()
        self._question.currentIndexChanged.connect(self._show_question)
        self._answer.textChanged.connect(self._take_answer)

    def look(self) -> None:
        self._lanes.work.submit(lambda: standing_of(self._vault), self._show, self.refused.emit, owner=self)

    def _show(self, standing: Standing) -> None:
        self._standing = standing
        if self._question.count() == 0:
            self._fill(dict(standing.assessed.answers) if standing.assessed else {})
        words = _("No impact assessment is kept in this vault yet.")
        if standing.assessed is not None:
            told = _("Version {version} of {day}; kept for at least three years.")
            words = told.format(
                version=standing.versions, day=f"{standing.assessed.at.astimezone():%Y-%m-%d}"
            )
        self._kept.setText(words)
        told = _("Withdrawals sent to offices: {count}, confirmed: {confirmed}")
        self._withdrawn.setText(told.format(count=standing.asked, confirmed=standing.confirmed))
        self._withdrawn.setVisible(standing.asked > 0)
        count = len(standing.aside)
        heading = ngettext(
            "{count} photo put aside as perhaps 密", "{count} photos put aside as perhaps 密", count
        )
        lines = [f"{number}. {at}" for number, (_walk, _photo, at) in enumerate(standing.aside, 1)]
        self._aside.setText("\n".join([heading.format(count=count), *lines]))
        for each in (self._aside, self._destroy):
            each.setVisible(count > 0)

    def _fill(self, answers: dict[str, str]) -> None:
        from cxo_desktop.services.assessing import QUESTIONS

        self._answers = answers
        for name, (title, hint) in QUESTIONS.items():
            self._question.addItem(_(title), (name, _(hint)))
        self._show_question()

    def _show_question(self) -> None:
        chosen = self._question.currentData()
        if chosen is None:
            return
        name, hint = chosen
        self._hint.setText(hint)
        self._answer.blockSignals(True)
        self._answer.setPlainText(self._answers.get(name, ""))
        self._answer.blockSignals(False)

    def _take_answer(self) -> None:
        chosen = self._question.currentData()
        if chosen is not None:
            self._answers[chosen[0]] = self._answer.toPlainText()

    def _keep(self) -> None:
        answers = dict(self._answers)

        def keep() -> Standing:
            from cxo_desktop.clock import SystemClock
            from cxo_desktop.services import assessing

            assessing.keep(self._vault, SystemClock(), answers)
            return standing_of(self._vault)

        self._lanes.record.submit(keep, self._show, self.refused.emit, owner=self)

    def _destroy_aside(self) -> None:
        wanted = self._standing.aside if self._standing else ()

        def destroy() -> Standing:
            from cxo_desktop.clock import SystemClock
            from cxo_desktop.services.withdrawing import Withdrawing

            for walkthrough, photo, _at in wanted:
                Withdrawing(self._vault, SystemClock()).destroy_put_aside(walkthrough, photo)
            return standing_of(self._vault)

        self._lanes.record.submit(destroy, self._show, self.refused.emit, owner=self)

    def _print_assessment(self) -> None:
        spoken = language()

        def made() -> bytes:
            from cxo_desktop.clock import SystemClock
            from cxo_desktop.services import assessing

            newest = assessing.latest(self._vault)
            return assessing.printed(newest, SystemClock().now().wall, language=spoken)

        self._ask_where(_("Impact assessment"), made)

    def _print_card(self) -> None:
        from cxo_desktop.report.consent_card import render_card

        self._ask_for_card(render_card)

    def _print_leaflet(self) -> None:
        from cxo_desktop.report.consent_leaflet import render_leaflet

        self._ask_for_card(render_leaflet)

    def _ask_for_card(self, render: Callable[..., bytes]) -> None:
        spoken = language()

        def made() -> bytes:
            from cxo_desktop.clock import SystemClock
            from cxo_desktop.report.consent_card import CardFacts
            from cxo_desktop.services.consent import card_text

            own = card_text(self._vault.folder.root, spoken)
            office = self._vault.offices.current()
            facts = CardFacts(SystemClock().now().wall, office=office.name if office else "", own_text=own)
            return render(facts, language=spoken)

        self._ask_where(_("Consent card"), made)

    def _ask_where(self, words: str, made: Callable[[], bytes]) -> None:
        """Asks for the file; the window goes on meanwhile."""
        dialog = named(QFileDialog(self, words), "papersFile", words)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.fileSelected.connect(lambda path: self.write(Path(path), made))
        dialog.open()

    def write(self, path: Path, made: Callable[[], bytes]) -> None:
        """Makes the paper on the record lane, where the vault may be asked, and writes it."""

        def write() -> None:
            try:
                path.write_bytes(made())
            except OSError as error:
                raise Problem(Code.FOLDER_READ_ONLY, path=str(path.parent)) from error

        self._lanes.record.submit(write, None, self.refused.emit, owner=self)


def standing_of(vault: "Vault") -> Standing:
    """Looks through the events of the vault, so not on the record lane before somebody pressed something."""
    from cxo_desktop.services.consent import aside_in

    versions = vault.assessments.every()
    wishes = vault.withdrawals.every()
    return Standing(
        versions[0] if versions else None,
        len(versions),
        tuple((walk, photo.id, f"{photo.wall:%Y-%m-%d %H:%M}") for walk, photo in aside_in(vault)),
        len(wishes),
        sum(each.is_confirmed for each in wishes),
    )
