"""The full-text row of a walkthrough, rewritten only when what it finds by has changed."""

from typing import Final

from cxo_desktop.storage.database import Run
from cxo_desktop.storage.search_words import tokens_of

KEPT: Final = "SELECT text, tokens, facets FROM search_texts WHERE position = ?"
PUT: Final = "INSERT OR REPLACE INTO search_texts (position, text, tokens, facets) VALUES (?, ?, ?, ?)"
REMOVE: Final = "DELETE FROM search_texts WHERE position = ?"
INDEX: Final = "INSERT INTO search_index (rowid, tokens, facets) VALUES (?, ?, ?)"
UNINDEX: Final = "INSERT INTO search_index (search_index, rowid, tokens, facets) VALUES ('delete', ?, ?, ?)"
MERGE: Final = "INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)"
FORGET_REMOVED: Final = "INSERT INTO search_index (search_index) VALUES ('optimize')"


def put(run: Run, position: int, text: str, facets: str) -> None:
    """Makes a walkthrough findable by its text and its filters; leaves the index alone where both are as before."""
    kept = run(KEPT, (position,)).fetchone()
    if kept is not None:
        if (kept[0], kept[2]) == (text, facets):
            return
        run(UNINDEX, (position, kept[1], kept[2]))
    tokens = tokens_of(text)
    run(PUT, (position, text, tokens, facets))
    run(INDEX, (position, tokens, facets))


def tidy(run: Run, leaves: int = 64) -> None:
    """Merges pieces of the index, at most so many leaves of them: a few milliseconds' work for an idle moment."""
    run(MERGE, (leaves,))


def remove(run: Run, position: int) -> None:
    """Takes a walkthrough out of the index."""
    kept = run(KEPT, (position,)).fetchone()
    if kept is not None:
        run(UNINDEX, (position, kept[1], kept[2]))
        run(REMOVE, (position,))
