"""A sealed walkthrough: its file, its digest, the copy for the stick, and how to open it again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from cxo_desktop.measure_words import size_text
from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.labels import copyable, label, small
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.storage.bundles import BundleRow


class ResultCard(Card):
    """Nothing in it can change the sealed file; re-opening makes the next revision."""

    copy_asked = Signal()
    report_asked = Signal()
    outbox_asked = Signal()
    reopened = Signal(str)

    def __init__(self) -> None:
        super().__init__("sealed", _("Sealed"))
        self._words = label("sealedWords", tone="good")
        self._path = copyable("sealedPath", _("File of the bundle"))
        self._digest = copyable("sealedDigest", _("SHA-256 of the file"))
        self._manifest = copyable("sealedManifest", _("Digest of the manifest"))
        self.body.addWidget(self._words)
        for name, words, shown in (
            ("sealedPathLabel", _("File"), self._path),
            ("sealedDigestLabel", _("SHA-256 of the file"), self._digest),
            (
                "sealedManifestLabel",
                _("Digest of the manifest, which the next revision names"),
                self._manifest,
            ),
        ):
            self.body.addWidget(small(name, words))
            self.body.addWidget(shown)
        row = QHBoxLayout()
        row.addWidget(
            button(
                "sealedCopy",
                _("Save a copy to a stick…"),
                self.copy_asked.emit,
                tone="primary",
                picture="stick",
            )
        )
        row.addWidget(button("sealedOutbox", _("Open the outbox"), self.outbox_asked.emit, picture="outbox"))
        row.addWidget(button("sealedReport", _("Show the report"), self.report_asked.emit, picture="report"))
        row.addStretch()
        self.body.addLayout(row)
        self._reason = QLineEdit()
        self._reason.returnPressed.connect(self._reopen)
        self._field = Field(
            "reopenReason",
            _("To change something, re-open it. Why?"),
            self._reason,
            _("The sealed revision stays as it is; the changes become the next revision, which names it."),
        )
        self._again = button("reopen", _("Re-open"), self._reopen, picture="edit")
        line = QHBoxLayout()
        line.addWidget(self._again)
        line.addStretch()
        self.body.addWidget(self._field)
        self.body.addLayout(line)

    def show_bundle(self, bundle: "BundleRow", path: str) -> None:
        self._words.setText(
            "✓ "
            + _("Revision {revision}, sealed {when}, {size}").format(
                revision=bundle.revision, when=day_and_time(bundle.sealed_at), size=size_text(bundle.bytes)
            )
        )
        self._path.setText(path)
        self._digest.setText(bundle.sha256)
        self._manifest.setText(bundle.manifest_digest)
        for line in (self._path, self._digest, self._manifest):
            line.setCursorPosition(0)
        self._again.setText(_("Re-open as revision {revision}").format(revision=bundle.revision + 1))
        self._reason.clear()

    def _reopen(self) -> None:
        reason = self._reason.text().strip()
        self._field.set_mistake("" if reason else _("Say in a few words why."))
        if reason:
            self.reopened.emit(reason)
        else:
            self._field.go_to()
