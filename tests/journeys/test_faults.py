"""Full disks and disks that fail: a sentence a person can act on, the record intact, and everything works once there is room."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cxo_core.bundle.verify import verify
from cxo_core.chain import check_chain
from cxo_core.description import describe
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Status
from cxo_desktop.services.backing_up import backup
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault, open_vault
from helpers.failing_calls import can_fail_calls, while_failing
from helpers.recordings import (
    MovingClock,
    an_office,
    begun,
    files_in,
    jpeg,
    looked_at,
    no_file_longer_than,
    photographed,
    vault_in,
)
from helpers.small_disk import STORIES

TESTS = Path(__file__).parents[1]
OFFICE, IDENTITY = an_office()


def can_mount() -> bool:
    """Whether this machine lets us mount a small disk of our own."""
    if not shutil.which("unshare"):
        return False
    trial = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(trial, capture_output=True).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="no disk of one's own can be mounted here")
@pytest.mark.parametrize("story", STORIES)
def test_a_disk_that_runs_full_is_said_to_be_full_and_nothing_is_lost(tmp_path: Path, story: str) -> None:
    script = 'mount -t tmpfs -o size=12m tmpfs "$1" && exec "$2" -W error -m helpers.small_disk "$1" "$3"'
    told = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", tmp_path, sys.executable, story],
        capture_output=True,
        text=True,
        cwd=TESTS.parent,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])},
    )
    assert told.returncode == 0, told.stderr


class FailingSync:
    """Stands for a disk that loses its last write: the n-th call to make something durable fails with an I/O error."""

    def __init__(self, nth: int) -> None:
        self.left = nth
        self._sync = os.fsync

    def __call__(self, descriptor: int) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self._sync(descriptor)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = vault_in(tmp_path)
    yield opened
    opened.close()


def each_sync_failing(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> int:
    """Does it again and again, with the first, the second, … call to fsync failing, until it no longer fails."""
    for nth in range(1, 30):
        failing = FailingSync(nth)
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", failing)
            if failing.left > 0:
                try:
                    deed()
                except Problem as problem:
                    assert problem.code is Code.DISK_FAILING, problem
                else:
                    assert failing.left > 0, "a failed fsync went unnoticed"
                    return nth - 1
    raise AssertionError("it never ends")


def test_a_photo_the_disk_does_not_confirm_is_not_attached_and_leaves_nothing(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = begun(vault, MovingClock())
    photographs = Photographs(vault, recording.id)

    def take_in() -> None:
        assert files_in(vault.folder.evidence) == []
        photographs.take_in(jpeg(1))

    assert each_sync_failing(monkeypatch, take_in) == 4  # file and folder, of working copy and thumbnail
    assert len(files_in(vault.folder.evidence)) == 2


def test_a_bundle_the_disk_does_not_confirm_is_not_sealed(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = begun(vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    photographed(recording, vault)
    looked_at(recording)
    recording.tap(Kind.FINISHED)

    def seal() -> None:
        assert recording.state.status is Status.FINISHED
        assert vault.bundles.every() == () and files_in(vault.folder.bundles) == []
        Sealing(vault).seal(recording, OFFICE)

    assert each_sync_failing(monkeypatch, seal) == 2
    (row,) = vault.bundles.every()
    assert verify(Sealing(vault).file_of(row), [IDENTITY]).is_sound


def test_a_stick_that_does_not_confirm_gets_no_copy(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = begun(vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    recording.tap(Kind.FINISHED)
    row = Sealing(vault).seal(recording, OFFICE)
    stick = tmp_path / "stick"
    stick.mkdir()
    assert each_sync_failing(monkeypatch, lambda: Sealing(vault).copy_to(row, stick)) >= 1
    assert [path.stat().st_size for path in stick.iterdir()] == [row.bytes]


def test_a_backup_the_disk_does_not_confirm_replaces_nothing(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = begun(vault, MovingClock())
    photographed(recording, vault)
    file = tmp_path / "vault.cxobackup"

    def save() -> None:
        assert [path.name for path in tmp_path.glob("vault.cxobackup*")] in ([], [file.name])
        backup(vault, file, "一句够长的口令 2026")

    assert each_sync_failing(monkeypatch, save) >= 3
    assert file.is_file() and files_in(vault.folder.copies) == []


def test_a_disk_that_fails_under_the_database_is_said_to_fail_and_the_record_stays(
    tmp_path: Path,
) -> None:
    """Every place in the log at which a write may fail, one after the other, until a tap gets through."""
    clock = MovingClock()
    with vault_in(tmp_path) as vault:
        recording = begun(vault, clock)
        log = vault.folder.database.with_name("vault.db-wal")
        for more in range(0, 24_576, 1_024):
            size = log.stat().st_size
            before = describe(recording.state)
            try:
                with no_file_longer_than(size + more):
                    recording.tap(Kind.CALLED, {"note": "叫号" * 900})
            except Problem as problem:
                assert problem.code in (Code.DISK_FAILING, Code.DISK_FULL)
                assert describe(recording.state) == before
            clock.wait(seconds=10)
        count = len(recording.state.entries)
        assert 1 < count < 24
    with open_vault(tmp_path / "vault") as vault:
        assert len(list(vault.walkthroughs.events(recording.id))) == count
        check_chain(vault.walkthroughs.events(recording.id))
        assert vault.database_complaints() == []
        assert Recording(vault, clock, recording.id).tap(Kind.LEFT).seq == count + 1


FAILURES = [
    (("fsync", "fdatasync"), errno.EIO, Code.DISK_FAILING),
    (("write", "pwrite64"), errno.EIO, Code.DISK_FAILING),
    (("write", "pwrite64"), errno.ENOSPC, Code.DISK_FULL),
    (("write", "pwrite64"), errno.EDQUOT, Code.DISK_FULL),
]


@pytest.mark.skipif(not can_fail_calls(), reason="system calls cannot be made to fail here")
@pytest.mark.parametrize(("calls", "error", "code"), FAILURES, ids=lambda part: str(part))
def test_a_tap_the_disk_refuses_is_not_acknowledged_and_the_record_is_as_before(
    tmp_path: Path, calls: tuple[str, ...], error: int, code: Code
) -> None:
    """The failure happens below SQLite, in the calls to the operating system."""
    clock = MovingClock()
    with vault_in(tmp_path) as vault:
        recording = begun(vault, clock)
        recording.tap(Kind.ARRIVED)
        recording.keep_draft("n1", "排队")
        before = describe(recording.state)
        deeds: list[Callable[[], object]] = [
            lambda: recording.tap(Kind.TICKET_TAKEN),
            lambda: recording.undo(),
            lambda: recording.correct(2, reason="记错", body={"note": "从东门进"}),
            lambda: recording.write_note("n1", "排队很久"),
            lambda: recording.keep_draft("n1", "排队很"),
            lambda: begun(vault, clock),
        ]
        for deed in deeds:
            with pytest.raises(Problem) as problem:
                while_failing(calls, error, deed)
            assert problem.value.code in (code, Code.DISK_FAILING)
            assert describe(recording.state) == before
            clock.wait(seconds=5)
        assert dict(recording.drafts()) == {"n1": "排队"}
        recording.tap(Kind.TICKET_TAKEN)
        assert len(vault.library.page().items) == 1
    with open_vault(tmp_path / "vault") as vault:
        kinds = [event.kind for event in vault.walkthroughs.events(recording.id)]
        assert kinds == [Kind.STARTED, Kind.ARRIVED, Kind.TICKET_TAKEN]
        check_chain(vault.walkthroughs.events(recording.id))
        assert vault.database_complaints() == []


@pytest.mark.skipif(not can_fail_calls(), reason="system calls cannot be made to fail here")
@pytest.mark.parametrize(("calls", "error", "code"), FAILURES, ids=lambda part: str(part))
def test_a_photo_or_bundle_the_disk_refuses_leaves_nothing(
    vault: Vault, calls: tuple[str, ...], error: int, code: Code
) -> None:
    recording = begun(vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    photographed(recording, vault)
    files = files_in(vault.folder.evidence)
    with pytest.raises(Problem) as problem:
        while_failing(calls, error, lambda: Photographs(vault, recording.id).take_in(jpeg(2)))
    assert problem.value.code is code
    assert files_in(vault.folder.evidence) == files
    looked_at(recording)
    recording.tap(Kind.FINISHED)
    with pytest.raises(Problem) as problem:
        while_failing(calls, error, lambda: Sealing(vault).seal(recording, OFFICE))
    assert problem.value.code is code
    assert recording.state.status is Status.FINISHED
    assert vault.bundles.every() == () and files_in(vault.folder.bundles) == []
    assert Sealing(vault).seal(recording, OFFICE).revision == 1
