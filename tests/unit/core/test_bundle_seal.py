"""What sealing promises: one whole, signed, encrypted file that verifies, or no file at all."""

import errno
import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from pyrage.x25519 import Identity

from cxo_core.bundle.age_streams import encrypt
from cxo_core.bundle.manifest import Manifest
from cxo_core.bundle.seal import Contents, EvidenceFile, Sealed, seal
from cxo_core.bundle.verify import verify
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from helpers.bundle_samples import SEED, Log, second_revision, started, walk

OFFICE = Identity.generate()


def sealed(target: Path, contents: Contents, *offices: Identity) -> Sealed:
    recipients = [str(office.to_public()) for office in offices or (OFFICE,)]
    return seal(target, contents=contents, signing_seed=SEED, recipients=recipients)


def opened(bundle: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(pyrage.decrypt(bundle.read_bytes(), [OFFICE])))


def refused(target: Path, contents: Contents) -> Problem:
    with pytest.raises(Problem) as raised:
        sealed(target, contents)
    assert list(target.parent.iterdir()) == []
    return raised.value


def test_a_sealed_walk_is_sound(tmp_path: Path) -> None:
    made = sealed(tmp_path / "walk.cxo", walk().contents())
    report = verify(tmp_path / "walk.cxo", [OFFICE])
    assert report.is_sound
    assert report.problems == ()
    assert report.manifest == made.manifest
    assert report.manifest_digest == made.manifest_digest


def test_a_record_without_photos_is_sound(tmp_path: Path) -> None:
    sealed(tmp_path / "walk.cxo", started().add(Kind.FINISHED).contents())
    assert verify(tmp_path / "walk.cxo", [OFFICE]).is_sound


def test_the_second_revision_names_the_first(tmp_path: Path) -> None:
    log = walk()
    first = sealed(tmp_path / "1.cxo", log.contents())
    second_revision(log, first.manifest_digest)
    second = sealed(tmp_path / "2.cxo", log.contents(2, first.manifest_digest))
    report = verify(tmp_path / "2.cxo", [OFFICE])
    assert report.is_sound
    assert report.manifest.previous == first.manifest_digest
    assert report.manifest.identity == (first.manifest.walkthrough, 2)
    assert second.manifest_digest != first.manifest_digest


def test_what_is_said_of_the_file_is_true_of_the_file(tmp_path: Path) -> None:
    made = sealed(tmp_path / "walk.cxo", walk().contents())
    content = (tmp_path / "walk.cxo").read_bytes()
    assert made.bytes == len(content)
    assert made.file_sha256 == hashlib.sha256(content).hexdigest()


def test_identical_records_give_identical_archives_inside(tmp_path: Path) -> None:
    first = sealed(tmp_path / "1.cxo", walk().contents())
    second = sealed(tmp_path / "2.cxo", walk().contents())
    assert first.manifest_digest == second.manifest_digest
    clear = [pyrage.decrypt((tmp_path / name).read_bytes(), [OFFICE]) for name in ("1.cxo", "2.cxo")]
    assert clear[0] == clear[1]
    assert (tmp_path / "1.cxo").read_bytes() != (tmp_path / "2.cxo").read_bytes()


def test_any_zip_reader_finds_the_members(tmp_path: Path) -> None:
    log = walk()
    made = sealed(tmp_path / "walk.cxo", log.contents())
    archive = opened(tmp_path / "walk.cxo")
    assert archive.testzip() is None
    assert archive.namelist() == [
        "manifest.json",
        "manifest.sig",
        *(member.name for member in made.manifest.members),
    ]
    assert archive.read("evidence/e-9c21.png") == log.photos["e-9c21"][1]
    assert archive.read("events.jsonl").splitlines() == [event.to_line() for event in log.events]
    assert Manifest.from_bytes(archive.read("manifest.json")) == made.manifest


def test_photos_are_stored_and_text_is_deflated(tmp_path: Path) -> None:
    sealed(tmp_path / "walk.cxo", walk().contents())
    for entry in opened(tmp_path / "walk.cxo").infolist():
        is_text = entry.filename in ("events.jsonl", "walkthrough.json")
        assert entry.compress_type == (zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED)
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.extra == b""


def test_the_manifest_names_no_person(tmp_path: Path) -> None:
    made = sealed(tmp_path / "walk.cxo", walk().contents())
    assert "测试员".encode() not in made.manifest.to_bytes()
    assert b"o-1" not in made.manifest.to_bytes()


