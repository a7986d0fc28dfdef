"""One line of the log of erasures, whole: what went, when, why, on what ground, and the proof of delivery that stays."""

import json
from typing import TYPE_CHECKING

from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QHBoxLayout

from cxo_desktop.measure_words import size_text
from cxo_desktop.retention_words import erased_words, tombstone_words
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.labels import label, selectable
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.tombstones import Tombstone
    from cxo_desktop.storage.erasures import Erasure


class EntryCard(Card):
    """Hidden until somebody comes from the library."""

    def __init__(self) -> None:
        super().__init__("retentionEntry", _("The chosen line of the log"))
        self._said = label("retentionEntrySaid")
        self._facts = selectable("retentionEntryFacts", "", _("The line in full, to be copied"))
        self._copy = button("retentionEntryCopy", _("Copy details"), self._copy_details, picture="copy")
        self.body.addWidget(self._said)
        self.body.addWidget(self._facts)
        row = QHBoxLayout()
        row.addWidget(self._copy)
        row.addStretch()
        self.body.addLayout(row)
        self.hide()

    def show_entry(self, line: "Erasure", tomb: "Tombstone | None") -> None:
        self._said.setText(tombstone_words(tomb) if tomb is not None else erased_words(line))
        self._facts.setText("\n".join(facts_of(line)))
        self._copy.setText(_("Copy details"))
        self.show()

    def _copy_details(self) -> None:
        text = f"{self._said.text()}\n{self._facts.text()}"
        QApplication.clipboard().setText(text, QClipboard.Mode.Clipboard)
        self._copy.setText(_("Copied"))


def facts_of(line: "Erasure") -> list[str]:
    """Everything the line says; no text of a record is in it."""
    facts = [
        _("Line {number}, {when}").format(
            number=line.number, when=f"{line.at.astimezone():%Y-%m-%d %H:%M:%S %z}"
        ),
        _("Walkthrough {id}").format(id=line.walkthrough),
        f"{erased_words(line)} ({line.why})",
    ]
    if line.bytes:
        facts.append(size_text(line.bytes))
    facts.append(f"SHA-256 {line.sha256}")
    if line.ground:
        facts.append(_("Ground: {ground}").format(ground=line.ground))
    if line.subject.startswith("{"):
        kept = json.loads(line.subject)
        for each in kept["revisions"]:
            facts.append(
                _("Revision {number}: file {file}, manifest {manifest}").format(
                    number=each["revision"], file=each["sha256"], manifest=each["manifest_digest"]
                )
            )
    return facts
