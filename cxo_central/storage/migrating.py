"""Brings an office's database up to date: all missing steps in one transaction, however many processes start at once."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from cxo_central.storage.engine import is_sqlite, reading, writing
from cxo_central.storage.migrations import HEAD, REVISIONS
from cxo_core.problems import Code, Problem

_TURN = 4_712_008_001
"""The advisory lock of PostgreSQL under which one process migrates and the others wait."""


def migrate(engine: Engine, to: str = HEAD) -> str | None:
    """Runs the missing steps; returns the version before, None where the database was empty.

    Raises Problem `office-database-newer` for one that a later program wrote, and leaves it as it is.
    """
    with writing(engine) as connection:
        if not is_sqlite(engine):
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        found = _known(_version(connection))
        if found != to:
            _upgrade(connection, to)
    return found


def check_version(engine: Engine) -> bool:
    """Whether the database is as this program wants it; False where steps are missing.

    Raises Problem `office-database-newer`.
    """
    with reading(engine) as connection:
        return _known(_version(connection)) == HEAD


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _known(version: str | None) -> str | None:
    if version is not None and version not in REVISIONS:
        raise Problem(Code.OFFICE_DATABASE_NEWER, found=version, known=HEAD)
    return version


def _upgrade(connection: Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
