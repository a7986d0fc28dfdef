"""Impact assessments (个人信息保护法 55–56): every version stays, for at least three years."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cxo_core.moment import wall_text
from cxo_desktop.storage.database import Database, Row

_SELECT: Final = "SELECT number, at, document FROM assessments"
EVERY: Final = f"{_SELECT} ORDER BY number DESC"
ADD: Final = "INSERT INTO assessments (at, document) VALUES (?, ?) RETURNING number"


@dataclass(frozen=True, slots=True)
class Assessed:
    """One version: the answers by the name of the question."""

    number: int
    at: datetime
    answers: Mapping[str, str]


class AssessmentStore:
    """Versions are added, never changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, answers: Mapping[str, str], at: datetime) -> Assessed:
        with self._database.transaction() as run:
            said = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True)
            (number,) = run(ADD, (wall_text(at.astimezone(UTC)), said)).fetchone()
        return Assessed(number, at, dict(answers))

    def every(self) -> tuple[Assessed, ...]:
        """The newest first."""
        return tuple(_assessed(row) for row in self._database.rows(EVERY))


def _assessed(row: Row) -> Assessed:
    number, at, document = row
    return Assessed(number, datetime.fromisoformat(at), json.loads(document))
