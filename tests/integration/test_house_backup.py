"""A backup brings the whole office back: every row, every stored byte, and nothing of it where anything is wrong."""

import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyrage.x25519 import Identity
from sqlalchemy import delete, select

from cxo_central.cli import main
from cxo_central.house import House
from cxo_central.safekeeping import tar
from cxo_central.safekeeping.backup import back_up
from cxo_central.safekeeping.restore import restore
from cxo_central.storage.engine import reading, writing
from cxo_central.storage.matters import MatterStore
from cxo_central.storage.tables import metadata, parts, quarantine
from cxo_core.bundle.age_streams import decrypt, encrypt
from cxo_core.bundle.identities import parse_recipients
from cxo_core.problems import Code
from helpers.bundle_samples import started
from helpers.central_office import CentralOffice
from helpers.office_house import open_house, task
from helpers.postgres import Postgres
from helpers.problems_raised import raises
from helpers.s3_server import REGION, S3Server


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with filled(tmp_path_factory.mktemp("backed-up")) as opened:
        yield opened


@contextmanager
def filled(folder: Path) -> Iterator[House]:
    """An office with a bundle of several parts, one in quarantine, an upload that is still coming in, and a task."""
    with open_house(folder / "office") as opened:
        office = CentralOffice(opened)
        laptop = office.laptop()
        log = started("w-1").photo("e-1", bytes(range(256)) * 40_000, "image/jpeg")
        assert laptop.deliver(laptop.sealed(folder, log)).status_code == 201
        wrong = office.laptop(b"\7" * 32)
        assert wrong.deliver(laptop.sealed(folder)).status_code == 422
        assert laptop.send(laptop.begin(b"x" * 200_000), 0, b"x" * 100_000).status_code == 204
        office.admin()
        MatterStore(opened.engine).put([task("t-1")])
        yield opened


def rows(house: House) -> dict[str, list[Any]]:
    with reading(house.engine) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if table.name != "uploads"
        }


def contents(house: House) -> dict[str, bytes]:
    found = {}
    for name in house.files.names():
        with house.files.open(name) as file:
            pieces = []
            while piece := file.read(1 << 20):
                pieces.append(piece)
        found[name] = b"".join(pieces)
    return found


def identities(house: House) -> list[Identity]:
    assert house.identities is not None
    return list(house.identities)


def answered_for(house: House) -> set[str]:
    """The stored files that belong to a bundle or lie in quarantine."""
    held = rows(house)
    owners = {row[8] for row in held["bundles"]} | {row[4] for row in held["quarantine"]}
    return {row[3] for row in held["parts"] if row[0] in owners}


def is_same(house: House, again: House) -> bool:
    """Every row but those of unfinished uploads, the audit up to `backup` here and `restore` there, and every byte.

    What the office tells has a new number, beyond all that laptops may have heard since the backup.
    """
    before, after, names = rows(house), rows(again), answered_for(house)
    leap = after["changes"].pop()
    assert leap[0] > 1_000_000 and {row[-1] for row in after.pop("audiences")} <= {leap[0]}
    before.pop("audiences")
    before["parts"] = [row for row in before["parts"] if row[3] in names]
    assert [held["audit"].pop()[3] for held in (before, after)] == ["backup", "restore"]
    files = {name: content for name, content in contents(house).items() if name in names}
    return before == after and contents(again) == files


def test_everything_comes_back_but_what_was_still_coming_in(house: House, tmp_path: Path) -> None:
    done = back_up(house, tmp_path / "b.age")
    assert done.bundles == 1 and done.files == len(answered_for(house)) == len(contents(house)) - 1
    office, _ = restore(tmp_path / "b.age", tmp_path / "again", identities(house), {})
    assert office.keys == house.keys and not (tmp_path / "again.restoring").exists()
    with House.open(tmp_path / "again", {}) as again:
        assert is_same(house, again) and again.receipt_seed == house.receipt_seed
        receiving = CentralOffice(again)
        laptop = receiving.laptop()
        assert laptop.deliver(laptop.sealed(tmp_path, started("w-2"))).status_code == 201


@pytest.mark.parametrize("place", [100, 0.1, 0.5, 0.9, -10])
def test_a_changed_byte_anywhere_restores_nothing(house: House, tmp_path: Path, place: float) -> None:
    back_up(house, tmp_path / "b.age")
    content = bytearray((tmp_path / "b.age").read_bytes())
    content[int(place * len(content)) if isinstance(place, float) else place] ^= 1
    (tmp_path / "b.age").write_bytes(content)
    with raises(Code.BACKUP_DAMAGED, Code.RECOVERY_KEY_WRONG):
        restore(tmp_path / "b.age", tmp_path / "again", identities(house), {})
    assert not (tmp_path / "again").exists() and not (tmp_path / "again.restoring").exists()


