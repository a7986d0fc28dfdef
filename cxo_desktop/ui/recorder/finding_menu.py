"""The way to a new finding, and to those noted so far."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from cxo_core.findings import Finding
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.kind_words import name_of
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, ngettext

_LONGEST = 60


class FindingMenu(QWidget):
    """Two buttons: one to note a finding, one that lists the noted ones to be changed or withdrawn."""

    new_asked = Signal()
    finding_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        named(self, "findings", _("Findings"))
        self._findings: tuple[Finding, ...] = ()
        self._new = button("findingNew", _("＋ Finding"), self.new_asked.emit, keys="Ctrl+I")
        self._list = button("findingList", "", self.offer)
        for each in (self._new, self._list):
            each.setProperty("look", "compact")
            each.setMinimumWidth(grown(92))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self._new, 3)
        column.addWidget(self._list, 2)
        self.show_draft(False)

    def show_state(self, state: Walkthrough) -> None:
        self._findings = state.findings
        count = len(self._findings)
        self._list.setVisible(bool(count))
        self._list.setText(ngettext("{count} noted", "{count} noted", count).format(count=count))
        self._list.setAccessibleName(self._list.text())
        self._new.setEnabled(state.status.value == "recording")

    def show_draft(self, is_there: bool) -> None:
        """Says that a finding was begun and not saved."""
        self._new.setText(_("＋ Finding ✎") if is_there else _("＋ Finding"))
        said = _("Go on with the finding that was begun") if is_there else _("Note a finding")
        self._new.setAccessibleName(said)
        self._new.setToolTip(f"{said}  Ctrl+I")

    def offer(self) -> None:
        menu = named(QMenu(self), "findingChoices", _("Findings"))
        for finding in self._findings:
            fact = finding.fact if len(finding.fact) <= _LONGEST else finding.fact[:_LONGEST] + "…"
            menu.addAction(f"{name_of(finding.kind)}: {fact}").setData(finding)
        menu.triggered.connect(lambda action: self.finding_asked.emit(action.data()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._list.mapToGlobal(self._list.rect().topLeft()))
