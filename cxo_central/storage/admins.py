"""Who may read the office's listings over the network. An admin's token is kept as its SHA-256 only."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import Engine, insert, select, update

from cxo_central.storage.audit import COMMAND, note
from cxo_central.storage.devices import MAX_TOKEN
from cxo_central.storage.engine import reading, writing
from cxo_central.storage.tables import admins
from cxo_core.canonical import sha256
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem


def new_token() -> str:
    """256 random bits as 43 characters that need no quoting."""
    return secrets.token_urlsafe(32)


class AdminStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self, name: str, token: str, *, at: datetime) -> None:
        """Adds an admin, or gives the one of this name a new token; the old one opens nothing any more."""
        digest, moment = sha256(token.encode()), wall_text(at.astimezone(UTC))
        with writing(self._engine) as connection:
            known = connection.execute(select(admins.c.name).where(admins.c.name == name)).one_or_none()
            if known is None:
                connection.execute(insert(admins).values(name=name, token_sha256=digest, made_at=moment))
            else:
                connection.execute(
                    update(admins)
                    .where(admins.c.name == name)
                    .values(token_sha256=digest, made_at=moment, revoked_at=None)
                )
            note(connection, COMMAND, "admin.make", f"admin:{name}")

    def by_token(self, token: str) -> str:
        """The name of the admin who holds this token. Raises Problem `token-unknown`."""
        digest = sha256(token.encode("utf-8", "surrogatepass")) if len(token) <= MAX_TOKEN else ""
        asked = select(admins.c.name).where(admins.c.token_sha256 == digest, admins.c.revoked_at.is_(None))
        with reading(self._engine) as connection:
            name = connection.execute(asked).scalar_one_or_none() if digest else None
        if name is None:
            raise Problem(Code.TOKEN_UNKNOWN)
        return str(name)

    def every(self) -> tuple[tuple[str, bool], ...]:
        """Names, each with whether it still holds."""
        asked = select(admins.c.name, admins.c.revoked_at).order_by(admins.c.name)
        with reading(self._engine) as connection:
            return tuple((row.name, row.revoked_at is None) for row in connection.execute(asked))

    def revoke(self, name: str, *, at: datetime) -> bool:
        """False where there is no such admin."""
        with writing(self._engine) as connection:
            done = connection.execute(
                update(admins).where(admins.c.name == name).values(revoked_at=wall_text(at.astimezone(UTC)))
            )
            note(connection, COMMAND, "admin.revoke", f"admin:{name}")
        return done.rowcount > 0
