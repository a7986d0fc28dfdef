"""An XLSX file (ECMA-376) written row by row into several sheets at once: memory does not grow with them.

Each sheet grows in a file of its own beside the target, and at the end they are zipped into one. Texts stand in the cells
themselves; nothing in the file is a formula, a link or a macro.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TextIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOST_ROWS: Final = 1_048_576
LONGEST_TEXT: Final = 32_767

Value = str | int | bool | None

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_SHEET_HEAD = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>\n"
)
_SHEET_FOOT = "</sheetData></worksheet>\n"
_UNSAYABLE = {code: None for code in (*range(0x20), 0xFFFE, 0xFFFF) if code not in (0x09, 0x0A)}


class Spreadsheet:
    """The first row of each sheet stays in view. Nothing is at `path` until `finish` has written it whole."""

    def __init__(self, path: Path, sheets: Sequence[str]) -> None:
        self._path = path
        self._sheets = tuple(sheets)
        self._open = ExitStack()
        self._files: dict[str, TextIO] = {}
        self._rows = dict.fromkeys(sheets, 0)

    def __enter__(self) -> Self:
        try:
            for name in self._sheets:
                file = self._part(name).open("w", encoding="utf-8", newline="\n")
                self._files[name] = self._open.enter_context(file)
                file.write(_SHEET_HEAD)
        except BaseException:
            self._clear_away()
            raise
        return self

    def add(self, sheet: str, row: Iterable[Value]) -> None:
        """One row more; a sheet that is full takes none. A text is cut to what a cell can hold."""
        if self._rows[sheet] < MOST_ROWS:
            number = self._rows[sheet] = self._rows[sheet] + 1
            cells = "".join(_cell(f"{_column(place)}{number}", value) for place, value in enumerate(row))
            self._files[sheet].write(f'<row r="{number}">{cells}</row>\n')

    def finish(self) -> None:
        """Zips the sheets into a part beside the target, for the caller to give it its name."""
        for file in self._files.values():
            file.write(_SHEET_FOOT)
        self._open.close()
        with ZipFile(self.part, "w", ZIP_DEFLATED, compresslevel=6) as archive:
            for name, text in self._frame():
                archive.writestr(_member(name), text, ZIP_DEFLATED)
            for place, sheet in enumerate(self._sheets, start=1):
                with (
                    self._part(sheet).open("rb") as source,
                    archive.open(_member(_place_of(place)), "w", force_zip64=True) as target,
                ):
                    while piece := source.read(1 << 18):
                        target.write(piece)

    @property
    def part(self) -> Path:
        return self._path.with_name(f"{self._path.name}.part")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear_away()

    def _clear_away(self) -> None:
        try:
            self._open.close()
        finally:
            for path in (self.part, *map(self._part, self._sheets)):
                path.unlink(missing_ok=True)

    def _part(self, sheet: str) -> Path:
        return self._path.with_name(f"{self._path.name}.{sheet}.part")

    def _frame(self) -> Iterable[tuple[str, str]]:
        """The members that hold the sheets together."""
        numbers = range(1, len(self._sheets) + 1)
        overrides = "".join(
            f'<Override PartName="/{_place_of(n)}" ContentType="{_TYPES}.worksheet+xml"/>' for n in numbers
        )
        kinds = (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>{overrides}</Types>'
        )
        yield "[Content_Types].xml", kinds
        yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
        sheets = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
            for n, name in zip(numbers, self._sheets, strict=True)
        )
        yield (
            "xl/workbook.xml",
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>',
        )
        relations = _relations([("worksheet", f"worksheets/sheet{n}.xml") for n in numbers])
        yield "xl/_rels/workbook.xml.rels", relations


def _place_of(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _member(name: str) -> ZipInfo:
    """Without the time of writing: the same rows give the same bytes."""
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    return member


@cache
def _column(place: int) -> str:
    """A, B, … Z, AA, … for 0, 1, …"""
    before, letter = divmod(place, 26)
    return (_column(before - 1) if before else "") + chr(ord("A") + letter)


def _cell(at: str, value: Value) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return f'<c r="{at}" t="b"><v>{value:d}</v></c>'
        case int():
            return f'<c r="{at}"><v>{value}</v></c>'
        case _:
            text = escape(value.translate(_UNSAYABLE)[:LONGEST_TEXT])
            return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
