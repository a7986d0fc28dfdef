"""The steps of the office's schema end exactly at the tables the program works with."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from cxo_central.storage.engine import make_engine, reading
from cxo_central.storage.migrating import check_version, migrate
from cxo_central.storage.migrations import HEAD, REVISIONS
from cxo_central.storage.tables import metadata

VERSIONS = Path(__file__).resolve().parents[2] / "cxo_central" / "storage" / "migrations" / "versions"


def test_the_steps_end_at_the_declared_tables(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    assert migrate(engine) is None
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert check_version(engine)


def test_each_step_runs_on_the_one_before(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    found = [migrate(engine, to=revision) for revision in REVISIONS]
    assert found == [None, *REVISIONS[:-1]]
    assert migrate(engine) == HEAD


def test_every_step_is_listed(tmp_path: Path) -> None:
    assert len(list(VERSIONS.glob("v*.py"))) == len(REVISIONS)
