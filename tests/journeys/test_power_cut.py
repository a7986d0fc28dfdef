"""The power fails: what the disk had not been told to keep may be there or not, sector by sector; what was acknowledged is."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cxo_core.chain import check_chain
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.summarising import summary_of
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault, open_vault
from helpers.officer_at_work import PICTURES
from helpers.recordings import MovingClock, an_office, begun, looked_at, photographed, vault_in

SECTOR = 512
OFFICE, _ = an_office()


@dataclass(frozen=True)
class Snapshot:
    """Every file of a vault as it lies on the disk, the shared memory of the database left out."""

    files: dict[str, bytes]

    @classmethod
    def of(cls, folder: Path) -> "Snapshot":
        paths = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm")]
        return cls({str(path.relative_to(folder)): path.read_bytes() for path in paths})

    def lay_out(self, folder: Path) -> None:
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name in ("evidence", "bundles", "copies"):
            (folder / name).mkdir(exist_ok=True)


def torn(before: bytes, after: bytes, chance: random.Random) -> bytes:
    """Each sector as it was or as it was going to be; the file as long as it was or as it was going to be."""
    length = chance.choice([len(before), len(after)])
    before, after = before.ljust(length, b"\0"), after.ljust(length, b"\0")
    kept = chance.random()
    pieces = (
        (after if chance.random() < kept else before)[place : place + SECTOR]
        for place in range(0, length, SECTOR)
    )
    return b"".join(pieces)[:length]


def cut_during(before: Snapshot, after: Snapshot, chance: random.Random) -> Snapshot | None:
    """A disk on which the power failed between the two; None where the database's own file was written meanwhile.

    New files other than the log were made durable before the log was written, so either they are there whole and the log is
    torn, or they are torn themselves and the log is as before.
    """
    if before.files["vault.db"] != after.files["vault.db"]:
        return None
    log = "vault.db-wal"
    new = after.files.keys() - before.files.keys()
    if new and chance.random() < 0.5:
        files = dict(before.files)
        for name in new:
            if chance.random() < 0.7:
                content = after.files[name]
                files[f"{name}.part" if chance.random() < 0.5 else name] = content[
                    : chance.randrange(len(content))
                ]
        return Snapshot(files)
    return Snapshot({**after.files, log: torn(before.files[log], after.files[log], chance)})


def deeds(vault: Vault, recording: Recording, clock: MovingClock) -> list[Callable[[], object]]:
    """What an officer does, one durable step each."""
    photographs = Photographs(vault, recording.id)

    def attach(number: int) -> None:
        prepared = photographs.take_in(PICTURES[number])
        recording.attach({**prepared.said, "caption": "告知单"}, prepared.files)

    taps = [Kind.ARRIVED, Kind.TICKET_TAKEN, Kind.CALLED, Kind.SERVICE_STARTED, Kind.SERVICE_ENDED]
    return [
        *(lambda kind=kind: recording.tap(kind) for kind in taps),  # type: ignore[misc]
        lambda: attach(0),
        lambda: recording.keep_draft("n1", "窗口说还要"),
        lambda: recording.write_note("n1", "窗口说还要一份健康证明"),
        lambda: attach(1),
        lambda: recording.correct(3, reason="看错", body={"number": "A032"}),
        lambda: recording.undo(),
        lambda: recording.redo(),
        lambda: looked_at(recording),
        lambda: recording.tap(Kind.FINISHED),
        lambda: Sealing(vault).seal(recording, OFFICE),
        lambda: Sealing(vault).reopen(recording, "补充"),
        lambda: attach(2),
        lambda: looked_at(recording),
        lambda: recording.tap(Kind.FINISHED),
        lambda: Sealing(vault).seal(recording, OFFICE),
    ]


@pytest.mark.parametrize("prepared", [False, True], ids=["growing log", "log made beforehand"])
def test_power_cut_between_photo_and_event_loses_neither_and_tears_nothing(
    tmp_path: Path, prepared: bool
) -> None:
    chance = random.Random(int(prepared))
    clock, cuts, kept, lost = MovingClock(), 0, 0, 0
    with vault_in(tmp_path) as vault:
        if prepared:
            vault.prepare()
        recording = begun(vault, clock)
        folder = vault.folder.root
        before = Snapshot.of(folder)
        for deed in deeds(vault, recording, clock):
            clock.wait(seconds=20)
            heads = heads_of(vault, recording.id)
            deed()
            after, now = Snapshot.of(folder), heads_of(vault, recording.id)
            for number in range(4):
                disk = cut_during(before, after, chance)
                if disk is None:
                    continue
                cuts += 1
                place = tmp_path / f"cut-{cuts}-{number}"
                disk.lay_out(place)
                grown = check(place, recording.id, heads, now)
                kept, lost = kept + grown, lost + (not grown)
                shutil.rmtree(place)
            before = after
    assert cuts > 40 and kept and lost


def heads_of(vault: Vault, walkthrough: str) -> list[str]:
    return [event.digest for event in vault.walkthroughs.events(walkthrough)]


def check(folder: Path, walkthrough: str, before: list[str], after: list[str]) -> bool:
    """The vault opens with the record as before or as after; True when the last event made it."""
    with open_vault(folder) as vault:
        events = list(vault.walkthroughs.events(walkthrough))
        heads = [event.digest for event in events]
        assert heads in (before, after)
        check_chain(events)
        state = fold(events)
        assert vault.walkthroughs.summary(walkthrough) == summary_of(state)
        photographs = Photographs(vault, walkthrough)
        for photo in state.evidence:
            assert len(photographs.read(photo)) == photo.bytes
        assert len(vault.bundles.of(walkthrough)) == len([e for e in events if e.kind is Kind.SEALED])
        for row in vault.bundles.of(walkthrough):
            assert (vault.folder.bundles / row.name).stat().st_size == row.bytes
        assert vault.orphans() == () and vault.orphan_bundles() == ()
        assert vault.database_complaints() == []
        recording = Recording(vault, MovingClock(), walkthrough)
        if heads == before and recording.state.status.value != "sealed":
            recording.tap(Kind.LEFT)
        return heads == after != before


def test_a_copy_of_the_folder_taken_at_any_moment_opens_with_everything_acknowledged_by_then(
    tmp_path: Path,
) -> None:
    """As when somebody copies the folder of a vault in use, or the disk image of a laptop that was carried off."""
    clock = MovingClock()
    with vault_in(tmp_path) as vault:
        recording = begun(vault, clock)
        for number in range(6):
            clock.wait(seconds=20)
            photographed(recording, vault, number)
            clock.wait(seconds=20)
            recording.tap(Kind.CALLED)
            if number == 3:
                vault.rest()
            copy = tmp_path / f"copy-{number}"
            Snapshot.of(vault.folder.root).lay_out(copy)
            with open_vault(copy) as copied:
                assert Recording(copied, clock, recording.id).state == recording.state
                assert copied.orphans() == ()
