"""A page of the library at 100,000 walkthroughs, against the same page from plain SQLite and against a small vault.

Rows on both sides: neither makes values of them, as the window makes them only of those it shows.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.ratio import Row, in_turn
from bench.vault_samples import Filled, plain_library, vault
from cxo_desktop.storage.library import LibraryQuery
from cxo_desktop.storage.library_rows import COLUMNS
from cxo_desktop.storage.search_words import question

ROUNDS = 101
LARGE, SMALL = 100_000, 1_000
WORD = "额外材料"

PLAIN_PAGE = f"SELECT {COLUMNS}, position FROM library WHERE position < ? ORDER BY position DESC LIMIT 51"
PLAIN_FILTER = f"SELECT {COLUMNS}, position FROM library WHERE status = ? AND position < ? ORDER BY position DESC LIMIT 51"
PLAIN_TEXT = (
    f"SELECT {COLUMNS}, position FROM words CROSS JOIN library ON library.position = words.rowid"
    " WHERE words MATCH ? AND words.rowid < ? ORDER BY words.rowid DESC LIMIT 51"
)
END = 1 << 62


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        place = Path(folder)
        large = opened.enter_context(vault(place / "large", walkthroughs=LARGE))
        small = opened.enter_context(vault(place / "small", walkthroughs=SMALL))
        plain = plain_library(place / "plain.db", LARGE)
        opened.callback(plain.close)
        for name, query, statement, asked in (
            ("first page", LibraryQuery(), PLAIN_PAGE, ()),
            ("deep page", LibraryQuery(), PLAIN_PAGE, ()),
            ("one filter", LibraryQuery(status=("finished",)), PLAIN_FILTER, ("finished",)),
            ("full text", LibraryQuery(text=WORD), PLAIN_TEXT, (question(WORD),)),
        ):
            is_deep = name == "deep page"
            ours = _asking(large, query, LARGE // 2 if is_deep else 0)
            few = _asking(small, query, SMALL // 2 if is_deep else 0)
            edge = _edge(plain, LARGE // 2) if is_deep else END
            reference = _plainly(plain, statement, (*asked, edge))
            # Two by two: of three, one would always find the caches warmed by its own kind.
            timed, timed_plain = in_turn((ours, reference), ROUNDS)
            timed_beside, timed_few = in_turn((ours, few), ROUNDS)
            yield Row.of(f"{name} of 50 in {LARGE:,}", timed, timed_plain, goal=2.0, against="plain sqlite3")
            yield Row.of(f"{name}: {LARGE:,} against {SMALL:,}", timed_beside, timed_few, goal=1.3)
        several = LibraryQuery(text=WORD, status=("sealed",), role="applicant", channel="hall")
        timed, timed_few = in_turn((_asking(large, several, 0), _asking(small, several, 0)), ROUNDS)
        yield Row.of(f"text and three filters: {LARGE:,} against {SMALL:,}", timed, timed_few, goal=1.3)
        never = LibraryQuery(text=WORD, status=("recording",), role="applicant", channel="inspection")
        timed, timed_few = in_turn((_asking(large, never, 0), _asking(small, never, 0)), ROUNDS)
        yield Row.of(f"four filters that nothing meets: {LARGE:,} against {SMALL:,}", timed, timed_few)


def _asking(filled: Filled, query: LibraryQuery, depth: int) -> Callable[[], object]:
    cursor = None
    if depth:
        found = filled.database.rows(
            "SELECT position FROM library ORDER BY position DESC LIMIT 1 OFFSET ?", (depth,)
        )
        cursor = f"after-{found[0][0]}"
    return lambda: filled.library.page(query, cursor)


def _edge(plain: sqlite3.Connection, depth: int) -> int:
    found = plain.execute(
        "SELECT position FROM library ORDER BY position DESC LIMIT 1 OFFSET ?", (depth,)
    ).fetchone()
    return int(found[0])


def _plainly(
    plain: sqlite3.Connection, statement: str, parameters: tuple[object, ...]
) -> Callable[[], object]:
    return lambda: plain.execute(statement, parameters).fetchall()
