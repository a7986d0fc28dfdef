"""The log of erasures: what was erased for good, when, why and on what ground. A line comes in with the erasing itself."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cxo_core.moment import wall_text
from cxo_desktop.storage.database import Database, Row, Run

_COLUMNS: Final = "at, walkthrough, what, subject, sha256, bytes, why, ground"
INSERT: Final = f"INSERT INTO erasures ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
PAGE: Final = f"SELECT number, {_COLUMNS} FROM erasures WHERE number < ? ORDER BY number DESC LIMIT ?"
OF_WALKTHROUGH: Final = f"SELECT number, {_COLUMNS} FROM erasures WHERE walkthrough = ? ORDER BY number"


@dataclass(frozen=True, slots=True)
class Erasure:
    """`what`: the kind of object, such as photo, unmasked, bundle, walkthrough. `subject`: which one, by its random id, or for what
    must stay provable a JSON document. `sha256`, `bytes`: of the content before encryption.

    `why`: the rule, such as retention or withdrawal. `ground`: what allowed it, such as the digest of a receipt. No text of a record.
    """

    at: datetime
    walkthrough: str
    what: str
    subject: str
    sha256: str
    bytes: int
    why: str
    ground: str
    number: int = 0


def note(run: Run, *erasures: Erasure) -> None:
    """Keeps lines inside the transaction that erases what they speak of."""
    for each in erasures:
        run(
            INSERT,
            (
                wall_text(each.at.astimezone(UTC)),
                each.walkthrough,
                each.what,
                each.subject,
                each.sha256,
                each.bytes,
                each.why,
                each.ground,
            ),
        )


class ErasureStore:
    """Asks what was erased; nothing ever changes or removes a line."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def together(self) -> Iterator[Run]:
        """One durable transaction for erasing and noting it."""
        with self._database.transaction() as run:
            yield run

    def leave_nothing(self) -> None:
        """Empties the write-ahead log, so that nothing erased is left in it."""
        self._database.forget_old_pages()

    def note(self, erasures: Iterable[Erasure]) -> None:
        with self._database.transaction() as run:
            note(run, *erasures)

    def latest(self, most: int = 200, *, before: int = 2**62) -> tuple[Erasure, ...]:
        """The newest lines first; `before` is the number of the last line of the page ahead of this one."""
        return tuple(_erasure(row) for row in self._database.rows(PAGE, (before, most)))

    def of(self, walkthrough_id: str) -> tuple[Erasure, ...]:
        """Everything that was erased of one walkthrough, oldest first."""
        return tuple(_erasure(row) for row in self._database.rows(OF_WALKTHROUGH, (walkthrough_id,)))


def _erasure(row: Row) -> Erasure:
    number, at, walkthrough, what, subject, sha256, size, why, ground = row
    return Erasure(
        datetime.fromisoformat(at), walkthrough, what, subject, sha256, size, why, ground, number=number
    )
