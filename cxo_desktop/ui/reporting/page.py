"""The report page: preview, save, print. The PDF lives in memory until the officer says where it may be written."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QStackedWidget

from cxo_core.problems import Problem
from cxo_desktop.ui.jobs import Job, Lanes
from cxo_desktop.ui.reporting.printing import Printing
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.page import Page
from cxo_desktop.ui.widgets.scrolling import give_own_bars
from cxo_desktop.words import _, language

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault

_ZOOM_STEP = 1.25


class ReportingPage(Page):
    """Drawn anew each time the page comes into view, since the record may have changed."""

    left = Signal()

    def __init__(self, walkthrough: str, vault: "Vault", lanes: Lanes) -> None:
        super().__init__("reporting", _("Report"), scrolls=False)
        self._walkthrough = walkthrough
        self._vault = vault
        self._lanes = lanes
        self._language = language()
        self._content = b""
        self._job: Job | None = None
        self._printing: Printing | None = None
        self._buffer = QBuffer(self)
        self._document = QPdfDocument(self)
        self._view = named(QPdfView(self), "reportView", _("Preview of the report"))
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._view.setDocument(self._document)
        give_own_bars(self._view)
        self._wait = label("reportWait", _("Drawing the report…"), tone="quiet")
        self._shown = named(QStackedWidget(), "reportShown", _("Preview of the report"))
        self._shown.addWidget(self._wait)
        self._shown.addWidget(self._view)
        languages = ChipChoice(
            "reportLanguage", _("Language of the report"), (Option("zh_CN", "中文"), Option("en", "English"))
        )
        languages.choose(self._language)
        languages.chosen.connect(self._speak)
        self._pages: QLabel = small("reportPages")
        self._pages.setWordWrap(False)
        self._save = button("reportSave", _("Save as…"), self._ask_file, tone="primary", picture="save")
        self._print = button("reportPrint", _("Print…"), self._ask_printer, picture="print")
        self._stop = button("reportStopPrinting", _("Stop printing"), self._stop_printing, tone="danger")
        self.head_actions.addWidget(languages)
        self.head_actions.addWidget(self._pages)
        for name, words, factor in (("Smaller", "−", 1 / _ZOOM_STEP), ("Larger", "+", _ZOOM_STEP)):
            spoken = _("Smaller") if factor < 1 else _("Larger")
            self.head_actions.addWidget(
                button(f"report{name}", words, partial(self._zoom, factor), spoken=spoken)
            )
        self.head_actions.addWidget(button("reportFit", _("Page width"), self._fit))
        self.body.addWidget(self._shown, 1)
        self.foot.addWidget(button("reportBack", _("Back to the library"), self.left.emit, picture="back"))
        self.foot.addStretch()
        for action in (self._stop, self._print, self._save):
            self.foot.addWidget(action)
        self._stop.hide()
        self._offer(False)

    def enter(self) -> None:
        self._draw()

    def leave(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def save_to(self, path: Path) -> None:
        """Writes what is shown; whole or not at all."""
        content = self._content
        self._lanes.work.submit(
            lambda: _write(content, path), lambda _done: self._tell_saved(path), self.show_problem, owner=self
        )

    def print_on(self, printer: QPrinter) -> None:
        """Prints what is shown, page by page."""
        self._printing = Printing(self._document, printer, self)
        self._printing.page_printed.connect(self._tell_page)
        self._printing.ended.connect(self._tell_printed)
        self._stop.show()
        self._print.setEnabled(False)
        self._printing.start()

    def _draw(self) -> None:
        tag = self._language
        self._shown.setCurrentWidget(self._wait)
        self._offer(False)
        if self._job is not None:
            self._job.cancel()
        self._job = self._lanes.work.submit(
            lambda: _report(self._vault, self._walkthrough, tag), self._show, self._refuse, owner=self
        )

    def _show(self, content: bytes) -> None:
        self._content = content
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._pages.setText(_("{count} pages").format(count=self._document.pageCount()))
        self._shown.setCurrentWidget(self._view)
        self._view.setFocus()
        self._offer(True)

    def _refuse(self, problem: Problem) -> None:
        self._wait.setText(_("There is no report to show."))
        self.show_problem(problem)

    def _offer(self, is_there: bool) -> None:
        self._save.setEnabled(is_there)
        self._print.setEnabled(is_there)

    def _speak(self, tag: str) -> None:
        self._language = tag
        self._draw()

    def _zoom(self, factor: float) -> None:
        if self._view.zoomMode() is not QPdfView.ZoomMode.Custom:
            points = self._document.pagePointSize(0).width() or 1
            dots = self._view.logicalDpiX() / 72
            self._view.setZoomFactor(max(0.1, self._view.viewport().width() / (points * dots)))
            self._view.setZoomMode(QPdfView.ZoomMode.Custom)
        self._view.setZoomFactor(min(5.0, max(0.2, self._view.zoomFactor() * factor)))

    def _fit(self) -> None:
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _ask_file(self) -> None:
        name = f"{_('Walkthrough report')} {self._walkthrough[:8]}.pdf"
        file, _kind = QFileDialog.getSaveFileName(self, _("Save the report"), name, "PDF (*.pdf)")
        if file:
            self.save_to(Path(file))

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, max(1, self._document.pageCount()))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def _stop_printing(self) -> None:
        if self._printing is not None:
            self._printing.stop()

    def _tell_page(self, page: int) -> None:
        self.banner.show_words(
            _("Printing page {page} of {pages}").format(page=page, pages=self._document.pageCount()),
            tone="notice",
        )

    def _tell_printed(self, is_whole: bool) -> None:
        self._stop.hide()
        self._print.setEnabled(True)
        if is_whole:
            self.banner.show_words(_("The report is on its way to the printer"))
        else:
            self.banner.show_words(
                _("Not everything was printed"), _("Check the printer and print again."), tone="notice"
            )

    def _tell_saved(self, path: Path) -> None:
        self.banner.show_words(
            _("Saved as {name}").format(name=path.name),
            _("The file is not encrypted: keep it where only those may read it whom it concerns."),
        )


def _report(vault: "Vault", walkthrough: str, tag: str) -> bytes:
    """Work lane."""
    from cxo_desktop.services.reporting import report

    return report(vault, walkthrough, language=tag)


def _write(content: bytes, path: Path) -> None:
    """Work lane."""
    from cxo_desktop.storage.failures import known
    from cxo_desktop.storage.folder import write_whole

    with known(path.parent):
        write_whole(path, content)
