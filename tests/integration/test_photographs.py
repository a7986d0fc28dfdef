"""Photos into a real vault: encrypted, attached with their event or not there at all."""

import hashlib
import io
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault, open_vault
from cxo_desktop.storage.evidence_rows import EvidenceKind
from helpers.recordings import (
    MovingClock,
    begun,
    files_in,
    jpeg,
    no_file_longer_than,
    photographed,
    vault_in,
)

_REAL = Path(os.environ.get("CXO_PHOTOS", Path(__file__).parents[3] / "shared" / "data" / "photos"))


@pytest.fixture
def recording(vault: Vault, clock: MovingClock) -> Recording:
    return begun(vault, clock)


@pytest.fixture
def photographs(vault: Vault, recording: Recording) -> Photographs:
    return Photographs(vault, recording.id)


def test_a_photo_is_attached_with_its_three_copies_and_read_back(
    vault: Vault, recording: Recording, photographs: Photographs
) -> None:
    evidence = photographed(recording, vault, caption="取号单")
    kinds = {row.kind for row in vault.evidence_rows.of(recording.id)}
    assert kinds == {EvidenceKind.WORKING, EvidenceKind.THUMBNAIL, EvidenceKind.REPORT}
    photo = recording.state.photos[0]
    assert (photo.id, photo.caption, photo.width, photo.height) == (evidence, "取号单", 160, 120)
    assert photo.original_sha256 == hashlib.sha256(jpeg(0)).hexdigest()
    assert hashlib.sha256(photographs.read(photo)).hexdigest() == photo.sha256
    for copy in (photographs.thumbnail(photo), photographs.report_copy(photo)):
        assert Image.open(io.BytesIO(copy)).format == "JPEG"


def test_on_the_disk_a_photo_is_noise_under_a_name_that_tells_nothing(
    vault: Vault, recording: Recording, photographs: Photographs
) -> None:
    evidence = photographed(recording, vault)
    clear = photographs.read(recording.state.photos[0])
    for name in vault.evidence.names():
        assert re.fullmatch("[0-9a-f]{32}", name) and name != evidence
        content = vault.evidence.path(name).read_bytes()
        assert clear[:64] not in content and b"JFIF" not in content


def test_a_photo_from_a_file_or_from_the_clipboard_is_the_same_photo(
    photographs: Photographs, tmp_path: Path
) -> None:
    path = tmp_path / "取号单.jpg"
    path.write_bytes(jpeg(3))
    from_file, pasted = photographs.take_in(path), photographs.take_in(jpeg(3), name="clipboard")
    assert from_file.said["original_sha256"] == pasted.said["original_sha256"]
    assert from_file.evidence != pasted.evidence


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.jpg", b"", Code.PHOTO_EMPTY),
        ("letter.pdf", b"%PDF-1.7 not a photo", Code.PHOTO_UNKNOWN_FORMAT),
        ("cut.jpg", jpeg(1)[:900], Code.PHOTO_BROKEN),
    ],
)
def test_a_file_that_is_no_photo_is_refused_and_leaves_nothing_behind(
    vault: Vault, recording: Recording, photographs: Photographs, name: str, content: bytes, code: Code
) -> None:
    with pytest.raises(Problem) as problem:
        photographs.take_in(content, name=name)
    assert problem.value.code is code
    assert list(vault.evidence.names()) == []
    assert vault.evidence_rows.of(recording.id) == ()
    assert len(recording.state.entries) == 1


