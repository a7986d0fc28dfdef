"""Brings a vault's schema up to date: copy first, then all steps in one transaction. A current vault costs one query."""

import itertools
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from cxo_core.problems import Code, Problem
from cxo_desktop.storage.database import Database, connect
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import VaultFolder
from cxo_desktop.storage.migrations import HEAD, REVISIONS

COPIES_KEPT: Final = 2


def create(path: Path, key: bytes) -> None:
    """A new, empty, whole database under `path`, closed again."""
    with known(path):
        connection = connect(path, key, create=True)
        try:
            path.chmod(0o600)
            upgrade(connection)
        finally:
            connection.close()


def bring_up_to_date(folder: VaultFolder, key: bytes) -> Path | None:
    """Migrates the vault where it is old and returns the copy taken before; None where it is current.

    Raises Problem `vault-newer` for a vault of a later program and leaves it as it is.
    """
    path = folder.database
    found = check_version(folder, key)
    if found == HEAD:
        return None
    copy = _copy_first(folder, key, found)
    with known(path):
        connection = connect(path, key)
        try:
            upgrade(connection)
        finally:
            connection.close()
    return copy


def check_version(folder: VaultFolder, key: bytes) -> str:
    """The schema version of a vault; raises Problem `vault-newer` for one that a later program wrote."""
    with known(folder.database):
        connection = connect(folder.database, key)
        try:
            found = version(connection)
        finally:
            connection.close()
    if found not in REVISIONS:
        raise Problem(Code.VAULT_NEWER, path=str(folder.root), found=found, known=HEAD)
    return found


def version(connection: dbapi2.Connection) -> str:
    """The schema version a database says it has; raises Problem `vault-damaged` where it says none."""
    try:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except dbapi2.OperationalError as error:
        if "no such table" not in str(error):
            raise
        found = None
    if found is None:
        raise Problem(Code.VAULT_DAMAGED, path="vault.db", what="alembic_version")
    return str(found[0])


def upgrade(connection: dbapi2.Connection, to: str = HEAD) -> None:
    """Runs the steps that are missing up to `to`, in one transaction on this connection."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool)
    # The driver starts no transaction before DDL by itself; without this each statement would stand alone.
    event.listen(engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as open_connection:
        config.attributes["connection"] = open_connection
        command.upgrade(config, to)


def _copy_first(folder: VaultFolder, key: bytes, found: str) -> Path:
    folder.make()
    taken = (folder.copies / f"vault-{found}-{number}.db" for number in itertools.count(1))
    copy = next(path for path in taken if not path.exists())
    database = Database(folder.database, key)
    try:
        database.copy_to(copy)
    finally:
        database.close()
    for older in sorted(folder.copies.glob("vault-*.db"), key=lambda path: path.stat().st_mtime_ns)[
        :-COPIES_KEPT
    ]:
        older.unlink()
    return copy
