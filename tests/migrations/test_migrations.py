"""From every stored old vault to the declared schema: nothing lost, a copy first, all or nothing."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel

from cxo_core.chain import check_chain
from cxo_core.problems import Code
from cxo_core.signing import key_id
from cxo_desktop.services.vaults import open_vault
from cxo_desktop.storage import migrating
from cxo_desktop.storage import tables as tables
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.database import connect
from cxo_desktop.storage.folder import VaultFolder
from cxo_desktop.storage.header import read_header
from cxo_desktop.storage.library import LibraryQuery
from cxo_desktop.storage.migrations import HEAD, REVISIONS
from cxo_desktop.storage.offices import Standing
from helpers.problems_raised import raises

OLD_VAULTS = Path(__file__).parent.parent / "data" / "vaults"
PASSPHRASE = "kept for the years to come"
KEY = b"k" * 32


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A working copy of the vault that the first version left."""
    folder = tmp_path / "vault"
    shutil.copytree(OLD_VAULTS / "version_1", folder)
    folder.chmod(0o700)
    return folder


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[dbapi2.Connection]:
    migrating.create(tmp_path / "vault.db", KEY)
    with closing(connect(tmp_path / "vault.db", KEY)) as connection:
        yield connection


def test_migrations_end_at_the_declared_schema(fresh: dbapi2.Connection) -> None:
    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: fresh, poolclass=StaticPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: kind != "table" or not name.startswith("search_index"),
            },
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_program_knows_every_step_there_is() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    steps = ScriptDirectory.from_config(config)
    assert steps.get_heads() == [HEAD]
    assert [step.revision for step in reversed(list(steps.walk_revisions()))] == list(REVISIONS)


def test_there_is_a_stored_vault_of_every_earlier_version() -> None:
    assert len([path for path in OLD_VAULTS.iterdir() if path.is_dir()]) >= len(REVISIONS) - 1


def test_a_vault_of_version_1_opens_with_everything_in_it(old: Path) -> None:
    with open_vault(old, PASSPHRASE) as vault:
        assert vault.profile.name == "李敏"
        assert list(vault.walkthroughs.every()) == ["walk-1", "walk-2"]
        for walkthrough_id in ("walk-1", "walk-2"):
            last = check_chain(vault.walkthroughs.events(walkthrough_id))
            summary = vault.walkthroughs.summary(walkthrough_id)
            assert last is not None
            assert (last.seq, last.digest) == (summary.last_seq, summary.chain_head)
            (row,) = vault.evidence_rows.of(walkthrough_id)
            content = vault.evidence.read(row.name, vault.walkthroughs.key_of(walkthrough_id))
            assert content == f"photo of {walkthrough_id}".encode()
        assert "健康证明" in vault.walkthroughs.summary("walk-2").search
        assert found(vault, text="健康证明") == ["walk-2"]
        assert found(vault, text="测试", role="applicant") == ["walk-2", "walk-1"]
        assert vault.walkthroughs.drafts("walk-1") == {"note": "还没写完"}
        assert vault.database_complaints() == []


def test_a_vault_of_version_2_keeps_its_office_and_what_was_sealed_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    shutil.copytree(OLD_VAULTS / "version_2", folder)
    folder.chmod(0o700)
    with open_vault(folder, PASSPHRASE) as vault:
        assert vault.migrated_copy == folder / "copies" / "vault-0002-1.db"
        office = vault.offices.current()
        assert office is not None
        assert (office.name, office.standing, office.addresses) == ("第一体验办", Standing.KNOWN, ())
        assert office.id == key_id(office.keys.receipt_key)
        assert vault.settings.get("office") is None
        first, second = vault.bundles.of("walk-1")
        assert {first.office, second.office} == {office.id}
        assert vault.bundles.in_state(BundleState.SEALED) == (first, second)
        assert (first.sent_bytes, first.attempts, first.upload, first.next_try) == (0, 0, None, None)
        assert (vault.folder.bundles / second.name).read_bytes() == b"sealed revision 2"
        assert vault.device_key() == b"d" * 32
        assert found(vault, text="复印件") == ["walk-1"]
        assert vault.database_complaints() == []


