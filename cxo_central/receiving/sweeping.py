"""Sweeping: uploads whose time is over, and stored files that no row names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from cxo_central.house import House
from cxo_central.receiving.incoming import remove_quietly
from cxo_central.storage.uploads import UploadStore

STRAY_AFTER = timedelta(days=1)
"""Far longer than any body may take to come in, after which a file is named by a row or by nobody."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """How many uploads and how many stray files were removed."""

    uploads: int = 0
    strays: int = 0


def sweep(house: House, *, for_strays: bool = True) -> Swept:
    """Safe at any time, by any number of processes at once. Raises what the stores raise; the next time goes on.

    `for_strays`: looks through the names of all stored files too, which takes the longer the more there are.
    """
    store = UploadStore(house.engine, house.now)
    ended = strays = 0
    while expired := store.expired():
        for upload in expired:
            remove_quietly(house.files, store.drop(upload))
            ended += 1
    if not for_strays:
        return Swept(ended)
    for some in _batches(house.files.names(before=house.now() - STRAY_AFTER)):
        found = store.strays(some)
        remove_quietly(house.files, found)
        strays += len(found)
    return Swept(ended, strays)


def _batches(names: Iterator[str]) -> Iterator[list[str]]:
    while some := list(islice(names, _AT_ONCE)):
        yield some
