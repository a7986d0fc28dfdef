"""Tells that something went wrong which nobody foresaw, and that what was saved is safe."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from cxo_desktop.ui.theme import SPACE_L, SPACE_M
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label, selectable, title
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _


class CrashDialog(QDialog):
    """The report can be read before it is given to anybody; it holds nothing of what was written. Keys go on working."""

    def __init__(self, report: str, kept: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        named(self, "crash", _("Something went wrong in the program"))
        self.setWindowTitle(_("Something went wrong in the program"))
        self._report = report
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addWidget(title("crashTitle", _("Something went wrong in the program")))
        column.addWidget(
            label(
                "crashSentence",
                _(
                    "Everything shown as saved is safe. Go on working; if something does not react, quit and start again: "
                    "you will be at the same step. Please give the report below to whoever looks after the program."
                ),
            )
        )
        text = named(QPlainTextEdit(report), "crashReport", _("Report without personal content"))
        text.setReadOnly(True)
        column.addWidget(text, 1)
        if kept is not None:
            column.addWidget(selectable("crashFile", str(kept), _("File of the report")))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button("crashCopy", _("Copy details"), self._copy, picture="copy"))
        row.addWidget(button("crashClose", _("Go on"), self.close, tone="primary"))
        column.addLayout(row)
        self.resize(720, 480)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._report)


def tell_crash(before: QDialog | None, report: str, kept: object, over: QWidget) -> QDialog:
    """Shows the report, unless the one before is still being read; the dialog that is in view."""
    if before is not None and before.isVisible():
        return before
    dialog = CrashDialog(report, kept if isinstance(kept, Path) else None, over)
    dialog.show()
    dialog.activateWindow()
    return dialog
