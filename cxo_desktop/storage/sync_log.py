"""The sync log: every attempt to reach an office and what came of it. It names no person and holds no secret."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from cxo_core.moment import wall_text
from cxo_desktop.storage.database import Database, Row, Run

KEPT: Final = 5_000
"""How many lines stay; the oldest go first."""

INSERT: Final = "INSERT INTO sync_log (at, office, walkthrough, revision, what, outcome, details) VALUES (?, ?, ?, ?, ?, ?, ?)"
FORGET: Final = "DELETE FROM sync_log WHERE number <= (SELECT max(number) FROM sync_log) - ?"
_SELECT: Final = "SELECT number, at, office, walkthrough, revision, what, outcome, details FROM sync_log"
PAGE: Final = f"{_SELECT} WHERE number < ? ORDER BY number DESC LIMIT ?"
OF_BUNDLE: Final = f"{_SELECT} WHERE walkthrough = ? AND revision = ? ORDER BY number DESC LIMIT ?"
OF_WITHDRAWALS: Final = (
    f"{_SELECT} WHERE walkthrough = ? AND revision IS NULL AND what = 'withdrawal' AND office = ?"
    " ORDER BY number DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class LogLine:
    """`what`: hello, send, stick, pack, token, enrol. `outcome`: done, or the code of a Problem. `office`: its id.

    `details`: numbers and codes for whoever looks for a cause. `number` is given when the line is kept.
    """

    at: datetime
    office: str
    what: str
    outcome: str = "done"
    walkthrough: str | None = None
    revision: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    number: int = 0


def insert(run: Run, line: LogLine) -> None:
    """Keeps a line inside somebody's transaction."""
    run(
        INSERT,
        (
            wall_text(line.at.astimezone(UTC)),
            line.office,
            line.walkthrough,
            line.revision,
            line.what,
            line.outcome,
            json.dumps(dict(line.details), ensure_ascii=False, sort_keys=True),
        ),
    )
    run(FORGET, (KEPT,))


class SyncLog:
    """Asks what was tried; lines come in by themselves or together with what they tell of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, line: LogLine) -> None:
        with self._database.transaction() as run:
            insert(run, line)

    def latest(self, most: int = 200, *, before: int = 2**62) -> tuple[LogLine, ...]:
        """The newest lines first; `before` is the number of the last line of the page ahead of this one."""
        return tuple(_line(row) for row in self._database.rows(PAGE, (before, most)))

    def of(self, walkthrough_id: str, revision: int, most: int = 200) -> tuple[LogLine, ...]:
        """What was tried with one bundle, newest first."""
        return tuple(_line(row) for row in self._database.rows(OF_BUNDLE, (walkthrough_id, revision, most)))

    def of_withdrawals(self, walkthrough_id: str, office: str, most: int = 200) -> tuple[LogLine, ...]:
        """What was tried to have one office destroy what it holds of a walkthrough, newest first."""
        return tuple(
            _line(row) for row in self._database.rows(OF_WITHDRAWALS, (walkthrough_id, office, most))
        )


def _line(row: Row) -> LogLine:
    number, at, office, walkthrough, revision, what, outcome, details = row
    return LogLine(
        at=datetime.fromisoformat(at),
        office=office,
        what=what,
        outcome=outcome,
        walkthrough=walkthrough,
        revision=revision,
        details=json.loads(details),
        number=number,
    )
