"""The database underneath: encrypted to the last byte, whole after every transaction, usable after every failure."""

import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from cxo_core.problems import Code
from cxo_desktop.storage.database import LOG_BYTES, Database
from helpers.problems_raised import raises
from helpers.vault_walks import KEY

PUT = "INSERT INTO settings (name, value) VALUES (?, ?)"


def test_nothing_readable_reaches_the_disk(database: Database, tmp_path: Path) -> None:
    with database.transaction() as run:
        run(PUT, ("profile", "a very private sentence"))
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        assert b"private sentence" not in content
        assert b"CREATE TABLE" not in content
        assert b"SQLite format" not in content


def test_another_key_opens_nothing(database: Database) -> None:
    with raises(Code.VAULT_DAMAGED):
        Database(database.path, b"x" * 32)


def test_the_safeguards_are_on(database: Database) -> None:
    asked = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store")
    assert [database._writer.execute(f"PRAGMA {name}").fetchone()[0] for name in asked] == ["wal", 2, 1, 1, 2]


def test_a_failed_transaction_leaves_nothing_and_the_next_one_works(database: Database) -> None:
    with pytest.raises(dbapi2.IntegrityError), database.transaction() as run:  # noqa: PT012
        run(PUT, ("a", "1"))
        run(PUT, ("b", "1"))
        run(PUT, ("b", "2"))
    with database.transaction() as run:
        run(PUT, ("c", "1"))
    assert database.rows("SELECT name FROM settings") == [("c",)]


def test_a_connection_that_cannot_even_roll_back_is_replaced(database: Database) -> None:
    with pytest.raises(dbapi2.ProgrammingError), database.transaction():
        database._writer.close()
    with database.transaction() as run:
        run(PUT, ("c", "1"))


def test_what_one_thread_wrote_another_reads_while_a_third_writes(database: Database) -> None:
    def write(name: str) -> None:
        for number in range(30):
            with database.transaction() as run:
                run(PUT, (f"{name}{number}", "1"))

    writers = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for writer in writers:
        writer.start()
    seen = 0
    while any(writer.is_alive() for writer in writers):
        now = database.rows("SELECT count(*) FROM settings")[0][0]
        assert now >= seen
        seen = now
    for writer in writers:
        writer.join()
    assert database.rows("SELECT count(*) FROM settings") == [(60,)]


def test_room_in_the_log_is_made_once_and_changes_nothing(database: Database) -> None:
    size = database.path.stat().st_size
    database.make_room()
    log = database.path.with_name("vault.db-wal")
    assert log.stat().st_size >= LOG_BYTES * 0.9
    database.make_room()
    assert database.rows("SELECT * FROM settings") == []
    with database.transaction() as run:
        run(PUT, ("a", "1"))
    database.rest()
    assert database.path.stat().st_size == size
    assert database.rows("SELECT name FROM settings") == [("a",)]


def test_a_copy_is_whole_encrypted_and_private_while_the_original_is_in_use(
    database: Database, tmp_path: Path
) -> None:
    with database.transaction() as run:
        run(PUT, ("a", "1"))
    copy = tmp_path / "copy.db"
    database.copy_to(copy)
    database.copy_to(copy)
    with database.transaction() as run:
        run(PUT, ("b", "1"))
    assert b"SQLite format" not in copy.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600
    opened = Database(copy, KEY.subkey("database"))
    assert opened.rows("SELECT name FROM settings") == [("a",)]
    assert opened.complaints() == []
    opened.close()


def test_one_changed_byte_anywhere_in_a_page_is_a_complaint(database: Database) -> None:
    with database.transaction() as run:
        run(PUT, ("a", "1" * 20_000))
    database.close()
    path = database.path
    whole = path.read_bytes()
    for at in (5_000, len(whole) // 2, len(whole) - 10):
        changed = bytearray(whole)
        changed[at] ^= 1
        path.write_bytes(changed)
        opened = Database(path, KEY.subkey("database"))
        assert opened.complaints()
        opened.close()
    path.write_bytes(whole)


def test_reading_a_corrupted_page_says_that_the_vault_is_damaged(database: Database) -> None:
    with database.transaction() as run:
        run(PUT, ("a", "1" * 20_000))
    database.close()
    content = bytearray(database.path.read_bytes())
    for at in range(4096 * 3, len(content), 4096):
        content[at + 100] ^= 0xFF
    database.path.write_bytes(content)
    with raises(Code.VAULT_DAMAGED), closing(Database(database.path, KEY.subkey("database"))) as opened:
        opened.rows("SELECT * FROM settings")


def test_no_file_means_no_vault(tmp_path: Path) -> None:
    with raises(Code.VAULT_MISSING):
        Database(tmp_path / "vault.db", b"k" * 32)
    assert list(tmp_path.iterdir()) == []
