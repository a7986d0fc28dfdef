"""How far this laptop has got with the tasks that offices ask for: claimed by the officer, or begun as a walkthrough."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from cxo_core.moment import wall_text
from cxo_desktop.storage.database import Database, Row, Run


class TaskStanding(StrEnum):
    """Nobody's yet, taken by the officer, being walked, sealed. The last two follow from the walkthrough itself."""

    OPEN = "open"
    CLAIMED = "claimed"
    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """`walkthrough`: the one that answers the task, empty until it is begun."""

    office: str
    id: str
    standing: TaskStanding
    walkthrough: str
    changed_at: datetime


_SELECT: Final = "SELECT office, id, standing, walkthrough, changed_at FROM tasks"
EVERY: Final = f"{_SELECT} ORDER BY office, id"
ONE: Final = f"{_SELECT} WHERE office = ? AND id = ?"
OF_WALKTHROUGH: Final = f"{_SELECT} WHERE walkthrough = ? ORDER BY changed_at DESC"
PUT: Final = (
    "INSERT INTO tasks (office, id, standing, walkthrough, changed_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (office, id) DO UPDATE SET standing = excluded.standing, walkthrough = excluded.walkthrough,"
    " changed_at = excluded.changed_at"
)
FORGET_WALKTHROUGH: Final = (
    "UPDATE tasks SET standing = 'claimed', walkthrough = NULL"
    " WHERE walkthrough = (SELECT id FROM walkthroughs WHERE number = :number)"
)
"""Runs where a walkthrough is erased: its task is the officer's again."""

DROP: Final = "DELETE FROM tasks WHERE office = ? AND id = ?"


def put(run: Run, row: TaskRow) -> None:
    """Keeps a row inside somebody's transaction."""
    changed_at = wall_text(row.changed_at.astimezone(UTC))
    run(PUT, (row.office, row.id, row.standing.value, row.walkthrough or None, changed_at))


class TaskStore:
    """One row for each task that somebody on this laptop took; a task without one is open."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[TaskRow, ...]:
        return tuple(_row(found) for found in self._database.rows(EVERY))

    def one(self, office: str, id: str) -> TaskRow | None:
        found = self._database.row(ONE, (office, id))
        return _row(found) if found else None

    def of_walkthrough(self, walkthrough: str) -> TaskRow | None:
        """The task that a walkthrough answers, or None."""
        found = self._database.row(OF_WALKTHROUGH, (walkthrough,))
        return _row(found) if found else None

    def put(self, row: TaskRow) -> None:
        """Keeps how far a task has got; durable on return."""
        with self._database.transaction() as run:
            put(run, row)

    def drop(self, office: str, id: str) -> None:
        """The task is open again."""
        with self._database.transaction() as run:
            run(DROP, (office, id))


def _row(columns: Row) -> TaskRow:
    office, id, standing, walkthrough, changed_at = columns
    return TaskRow(office, id, TaskStanding(standing), walkthrough or "", datetime.fromisoformat(changed_at))
