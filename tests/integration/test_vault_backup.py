"""A backup is one file that only its passphrase opens, read back before it counts, and restored beside what is there."""

import io
import os
import shutil
import tarfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.backends import fail

from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_desktop.services.backing_up import backup, restore, verify
from cxo_desktop.services.vaults import Vault, create, open_vault
from cxo_desktop.storage import passphrase
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.passphrase import Cost
from helpers.ordinary_person import ordinary_person
from helpers.problems_raised import raises
from helpers.tapping import MORNING
from helpers.tight_disk import no_file_longer_than
from helpers.vault_walks import keep, note, photograph, record, stored

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

OWN, FOR_BACKUP = "the passphrase of the vault", "the passphrase of the backup"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with create(tmp_path / "vault", OWN, "李敏") as opened:
        hand = record(opened.walkthroughs)
        photograph(opened.walkthroughs, opened.evidence, hand, os.urandom(3_000_000))
        note(opened.walkthroughs, hand, "窗口排队很长")
        (opened.folder.bundles / "w1-1.cxo").write_bytes(b"a sealed bundle")
        hand.tap(Kind.FINISHED)
        bundle = BundleRow("w1", 1, "m" * 64, "f" * 64, 15, "w1-1.cxo", MORNING)
        keep(opened.walkthroughs, hand, bundle=bundle)
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "vault.cxobackup"


def contents(vault: Vault) -> object:
    return (
        [stored(vault.walkthroughs, each) for each in vault.walkthroughs.every()],
        [
            (row, vault.evidence.read(row.name, vault.walkthroughs.key_of(each)))
            for each, row in vault.evidence_rows.every()
        ],
        [(row, (vault.folder.bundles / row.name).read_bytes()) for row in vault.bundles.every()],
        vault.profile,
        vault.device_key(),
    )


def test_restored_on_another_machine_everything_is_there(vault: Vault, file: Path, tmp_path: Path) -> None:
    made = backup(vault, file, FOR_BACKUP)
    assert (made.file, made.bytes, made.members, made.missing) == (file, file.stat().st_size, 4, ())
    whole = contents(vault)
    keyring.set_keyring(fail.Keyring())
    assert restore(file, tmp_path / "elsewhere", FOR_BACKUP) is None
    with raises(Code.PASSPHRASE_NEEDED):
        open_vault(tmp_path / "elsewhere")
    with open_vault(tmp_path / "elsewhere", FOR_BACKUP) as restored:
        assert contents(restored) == whole
        assert restored.database_complaints() == []
    assert {path.name for path in tmp_path.iterdir()} == {"elsewhere", "vault", "stick"}
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_vault_goes_on_recording_after_its_backup(vault: Vault, file: Path) -> None:
    backup(vault, file, FOR_BACKUP)
    hand = record(vault.walkthroughs, "w2")
    assert stored(vault.walkthroughs, "w2") == hand.events
    assert list(vault.folder.copies.iterdir()) == []


def test_what_is_recorded_while_the_backup_runs_does_not_disturb_it(
    vault: Vault, file: Path, tmp_path: Path
) -> None:
    taps = iter(range(1_000))

    def meanwhile(done: int, whole: int) -> None:
        number = next(taps)
        if number < 5:
            record(vault.walkthroughs, f"meanwhile-{number}")

    backup(vault, file, FOR_BACKUP, progress=meanwhile)
    assert len(list(vault.walkthroughs.every())) == 6
    restore(file, tmp_path / "elsewhere", FOR_BACKUP)
    with open_vault(tmp_path / "elsewhere", FOR_BACKUP) as restored:
        assert list(restored.walkthroughs.every()) == ["w1"]
        assert restored.orphans() == ()


