"""The audit log: every read and write of the office's holdings, by whom and how it ended. Nobody's name, nobody's words."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, select

from cxo_central.storage.engine import reading, writing
from cxo_central.storage.tables import audit
from cxo_core.moment import wall_text

COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Noted:
    """One line. `who`: `device:<id>`, `admin:<name>` or `command`; `outcome`: `done`, `read` or the code of a Problem."""

    number: int
    at: str
    who: str
    what: str
    subject: str
    outcome: str


def note(connection: Connection, who: str, what: str, subject: str, outcome: str = "done") -> None:
    """Adds a line inside the caller's transaction: what is undone was never noted. Texts are cut to their columns."""
    connection.execute(
        insert(audit).values(
            at=wall_text(datetime.now(UTC)),
            who=who[:120],
            what=what[:40],
            subject=subject[:200],
            outcome=outcome[:64],
        )
    )


def note_alone(engine: Engine, who: str, what: str, subject: str, outcome: str = "done") -> None:
    """Adds a line in a transaction of its own, for what was read or refused."""
    with writing(engine) as connection:
        note(connection, who, what, subject, outcome)


def noted(engine: Engine, *, after: int = 0, limit: int = 1000) -> tuple[Noted, ...]:
    """The lines behind number `after`, oldest first."""
    asked = select(audit).where(audit.c.number > after).order_by(audit.c.number).limit(limit)
    with reading(engine) as connection:
        return tuple(
            Noted(row.number, row.at, row.who, row.what, row.subject, row.outcome)
            for row in connection.execute(asked)
        )
