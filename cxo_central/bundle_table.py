"""The bundles as a CSV file that a spreadsheet opens: piece by piece, so that memory does not grow with it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Engine

from cxo_central.storage.listing import COLUMNS, Only
from cxo_central.storage.listing_lines import cells, lines

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet takes Chinese for something else."""

_END = b"\r\n"
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection); the wide forms where Chinese is typed."""
_FORMULA_CELL = re.compile(rb",(?:[=+\-@\t]|" + "＝|＋|－|＠".encode() + rb")")


def pieces(engine: Engine, only: Only | None = None) -> Iterator[bytes]:
    """The file in pieces of some hundred KiB, its first line the names of the columns.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    wanted = only or Only()
    yield BYTE_ORDER_MARK.encode() + _written([COLUMNS])
    for batch in lines(engine, wanted):
        text = _END.join(batch.texts) + _END
        if not _is_plain(text, len(batch.texts)):
            text = _written([map(_harmless, row) for row in cells(engine, wanted, batch)])
        yield text


def _is_plain(text: bytes, count: int) -> bool:
    """Whether cells that were only joined are CSV as they stand, and harmless.

    So it is where there is no quotation mark, no comma or line break but those in between, and no cell that begins like a
    formula; the first column is a number.
    """
    return (
        b'"' not in text
        and text.count(b",") == count * (len(COLUMNS) - 1)
        and text.count(b"\n") == text.count(b"\r") == count
        and not _FORMULA_CELL.search(text)
    )


def _written(batch: Iterable[Iterable[Any]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(batch)
    return out.getvalue().encode("utf-8", "replace")


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
