"""The tables as files: one CSV each, and all of them in one XLSX workbook. Row by row: memory does not grow with them."""

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cxo_core.walkthrough import Walkthrough
from cxo_desktop.report.judged_tables import Cell, Row
from cxo_desktop.report.tables import TABLES

_LARGEST_SHEET = 1_048_576
_LONGEST_CELL = 32_767
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Workbook:
    """Files being written into `folder`. They take their names when everything is written; until then none is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.rows = dict.fromkeys(TABLES, 0)
        self._open = ExitStack()
        self._files: list[Path] = []

    def __enter__(self) -> Self:
        from openpyxl import Workbook as Sheets

        self._folder.mkdir(parents=True, exist_ok=True)
        self._sheets = Sheets(write_only=True)
        self._pages: dict[str, Any] = {}
        self._writers: dict[str, Any] = {}
        for name, (columns, _) in TABLES.items():
            path = self._folder / f"{name}.csv"
            self._files.append(path)
            file = self._open.enter_context(_part(path).open("w", encoding="utf-8-sig", newline=""))
            self._writers[name] = csv.writer(file)
            self._writers[name].writerow(columns)
            self._pages[name] = self._sheets.create_sheet(name)
            self._pages[name].append(columns)
        return self

    def add(self, walkthrough: Walkthrough) -> None:
        """All rows of one walkthrough, into every table."""
        for name, (_, rows_of) in TABLES.items():
            self._add(name, rows_of(walkthrough))

    def finish(self) -> tuple[Path, ...]:
        """Gives the files their names and tells them. A table too long for a sheet is whole in its CSV only."""
        self._open.close()
        sheets = self._folder / "walkthroughs.xlsx"
        self._sheets.save(_part(sheets))
        for path in (*self._files, sheets):
            _part(path).replace(path)
        return (*self._files, sheets)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        for path in (*self._files, self._folder / "walkthroughs.xlsx"):
            _part(path).unlink(missing_ok=True)

    def _add(self, name: str, rows: Iterable[Row]) -> None:
        for row in rows:
            cells = [_harmless(cell) for cell in row]
            self._writers[name].writerow(["" if cell is None else cell for cell in cells])
            self.rows[name] += 1
            if self.rows[name] < _LARGEST_SHEET:
                self._pages[name].append([_short(cell) for cell in cells])


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _short(cell: Cell) -> Cell:
    """What a sheet can hold: no control characters, no more than its longest text."""
    if not isinstance(cell, str):
        return cell
    return "".join(each for each in cell if each >= " " or each in "\n\t")[:_LONGEST_CELL]
