"""The recovery key's way onto paper: drawn in memory, printed from there, and written only where the officer says."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from cxo_core.problems import Problem
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.reporting.printing import Printing
from cxo_desktop.ui.widgets.banner import Banner
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault


class RecoveryPaper(QObject):
    """`draw` makes the sheet, on the work lane. What happens is told on `banner`. Dialogs hang over `owner` and go with it."""

    def __init__(self, draw: Callable[[], bytes], lanes: Lanes, banner: Banner, owner: QWidget) -> None:
        super().__init__(owner)
        self._draw = draw
        self._lanes = lanes
        self._banner = banner
        self._owner = owner
        self._printing: Printing | None = None

    def ask_printer(self) -> None:
        """The print dialog; it prints on paper only, a file is saved by the other button."""
        if not QPrinterInfo.availablePrinterNames():
            self._banner.show_words(
                _("No printer is set up here"),
                _("Save the sheet as PDF on a stick and print it elsewhere, or copy the key by hand."),
                tone="notice",
            )
            return
        self._lanes.work.submit(self._draw, self._show_printers, self._refuse, owner=self)

    def print_on(self, content: bytes, printer: QPrinter) -> None:
        """Prints the sheet, which needs no file for it."""
        buffer = QBuffer(self)
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument(buffer)
        document.load(buffer)
        self._printing = Printing(document, printer, self)
        self._printing.ended.connect(lambda is_whole: self._tell_printed(buffer, is_whole))
        self._printing.start()

    def ask_file(self) -> None:
        words = _("Save the recovery key")
        dialog = named(QFileDialog(self._owner, words), "recoveryKeyFile", words)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.selectFile(f"{_('Recovery key')}.pdf")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()

    def save_to(self, path: Path, *, even_here: bool = False) -> None:
        """Writes the sheet, whole or not at all; the laptop's own disk is asked about first."""

        def write() -> bool:
            from cxo_desktop.services.recovering import is_own_disk

            if not even_here and is_own_disk(path.parent):
                return False
            _write(self._draw(), path)
            return True

        def tell(is_written: bool) -> None:
            if is_written:
                self._tell_saved(path)
            else:
                self._warn(path)

        self._lanes.work.submit(write, tell, self._refuse, owner=self)

    def _show_printers(self, content: bytes) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = named(QPrintDialog(printer, self._owner), "recoveryKeyPrinter", _("Print…"))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.setMinMax(1, 1)
        dialog.accepted.connect(lambda: self.print_on(content, printer))
        QDialog.open(dialog)

    def _tell_printed(self, buffer: QBuffer, is_whole: bool) -> None:
        buffer.deleteLater()
        if is_whole:
            self._banner.show_words(
                _("The sheet is on its way to the printer"),
                _("Fetch it at once and put it where the laptop is not."),
            )
        else:
            self._banner.show_words(
                _("The sheet was not printed"), _("Check the printer and print again."), tone="notice"
            )

    def _warn(self, path: Path) -> None:
        self._banner.show_words(
            _("That is the laptop's own disk"),
            _(
                "A key that lies on the laptop is stolen together with it; better choose a stick, or print it."
            ),
            tone="notice",
            action=_("Save it there all the same"),
            do=lambda: self.save_to(path, even_here=True),
        )

    def _tell_saved(self, path: Path) -> None:
        self._banner.show_words(
            _("Saved as {name}").format(name=path.name),
            _("The file is not encrypted: whoever reads it and has the laptop reads every record."),
        )

    def _refuse(self, problem: Problem) -> None:
        self._banner.show_problem(problem)


def drawn(vault: "Vault", key: str) -> bytes:
    """The sheet for a vault's new key, as of now. Work lane."""
    from cxo_desktop.clock import SystemClock
    from cxo_desktop.services.recovering import sheet

    return sheet(vault, key, SystemClock().now().wall)


def _write(content: bytes, path: Path) -> None:
    """Work lane."""
    from cxo_desktop.storage.failures import known
    from cxo_desktop.storage.folder import write_whole

    with known(path.parent):
        write_whole(path, content)
