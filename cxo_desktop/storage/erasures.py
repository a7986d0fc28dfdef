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
_RULE: Final = "substr(why, 1, instr(why || ' ', ' ') - 1)"
_TOGETHER: Final = (
    f"SELECT max(number), walkthrough, at, {_RULE}, max(ground), count(*), sum(bytes),"
    " max(CASE WHEN what = 'walkthrough' THEN subject ELSE '' END) FROM erasures"
)
TOGETHER: Final = (
    f"{_TOGETHER} WHERE walkthrough != '' GROUP BY walkthrough, at, {_RULE}"
    " HAVING max(number) < ? ORDER BY 1 DESC LIMIT ?"
)
TOGETHER_OF: Final = f"{_TOGETHER} WHERE walkthrough = ? GROUP BY at, {_RULE} ORDER BY 1 DESC"
COUNT_TOGETHER: Final = (
    f"SELECT count(*) FROM (SELECT 1 FROM erasures WHERE walkthrough != '' GROUP BY walkthrough, at, {_RULE})"
)
AT_LINE: Final = f"SELECT number, {_COLUMNS} FROM erasures WHERE number = ?"


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


@dataclass(frozen=True, slots=True)
class Erased:
    """What went of one walkthrough in one go, by one rule. `line`: the last line about it; `whole`: what the log keeps of a walkthrough
    that went altogether, as JSON, else empty.
    """

    line: int
    walkthrough: str
    at: datetime
    why: str
    ground: str
    objects: int
    bytes: int
    whole: str


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

    def at_line(self, number: int) -> Erasure | None:
        """One line by its number."""
        row = self._database.row(AT_LINE, (number,))
        return _erasure(row) if row else None

    def together_erased(self, most: int, *, before: int = 2**62) -> tuple[Erased, ...]:
        """The log by what went together, the latest first; `before`: the line of the last of the page ahead of this one."""
        return tuple(_erased(row) for row in self._database.rows(TOGETHER, (before, most)))

    def count_together(self) -> int:
        """How many of those there are."""
        row = self._database.row(COUNT_TOGETHER)
        return int(row[0]) if row else 0

    def erased_of(self, walkthrough_id: str) -> tuple[Erased, ...]:
        """The same of one walkthrough."""
        return tuple(_erased(row) for row in self._database.rows(TOGETHER_OF, (walkthrough_id,)))


def _erased(row: Row) -> Erased:
    line, walkthrough, at, why, ground, objects, size, whole = row
    return Erased(line, walkthrough, datetime.fromisoformat(at), why, ground, objects, size, whole)


def _erasure(row: Row) -> Erasure:
    number, at, walkthrough, what, subject, sha256, size, why, ground = row
    return Erasure(
        datetime.fromisoformat(at), walkthrough, what, subject, sha256, size, why, ground, number=number
    )