def test_progress_rises_to_the_whole(vault: Vault, file: Path) -> None:
    told: list[tuple[int, int]] = []
    backup(vault, file, FOR_BACKUP, progress=lambda done, whole: told.append((done, whole)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_nothing_of_the_vault_can_be_read_in_the_file(vault: Vault, file: Path) -> None:
    backup(vault, file, FOR_BACKUP)
    content = file.read_bytes()
    assert b"sealed bundle" not in content
    assert b"vault.db" not in content
    with raises(Code.PASSPHRASE_WRONG):
        verify(file, OWN)
    assert verify(file, FOR_BACKUP) == 4


def test_an_earlier_backup_stays_until_the_new_one_was_read_back(vault: Vault, file: Path) -> None:
    backup(vault, file, FOR_BACKUP)
    before = file.read_bytes()

    def unplugged(done: int, whole: int) -> None:
        if done > whole // 2 + 1_000_000:
            raise Problem(Code.DISK_FAILING)

    with raises(Code.DISK_FAILING):
        backup(vault, file, FOR_BACKUP, progress=unplugged)
    with raises(Code.PASSPHRASE_TOO_SHORT):
        backup(vault, file, "short")
    with no_file_longer_than(1_000_000), raises(Code.DISK_FULL):
        backup(vault, file, FOR_BACKUP)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert list(vault.folder.copies.iterdir()) == []
    backup(vault, file, FOR_BACKUP)
    assert file.read_bytes() != before


def test_a_place_that_is_not_there_or_may_not_be_written_is_said(vault: Vault, file: Path) -> None:
    with raises(Code.BACKUP_NOT_FOUND):
        backup(vault, file.parent / "no" / "such" / "folder", FOR_BACKUP)
    file.parent.chmod(0o500)
    try:
        with ordinary_person(), raises(Code.FOLDER_READ_ONLY):
            backup(vault, file, FOR_BACKUP)
    finally:
        file.parent.chmod(0o700)
    with raises(Code.BACKUP_NOT_FOUND):
        restore(file, file.parent / "vault", FOR_BACKUP)


def test_evidence_the_vault_has_lost_is_named_and_the_rest_is_saved(
    vault: Vault, file: Path, tmp_path: Path
) -> None:
    ((_, row),) = vault.evidence_rows.every()
    vault.evidence.path(row.name).unlink()
    assert backup(vault, file, FOR_BACKUP).missing == (row.name,)
    restore(file, tmp_path / "elsewhere", FOR_BACKUP)
    with open_vault(tmp_path / "elsewhere", FOR_BACKUP) as restored:
        assert stored(restored.walkthroughs) == stored(vault.walkthroughs)


def test_restoring_over_a_vault_keeps_the_old_one_aside(vault: Vault, file: Path, tmp_path: Path) -> None:
    backup(vault, file, FOR_BACKUP)
    place = vault.folder.root
    later = record(vault.walkthroughs, "later")
    with raises(Code.VAULT_IN_USE):
        restore(file, place, FOR_BACKUP)
    assert stored(vault.walkthroughs, "later") == later.events
    vault.close()
    aside = restore(file, place, FOR_BACKUP)
    assert aside is not None
    with open_vault(place, FOR_BACKUP) as restored:
        assert list(restored.walkthroughs.every()) == ["w1"]
    with open_vault(aside, OWN) as old:
        assert stored(old.walkthroughs, "later") == later.events
    second = restore(file, place, FOR_BACKUP)
    assert second is not None
    assert second != aside


def test_a_backup_that_does_not_hold_together_changes_nothing(
    vault: Vault, file: Path, tmp_path: Path
) -> None:
    backup(vault, file, FOR_BACKUP)
    vault.close()
    place = vault.folder.root
    whole = file.read_bytes()
    for content in (
        b"",
        b"CXO-BACKUP 1\n",
        b"something else" * 100,
        whole[:-1],
        whole[: len(whole) // 2],
        whole + b"x",
    ):
        file.write_bytes(content)
        with raises(Code.BACKUP_DAMAGED):
            restore(file, place, FOR_BACKUP)
    file.write_bytes(whole.replace(b"CXO-BACKUP 1", b"CXO-BACKUP 2", 1))
    with raises(Code.BACKUP_NEWER):
        restore(file, place, FOR_BACKUP)
    file.write_bytes(whole)
    with raises(Code.PASSPHRASE_WRONG):
        restore(file, place, "not the passphrase")
    with no_file_longer_than(1_000_000), raises(Code.DISK_FULL):
        restore(file, place, FOR_BACKUP)
    assert sorted(path.name for path in tmp_path.iterdir() if "vault" in path.name) == ["vault"]
    open_vault(place, OWN).close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small backup under a cheap passphrase, so that it can be opened hundreds of times."""
    place = tmp_path_factory.mktemp("small")
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase, "COST", Cost(1, 64, 1))
        with create(place / "vault", OWN, "李敏") as vault:
            record(vault.walkthroughs)
            backup(vault, place / "backup", FOR_BACKUP)
        shutil.rmtree(place / "vault")
        keyring.set_keyring(before)
        yield place / "backup"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.floats(0, 1, exclude_max=True), st.booleans())
def test_any_flipped_bit_of_a_backup_is_noticed(
    small: Path, tmp_path: Path, where: float, in_head: bool
) -> None:
    content = bytearray(small.read_bytes())
    bit = int(where * (500 if in_head else len(content)) * 8)
    content[bit // 8] ^= 1 << bit % 8
    changed = tmp_path / "changed"
    changed.write_bytes(content)
    with raises(Code.BACKUP_DAMAGED, Code.PASSPHRASE_WRONG, Code.BACKUP_NEWER):
        verify(changed, FOR_BACKUP)


def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    from cxo_desktop.storage import backup_file

    for name in ("../escaped", "/etc/passwd", "evidence/../../escaped", "evidence/a/b", "lock", "copies/x"):
        target = tmp_path / "forged"
        with target.open("wb") as file, backup_file.writing(file, FOR_BACKUP, lambda _: None) as writer:
            writer.add(name, io.BytesIO(b"x"), 1)
        with raises(Code.BACKUP_DAMAGED):
            restore(target, tmp_path / "vault-x", FOR_BACKUP)
    assert not (tmp_path / "escaped").exists()


def test_links_in_a_backup_are_refused(tmp_path: Path) -> None:
    from cxo_desktop.storage import backup_file

    target = tmp_path / "forged"
    with target.open("wb") as file, backup_file.writing(file, FOR_BACKUP, lambda _: None) as writer:
        link = tarfile.TarInfo("evidence/aa")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        writer._archive.addfile(link)
    with raises(Code.BACKUP_DAMAGED):
        restore(target, tmp_path / "vault-x", FOR_BACKUP)


def test_memory_stays_small_however_large_the_evidence(tmp_path: Path) -> None:
    with create(tmp_path / "vault", None, "李敏") as vault:
        hand = record(vault.walkthroughs)
        for _ in range(3):
            photograph(vault.walkthroughs, vault.evidence, hand, os.urandom(16 * 1024 * 1024))
        tracemalloc.start()
        try:
            backup(vault, tmp_path / "backup", FOR_BACKUP)
            restore(tmp_path / "backup", tmp_path / "elsewhere", FOR_BACKUP)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 16 * 1024 * 1024