@pytest.mark.parametrize("kept", [0, 50, 3000, 0.5, -1])
def test_a_backup_cut_short_restores_nothing(house: House, tmp_path: Path, kept: float) -> None:
    back_up(house, tmp_path / "b.age")
    content = (tmp_path / "b.age").read_bytes()
    (tmp_path / "b.age").write_bytes(content[: int(kept * len(content)) if isinstance(kept, float) else kept])
    with raises(Code.BACKUP_DAMAGED):
        restore(tmp_path / "b.age", tmp_path / "again", identities(house), {})
    assert not (tmp_path / "again").exists()


def test_it_is_never_in_the_clear_and_opens_for_another_recipient_too(house: House, tmp_path: Path) -> None:
    other = Identity.generate()
    back_up(house, tmp_path / "b.age", recipients=[str(other.to_public())])
    content = (tmp_path / "b.age").read_bytes()
    assert "李敏".encode() not in content and b"AGE-SECRET" not in content
    with raises(Code.RECOVERY_KEY_WRONG):
        restore(tmp_path / "b.age", tmp_path / "again", [Identity.generate()], {})
    restore(tmp_path / "b.age", tmp_path / "again", [other], {})
    with House.open(tmp_path / "again", {}) as again:
        assert is_same(house, again)


class Archive:
    """The members of a backup in the clear, to be changed and sealed again: what somebody with the public key can do."""

    def __init__(self, house: House, backup: Path) -> None:
        self.house, self.path = house, backup
        clear = io.BytesIO()
        with backup.open("rb") as file:
            decrypt(file, clear.write, identities(house))
        clear.seek(0)
        with tarfile.open(fileobj=clear) as opened:
            self.members = {each.name: opened.extractfile(each).read() for each in opened}  # type: ignore[union-attr]

    def seal(self) -> None:
        pieces = [b"".join(tar.member(name, len(c), (c,))) for name, c in self.members.items()]
        with self.path.open("wb") as file:
            encrypt(iter([*pieces, tar.end()]), file.write, parse_recipients(self.house.keys.recipients))


def _change_a_file(members: dict[str, bytes]) -> None:
    name = next(name for name in members if name.startswith("files/"))
    members[name] = bytes(len(members[name]))


def _lose_a_file(members: dict[str, bytes]) -> None:
    del members[[name for name in members if name.startswith("files/")][-1]]


def _lose_rows(members: dict[str, bytes]) -> None:
    del members[next(name for name in members if name.startswith("rows/admins"))]


def _lose_the_receipt_key(members: dict[str, bytes]) -> None:
    del members["keys/office-receipt-key.txt"]


def _write_outside(members: dict[str, bytes]) -> None:
    end = members.pop("end.json")
    members |= {"keys/../../escaped": b"x", "end.json": end}


def _say_rows_of_no_table(members: dict[str, bytes]) -> None:
    end = members.pop("end.json")
    members |= {"rows/sqlite_master/000099.jsonl": b'{"name":"x"}\n', "end.json": end}


def _say_no_rows(members: dict[str, bytes]) -> None:
    name = next(name for name in members if name.startswith("rows/admins"))
    members[name] = b"[1]\n"


