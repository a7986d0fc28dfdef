"""Sealing from a real vault: a bundle that verifies without the vault, or no bundle and no event at all."""

import os
from pathlib import Path

import pytest

from cxo_core.bundle.office import OfficeKeys
from cxo_core.bundle.verify import verify
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Status
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing, file_name
from cxo_desktop.services.vaults import Vault, open_vault
from helpers.recordings import (
    MovingClock,
    an_office,
    begun,
    files_in,
    looked_at,
    no_file_longer_than,
    photographed,
    vault_in,
)

OFFICE, IDENTITY = an_office()


def finished(vault: Vault, clock: MovingClock, photos: int = 2) -> Recording:
    recording = begun(vault, clock)
    recording.tap(Kind.ARRIVED)
    for number in range(photos):
        clock.wait(seconds=30)
        photographed(recording, vault, number)
    looked_at(recording)
    clock.wait(minutes=5)
    recording.tap(Kind.FINISHED)
    return recording


def told(problem: pytest.ExceptionInfo[Problem]) -> Code:
    return problem.value.code


def unsealed(vault: Vault, recording: Recording) -> bool:
    """No event, no row and no file says that anything was sealed."""
    again = Recording(vault, MovingClock(), recording.id)
    return (
        recording.state.status is Status.FINISHED
        and again.state.status is Status.FINISHED
        and not again.state.of_kind(Kind.SEALED)
        and vault.bundles.of(recording.id) == ()
        and files_in(vault.folder.bundles) == []
    )


def test_a_sealed_bundle_verifies_without_the_vault(vault: Vault, clock: MovingClock) -> None:
    recording = finished(vault, clock)
    sealing = Sealing(vault)
    row = sealing.seal(recording, OFFICE)
    report = verify(sealing.file_of(row), [IDENTITY])
    assert report.is_sound, report.problems
    assert report.manifest_digest == row.manifest_digest
    assert (report.manifest.walkthrough, report.manifest.revision) == (recording.id, 1)
    assert report.manifest.chain_head == recording.state.chain_head
    assert recording.state.status is Status.SEALED
    assert vault.bundles.of(recording.id) == (row,)
    assert vault.walkthroughs.summary(recording.id).status == "sealed"


