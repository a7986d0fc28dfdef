"""The office's migrations on a real PostgreSQL: they end at the declared tables, whoever else is migrating."""

import threading
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import ProgrammingError

from cxo_central.storage.engine import make_engine, reading, writing
from cxo_central.storage.migrating import check_version, migrate
from cxo_central.storage.migrations import HEAD, REVISIONS
from cxo_central.storage.tables import metadata
from cxo_core.problems import Code
from helpers.postgres import Postgres
from helpers.problems_raised import raises


@pytest.fixture
def engine(postgres: Postgres) -> Iterator[Engine]:
    made = make_engine(postgres.fresh())
    yield made
    made.dispose()


def test_migrations_end_at_the_declared_tables(engine: Engine) -> None:
    assert migrate(engine) is None
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert check_version(engine)


def test_each_step_can_be_the_one_an_office_stopped_at(engine: Engine) -> None:
    for before, version in zip((None, *REVISIONS), REVISIONS, strict=False):
        assert migrate(engine, version) == before
    assert migrate(engine) == HEAD
    assert check_version(engine)


def test_processes_that_start_at_once_migrate_once(engine: Engine) -> None:
    found: list[str | None] = []
    starting = [threading.Thread(target=lambda: found.append(migrate(engine))) for _ in range(4)]
    for each in starting:
        each.start()
    for each in starting:
        each.join()
    assert sorted(found, key=str) == [HEAD, HEAD, HEAD, None]


def test_a_step_that_breaks_off_leaves_the_database_as_it_was(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE quarantine (by_somebody_else integer)"))
    with pytest.raises(ProgrammingError, match="quarantine"):
        migrate(engine)
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == ["quarantine"]


def test_a_database_of_a_later_program_is_left_alone(engine: Engine) -> None:
    migrate(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with raises(Code.OFFICE_DATABASE_NEWER):
        migrate(engine)
    with raises(Code.OFFICE_DATABASE_NEWER):
        check_version(engine)


def test_a_server_that_ends_our_sessions_is_asked_again(engine: Engine, postgres: Postgres) -> None:
    migrate(engine)
    postgres.kill_sessions()
    assert check_version(engine)
