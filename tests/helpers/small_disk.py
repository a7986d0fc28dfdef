"""Stories told on a disk of a few megabytes that really runs full: `python -m helpers.small_disk FOLDER STORY`.

The folder lies on a file system of its own, mounted by whoever starts this.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring

from cxo_core.bundle.verify import verify
from cxo_core.chain import check_chain
from cxo_core.description import describe
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Status
from cxo_desktop.services.backing_up import backup, restore
from cxo_desktop.services.exporting import export
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault, create, open_vault
from helpers.memory_keyring import MemoryKeyring
from helpers.recordings import (
    MovingClock,
    an_office,
    begun,
    files_in,
    jpeg,
    looked_at,
    photographed,
    vault_in,
)

PASSPHRASE = "一句够长的口令 2026"


@contextmanager
def full(disk: Path, *, but_for: int = 0) -> Iterator[None]:
    """While this holds, only so many bytes are free on the disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for piece in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(piece))
            except OSError:
                pass
        if but_for:
            file.truncate(max(0, file.tell() - but_for))
    try:
        yield
    finally:
        filler.unlink()


def refused(deed: Callable[[], object], code: Code = Code.DISK_FULL) -> None:
    try:
        deed()
    except Problem as problem:
        assert problem.code is code, problem
        return
    raise AssertionError("the disk took it all the same")


def taps(disk: Path) -> None:
    clock = MovingClock()
    with vault_in(disk) as vault:
        recording = begun(vault, clock)
        with full(disk):
            acknowledged = tap_until_refused(recording, clock)
            before = describe(recording.state)
            for deed in (
                lambda: recording.tap(Kind.CALLED),
                lambda: recording.write_note("n1", "排队" * 4000),
                lambda: recording.keep_draft("n1", "排队" * 4000),
            ):
                refused(deed)
                assert describe(recording.state) == before
            assert len(list(vault.walkthroughs.events(recording.id))) == acknowledged
        clock.wait(seconds=5)
        recording.tap(Kind.LEFT)
    with open_vault(disk / "vault") as vault:
        events = list(vault.walkthroughs.events(recording.id))
        check_chain(events)
        assert len(events) == acknowledged + 1
        assert vault.database_complaints() == []


def tap_until_refused(recording: Recording, clock: MovingClock) -> int:
    """Taps while there is room left in files that exist already; how many events were acknowledged."""
    for _ in range(5_000):
        clock.wait(seconds=2)
        try:
            recording.tap(Kind.CALLED, {"note": "叫号" * 50})
        except Problem as problem:
            assert problem.code is Code.DISK_FULL, problem
            return len(recording.state.entries)
    raise AssertionError("the disk never ran full")


def photos(disk: Path) -> None:
    with vault_in(disk) as vault:
        recording = begun(vault, MovingClock())
        photographs = Photographs(vault, recording.id)
        large = jpeg(1, (1600, 1200))
        for free in (0, 4_096, len(large), len(large) + 8_192):
            with full(disk, but_for=free):
                try:
                    prepared = photographs.take_in(large)
                except Problem as problem:
                    assert problem.code is Code.DISK_FULL, problem
                else:
                    photographs.give_up(prepared)
            assert files_in(vault.folder.evidence) == []
        photographed(recording, vault)
        assert len(recording.state.photos) == 1 and vault.orphans() == ()


def sealing(disk: Path) -> None:
    office, identity = an_office()
    with vault_in(disk) as vault:
        recording = begun(vault, MovingClock())
        recording.tap(Kind.ARRIVED)
        for number in range(4):
            prepared = Photographs(vault, recording.id).take_in(jpeg(number, (1600, 1200)))
            recording.attach(prepared.said, prepared.files)
        looked_at(recording)
        recording.tap(Kind.FINISHED)
        for free in (0, 8_192, 65_536):
            with full(disk, but_for=free):
                refused(lambda: Sealing(vault).seal(recording, office))
            assert recording.state.status is Status.FINISHED
            assert vault.bundles.every() == () and files_in(vault.folder.bundles) == []
        row = Sealing(vault).seal(recording, office)
        assert verify(Sealing(vault).file_of(row), [identity]).is_sound


def backups(disk: Path) -> None:
    with vault_in(disk) as vault:
        recording = begun(vault, MovingClock())
        photographed(recording, vault)
        file = disk / "vault.cxobackup"
        backup(vault, file, PASSPHRASE)
        whole = file.read_bytes()
        before = describe(recording.state)
        with full(disk, but_for=16_384):
            refused(lambda: backup(vault, file, PASSPHRASE))
        assert file.read_bytes() == whole
        assert sorted(files_in(disk)) == sorted([*files_of(vault), file.name])
        backup(vault, file, PASSPHRASE)
    with full(disk, but_for=16_384):
        refused(lambda: restore(file, disk / "vault", PASSPHRASE))
    assert not [path for path in disk.iterdir() if "restoring" in path.name]
    with open_vault(disk / "vault") as vault:
        assert describe(Recording(vault, MovingClock(), recording.id).state) == before


def files_of(vault: Vault) -> list[str]:
    return [f"vault/{name}" for name in files_in(vault.folder.root)]


def exports(disk: Path) -> None:
    with vault_in(disk) as vault:
        recording = begun(vault, MovingClock())
        recording.write_note("n1", "窗口" * 20_000)
        table = disk / "tables"
        export(vault, table)
        whole = {name: (table / name).read_bytes() for name in files_in(table)}
        with full(disk, but_for=4_096):
            refused(lambda: export(vault, table))
        assert files_in(table) == sorted(whole)
        assert {name: (table / name).read_bytes() for name in files_in(table)} == whole


def beginnings(disk: Path) -> None:
    with full(disk):
        refused(lambda: create(disk / "vault", None, "李敏"))
    with vault_in(disk) as vault:
        recording = begun(vault, MovingClock())
    with full(disk):
        try:
            with open_vault(disk / "vault") as vault:
                assert Recording(vault, MovingClock(), recording.id).state.id == recording.id
        except Problem as problem:
            assert problem.code is Code.DISK_FULL, problem
    with open_vault(disk / "vault") as vault:
        assert Recording(vault, MovingClock(), recording.id).tap(Kind.ARRIVED).seq == 2


STORIES = {
    "taps": taps,
    "photos": photos,
    "sealing": sealing,
    "backups": backups,
    "exports": exports,
    "beginnings": beginnings,
}


if __name__ == "__main__":
    keyring.set_keyring(MemoryKeyring())
    STORIES[sys.argv[2]](Path(sys.argv[1]))
