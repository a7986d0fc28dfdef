"""A stick that runs full, may not be written, stops answering or is left by a killed program: whole files and sentences."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxo_core.bundle.verify import verify
from cxo_core.problems import Code, Problem
from cxo_desktop.services.courier import Copying, copy_name, export_to, import_from
from cxo_desktop.services.vaults import Vault, create
from cxo_desktop.storage.bundles import BundleRow, BundleState
from helpers.failing_calls import can_fail_calls, while_failing
from helpers.laptops import sealed_walk
from helpers.own_office import OwnOffice
from helpers.recordings import MovingClock, files_in
from helpers.small_disk import full
from helpers.tight_disk import tight_disk

PASSPHRASE = "一句够长的口令 2026"


@pytest.fixture(scope="module")
def office() -> OwnOffice:
    return OwnOffice()


@pytest.fixture
def vault(vault: Vault, office: OwnOffice) -> Vault:
    office.enrol(vault)
    return vault


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    with tight_disk(tmp_path / "stick", 4096) as mounted:
        yield mounted


def sealed(vault: Vault, office: OwnOffice, count: int = 2) -> list[BundleRow]:
    clock = MovingClock()
    return [sealed_walk(vault, clock.wait(hours=1), office.keys, (300,)) for _ in range(count)]


def problem_of(vault: Vault, stick: Path, clock: MovingClock) -> Problem:
    with pytest.raises(Problem) as caught:
        export_to(vault, stick, clock)
    return caught.value


def all_whole(stick: Path, office: OwnOffice) -> list[str]:
    """The bundles on the stick, each of which must be whole; `*.part` is never read by anybody."""
    found = list((stick / "CXO" / "to-office").glob("*.cxo"))
    assert all(verify(path, [office.identity]).is_sound for path in found)
    return sorted(path.name for path in found)


def test_a_stick_without_enough_room_is_told_before_anything_is_written(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    rows = sealed(vault, office)
    with full(stick, but_for=rows[0].bytes + 20_000):
        problem = problem_of(vault, stick, clock)
        assert problem.code is Code.STICK_FULL and problem.details["missing_mib"] == 1
        assert files_in(stick) == ["filler"]
    assert len(export_to(vault, stick, clock).copied) == 2


def test_a_stick_that_fills_up_meanwhile_keeps_whole_files_only(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    rows = sealed(vault, office, 3)
    filler = stick / "filler"

    def fill(copying: Copying) -> None:
        if copying.place == 2 and not filler.exists():
            with filler.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(bytes(4096))
                except OSError:
                    pass

    with pytest.raises(Problem) as caught:
        export_to(vault, stick, clock, watch=fill)
    assert caught.value.code is Code.STICK_FULL
    assert all_whole(stick, office) == [copy_name(rows[0])]
    assert not list(stick.rglob("*.part"))
    filler.unlink()
    again = export_to(vault, stick, clock)
    assert (len(again.present), len(again.copied)) == (1, 2)


def test_a_read_only_stick_is_told_and_can_still_be_read(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    rows = sealed(vault, office)
    export_to(vault, stick, clock)
    office.packet(vault, stick, receipts=[office.receipt(rows[0])])
    extra = sealed(vault, office, 1)[0]
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
    assert problem_of(vault, stick, clock).code is Code.STICK_READ_ONLY
    imported = import_from(vault, stick, clock)
    assert [row.sha256 for row in imported.delivered] == [rows[0].sha256] and imported.removed == ()
    subprocess.run(["mount", "-o", "remount,rw", str(stick)], check=True)
    assert export_to(vault, stick, clock).copied == (extra,)
    assert all_whole(stick, office) == sorted(copy_name(row) for row in (rows[1], extra))


@pytest.mark.skipif(not can_fail_calls(), reason="no seccomp here")
@pytest.mark.parametrize("calls", [["fsync"], ["write"]])
def test_a_stick_that_stops_answering_leaves_no_half_file(
    vault: Vault, office: OwnOffice, clock: MovingClock, tmp_path: Path, calls: list[str]
) -> None:
    stick = tmp_path / "a stick"
    stick.mkdir()
    sealed(vault, office, 1)
    with pytest.raises(Problem) as caught:
        while_failing(calls, errno.EIO, lambda: _quietly(vault, stick, clock))
    assert caught.value.code is Code.STICK_GONE
    assert all_whole(stick, office) == [] and not list(stick.rglob("*.part"))
    assert {row.state for row in vault.bundles.every()} == {BundleState.SEALED}


def _quietly(vault: Vault, stick: Path, clock: MovingClock) -> None:
    """The copying alone: the vault's own writes would be refused too."""
    from cxo_desktop.services.stick import Stick

    (row,) = vault.bundles.every()
    source = vault.folder.bundles / row.name
    Stick(stick).put_file(
        copy_name(row), source, row.sha256, copied=lambda count: None, is_stopped=lambda: False
    )


