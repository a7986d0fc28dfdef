"""The office's database, SQLite or PostgreSQL: one engine for each process, durable transactions, foreign errors as Problems."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError, OperationalError

from cxo_core.problems import Code, Problem

BUSY_MS: Final = 15_000
"""How long one process waits for another that is writing into the same SQLite file."""

_turns: "WeakKeyDictionary[Engine, threading.Lock]" = WeakKeyDictionary()


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///PATH` or `postgresql://…`; connects when first used.

    Raises Problem `office-setting-wrong` for an address that is neither.
    """
    try:
        read = make_url(url)
        match read.get_backend_name():
            case "sqlite":
                return _sqlite(url)
            case "postgresql":
                return create_engine(
                    read.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=8, max_overflow=8
                )
    except (ArgumentError, NoSuchModuleError) as error:
        raise Problem(Code.OFFICE_SETTING_WRONG, setting="database") from error
    raise Problem(Code.OFFICE_SETTING_WRONG, setting="database")


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One durable transaction: all of what runs inside is on the disk at the end, or nothing of it.

    Raises Problem `office-database-failing` or `disk-full`. A row that must be unique and is not raises IntegrityError.
    """
    with _translated():
        if not is_sqlite(engine):
            with engine.begin() as connection:
                yield connection
            return
        turn = _turns.setdefault(engine, threading.Lock())
        with (
            turn,
            engine.connect().execution_options(sqlite_begin="BEGIN IMMEDIATE") as connection,
            connection.begin(),
        ):
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent look, however many statements it takes. Raises Problem `office-database-failing`.

    SQLite looks so by itself; PostgreSQL would otherwise show to each statement what was committed before it.
    """
    options = {} if is_sqlite(engine) else {"isolation_level": "REPEATABLE READ"}
    with _translated(), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000}, pool_size=8, max_overflow=32)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver would begin late and in its own way
        try:
            for pragma in (
                "journal_mode = WAL",
                "synchronous = FULL",
                "foreign_keys = ON",
                "temp_store = MEMORY",
                "cache_size = -4000",
            ):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))

    return engine


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise failing(error) from error
    except DBAPIError as error:
        # SQLite says of a damaged file just that: DatabaseError, and no kind of it.
        if error.connection_invalidated or type(error) is DatabaseError:
            raise failing(error) from error
        raise


def failing(error: DBAPIError) -> Problem:
    """What a failure of the database means for whoever runs the office."""
    said = str(error.orig or error).splitlines()[0][:200]
    if "disk is full" in said or "No space left" in said:
        return Problem(Code.DISK_FULL, path="database")
    return Problem(Code.OFFICE_DATABASE_FAILING, cause=said)


def sqlite_path(engine: Engine) -> Path | None:
    """The file of a SQLite database; None for any other."""
    found = engine.url.database if is_sqlite(engine) else None
    return Path(found) if found else None
