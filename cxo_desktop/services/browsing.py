"""Looking through the library without holding it: page after page."""

from collections.abc import Iterator

from cxo_core.summary import Summary
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.library import LibraryQuery


def walkthroughs(vault: Vault, query: LibraryQuery | None = None) -> Iterator[Summary]:
    """Every walkthrough that fits the query, in its order; one page in memory at a time."""
    cursor: str | None = None
    while True:
        page = vault.library.page(query, cursor)
        yield from page.items
        if page.next_cursor is None:
            return
        cursor = page.next_cursor
