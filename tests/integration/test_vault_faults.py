"""A disk that is full, read-only, failing or damaged: a clear Problem, and the record as it was."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxo_core.chain import check_chain
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_desktop.services.vaults import Vault, create, open_vault
from helpers import fsync_refused
from helpers.ordinary_person import ordinary_person
from helpers.problems_raised import raises
from helpers.tapping import Hand
from helpers.tight_disk import no_file_longer_than, tight_disk
from helpers.vault_walks import keep, note, photograph, record, stored

PASSPHRASE = "four words are enough"
TESTS = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path) -> Iterator[Vault]:
    with create(folder, None, "李敏") as opened:
        yield opened


def fill(vault: Vault, hand: Hand) -> tuple[int, Code]:
    """Taps until the disk takes no more; returns how many events were acknowledged and what was said."""
    while True:
        try:
            note(vault.walkthroughs, hand, "很长的一段话" * 400)
        except Problem as problem:
            hand.events.pop()
            return len(hand.events), problem.code


def test_a_full_disk_keeps_every_acknowledged_event_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with tight_disk(tmp_path / "disk", 1_500) as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * 200_000)
        with create(disk / "vault", PASSPHRASE, "李敏") as vault:
            hand = record(vault.walkthroughs)
            saved, said = fill(vault, hand)
            assert said is Code.DISK_FULL
            assert len(stored(vault.walkthroughs)) == saved
            with raises(Code.DISK_FULL):
                vault.evidence.write(os.urandom(2_000_000), b"k" * 32)
            assert vault.orphans() == ()
            ballast.unlink()
            note(vault.walkthroughs, hand, "又有空间了")
            assert stored(vault.walkthroughs) == hand.events
        with open_vault(disk / "vault", PASSPHRASE) as vault:
            assert stored(vault.walkthroughs) == hand.events
            assert vault.database_complaints() == []


def test_a_write_that_the_disk_refuses_is_undone_and_can_be_made_again(vault: Vault, folder: Path) -> None:
    hand = record(vault.walkthroughs)
    with no_file_longer_than((folder / "vault.db-wal").stat().st_size + 8_192):
        saved, said = fill(vault, hand)
        assert said in {Code.DISK_FULL, Code.DISK_FAILING}
        assert len(stored(vault.walkthroughs)) == saved
        with raises(Code.DISK_FULL):
            vault.evidence.write(os.urandom(3_000_000), b"k" * 32)
    assert vault.orphans() == ()
    note(vault.walkthroughs, hand, "又写得进去了")
    assert stored(vault.walkthroughs) == hand.events
    check_chain(vault.walkthroughs.events("w1"))


@pytest.mark.skipif(not fsync_refused.is_possible(), reason="needs Linux on a known processor")
def test_an_fsync_that_fails_is_never_an_acknowledged_event(folder: Path) -> None:
    create(folder, PASSPHRASE, "李敏").close()
    said = subprocess.run(
        [sys.executable, "-m", "helpers.fsync_refused", str(folder), PASSPHRASE],
        capture_output=True,
        text=True,
        check=False,
        cwd=TESTS,
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent}:{TESTS}"},
    )
    if "no filter" in said.stderr:
        pytest.skip("may not filter system calls here")
    assert said.stdout.splitlines() == [
        "saved 6",
        "first disk-failing",
        "second disk-failing",
        "photo disk-failing",
    ]
    with open_vault(folder, PASSPHRASE) as vault:
        events = stored(vault.walkthroughs)
        # An event whose fsync failed was never said to be saved. Whether the disk has it after all is its own affair.
        assert len(events) in {6, 7}
        check_chain(events)
        assert vault.orphans() == ()


def test_a_folder_that_may_not_be_written_is_named(folder: Path) -> None:
    create(folder, PASSPHRASE, "李敏").close()
    for path in (folder, *folder.iterdir()):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        with ordinary_person(), raises(Code.FOLDER_READ_ONLY) as caught:
            open_vault(folder, PASSPHRASE)
        assert str(folder) in str(caught.details["path"])
        with ordinary_person(), raises(Code.FOLDER_READ_ONLY):
            create(folder / "new", PASSPHRASE, "李敏")
    finally:
        for path in (folder, *folder.iterdir()):
            path.chmod(0o700 if path.is_dir() else 0o600)
    open_vault(folder, PASSPHRASE).close()


def test_a_corrupted_page_says_that_the_vault_is_damaged(folder: Path) -> None:
    with create(folder, None, "李敏") as vault:
        hand = record(vault.walkthroughs)
        fill_pages(vault, hand)
    path = folder / "vault.db"
    content = bytearray(path.read_bytes())
    for at in range(len(content) - 4096 * 40, len(content), 4096):
        content[at + 1_000] ^= 0x10
    path.write_bytes(content)
    with raises(Code.VAULT_DAMAGED), open_vault(folder) as vault:
        stored(vault.walkthroughs)


def fill_pages(vault: Vault, hand: Hand) -> None:
    for _ in range(20):
        note(vault.walkthroughs, hand, "很长的一段话" * 400)


def test_a_database_cut_off_or_replaced_is_damage(folder: Path) -> None:
    with create(folder, None, "李敏") as vault:
        fill_pages(vault, record(vault.walkthroughs))
    whole = (folder / "vault.db").read_bytes()
    for content in (b"", b"x" * 8192, whole[: len(whole) // 2], whole[4096:]):
        (folder / "vault.db").write_bytes(content)
        with raises(Code.VAULT_DAMAGED), open_vault(folder) as vault:
            stored(vault.walkthroughs)
    (folder / "vault.db").unlink()
    with raises(Code.VAULT_MISSING):
        open_vault(folder)


def test_missing_and_damaged_evidence_are_told_apart(vault: Vault) -> None:
    hand = record(vault.walkthroughs)
    gone = photograph(vault.walkthroughs, vault.evidence, hand, b"gone")
    changed = photograph(vault.walkthroughs, vault.evidence, hand, b"changed")
    key = vault.walkthroughs.key_of("w1")
    vault.evidence.path(gone.name).unlink()
    vault.evidence.path(changed.name).write_bytes(b"something else")
    with raises(Code.EVIDENCE_MISSING):
        vault.evidence.read(gone.name, key)
    with raises(Code.EVIDENCE_DAMAGED):
        vault.evidence.read(changed.name, key)
    assert stored(vault.walkthroughs) == hand.events


def test_a_power_cut_at_any_commit_leaves_everything_acknowledged(folder: Path, tmp_path: Path) -> None:
    """What the disk holds at a moment is database and log as they lie there: each such moment must open."""
    with create(folder, None, "李敏") as vault:
        hand = record(vault.walkthroughs, taps=0)
        for number in range(12):
            if number % 4 == 3:
                photograph(vault.walkthroughs, vault.evidence, hand, os.urandom(500))
            elif number % 4 == 2:
                vault.walkthroughs.save_draft("w1", "note", f"draft {number}")
                vault.rest()
            else:
                hand.wait(seconds=1)
                hand.tap(Kind.GUIDED)
                keep(vault.walkthroughs, hand)
            cut = tmp_path / f"cut{number}"
            shutil.copytree(folder, cut, ignore=shutil.ignore_patterns("*-shm"))
            with open_vault(cut) as after:
                assert stored(after.walkthroughs) == hand.events
                assert after.orphans() == ()
                check_chain(after.walkthroughs.events("w1"))


def test_a_log_torn_off_in_the_middle_of_a_commit_loses_that_commit_only(
    folder: Path, tmp_path: Path
) -> None:
    with create(folder, None, "李敏") as vault:
        vault.rest()
        hand = record(vault.walkthroughs, taps=2)
        before = (folder / "vault.db-wal").stat().st_size
        hand.wait(seconds=1)
        hand.tap(Kind.GUIDED)
        keep(vault.walkthroughs, hand)
        after = (folder / "vault.db-wal").stat().st_size
        assert after > before
        for length in range(before, after, 2_500):
            torn = tmp_path / f"torn{length}"
            shutil.copytree(folder, torn, ignore=shutil.ignore_patterns("*-shm"))
            os.truncate(torn / "vault.db-wal", length)
            with open_vault(torn) as opened:
                assert stored(opened.walkthroughs) == hand.events[:-1]


def test_a_photo_whose_event_never_came_is_swept_away_after_a_crash(folder: Path, tmp_path: Path) -> None:
    with create(folder, None, "李敏") as vault:
        hand = record(vault.walkthroughs)
        kept = photograph(vault.walkthroughs, vault.evidence, hand, b"kept")
        orphan = vault.evidence.write(b"never recorded", vault.walkthroughs.key_of("w1"))
        (folder / "evidence" / f"{'0' * 32}.part").write_bytes(b"half")
        (folder / "copies" / "for-backup-1.part").write_bytes(b"half")
        crashed = tmp_path / "crashed"
        shutil.copytree(folder, crashed, ignore=shutil.ignore_patterns("*-shm"))
        assert set(vault.orphans()) == {orphan.name, f"{'0' * 32}.part"}
    with open_vault(crashed) as vault:
        assert set(vault.evidence.names()) == {kept.name}
        assert list((crashed / "copies").iterdir()) == []
        assert vault.orphans() == ()


def test_erasing_a_walkthrough_takes_its_files_and_old_copies_along(vault: Vault, folder: Path) -> None:
    hand = record(vault.walkthroughs)
    photograph(vault.walkthroughs, vault.evidence, hand, b"a photo")
    other = record(vault.walkthroughs, "w2")
    kept = photograph(vault.walkthroughs, vault.evidence, other, b"another")
    (folder / "copies" / "vault-0001-1.db").write_bytes(b"x")
    vault.erase("w1")
    assert set(vault.evidence.names()) == {kept.name}
    assert list((folder / "copies").iterdir()) == []
    assert stored(vault.walkthroughs, "w2") == other.events


def test_the_vault_tidies_up_at_rest_and_says_when_it_is_done(vault: Vault) -> None:
    vault.prepare()
    hand = record(vault.walkthroughs)
    for number in range(30):
        note(vault.walkthroughs, hand, f"第 {number} 条备注")
    rounds = 0
    while vault.rest():
        rounds += 1
        assert rounds < 50
    assert stored(vault.walkthroughs) == hand.events
