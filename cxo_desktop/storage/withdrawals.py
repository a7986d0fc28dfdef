"""Consent taken back after sealing: the signed wish for each office, how far it has got, and the office's receipt."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from cxo_core.kinds import Kind
from cxo_core.moment import wall_text
from cxo_core.problems import Problem
from cxo_desktop.storage import sync_log
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.database import Database, Row, Run
from cxo_desktop.storage.problem_text import problem_from, problem_text
from cxo_desktop.storage.sync_log import LogLine

Document = bytes
"""A signed document as it is sent, or as it came."""


@dataclass(frozen=True, slots=True)
class WithdrawalRow:
    """One wish to one office. `attempts` failed in a row; `receipt` is there exactly when the office confirmed."""

    id: str
    at: datetime
    office: str
    walkthrough: str
    document: Document
    receipt: Document | None = None
    confirmed_at: datetime | None = None
    attempts: int = 0
    next_try: datetime | None = None
    problem: Problem | None = field(default=None, compare=False)

    @property
    def is_confirmed(self) -> bool:
        return self.receipt is not None


_SELECT: Final = "SELECT id, at, office, walkthrough, document, receipt, confirmed_at, attempts, next_try, problem FROM withdrawals"
EVERY: Final = f"{_SELECT} ORDER BY at, id"
WAITING: Final = f"{_SELECT} WHERE receipt IS NULL AND office = ? ORDER BY at, id"
ADD: Final = (
    "INSERT INTO withdrawals (id, at, office, walkthrough, document, attempts) VALUES (?, ?, ?, ?, ?, 0)"
    " ON CONFLICT (id) DO NOTHING"
)
WITH_KIND: Final = "SELECT id FROM walkthroughs WHERE number IN (SELECT place >> 24 FROM events WHERE kind = ?) ORDER BY number"
CHANGE: Final = (
    "UPDATE withdrawals SET receipt = ?, confirmed_at = ?, attempts = ?, next_try = ?, problem = ?"
    " WHERE id = ? AND receipt IS NULL"
)

_DESTROYED: Final = "erased-"
FORGET_BUNDLE: Final = "UPDATE bundles SET name = ? WHERE revision = ? AND number = (SELECT number FROM walkthroughs WHERE id = ?)"
FORGET_EVIDENCE: Final = "DELETE FROM evidence WHERE name = ?"


def forget_bundle(run: Run, row: BundleRow) -> None:
    """From now on the row names no file, delivered or not, in the transaction that notes why."""
    run(FORGET_BUNDLE, (f"{_DESTROYED}{row.walkthrough_id}-{row.revision}", row.revision, row.walkthrough_id))


def forget_evidence(run: Run, name: str) -> None:
    """Takes out the row of a file that is gone, in the transaction that notes why."""
    run(FORGET_EVIDENCE, (name,))


def is_destroyed(row: BundleRow) -> bool:
    """Whether the sealed file was destroyed here."""
    return row.name.startswith(_DESTROYED)


class WithdrawalStore:
    """A wish stays until its office confirmed it, and as proof for years after (docs/retention.md)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, row: WithdrawalRow) -> None:
        """Keeps a wish; the same one again changes nothing."""
        with self._database.transaction() as run:
            run(ADD, (row.id, _text(row.at), row.office, row.walkthrough, row.document))

    def every(self) -> tuple[WithdrawalRow, ...]:
        """Oldest first."""
        return tuple(_row(found) for found in self._database.rows(EVERY))

    def waiting(self, office: str) -> tuple[WithdrawalRow, ...]:
        """What an office has still to confirm, oldest first."""
        return tuple(_row(found) for found in self._database.rows(WAITING, (office,)))

    def walkthroughs_with(self, kind: Kind) -> tuple[str, ...]:
        """The walkthroughs in which something of a kind ever happened, so that not every record need be folded."""
        return tuple(str(id) for (id,) in self._database.rows(WITH_KIND, (kind.value,)))

    def tried(
        self, row: WithdrawalRow, problem: Problem, *, next_try: datetime, line: LogLine
    ) -> WithdrawalRow:
        """An attempt failed: one step up the ladder, and its line in the log."""
        return self._set(replace(row, attempts=row.attempts + 1, next_try=next_try, problem=problem), line)

    def confirm(self, row: WithdrawalRow, receipt: bytes, at: datetime, line: LogLine) -> WithdrawalRow:
        """The office carried it out. The caller has verified the receipt."""
        return self._set(
            replace(row, receipt=receipt, confirmed_at=at, attempts=0, next_try=None, problem=None), line
        )

    def _set(self, row: WithdrawalRow, line: LogLine) -> WithdrawalRow:
        with self._database.transaction() as run:
            kept = (row.receipt, _text(row.confirmed_at), row.attempts, _text(row.next_try))
            run(CHANGE, (*kept, problem_text(row.problem), row.id))
            sync_log.insert(run, line)
        return row


def _row(columns: Row) -> WithdrawalRow:
    id, at, office, walkthrough, document, receipt, confirmed_at, attempts, next_try, problem = columns
    return WithdrawalRow(
        id,
        datetime.fromisoformat(at),
        office,
        walkthrough,
        bytes(document),
        bytes(receipt) if receipt else None,
        _time(confirmed_at),
        attempts,
        _time(next_try),
        problem_from(problem),
    )


def _text(at: datetime | None) -> str | None:
    return None if at is None else wall_text(at.astimezone(UTC))


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
