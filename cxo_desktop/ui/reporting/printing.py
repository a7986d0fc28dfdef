"""Printing a report page by page, so that the window goes on answering and printing can be stopped."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

DOTS_PER_INCH = 200


class Printing(QObject):
    """Draws one page per turn of the event loop. `page_printed` counts from 1; `ended` says whether all were printed."""

    page_printed = Signal(int)
    ended = Signal(bool)

    def __init__(self, document: QPdfDocument, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._printer = printer
        self._painter = QPainter()
        first, last = printer.fromPage(), printer.toPage()
        self._next = max(0, first - 1)
        self._last = min(last or document.pageCount(), document.pageCount())
        self._is_stopped = False

    def start(self) -> None:
        self._printer.setResolution(DOTS_PER_INCH)
        self._printer.setFullPage(True)
        with jobs_in_memory():
            is_begun = self._painter.begin(self._printer)
        if not is_begun:
            self.ended.emit(False)
            return
        QTimer.singleShot(0, self._print_page)

    def stop(self) -> None:
        self._is_stopped = True

    def _print_page(self) -> None:
        if self._is_stopped or self._next >= self._last:
            self._painter.end()
            self.ended.emit(not self._is_stopped)
            return
        paper = self._printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
        points = self._document.pagePointSize(self._next)
        scale = min(paper.width() / points.width(), paper.height() / points.height())
        size = QSize(round(points.width() * scale), round(points.height() * scale))
        self._painter.drawImage(QRect(paper.topLeft(), size), self._document.render(self._next, size))
        self._next += 1
        self.page_printed.emit(self._next)
        if self._next < self._last:
            self._printer.newPage()
        QTimer.singleShot(0, self._print_page)


@contextmanager
def jobs_in_memory() -> Iterator[None]:
    """While printing begins, CUPS' library is told to keep the job it hands over (cupsTempFd, TMPDIR) in the user's own folder in
    memory, which systemd gives (XDG_RUNTIME_DIR), and not on the disk.
    """
    runtime, before = os.environ.get("XDG_RUNTIME_DIR", ""), os.environ.get("TMPDIR")
    if sys.platform != "linux" or not runtime or not Path(runtime).is_dir():
        yield
        return
    os.environ["TMPDIR"] = runtime
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before
