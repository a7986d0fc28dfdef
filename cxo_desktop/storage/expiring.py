"""What lies in a vault beside walkthroughs and ages too: withdrawals, impact assessments, lines of the sync log."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cxo_desktop.storage.database import Database, Run

WITHDRAWALS: Final = "SELECT id, walkthrough, document, receipt, confirmed_at FROM withdrawals ORDER BY at"
ASSESSMENTS: Final = "SELECT number, at, document FROM assessments ORDER BY number"
_ALONE: Final = "(walkthrough IS NULL OR walkthrough NOT IN (SELECT id FROM walkthroughs))"
LOG_DAYS: Final = f"SELECT substr(at, 1, 10), count(*), sum(length(details)) FROM sync_log WHERE {_ALONE} GROUP BY 1 ORDER BY 1"
DROP_WITHDRAWAL: Final = "DELETE FROM withdrawals WHERE id = ? AND receipt IS NOT NULL"
DROP_ASSESSMENT: Final = (
    "DELETE FROM assessments WHERE number = ? AND number < (SELECT max(number) FROM assessments)"
)
DROP_LOG_DAY: Final = f"DELETE FROM sync_log WHERE substr(at, 1, 10) = ? AND {_ALONE}"

Document = bytes
"""A signed document as it came."""


@dataclass(frozen=True, slots=True)
class Aging:
    """One document. `since`: the day its time begins to run, None while it does not; `receipt`: the office's, where it needs one."""

    subject: str
    walkthrough: str
    sha256: str
    bytes: int
    since: date | None
    receipt: Document = b""


class AgingStore:
    """Asks for them by kind; they go in the transaction that notes why."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def withdrawals(self) -> tuple[Aging, ...]:
        """A withdrawal's time runs from the office's receipt for it on."""
        return tuple(
            Aging(
                id, walkthrough, _digest(document), len(document), _day(confirmed_at, receipt), receipt or b""
            )
            for id, walkthrough, document, receipt, confirmed_at in self._database.rows(WITHDRAWALS)
        )

    def assessments(self) -> tuple[Aging, ...]:
        """The time of a version runs from the day it was made; the newest is in force and has none."""
        rows = self._database.rows(ASSESSMENTS)
        return tuple(
            Aging(
                str(number),
                "",
                _digest(document.encode()),
                len(document.encode()),
                None if number == rows[-1][0] else datetime.fromisoformat(at).date(),
            )
            for number, at, document in rows
        )

    def log_days(self) -> tuple[Aging, ...]:
        """The sync log by day; what tells of a walkthrough that is still here stays with it."""
        return tuple(
            Aging(f"{day} × {count}", "", "", int(size or 0), date.fromisoformat(day))
            for day, count, size in self._database.rows(LOG_DAYS)
        )


def drop_withdrawal(run: Run, subject: str) -> None:
    run(DROP_WITHDRAWAL, (subject,))


def drop_assessment(run: Run, subject: str) -> None:
    run(DROP_ASSESSMENT, (int(subject),))


def drop_log_day(run: Run, subject: str) -> None:
    run(DROP_LOG_DAY, (subject.partition(" ")[0],))


def _digest(document: bytes) -> str:
    return hashlib.sha256(document).hexdigest()


def _day(confirmed_at: str | None, receipt: bytes | None) -> date | None:
    return datetime.fromisoformat(confirmed_at).date() if confirmed_at and receipt else None
