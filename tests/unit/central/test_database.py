"""The office's database: durable, one writer after the other, and foreign errors in our own words."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from cxo_central.storage.engine import make_engine, reading, sqlite_path, writing
from cxo_central.storage.migrating import check_version, migrate
from cxo_central.storage.tables import admins, changes
from cxo_core.problems import Code, Problem


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    migrate(engine)

    def fail() -> None:
        with writing(engine) as connection:
            connection.execute(insert(changes).values(at="2026-11-22T00:00:00Z"))
            raise KeyError("half way")

    with pytest.raises(KeyError):
        fail()
    with reading(engine) as connection:
        assert connection.execute(select(changes)).all() == []


def test_many_threads_write_one_after_the_other(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    migrate(engine)

    def write(number: int) -> None:
        with writing(engine) as connection:
            seen = connection.execute(text("SELECT count(*) FROM changes")).scalar()
            connection.execute(insert(changes).values(number=(seen or 0) + 1, at=str(number)))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(40)))
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM changes")).scalar() == 40


def test_every_commit_is_flushed_to_the_disk(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    with reading(engine) as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_what_must_be_unique_and_is_not_is_left_to_the_caller(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    migrate(engine)
    row = {"name": "admin", "token_sha256": "0" * 64, "made_at": "2026-11-22T00:00:00Z"}
    with writing(engine) as connection:
        connection.execute(insert(admins).values(row))
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(insert(admins).values(row))


def test_a_file_that_is_no_database_is_told_as_a_problem(tmp_path: Path) -> None:
    (tmp_path / "office.db").write_bytes(b"a letter, and not a database at all" * 100)
    with pytest.raises(Problem) as problem, reading(make_engine(f"sqlite:///{tmp_path / 'office.db'}")):
        pass
    assert problem.value.code is Code.OFFICE_DATABASE_FAILING


def test_a_database_server_that_is_not_there_is_told_as_a_problem() -> None:
    engine = make_engine("postgresql://nobody@127.0.0.1:9/none")
    with pytest.raises(Problem) as problem, reading(engine):
        pass
    assert problem.value.code is Code.OFFICE_DATABASE_FAILING


@pytest.mark.parametrize("url", ["", "office.db", "mysql://somewhere/office", "oracle+thin://x"])
def test_an_address_of_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(Problem) as problem:
        make_engine(url)
    assert problem.value.code is Code.OFFICE_SETTING_WRONG


def test_a_database_of_a_later_program_is_left_as_it_is(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    assert migrate(engine) is None
    assert check_version(engine)
    path = sqlite_path(engine)
    assert path is not None
    engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    for ask in (migrate, check_version):
        with pytest.raises(Problem) as problem:
            ask(engine)
        assert problem.value.code is Code.OFFICE_DATABASE_NEWER
    engine.dispose()
    assert path.read_bytes() == before
