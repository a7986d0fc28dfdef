"""An XLSX file with several sheets, written row by row through XlsxWriter: memory does not grow with the rows.

XlsxWriter's constant-memory mode keeps each sheet in a file beside the target until the end. Texts stand as texts: nothing in
the file is a formula, a link or a macro. It is loaded with the first export, not with the program.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Final, Self

MOST_ROWS: Final = 1_048_576
LONGEST_TEXT: Final = 32_767

Value = str | int | bool | None

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Said instead of the time of writing: the same rows give the same bytes."""
_UNSAYABLE = {code: None for code in (*range(0x20), 0xFFFE, 0xFFFF) if code not in (0x09, 0x0A)}


class Spreadsheet:
    """The first row of each sheet stays in view. Nothing is at `path` until its part is given that name."""

    def __init__(self, path: Path, sheets: Sequence[str]) -> None:
        self._path = path
        self._names = tuple(sheets)
        self._rows = dict.fromkeys(sheets, 0)
        self._sheets: dict[str, Any] = {}
        self._book: Any = None

    def __enter__(self) -> Self:
        self._beside = TemporaryDirectory(prefix=f"{self._path.name}.", dir=self._path.parent)
        try:
            self._begin()
        except BaseException:
            self._clear_away()
            raise
        return self

    def _begin(self) -> None:
        from xlsxwriter import Workbook

        options = {
            "constant_memory": True,
            "tmpdir": self._beside.name,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = Workbook(str(self.part), options)
        self._book.set_properties({"created": _MADE})
        for name in self._names:
            self._sheets[name] = self._book.add_worksheet(name)
            self._sheets[name].freeze_panes(1, 0)

    def add(self, sheet: str, row: Iterable[Value]) -> None:
        """One row more; a sheet that is full takes none. A text is cut to what a cell can hold."""
        number = self._rows[sheet]
        if number >= MOST_ROWS:
            return
        self._rows[sheet] = number + 1
        for column, value in enumerate(row):
            match value:
                case None | "":
                    continue
                case bool():
                    self._sheets[sheet].write_boolean(number, column, value)
                case int():
                    self._sheets[sheet].write_number(number, column, value)
                case _:
                    text = value.translate(_UNSAYABLE)[:LONGEST_TEXT]
                    self._sheets[sheet].write_string(number, column, text)

    def finish(self) -> None:
        """Puts the sheets together into a part beside the target, for the caller to give it its name."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            # XlsxWriter wraps what the disk said; the disk's own words are what people can act on.
            raise (error.args[0] if error.args and isinstance(error.args[0], OSError) else error) from error

    @property
    def part(self) -> Path:
        return self._path.with_name(f"{self._path.name}.part")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear_away()

    def _clear_away(self) -> None:
        if self._book is not None:
            self._book.fileclosed = (
                True  # given up: what it still holds is not to be written when it is collected
            )
        for sheet in self._sheets.values():
            with suppress(
                OSError
            ):  # a full disk refuses what is still buffered, and that is of no use any more
                sheet.row_data_fh.close()
        self._beside.cleanup()
        self.part.unlink(missing_ok=True)