def test_a_vault_of_version_3_keeps_every_copy_of_its_photos(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    shutil.copytree(OLD_VAULTS / "version_3", folder)
    folder.chmod(0o700)
    with open_vault(folder, PASSPHRASE) as vault:
        key = vault.walkthroughs.key_of("walk-1")
        rows = vault.evidence_rows.of("walk-1")
        assert [row.kind.value for row in rows] == ["working", "thumbnail", "report"]
        assert {row.of for row in rows} == {rows[0].sha256}
        for row in rows:
            assert vault.evidence.read(row.name, key) == f"{row.kind.value} copy of a photo".encode()
            assert vault.evidence_rows.one("photo-1", row.kind, of=rows[0].sha256) == row
        assert vault.database_complaints() == []


def found(vault: object, **query: str) -> list[str]:
    return [each.id for each in vault.library.page(LibraryQuery(**query)).items]  # type: ignore[attr-defined]


def test_the_copy_taken_first_is_the_old_vault_under_the_same_key(old: Path) -> None:
    with open_vault(old, PASSPHRASE) as vault:
        copy = vault.migrated_copy
        assert copy == old / "copies" / "vault-0001-1.db"
    with open_vault(old, PASSPHRASE) as vault:
        assert vault.migrated_copy is None
    assert [path.name for path in (old / "copies").iterdir()] == ["vault-0001-1.db"]
    key = read_header(old / "vault.json").key_from_passphrase(PASSPHRASE).subkey("database")
    with closing(connect(old / "copies" / "vault-0001-1.db", key)) as connection:
        assert migrating.version(connection) == "0001"
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (12,)


def test_only_the_last_copies_are_kept(old: Path) -> None:
    key = read_header(old / "vault.json").key_from_passphrase(PASSPHRASE).subkey("database")
    original = (old / "vault.db").read_bytes()
    for _ in range(4):
        (old / "vault.db").write_bytes(original)
        migrating.bring_up_to_date(VaultFolder(old), key)
    assert len(list((old / "copies").glob("*.db"))) == migrating.COPIES_KEPT


def test_a_vault_from_a_newer_version_is_refused_and_left_as_it_is(old: Path) -> None:
    key = read_header(old / "vault.json").key_from_passphrase(PASSPHRASE).subkey("database")
    with closing(connect(old / "vault.db", key)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    before = (old / "vault.db").read_bytes()
    with raises(Code.VAULT_NEWER) as caught:
        open_vault(old, PASSPHRASE)
    assert (caught.details["found"], caught.details["known"]) == ("0099", HEAD)
    assert (old / "vault.db").read_bytes() == before
    assert list((old / "copies").iterdir()) == []


def test_a_database_that_says_no_version_is_damaged(old: Path) -> None:
    key = read_header(old / "vault.json").key_from_passphrase(PASSPHRASE).subkey("database")
    with closing(connect(old / "vault.db", key)) as connection:
        connection.execute("DROP TABLE alembic_version")
    with raises(Code.VAULT_DAMAGED):
        open_vault(old, PASSPHRASE)


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlcipher3 import dbapi2
from cxo_desktop.services.vaults import open_vault

left = int(sys.argv[2])

def count(connection, statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

from sqlalchemy import event
from sqlalchemy.engine import Engine
event.listen(Engine, "before_cursor_execute", lambda c, *rest: count(c, rest[1]))
open_vault(Path(sys.argv[1]), sys.argv[3]).close()
print("done")
"""


@pytest.mark.parametrize("statements", [2, 6, 11])
def test_killed_in_the_middle_of_a_migration_the_vault_is_old_or_new_and_opens(
    old: Path, statements: int
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(old), str(statements), PASSPHRASE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    key = read_header(old / "vault.json").key_from_passphrase(PASSPHRASE).subkey("database")
    with closing(connect(old / "vault.db", key)) as connection:
        assert migrating.version(connection) == "0001"
    with open_vault(old, PASSPHRASE) as vault:
        assert found(vault, text="健康证明") == ["walk-2"]
        assert vault.database_complaints() == []


def test_a_failing_step_leaves_the_old_vault(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = read_header(old / "vault.json").key_from_passphrase(PASSPHRASE).subkey("database")
    with closing(connect(old / "vault.db", key)) as connection:
        connection.execute("CREATE TABLE search_texts (in_the_way)")
    with pytest.raises(Exception, match="already exists"):
        migrating.bring_up_to_date(VaultFolder(old), key)
    with closing(connect(old / "vault.db", key)) as connection:
        assert migrating.version(connection) == "0001"
        connection.execute("DROP TABLE search_texts")
    with open_vault(old, PASSPHRASE) as vault:
        assert len(list(vault.walkthroughs.every())) == 2
