"""The library's pages: by position, never by offset, so that the hundredth page costs what the first does.

One filter or none walks a B-tree. Several filters, or a text, ask the full-text index, where each filter value is a
token too: whichever are combined, their lists are intersected in the order of the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, overload

from cxo_core.summary import Summary
from cxo_core.text import Text
from cxo_desktop.storage.database import Database, Row
from cxo_desktop.storage.library_rows import COLUMNS, lowest_position, summary_from
from cxo_desktop.storage.search_words import facet, narrowed, question

COUNTED: Final = 1000
"""A count stops here and says "at least": nobody reads the exact number of a long list."""


class Order(StrEnum):
    """By when the walkthrough started."""

    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """What the library page asks for. Empty means all; `started_before` is not itself included."""

    text: str = ""
    status: tuple[str, ...] = ()
    role: str = ""
    channel: str = ""
    item: str = ""
    hall: str = ""
    started_from: datetime | None = None
    started_before: datetime | None = None
    order: Order = Order.NEWEST


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the cursors to the pages after and before it. Its summaries leave `search` empty."""

    items: Sequence[Summary]
    next_cursor: str | None
    previous_cursor: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; exactly, unless `is_at_least`."""

    number: int
    is_at_least: bool


class Summaries(Sequence[Summary]):
    """The rows of a page, each made a summary when it is looked at: a window shows fewer rows than a page has."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Summary: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Summary]: ...
    def __getitem__(self, place: int | slice) -> Summary | Sequence[Summary]:
        if isinstance(place, slice):
            return Summaries(self._rows[place])
        return summary_from(self._rows[place])

    def __iter__(self) -> Iterator[Summary]:
        return map(summary_from, self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


_NEAREST: Final = {
    "item_id": "SELECT item_id, item_zh, item_en FROM library WHERE item_id > ? ORDER BY item_id LIMIT 1",
    "hall": "SELECT hall FROM library WHERE hall > ? ORDER BY hall LIMIT 1",
}


class Library:
    """Pages through the walkthroughs of a vault without ever holding more than a page."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, query: LibraryQuery | None = None, cursor: str | None = None, size: int = 50) -> Page:
        """The page at `cursor` (the first one for None), at most `size` summaries in the order asked for."""
        query = query or LibraryQuery()
        edge, backwards = _read(cursor)
        descending = (query.order is Order.NEWEST) != backwards
        statement, parameters = _select(query, descending=descending, edge=edge)
        found = self._database.rows(statement, {**parameters, "size": size + 1})
        more, found = len(found) > size, found[:size]
        if backwards:
            found.reverse()
        if not found:
            return Page((), None, None)
        first, last = found[0][19], found[-1][19]
        has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
        return Page(
            Summaries(found),
            f"after-{last}" if has_next else None,
            f"before-{first}" if has_previous else None,
        )

    def count(self, query: LibraryQuery | None = None) -> Count:
        """How many walkthroughs a query finds, counted to a thousand."""
        statement, parameters = _select(query or LibraryQuery(), descending=True, edge=None, columns="1")
        counting = f"SELECT count(*) FROM ({statement})"
        found = self._database.rows(counting, {**parameters, "size": COUNTED + 1})[0][0]
        return Count(min(found, COUNTED), found > COUNTED)

    def items(self) -> tuple[tuple[str, Text], ...]:
        """Every service item there is a walkthrough of: one index look-up each, however many walkthroughs."""
        return tuple((row[0], Text(row[1], row[2])) for row in self._distinct("item_id"))

    def halls(self) -> tuple[str, ...]:
        """Every hall there is a walkthrough in."""
        return tuple(row[0] for row in self._distinct("hall"))

    def _distinct(self, column: str) -> list[Row]:
        found: list[Row] = []
        last = ""
        while row := self._database.row(_NEAREST[column], (last,)):
            found.append(row)
            last = row[0]
        return found


def _read(cursor: str | None) -> tuple[int | None, bool]:
    if cursor is None:
        return None, False
    direction, _, position = cursor.partition("-")
    if direction not in {"after", "before"} or not position.lstrip("-").isdigit():
        raise ValueError("not a cursor that a page gave")
    return int(position), direction == "before"


def _select(
    query: LibraryQuery, *, descending: bool, edge: int | None, columns: str = f"{COLUMNS}, position"
) -> tuple[str, Mapping[str, object]]:
    """The statement for a page and its parameters, all but `size`."""
    chosen = {
        "status": query.status,
        "role": (query.role,) if query.role else (),
        "channel": (query.channel,) if query.channel else (),
        "item_id": (query.item,) if query.item else (),
        "hall": (query.hall,) if query.hall else (),
    }
    chosen = {column: values for column, values in chosen.items() if values}
    asked = question(query.text)
    parameters: dict[str, object] = {}
    if not asked and len(chosen) <= 1 and all(len(values) == 1 for values in chosen.values()):
        source, position = "library", "position"
        conditions = [f"{column} = :{column}" for column in chosen]
        parameters |= {column: values[0] for column, values in chosen.items()}
    else:
        source, position = (
            "search_index CROSS JOIN library ON library.position = search_index.rowid",
            "search_index.rowid",
        )
        conditions = ["search_index MATCH :match"]
        groups = [[facet(column[0], value) for value in values] for column, values in chosen.items()]
        parameters["match"] = narrowed(asked, groups)
    if edge is not None:
        conditions.append(f"{position} {'<' if descending else '>'} :edge")
        parameters["edge"] = edge
    if query.started_from is not None:
        conditions.append(f"{position} >= :from")
        parameters["from"] = lowest_position(query.started_from)
    if query.started_before is not None:
        conditions.append(f"{position} < :before")
        parameters["before"] = lowest_position(query.started_before)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    direction = "DESC" if descending else "ASC"
    return f"SELECT {columns} FROM {source}{where} ORDER BY {position} {direction} LIMIT :size", parameters