@pytest.mark.parametrize(
    "change",
    [
        _change_a_file,
        _lose_a_file,
        _lose_rows,
        _lose_the_receipt_key,
        _write_outside,
        _say_rows_of_no_table,
        _say_no_rows,
    ],
)
def test_what_was_made_up_is_found_out(
    house: House, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    back_up(house, tmp_path / "b.age")
    archive = Archive(house, tmp_path / "b.age")
    change(archive.members)
    archive.seal()
    before = sorted(path.name for path in tmp_path.iterdir())
    with raises(Code.BACKUP_DAMAGED):
        restore(tmp_path / "b.age", tmp_path / "again", identities(house), {})
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_backup_of_a_later_program_is_named(house: House, tmp_path: Path) -> None:
    back_up(house, tmp_path / "b.age")
    archive = Archive(house, tmp_path / "b.age")
    about = archive.members["backup.json"]
    for later in (
        about.replace(b'"schema":"', b'"schema":"9'),
        about.replace(b'version":1', b'version":2'),
    ):
        archive.members["backup.json"] = later
        archive.seal()
        with raises(Code.BACKUP_NEWER):
            restore(tmp_path / "b.age", tmp_path / "again", identities(house), {})


def test_nothing_is_ever_written_over(house: House, tmp_path: Path) -> None:
    back_up(house, tmp_path / "b.age")
    with raises(Code.PLACE_TAKEN):
        back_up(house, tmp_path / "b.age")
    with raises(Code.OFFICE_EXISTS):
        restore(tmp_path / "b.age", house.settings.folder, identities(house), {})
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").touch()
    with raises(Code.PLACE_TAKEN):
        restore(tmp_path / "b.age", tmp_path / "mine", identities(house), {})
    here = {"CXO_CENTRAL_DATABASE": house.settings.database}
    with raises(Code.PLACE_TAKEN):
        restore(tmp_path / "b.age", tmp_path / "again", identities(house), here)
    with raises(Code.BACKUP_NOT_FOUND):
        restore(tmp_path / "none.age", tmp_path / "again", identities(house), {})


def test_a_stored_file_that_is_gone_leaves_no_backup(tmp_path: Path) -> None:
    with filled(tmp_path) as house:
        house.files.remove(next(iter(answered_for(house))))
        with raises(Code.OFFICE_FILES_FAILING):
            back_up(house, tmp_path / "b.age")
    assert not list(tmp_path.glob("b.age*"))


class _RemovedMeanwhile:
    """The office's files, from whose quarantine a file is taken out, as is right, the moment it is asked for."""

    def __init__(self, house: House) -> None:
        self._house = house

    def __getattr__(self, name: str) -> Any:
        return getattr(self._house.files, name)

    def open(self, name: str) -> Any:
        refused = select(quarantine.c.owner).join(parts, parts.c.owner == quarantine.c.owner)
        with writing(self._house.engine) as connection:
            owner = connection.execute(refused.where(parts.c.name == name)).scalar_one_or_none()
            connection.execute(delete(quarantine).where(quarantine.c.owner == owner))
            connection.execute(delete(parts).where(parts.c.owner == owner))
        if owner:
            self._house.files.remove(name)
        return self._house.files.open(name)


def test_a_file_that_goes_while_it_is_backed_up_is_not_missed(tmp_path: Path) -> None:
    with filled(tmp_path) as house:
        back_up(replace(house, files=_RemovedMeanwhile(house)), tmp_path / "b.age")
        _, counted = restore(tmp_path / "b.age", tmp_path / "again", identities(house), {})
    assert "quarantine" not in counted.rows and counted.rows["bundles"] == 1


def test_it_moves_between_both_kinds_of_databases_and_files(
    house: House, tmp_path: Path, postgres: Postgres, s3: S3Server
) -> None:
    """SQLite and a folder → PostgreSQL and S3 → SQLite and a folder; numbers count on in both."""
    elsewhere = {
        "CXO_CENTRAL_DATABASE": postgres.fresh(),
        "CXO_CENTRAL_FILES": f"s3://{s3.fresh()}/office",
        "CXO_CENTRAL_S3_ENDPOINT": s3.endpoint,
        "CXO_CENTRAL_S3_REGION": REGION,
        "CXO_CENTRAL_S3_KEY_ID": s3.access_key,
        "CXO_CENTRAL_S3_SECRET": s3.secret_key,
    }
    back_up(house, tmp_path / "b.age")
    restore(tmp_path / "b.age", tmp_path / "moved", identities(house), elsewhere)
    with House.open(tmp_path / "moved", elsewhere) as moved:
        assert moved.engine.dialect.name == "postgresql" and is_same(house, moved)
        receiving = CentralOffice(moved)
        laptop = receiving.laptop()
        assert laptop.deliver(laptop.sealed(tmp_path, started("w-2"))).status_code == 201
        MatterStore(moved.engine).put([task("t-2")])
        back_up(moved, tmp_path / "c.age")
        restore(tmp_path / "c.age", tmp_path / "back", identities(house), {})
        with House.open(tmp_path / "back", {}) as back:
            assert is_same(moved, back) and len(rows(back)["bundles"]) == 2


def test_both_as_somebody_types_them(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    folder = str(house.settings.folder)
    backup, again = (str(tmp_path / name) for name in ("b.age", "again"))
    assert main(["backup", folder, backup]) == 0
    assert "1 bundles" in capsys.readouterr().out
    assert main(["restore", backup, again, "--identity", f"{folder}/office-identity.txt"]) == 0
    assert f"({house.id}) is back in {again}" in capsys.readouterr().out
