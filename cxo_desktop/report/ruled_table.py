"""Tables that run over pages: the head is repeated, a row too tall for what is left goes over, a giant row is cut."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cxo_desktop.report.flow import LABEL, PLAIN, Face, Flow
from cxo_desktop.report.palette import LEFT, LINE, RIGHT, STRONG_LINE, WIDTH, Ink

_BETWEEN = 10.0
_HEAD = 22.0
_TALL = 120.0
"""A row taller than this may be cut where a page ends."""


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is its part of the width. `is_right`: figures, set to the right."""

    title: str
    share: float
    is_right: bool = False


class Cell(NamedTuple):
    """A text in a table. `is_struck` crosses it out; `note` stands smaller below it and is never crossed out."""

    text: str
    face: Face = PLAIN
    is_struck: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A row over the whole width that groups what comes under it."""

    text: str
    face: Face


Row = Sequence[Cell | str] | Band


class _Line(NamedTuple):
    text: str
    face: Face
    is_struck: bool


class Table:
    """Draws row by row, so that a timeline of any length needs no more memory than a page."""

    def __init__(
        self, flow: Flow, columns: Sequence[Column], *, face: Face = PLAIN, padding: float = 3.5
    ) -> None:
        self._flow = flow
        self._columns = columns
        self._face = face
        self._padding = padding
        shares = sum(column.share for column in columns)
        room = WIDTH - _BETWEEN * (len(columns) - 1)
        self._widths = [room * column.share / shares for column in columns]
        self._places = [LEFT + sum(self._widths[:place]) + _BETWEEN * place for place in range(len(columns))]
        self._has_begun = False

    def rows(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.row(row)
        self._flow.y += 6

    def row(self, row: Row, *, tint: Ink | None = None) -> None:
        if isinstance(row, Band):
            self._band(row)
            return
        cells = [self._set(cell, width) for cell, width in zip(row, self._widths, strict=True)]
        height = self._height(cells)
        flow = self._flow
        self._begin(min(height, _TALL))
        if height > flow.room:
            self._over(min(height, _TALL))
            while height > flow.room:
                cells = self._cut(cells)
                height = self._height(cells)
        if tint:
            flow.pen.box(LEFT - 4, flow.y, RIGHT - LEFT + 8, height, tint)
        self._draw(cells, height)
        self._rule()

    def _begin(self, height: float) -> None:
        """The head goes with the first row, never alone to the foot of a page."""
        if self._has_begun:
            return
        self._has_begun = True
        self._flow.need(height + _HEAD)
        self._head()

    def _head(self) -> None:
        if not any(column.title for column in self._columns):
            return
        flow = self._flow
        titles = [
            self._set(Cell(column.title, LABEL), width)
            for column, width in zip(self._columns, self._widths, strict=True)
        ]
        self._draw(titles, self._height(titles))
        flow.pen.line(LEFT, flow.y, RIGHT, flow.y, STRONG_LINE, 0.7)

    def _band(self, band: Band) -> None:
        flow = self._flow
        self._begin(band.face.leading + 40)
        if flow.room < band.face.leading + 40:
            self._over(band.face.leading + 40)
        flow.y += 5
        flow.put(LEFT, flow.y, band.text, band.face)
        flow.y += band.face.leading + 2
        self._rule()

    def _over(self, height: float) -> None:
        """To the next page with the head again, unless this one has only just begun."""
        flow = self._flow
        if flow.room < height:
            flow.next_page()
            self._head()

    def _cut(self, cells: list[list[_Line]]) -> list[list[_Line]]:
        """Draws as many lines of a giant row as fit, and returns the rest of it on a new page."""
        flow = self._flow
        room = flow.room - 2 * self._padding
        counts = [_fitting(cell, room) for cell in cells]
        if not any(counts):
            counts = [1] * len(cells)
        self._draw([cell[:count] for cell, count in zip(cells, counts, strict=True)], flow.room)
        flow.next_page()
        self._head()
        return [cell[count:] for cell, count in zip(cells, counts, strict=True)]

    def _set(self, cell: Cell | str, width: float) -> list[_Line]:
        if isinstance(cell, str):
            cell = Cell(cell, self._face)
        told, face, is_struck, note = cell
        lines = self._flow.lines
        shown = [_Line(line, face, is_struck) for line in lines(told, width, face)]
        if note:
            shown += [_Line(line, LABEL, False) for line in lines(note, width, LABEL)]
        return shown

    def _height(self, cells: Sequence[list[_Line]]) -> float:
        tallest = 0.0
        for cell in cells:
            height = 0.0
            for line in cell:
                height += line.face.leading
            tallest = max(tallest, height)
        return tallest + 2 * self._padding

    def _draw(self, cells: Sequence[list[_Line]], height: float) -> None:
        flow = self._flow
        for cell, column, x, width in zip(cells, self._columns, self._places, self._widths, strict=True):
            y = flow.y + self._padding
            for text, face, is_struck in cell:
                at = x + width - flow.width(text, face) if column.is_right else x
                flow.put(at, y, text, face)
                if is_struck and text:
                    middle = y + face.leading / 2
                    flow.pen.line(at, middle, at + flow.width(text, face), middle, face.ink, 0.6)
                y += face.leading
        flow.y += height

    def _rule(self) -> None:
        self._flow.pen.line(LEFT, self._flow.y, RIGHT, self._flow.y, LINE)


def _fitting(cell: list[_Line], room: float) -> int:
    """How many lines fit into the room."""
    for count, line in enumerate(cell):
        room -= line.face.leading
        if room < 0:
            return count
    return len(cell)