@pytest.mark.parametrize("copied", [0, 1], ids=["between two files", "inside a file"])
def test_a_stick_pulled_out_is_told_and_the_laptop_is_not_taken_for_it(
    vault: Vault, office: OwnOffice, clock: MovingClock, tmp_path: Path, copied: int
) -> None:
    place, held = tmp_path / "pulled", tmp_path / "held"
    rows = sealed(vault, office)
    held.mkdir()

    def pull(copying: Copying) -> None:
        is_time = copying.place == 2 and copying.copied >= rows[0].bytes + copied
        if is_time and os.path.ismount(place):
            subprocess.run(["mount", "--move", str(place), str(held)], check=True)

    with tight_disk(place, 4096):
        subprocess.run(["mount", "--make-private", str(place)], check=False)
        with pytest.raises(Problem) as caught:
            export_to(vault, place, clock, watch=pull)
        assert caught.value.code is Code.STICK_GONE
        assert files_in(place) == [], "nothing was left on the laptop in its stead"
        assert all_whole(held, office) == [copy_name(rows[0])]
        subprocess.run(["mount", "--move", str(held), str(place)], check=True)
        assert len(export_to(vault, place, clock).copied) == 1
        assert all_whole(place, office) == sorted(copy_name(row) for row in rows)


_KILLED_IN_MID_COPY = """
import os, signal, sys
from pathlib import Path
from cxo_desktop.clock import SystemClock
from cxo_desktop.services.courier import export_to
from cxo_desktop.services.vaults import open_vault

def kill(copying):
    if copying.place == 2 and copying.copied > int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

with open_vault(Path(sys.argv[1]), os.environ["CXO_PASSPHRASE"]) as vault:
    export_to(vault, Path(sys.argv[2]), SystemClock(), watch=kill)
"""


def test_a_program_killed_in_mid_copy_leaves_whole_files_and_finishes_next_time(
    office: OwnOffice, clock: MovingClock, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with create(tmp_path / "vault", PASSPHRASE, "李敏") as vault:
        office.enrol(vault)
        rows = sealed(vault, office, 3)
    words = [
        sys.executable,
        "-c",
        _KILLED_IN_MID_COPY,
        str(tmp_path / "vault"),
        str(stick),
        str(rows[0].bytes),
    ]
    killed = subprocess.run(words, env={**os.environ, "CXO_PASSPHRASE": PASSPHRASE}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert all_whole(stick, office) == [copy_name(rows[0])]
    assert [path.name for path in stick.rglob("*.part")] == [f"{copy_name(rows[1])}.part"]
    with vault_open(tmp_path / "vault") as vault:
        again = export_to(vault, stick, clock)
        assert ([row.sha256 for row in again.present], len(again.copied)) == ([rows[0].sha256], 2)
    assert all_whole(stick, office) == sorted(copy_name(row) for row in rows)
    assert not list(stick.rglob("*.part"))


def vault_open(folder: Path) -> Vault:
    from cxo_desktop.services.vaults import open_vault

    return open_vault(folder, PASSPHRASE)
