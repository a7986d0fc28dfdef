"""The tables as files: one CSV each, and all of them in one XLSX workbook. Row by row: memory does not grow with them."""

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cxo_core.walkthrough import Walkthrough
from cxo_desktop.report.judged_tables import Cell
from cxo_desktop.report.spreadsheet import Spreadsheet
from cxo_desktop.report.tables import TABLES

_SHEETS = "walkthroughs.xlsx"
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection); the wide forms where Chinese is typed."""


class Workbook:
    """Files being written into `folder`. They take their names when everything is written; until then none is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.rows = dict.fromkeys(TABLES, 0)
        self._sheets = Spreadsheet(folder / _SHEETS, tuple(TABLES))
        self._open = ExitStack()
        self._files = ExitStack()
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._open.enter_context(self._sheets)
            for name, (columns, _) in TABLES.items():
                self._begin(name, columns)
        except BaseException:
            self._open.close()
            raise
        return self

    def add(self, walkthrough: Walkthrough) -> None:
        """All rows of one walkthrough, into every table."""
        for name, (_, rows_of) in TABLES.items():
            for row in rows_of(walkthrough):
                self._write(name, row)
                self.rows[name] += 1

    def finish(self) -> tuple[Path, ...]:
        """Gives the files their names and tells them. A table too long for a sheet is whole in its CSV only."""
        self._sheets.finish()
        self._files.close()
        tables = [self._table(name) for name in TABLES]
        for path in tables:
            _part(path).replace(path)
        self._sheets.part.replace(self._folder / _SHEETS)
        return (*tables, self._folder / _SHEETS)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def _begin(self, name: str, columns: Iterable[str]) -> None:
        part = _part(self._table(name))
        self._open.callback(part.unlink, missing_ok=True)
        self._open.callback(self._files.close)
        file = self._files.enter_context(part.open("w", encoding="utf-8-sig", newline=""))
        self._writers[name] = csv.writer(file)
        self._write(name, columns)

    def _write(self, name: str, row: Iterable[Cell]) -> None:
        cells = [_harmless(cell) for cell in row]
        self._writers[name].writerow(["" if cell is None else cell for cell in cells])
        self._sheets.add(name, cells)

    def _table(self, name: str) -> Path:
        return self._folder / f"{name}.csv"


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