def test_every_office_it_was_sealed_to_can_open_it(tmp_path: Path) -> None:
    other = Identity.generate()
    sealed(tmp_path / "walk.cxo", walk().contents(), OFFICE, other)
    assert verify(tmp_path / "walk.cxo", [other]).is_sound
    assert verify(tmp_path / "walk.cxo", [OFFICE]).is_sound


def test_a_changed_photo_stops_the_sealing_and_is_named(tmp_path: Path) -> None:
    contents = walk().contents()
    photos = list(contents.evidence)
    flipped = bytes([photos[1].open().__enter__().read(1)[0] ^ 1])
    content = flipped + photos[1].open().__enter__().read(10_000)[1:]
    spoiled = replace(photos[1], open=lambda: io.BytesIO(content))
    problem = refused(tmp_path / "walk.cxo", replace(contents, evidence=[photos[0], spoiled]))
    assert problem.code is Code.EVIDENCE_DAMAGED
    assert problem.details["evidence"] == photos[1].id


@pytest.mark.parametrize("size", [0, 100, 5_000], ids=["empty", "cut", "grown"])
def test_a_photo_of_another_size_stops_the_sealing(tmp_path: Path, size: int) -> None:
    contents = walk().contents()
    photos = list(contents.evidence)
    spoiled = replace(photos[0], open=lambda: io.BytesIO(bytes(size)))
    problem = refused(tmp_path / "walk.cxo", replace(contents, evidence=[spoiled, photos[1]]))
    assert problem.code is Code.EVIDENCE_DAMAGED


def test_a_photo_that_cannot_be_read_stops_the_sealing(tmp_path: Path) -> None:
    contents = walk().contents()
    photos = list(contents.evidence)
    gone = replace(photos[0], open=(tmp_path / "gone.jpg").open)
    problem = refused(tmp_path / "walk.cxo", replace(contents, evidence=[gone, photos[1]]))
    assert problem.code is Code.EVIDENCE_DAMAGED


@pytest.mark.parametrize("spoiled", [0, 1], ids=["first", "second"])
def test_a_large_file_that_reads_differently_the_second_time_stops_the_sealing(
    tmp_path: Path, spoiled: int
) -> None:
    content = bytes(9 << 20)
    log = started().photo("e-large", content, "video/mp4").add(Kind.FINISHED)
    contents = log.contents()
    readings = [content, content]
    readings[spoiled] = content[:-1] + b"?"
    coming = iter(readings)
    turning = replace(next(iter(contents.evidence)), open=lambda: io.BytesIO(next(coming)))
    problem = refused(tmp_path / "walk.cxo", replace(contents, evidence=[turning]))
    assert problem.code is Code.EVIDENCE_DAMAGED


def test_a_broken_chain_is_never_sealed(tmp_path: Path) -> None:
    contents = walk().contents()
    lines = list(contents.events)
    problem = refused(tmp_path / "walk.cxo", replace(contents, events=[*lines[:3], *lines[4:]]))
    assert problem.code is Code.CHAIN_BROKEN


def test_a_photo_nobody_recorded_is_never_sealed(tmp_path: Path) -> None:
    log = walk()
    contents = log.contents()
    removed = next(iter(Log().photo("e-55aa", log.photos["e-55aa"][1]).contents().evidence))
    problem = refused(tmp_path / "walk.cxo", replace(contents, evidence=[*contents.evidence, removed]))
    assert problem.code is Code.BUNDLE_EVIDENCE_UNRECORDED


def test_a_recorded_photo_left_out_is_noticed(tmp_path: Path) -> None:
    contents = walk().contents()
    problem = refused(tmp_path / "walk.cxo", replace(contents, evidence=list(contents.evidence)[1:]))
    assert problem.code is Code.BUNDLE_EVIDENCE_MISSING


@pytest.mark.parametrize(
    "changes",
    [{"walkthrough": "w-other"}, {"revision": 2, "previous": "0" * 64}],
    ids=["walkthrough", "revision"],
)
def test_a_label_that_is_not_the_records_is_never_sealed(tmp_path: Path, changes: dict[str, object]) -> None:
    problem = refused(tmp_path / "walk.cxo", replace(walk().contents(), **changes))
    assert problem.code is Code.BUNDLE_IDENTITY_DIFFERS


def test_a_description_of_another_record_is_never_sealed(tmp_path: Path) -> None:
    contents = replace(walk().contents(), walkthrough_json=started().contents().walkthrough_json)
    assert refused(tmp_path / "walk.cxo", contents).code is Code.BUNDLE_WALKTHROUGH_DIFFERS