def test_a_photo_that_is_not_there_is_refused_by_name(photographs: Photographs, tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        photographs.take_in(tmp_path / "gone.jpg")
    assert problem.value.code is Code.PHOTO_UNREADABLE


def test_a_disk_too_full_for_the_photo_leaves_nothing_behind_and_the_next_photo_comes_in(
    vault: Vault, recording: Recording, photographs: Photographs
) -> None:
    with pytest.raises(Problem) as problem, no_file_longer_than(512):
        photographs.take_in(jpeg(1))
    assert problem.value.code is Code.DISK_FULL
    assert files_in(vault.folder.evidence) == []
    photographed(recording, vault)
    assert len(recording.state.photos) == 1
    assert vault.orphans() == ()


def test_a_disk_too_full_for_the_event_leaves_a_photo_that_can_be_attached_or_given_up(
    vault: Vault, recording: Recording, photographs: Photographs
) -> None:
    prepared = photographs.take_in(jpeg(1))
    with pytest.raises(Problem), no_file_longer_than(0):
        recording.attach(prepared.said, prepared.files)
    assert recording.state.photos == () and vault.evidence_rows.of(recording.id) == ()
    recording.attach(prepared.said, prepared.files)
    assert [photo.id for photo in recording.state.photos] == [prepared.evidence]
    other = photographs.take_in(jpeg(2))
    photographs.give_up(other)
    assert set(vault.evidence.names()) == {row.name for row in vault.evidence_rows.of(recording.id)}


def test_a_photo_whose_report_copy_was_never_kept_is_reported_all_the_same(
    recording: Recording, photographs: Photographs
) -> None:
    prepared = photographs.take_in(jpeg(1, (2400, 1800)))
    recording.attach(prepared.said, prepared.files)
    made_again = photographs.report_copy(recording.state.photos[0])
    assert max(Image.open(io.BytesIO(made_again)).size) == 1600
    photographs.finish(prepared)
    assert photographs.report_copy(recording.state.photos[0]) == made_again


def test_the_program_ending_between_photo_and_event_leaves_no_orphan_after_opening(
    tmp_path: Path, clock: MovingClock
) -> None:
    vault = vault_in(tmp_path)
    recording = begun(vault, clock)
    photographed(recording, vault)
    Photographs(vault, recording.id).take_in(jpeg(7))
    assert len(vault.orphans()) == 2
    held = (vault.folder.lock).read_bytes()
    vault.close()
    vault.folder.lock.write_bytes(held)  # as a killed process leaves it
    with open_vault(tmp_path / "vault") as again:
        assert again.orphans() == ()
        assert len(files_in(again.folder.evidence)) == 3
        assert Recording(again, clock, recording.id).state.photos


def test_a_removed_or_altered_file_is_named_when_it_is_read(
    vault: Vault, recording: Recording, photographs: Photographs
) -> None:
    first, second = photographed(recording, vault, 1), photographed(recording, vault, 2)
    working = {row.id: row.name for row in vault.evidence_rows.of(recording.id) if row.kind == "working"}
    vault.evidence.path(working[first]).unlink()
    path = vault.evidence.path(working[second])
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    missing, damaged = recording.state.photos
    for photo, code in ((missing, Code.EVIDENCE_MISSING), (damaged, Code.EVIDENCE_DAMAGED)):
        with pytest.raises(Problem) as problem:
            photographs.read(photo)
        assert problem.value.code is code
    with pytest.raises(Problem) as problem:
        photographs.read(replace(missing, id="never-attached"))
    assert problem.value.code is Code.EVIDENCE_MISSING


def test_one_walkthroughs_key_does_not_open_anothers_photos(
    vault: Vault, clock: MovingClock, recording: Recording
) -> None:
    photographed(recording, vault)
    other = Photographs(vault, begun(vault, clock).id)
    with pytest.raises(Problem) as problem:
        other.read(recording.state.photos[0])
    assert problem.value.code is Code.EVIDENCE_DAMAGED


def test_where_the_camera_stood_is_not_kept(recording: Recording, photographs: Photographs) -> None:
    said = photographs.take_in(jpeg(1)).said
    assert not {"gps", "latitude", "longitude", "position"} & said.keys()
    recording.attach(said, ())


def test_an_undone_photo_no_longer_counts_but_its_files_stay_for_redo(
    vault: Vault, recording: Recording, photographs: Photographs
) -> None:
    photographed(recording, vault)
    recording.undo()
    assert recording.state.photos == ()
    assert vault.orphans() == ()
    recording.redo()
    assert photographs.read(recording.state.photos[0])


@pytest.mark.skipif(not _REAL.is_dir(), reason="no folder of real photographs beside the project")
@pytest.mark.parametrize("name", ["IMG_5195.HEIC", "HMD_Nokia_8.3_5G.heif", "portrait_6.jpg"])
def test_a_real_photograph_comes_in_and_is_read_back_as_recorded(
    vault: Vault, recording: Recording, photographs: Photographs, name: str
) -> None:
    prepared = photographs.take_in(_REAL / name)
    recording.attach(prepared.said, prepared.files)
    event = recording.state.entries[-1]
    assert event.kind is Kind.EVIDENCE_ATTACHED
    assert event.body["original_bytes"] == (_REAL / name).stat().st_size
    kept = photographs.read(recording.state.photos[0])
    assert hashlib.sha256(kept).hexdigest() == recording.state.photos[0].sha256
    assert b"GPS" not in kept[:4096]
