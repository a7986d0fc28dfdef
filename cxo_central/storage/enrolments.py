"""One-time codes. Only the SHA-256 of a code is kept; it enrols one laptop, however often that laptop has to ask."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, select, update

from cxo_central.storage.audit import COMMAND, note
from cxo_central.storage.engine import writing
from cxo_central.storage.tables import enrolments
from cxo_core.canonical import sha256
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What the code stood for. `is_new`: it was used now for the first time."""

    officer: str
    hall: str
    is_new: bool


class EnrolmentStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def offer(self, code: str, *, officer: str, hall: str, made_at: datetime, expires_at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                insert(enrolments).values(
                    code_sha256=sha256(code.encode()),
                    officer=officer,
                    hall=hall,
                    made_at=_text(made_at),
                    expires_at=_text(expires_at),
                )
            )
            note(connection, COMMAND, "enrolment.offer", sha256(code.encode())[:16])

    @staticmethod
    def redeem(connection: Connection, code: str, *, device: str, at: datetime) -> Redeemed:
        """Uses a code for one laptop, inside the caller's transaction; the same laptop may ask again.

        Raises Problem `enrolment-code-unknown`, with `why`: `unknown`, `expired` or `used`.
        """
        digest = sha256(code.encode())
        row = connection.execute(
            select(enrolments).where(enrolments.c.code_sha256 == digest).with_for_update()
        ).one_or_none()
        if row is None:
            raise Problem(Code.ENROLMENT_CODE_UNKNOWN, why="unknown")
        if row.device not in (None, device):
            raise Problem(Code.ENROLMENT_CODE_UNKNOWN, why="used")
        if _text(at) > row.expires_at:
            raise Problem(Code.ENROLMENT_CODE_UNKNOWN, why="expired")
        if row.device is None:
            connection.execute(
                update(enrolments)
                .where(enrolments.c.code_sha256 == digest)
                .values(used_at=_text(at), device=device)
            )
        return Redeemed(row.officer, row.hall, is_new=row.device is None)


def _text(at: datetime) -> str:
    return wall_text(at.astimezone(UTC))