def test_without_a_key_to_seal_to_nothing_is_sealed(tmp_path: Path) -> None:
    for recipients in ([], ["age1nonsense"], [str(OFFICE)]):
        with pytest.raises(Problem) as raised:
            seal(tmp_path / "walk.cxo", contents=walk().contents(), signing_seed=SEED, recipients=recipients)
        assert raised.value.code is Code.RECIPIENT_UNREADABLE
    assert list(tmp_path.iterdir()) == []


def test_stopping_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    told = []

    def watch(done: int) -> None:
        told.append(done)
        raise Stopped

    with pytest.raises(Stopped):
        seal(
            tmp_path / "walk.cxo",
            contents=walk().contents(),
            signing_seed=SEED,
            recipients=[str(OFFICE.to_public())],
            watch=watch,
        )
    assert told == [655]
    assert list(tmp_path.iterdir()) == []


def test_a_failed_sealing_leaves_an_older_bundle_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "walk.cxo"
    sealed(target, walk().contents())
    before = target.read_bytes()
    contents = walk().contents()
    photos = [replace(photo, open=lambda: io.BytesIO(b"")) for photo in contents.evidence]
    with pytest.raises(Problem):
        sealed(target, replace(contents, evidence=photos))
    assert target.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["walk.cxo"]


def test_a_folder_that_is_not_there_is_a_named_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        sealed(tmp_path / "none" / "walk.cxo", walk().contents())
    assert raised.value.code is Code.FOLDER_READ_ONLY


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_a_named_problem(tmp_path: Path) -> None:
    (tmp_path / "walk.cxo.part").symlink_to("/dev/full")
    assert refused(tmp_path / "walk.cxo", walk().contents()).code is Code.DISK_FULL


@pytest.mark.parametrize("size", [10, 70_000, 300_000])
@pytest.mark.parametrize("room", range(9))
def test_a_write_that_fails_at_any_point_is_never_passed_over(size: int, room: int) -> None:
    class Full(Exception):
        pass

    written: list[bytes] = []

    def write(piece: bytes) -> None:
        if len(written) == room:
            raise Full
        written.append(piece)

    try:
        encrypt(iter([bytes(size)]), write, [OFFICE.to_public()])
    except Full:
        return
    assert pyrage.decrypt(b"".join(written), [OFFICE]) == bytes(size)


def test_a_failing_fsync_is_a_named_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cxo_core.bundle import landing

    def fails(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(landing.os, "fsync", fails)
    assert refused(tmp_path / "walk.cxo", walk().contents()).code is Code.DISK_FAILING


def test_no_clear_text_is_ever_in_the_folder(tmp_path: Path) -> None:
    content = "这一行谁也不能读到。".encode() * 100_000
    log = started().photo("e-1", content, "text/plain").photo("e-2", content, "text/plain")
    contents = log.add(Kind.FINISHED).contents()
    seen: list[bytes] = []

    @contextmanager
    def looking_around() -> Iterator[io.BytesIO]:
        seen.extend(path.read_bytes() for path in tmp_path.iterdir())
        yield io.BytesIO(content)

    sealed(
        tmp_path / "walk.cxo",
        replace(contents, evidence=[replace(file, open=looking_around) for file in contents.evidence]),
    )
    assert len(seen[-1]) > 1 << 20
    for found in (*seen, (tmp_path / "walk.cxo").read_bytes()):
        assert b"evidence/" not in found
        assert content[:30] not in found


def test_a_large_photo_passes_in_pieces(tmp_path: Path) -> None:
    content = bytes(range(256)) * 40_000
    log = started().photo("e-large", content, "image/heic").add(Kind.FINISHED)
    asked: list[int] = []

    class Watched(io.BytesIO):
        def read(self, n: int | None = -1, /) -> bytes:
            asked.append(-1 if n is None else n)
            return super().read(n)

    contents = log.contents()
    file: EvidenceFile = replace(next(iter(contents.evidence)), open=lambda: Watched(content))
    sealed(tmp_path / "walk.cxo", replace(contents, evidence=[file]))
    assert max(asked) <= 1 << 20
    assert min(asked) > 0
    assert verify(tmp_path / "walk.cxo", [OFFICE]).is_sound


def test_the_time_of_sealing_is_part_of_the_digest(tmp_path: Path) -> None:
    contents = walk().contents()
    later = replace(contents, sealed_at=contents.sealed_at + timedelta(seconds=1))
    first, second = sealed(tmp_path / "1.cxo", contents), sealed(tmp_path / "2.cxo", later)
    assert first.manifest_digest != second.manifest_digest
