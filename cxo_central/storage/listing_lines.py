"""All bundles as lines of cells joined by commas: the database joins them, since a hundred thousand rows are many cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Integer, LargeBinary, cast, func, select

from cxo_central.storage.engine import is_sqlite, reading
from cxo_central.storage.listing import COLUMNS, Only, narrowed
from cxo_central.storage.tables import bundles

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Lines:
    """Some thousand bundles, oldest first: `after` and `last` are the numbers around them.

    `texts` are in UTF-8, as the database keeps them, and nothing in them is quoted.
    """

    texts: list[bytes]
    after: int
    last: int


def lines(engine: Engine, only: Only) -> Iterator[Lines]:
    """The cells are those of `COLUMNS`, empty where there is none.

    No transaction stays open between two batches: whoever reads slowly holds nothing up.
    """
    last = 0
    while True:
        asked = narrowed(select(bundles.c.number, _line(engine)), only).where(bundles.c.number > last)
        with reading(engine) as connection:
            result = connection.execute(asked.order_by(bundles.c.number).limit(_BATCH))
            found = result.cursor.fetchall()  # as the driver gives them: twice as fast as rows with names
        if found:
            after, last = last, found[-1][0]
            yield Lines([text for _, text in found], after, last)
        if len(found) < _BATCH:
            return


def cells(engine: Engine, only: Only, batch: Lines) -> Sequence[Sequence[Any]]:
    """The same bundles cell by cell."""
    around = (bundles.c.number > batch.after, bundles.c.number <= batch.last)
    asked = narrowed(select(*_CELLS), only).where(*around).order_by(bundles.c.number)
    with reading(engine) as connection:
        return connection.execute(asked).all()


def _line(engine: Engine) -> ColumnElement[bytes]:
    """Both databases write an empty text where there is none, each with functions of other names."""
    pattern = ",".join(["%s"] * len(_CELLS))
    if is_sqlite(engine):
        return cast(func.printf(pattern, *_CELLS), LargeBinary)
    return func.convert_to(func.format(pattern, *_CELLS), "UTF8")


_CELLS = [cast(bundles.c[name], Integer) if name == "is_opened" else bundles.c[name] for name in COLUMNS]
