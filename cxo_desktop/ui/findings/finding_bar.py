"""A finding in one line below the step: the fact first, the rest by digits; Enter saves, Esc keeps it for later."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from cxo_core.findings import SEVERITIES, Domain, FindingClass, FindingKind, Grade
from cxo_core.walkthrough import Evidence
from cxo_desktop.kind_words import name_of, severity_name
from cxo_desktop.ui.findings.draft import FindingDraft
from cxo_desktop.ui.findings.evidence_choice import EvidenceChoice
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.measure import grown, target
from cxo_desktop.ui.theme import SPACE_M, SPACE_S, SPACE_XS
from cxo_desktop.ui.widgets.answers import Answer, Answers
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.line_field import LineField
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.words import _

KEEP_MS = 400


class FindingBar(InlineBar):
    """`saved` gives the finished draft, `kept` each state of one on its way (None: nothing left to keep)."""

    saved = Signal(object)
    kept = Signal(object)
    withdrawn = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("findingBar", _("Finding"))
        self._draft = FindingDraft()
        self._is_loading = False
        self._keep = QTimer(self, interval=KEEP_MS, singleShot=True)
        self._keep.timeout.connect(self.keep)
        self._fact = self._line("findingFact", _("What was found"))
        self._suggestion = self._line("findingSuggestion", _("Suggestion"))
        self._kind = self._group("findingKind", _("Kind"), FindingKind)
        self._class = self._group("findingClass", _("Class"), FindingClass)
        self._grade = self._group("findingGrade", _("How it is known"), Grade)
        self._domain = self._group("findingDomain", _("Domain"), Domain)
        self._severity = Answers(
            "findingSeverity",
            _("Severity"),
            [Answer(each, severity_name(each), severity_name(each)) for each in SEVERITIES],
            target=target(),
        )
        self._severity.chosen.connect(lambda _value: self._change())
        self._urgent = named(
            QCheckBox(_("Urgent")),
            "findingUrgent",
            _("Urgent: food or personal safety is touched"),
        )
        self._urgent.setToolTip(_("Urgent: food or personal safety is touched"))
        self._urgent.setProperty("look", "finger")
        self._urgent.toggled.connect(lambda _on: self._change())
        self._evidence = EvidenceChoice(target=target())
        self._evidence.changed.connect(self._change)
        self._mistake = label("findingMistake", tone="mistake")
        self._reason = self._line("findingReason", _("Why it is withdrawn"))
        self._withdraw = button("findingWithdraw", _("Withdraw"), self.withdraw, tone="danger")
        self._lay_out()
        for before, after in (
            (self._kind, self._class),
            (self._class, self._grade),
            (self._grade, self._severity),
            (self._severity, self._domain),
            (self._domain, self._evidence),
        ):
            before.answered_by_key.connect(lambda to=after: to.setFocus(Qt.FocusReason.TabFocusReason))

    def ask(
        self, draft: FindingDraft, photos: Sequence[Evidence], pixmaps: dict[str, QPixmap | None]
    ) -> None:
        """Opens with a new finding, a kept one, or one of the record that is to be changed."""
        self._is_loading = True
        self._draft = draft
        self._fact.setText(draft.fact)
        self._suggestion.setText(draft.suggestion)
        self._kind.set_value(draft.kind)
        self._class.set_value(draft.klass or None)
        self._grade.set_value(draft.grade)
        self._domain.set_value(draft.domain or None)
        self._severity.set_value(draft.severity or None)
        self._urgent.setChecked(draft.urgent)
        self._evidence.offer(photos, pixmaps, draft.evidence)
        self._reason.clear()
        for each in (self._reason, self._withdraw):
            each.setVisible(draft.known)
        self._class.set_wrong(False)
        restyle(self._fact, wrong="false")
        self._tell("")
        self._is_loading = False
        self.open_at(self._fact)

    def save(self) -> None:
        """Hands the finding over, or points at what it still lacks."""
        draft = self._read()
        if not draft.fact.strip():
            restyle(self._fact, wrong="true")
            self._tell(_("Write down what was found."))
            self._fact.setFocus()
            return
        if not draft.klass:
            self._class.set_wrong(True)
            self._tell(_("Choose a class: policy, process or service."))
            self._class.setFocus()
            return
        self._keep.stop()
        self.saved.emit(draft)
        self._draft = FindingDraft()
        super().put_away()

    def withdraw(self) -> None:
        reason = self._reason.text().strip()
        if not reason:
            restyle(self._reason, wrong="true")
            self._tell(_("Say in a few words why."))
            self._reason.setFocus()
            return
        self._keep.stop()
        self.withdrawn.emit(self._draft.id, reason)
        self.kept.emit(None)
        super().put_away()

    def put_away(self) -> None:
        """Esc: what was written stays as a draft and is there the next time."""
        if not self.isHidden():
            self.keep()
        super().put_away()

    def keep(self) -> None:
        """Keeps the draft now."""
        self._keep.stop()
        draft = self._read()
        self.kept.emit(draft if draft.says_something and not draft.known else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self._reason.hasFocus():
                self.withdraw()
            else:
                self.save()
            return
        super().keyPressEvent(event)

    def _read(self) -> FindingDraft:
        return replace(
            self._draft,
            fact=self._fact.text(),
            suggestion=self._suggestion.text(),
            kind=str(self._kind.value or FindingKind.PROBLEM),
            klass=str(self._class.value or ""),
            grade=str(self._grade.value or Grade.WITNESSED),
            domain=str(self._domain.value or ""),
            severity=int(self._severity.value or 0),
            urgent=self._urgent.isChecked(),
            evidence=self._evidence.chosen,
        )

    def _tell(self, mistake: str) -> None:
        self._mistake.setText(f"⚠ {mistake}" if mistake else "")
        self._mistake.setVisible(bool(mistake))

    def _change(self) -> None:
        self._tell("")
        if not self._is_loading and not self._keep.isActive():
            self._keep.start()

    def _line(self, name: str, spoken: str) -> LineField:
        line = named(LineField(), name, spoken)
        line.setPlaceholderText(spoken)
        line.setProperty("look", "finger")
        line.setMinimumWidth(grown(140))
        line.textEdited.connect(lambda _text: self._edit(line))
        return line

    def _edit(self, line: QWidget) -> None:
        if line.property("wrong") == "true":
            restyle(line, wrong="false")
        self._change()

    def _group(
        self,
        name: str,
        spoken: str,
        members: type[FindingKind] | type[FindingClass] | type[Grade] | type[Domain],
    ) -> Answers:
        answers = [Answer(each.value, name_of(each), name_of(each)) for each in members]
        group = Answers(name, spoken, answers, target=target())
        group.chosen.connect(lambda _value: self._change())
        return group

    def _lay_out(self) -> None:
        first, last = QHBoxLayout(), QHBoxLayout()
        middle = FlowLayout(gap=SPACE_S)
        for row in (first, last):
            row.setSpacing(SPACE_S)
        first.addWidget(label("findingHeading", _("Finding"), size="section", wraps=False))
        first.addWidget(self._fact, 1)
        first.addWidget(button("findingSave", _("Save"), self.save, tone="primary", keys="Enter"))
        first.addWidget(self.close_button())
        for name, words, group in (
            ("findingKindLabel", _("Kind"), self._kind),
            ("findingClassLabel", _("Class"), self._class),
            ("findingGradeLabel", _("How it is known"), self._grade),
            ("findingSeverityLabel", _("Severity"), self._severity),
            ("findingDomainLabel", _("Domain"), self._domain),
            ("findingEvidenceLabel", _("Evidence"), self._evidence),
        ):
            middle.addWidget(_pair(name, words, group))
        middle.addWidget(_pair("findingUrgentLabel", "", self._urgent))
        last.addWidget(self._suggestion, 3)
        last.addWidget(self._reason, 2)
        last.addWidget(self._withdraw)
        self.body.addLayout(first)
        self.body.addWidget(self._mistake)
        self.body.addLayout(middle)
        self.body.addLayout(last)
        order: list[QWidget] = [
            self._fact,
            self._kind,
            self._class,
            self._grade,
            self._severity,
            self._domain,
            self._evidence,
            self._urgent,
            self._suggestion,
            self._reason,
        ]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def _pair(name: str, words: str, group: QWidget) -> QWidget:
    """A group behind its words."""
    both = named(QWidget(), f"{name}Pair")
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, SPACE_M, 0)
    row.setSpacing(SPACE_XS)
    row.addWidget(label(name, words, tone="quiet", size="small", wraps=False))
    row.addWidget(group)
    return both