def test_a_removed_photo_does_not_leave_the_laptop(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    recording.tap(Kind.ARRIVED)
    kept, removed = photographed(recording, vault, 1), photographed(recording, vault, 2)
    recording.tap(Kind.EVIDENCE_REMOVED, {"evidence": removed, "reason": "拍到了办事群众"})
    looked_at(recording)
    recording.tap(Kind.FINISHED)
    row = Sealing(vault).seal(recording, OFFICE)
    report = verify(Sealing(vault).file_of(row), [IDENTITY])
    assert report.is_sound
    names = [member.name for member in report.manifest.members if member.name.startswith("evidence/")]
    assert len(names) == 1 and kept in names[0]


def test_a_photo_nobody_looked_at_keeps_the_walkthrough_from_being_sealed(
    vault: Vault, clock: MovingClock
) -> None:
    recording = begun(vault, clock)
    recording.tap(Kind.ARRIVED)
    photographed(recording, vault, 1)
    recording.tap(Kind.FINISHED)
    with pytest.raises(Problem) as problem:
        Sealing(vault).seal(recording, OFFICE)
    assert told(problem) is Code.NOT_READY_TO_SEAL
    assert problem.value.details["first"] == "photo-not-checked"
    looked_at(recording)
    assert Sealing(vault).seal(recording, OFFICE).revision == 1


def test_reopening_makes_revision_two_that_names_the_manifest_of_the_first(
    tmp_path: Path, clock: MovingClock
) -> None:
    with vault_in(tmp_path) as vault:
        recording = finished(vault, clock)
        first = Sealing(vault).seal(recording, OFFICE)
    with open_vault(tmp_path / "vault") as vault:
        recording = Recording(vault, clock, recording.id)
        sealing = Sealing(vault)
        sealing.reopen(recording, "补一张照片")
        photographed(recording, vault, 9)
        looked_at(recording)
        recording.tap(Kind.FINISHED)
        second = sealing.seal(recording, OFFICE)
        report = verify(sealing.file_of(second), [IDENTITY])
        assert report.is_sound, report.problems
        assert (report.manifest.revision, report.manifest.previous) == (2, first.manifest_digest)
        assert verify(sealing.file_of(first), [IDENTITY]).is_sound
        assert [row.revision for row in vault.bundles.of(recording.id)] == [1, 2]


def test_nothing_is_sealed_before_it_is_finished_or_twice(vault: Vault, clock: MovingClock) -> None:
    recording = begun(vault, clock)
    sealing = Sealing(vault)
    with pytest.raises(Problem) as problem:
        sealing.seal(recording, OFFICE)
    assert told(problem) is Code.NOT_FINISHED
    recording.tap(Kind.FINISHED)
    with pytest.raises(Problem) as problem:
        sealing.seal(recording, OFFICE)
    assert told(problem) is Code.NOT_READY_TO_SEAL
    assert problem.value.details["first"] == "nothing-recorded"
    recording.tap(Kind.ARRIVED)
    sealing.seal(recording, OFFICE)
    with pytest.raises(Problem) as problem:
        sealing.seal(recording, OFFICE)
    assert told(problem) is Code.WALKTHROUGH_SEALED


def test_only_a_sealed_record_is_reopened_and_only_with_a_reason(vault: Vault, clock: MovingClock) -> None:
    recording = finished(vault, clock, photos=0)
    sealing = Sealing(vault)
    with pytest.raises(Problem) as problem:
        sealing.reopen(recording, "补充")
    assert told(problem) is Code.NOT_SEALED
    sealing.seal(recording, OFFICE)
    with pytest.raises(Problem) as problem:
        sealing.reopen(recording, "  ")
    assert told(problem) is Code.REASON_MISSING
    assert recording.state.status is Status.SEALED


def test_a_missing_photo_stops_the_sealing_and_nothing_was_sealed(vault: Vault, clock: MovingClock) -> None:
    recording = finished(vault, clock)
    working = [row for row in vault.evidence_rows.of(recording.id) if row.kind == "working"]
    content = vault.evidence.path(working[1].name).read_bytes()
    vault.evidence.path(working[1].name).unlink()
    with pytest.raises(Problem) as problem:
        Sealing(vault).seal(recording, OFFICE)
    assert told(problem) is Code.EVIDENCE_MISSING
    assert unsealed(vault, recording)
    vault.evidence.path(working[1].name).write_bytes(content)
    assert Sealing(vault).seal(recording, OFFICE).revision == 1


def test_a_damaged_photo_stops_the_sealing_and_nothing_was_sealed(vault: Vault, clock: MovingClock) -> None:
    recording = finished(vault, clock)
    path = vault.evidence.path(vault.evidence_rows.of(recording.id)[0].name)
    content = path.read_bytes()
    flipped = content[:50] + bytes([content[50] ^ 1]) + content[51:]
    for damaged in (content[:-40], flipped, content + b"more", b""):
        path.write_bytes(damaged)
        with pytest.raises(Problem) as problem:
            Sealing(vault).seal(recording, OFFICE)
        assert told(problem) is Code.EVIDENCE_DAMAGED
        assert unsealed(vault, recording)
    path.write_bytes(content)
    assert Sealing(vault).seal(recording, OFFICE).revision == 1


def test_a_full_disk_stops_the_sealing_and_nothing_was_sealed(vault: Vault, clock: MovingClock) -> None:
    recording = finished(vault, clock)
    for limit in (0, 2_000, 6_000):
        with pytest.raises(Problem) as problem, no_file_longer_than(limit):
            Sealing(vault).seal(recording, OFFICE)
        assert told(problem) in (Code.DISK_FULL, Code.DISK_FAILING)
        assert unsealed(vault, recording)
    assert verify(Sealing(vault).file_of(Sealing(vault).seal(recording, OFFICE)), [IDENTITY]).is_sound


def test_a_stopped_sealing_leaves_nothing_behind(vault: Vault, clock: MovingClock) -> None:
    recording = finished(vault, clock)

    class Stopped(Exception):
        pass

    def stop(written: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        Sealing(vault).seal(recording, OFFICE, watch=stop)
    assert unsealed(vault, recording)


def test_progress_is_told_in_bytes_of_evidence(vault: Vault, clock: MovingClock) -> None:
    recording = finished(vault, clock, photos=3)
    seen: list[int] = []
    Sealing(vault).seal(recording, OFFICE, watch=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == sum(photo.bytes for photo in recording.state.photos)


def test_a_key_that_is_no_key_is_said_before_anything_is_written(vault: Vault, clock: MovingClock) -> None:
    recording = finished(vault, clock)
    with pytest.raises(Problem) as problem:
        Sealing(vault).seal(recording, OfficeKeys("体验办", ("age1nonsense",), "00" * 32))
    assert told(problem) is Code.RECIPIENT_UNREADABLE
    assert unsealed(vault, recording)


def test_the_program_ending_between_bundle_and_event_leaves_no_half_sealed_state(
    tmp_path: Path, clock: MovingClock
) -> None:
    with vault_in(tmp_path) as vault:
        recording = finished(vault, clock)
        # As a kill leaves them: the bundle in its place, or still being written, and no event that names it.
        (vault.folder.bundles / f"{'a' * 32}.cxo").write_bytes(b"whole, and nobody knows it")
        (vault.folder.bundles / f"{'b' * 32}.cxo.part").write_bytes(b"half")
    (tmp_path / "vault" / "lock").write_text(str(os.getpid()))
    with open_vault(tmp_path / "vault") as vault:
        recording = Recording(vault, clock, recording.id)
        assert unsealed(vault, recording)
        row = Sealing(vault).seal(recording, OFFICE)
        assert files_in(vault.folder.bundles) == [row.name]


def test_a_copy_for_the_stick_has_a_name_that_tells_no_secret_and_the_same_bytes(
    vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    recording = finished(vault, clock)
    sealing = Sealing(vault)
    row = sealing.seal(recording, OFFICE)
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = sealing.copy_to(row, stick)
    assert copy.name == file_name(row) == f"cxo-{recording.id[:12]}-r1.cxo"
    assert copy.read_bytes() == sealing.file_of(row).read_bytes()
    assert sealing.copy_to(row, stick) == copy
    assert files_in(stick) == [copy.name]


def test_a_stick_that_is_full_or_gone_gets_no_half_a_bundle(
    vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    sealing = Sealing(vault)
    row = sealing.seal(finished(vault, clock), OFFICE)
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(Problem) as problem, no_file_longer_than(1_000):
        sealing.copy_to(row, stick)
    assert told(problem) is Code.DISK_FULL
    assert files_in(stick) == []
    with pytest.raises(Problem) as problem:
        sealing.copy_to(row, tmp_path / "no such stick")
    assert told(problem) is Code.FOLDER_MISSING


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_stick_is_said_to_be_read_only(vault: Vault, clock: MovingClock, tmp_path: Path) -> None:
    sealing = Sealing(vault)
    row = sealing.seal(finished(vault, clock), OFFICE)
    stick = tmp_path / "stick"
    stick.mkdir(mode=0o500)
    with pytest.raises(Problem) as problem:
        sealing.copy_to(row, stick)
    assert told(problem) is Code.FOLDER_READ_ONLY


def test_a_sealed_file_somebody_removed_is_said_to_be_gone(vault: Vault, clock: MovingClock) -> None:
    sealing = Sealing(vault)
    row = sealing.seal(finished(vault, clock), OFFICE)
    sealing.file_of(row).unlink()
    with pytest.raises(Problem) as problem:
        sealing.file_of(row)
    assert told(problem) is Code.BUNDLE_GONE


def test_only_the_office_it_was_sealed_to_can_open_it(vault: Vault, clock: MovingClock) -> None:
    row = Sealing(vault).seal(finished(vault, clock), OFFICE)
    _, stranger = an_office()
    with pytest.raises(Problem) as problem:
        verify(Sealing(vault).file_of(row), [stranger])
    assert told(problem) is Code.BUNDLE_NOT_FOR_THIS_KEY
