"""Photos masked in a real vault: whole or nothing, undone and redone, and gone from what is sealed."""

import hashlib
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from cxo_core.bundle.verify import verify
from cxo_core.kinds import Kind
from cxo_core.privacy import Checked, Sensitive, Want, want_of
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Evidence
from cxo_desktop.imaging.edits import Arrow, Box, Crop, Edit, Label, Mask, MaskKind, Polygon, Turn
from cxo_desktop.services.masking import USUAL_DAYS, Masking, edits_of
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.reporting import report
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault, create
from cxo_desktop.storage.evidence_rows import EvidenceKind
from helpers.laptops import noise
from helpers.recordings import (
    MovingClock,
    an_office,
    begun,
    jpeg,
    no_file_longer_than,
    photographed,
)

FACE = Mask(Box(20, 20, 70, 60))


@pytest.fixture
def recording(vault: Vault) -> Recording:
    recording = begun(vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    photographed(recording, vault, 1)
    return recording


@pytest.fixture
def masking(vault: Vault, recording: Recording) -> Masking:
    return Masking(vault, recording)


def photo(recording: Recording) -> Evidence:
    return recording.state.photos[0]


def read(vault: Vault, recording: Recording) -> bytes:
    return Photographs(vault, recording.id).read(photo(recording))


def test_a_mask_makes_another_picture_and_keeps_the_first_one_in_the_vault(
    vault: Vault, recording: Recording, masking: Masking
) -> None:
    before, unmasked = photo(recording), read(vault, recording)
    masking.edit(before, [FACE])
    after = photo(recording)
    assert after.checked is Checked.MASKED and want_of(after, recording.state) is None
    assert after.sha256 != before.sha256 and after.base_sha256 == before.sha256
    picture = Image.open(io.BytesIO(read(vault, recording))).convert("RGB")
    assert max(picture.getpixel((45, 40))) < 50  # type: ignore[arg-type]
    assert hashlib.sha256(read(vault, recording)).hexdigest() == after.sha256
    photographs = Photographs(vault, recording.id)
    assert photographs.read(after, is_base=True) == unmasked
    assert masking.look(after) == photographs.report_copy(before)
    assert edits_of(after) == (FACE,)


def test_every_copy_shown_is_the_masked_one(vault: Vault, recording: Recording, masking: Masking) -> None:
    masking.edit(photo(recording), [Mask(Box(0, 0, 160, 120))])
    photographs = Photographs(vault, recording.id)
    for copy in (photographs.thumbnail(photo(recording)), photographs.report_copy(photo(recording))):
        assert all(
            highest < 50 for _lowest, highest in Image.open(io.BytesIO(copy)).convert("RGB").getextrema()
        )
    assert report(vault, recording.id, language="en")


def test_what_lies_under_a_mask_changes_nothing_of_what_leaves(vault: Vault, recording: Recording) -> None:
    """The same photo with something else under the mask gives the same bytes."""
    held = []
    for colour in ((250, 10, 10), (10, 250, 10)):
        image = Image.open(io.BytesIO(jpeg(1))).convert("RGB")
        image.paste(colour, (30, 30, 60, 50))
        out = io.BytesIO()
        image.save(out, "PNG")
        photographs = Photographs(vault, recording.id)
        prepared = photographs.take_in(out.getvalue())
        recording.attach(prepared.said, prepared.files)
        shown = recording.state.photos[-1]
        masking = Masking(vault, recording)
        masking.edit(shown, [FACE])
        held.append(recording.state.photos[-1].sha256)
    assert held[0] == held[1]


def test_undo_brings_the_picture_back_and_redo_the_mask(
    vault: Vault, recording: Recording, masking: Masking
) -> None:
    before = photo(recording)
    masking.edit(before, [FACE])
    masked = photo(recording)
    masking.undo()
    assert photo(recording).sha256 == before.sha256 and read(vault, recording)
    masking.redo()
    assert photo(recording) == masked and read(vault, recording)


def test_undoing_here_never_takes_back_what_the_recorder_wrote(
    recording: Recording, masking: Masking
) -> None:
    with pytest.raises(Problem) as problem:
        masking.undo()
    assert problem.value.code is Code.NOTHING_TO_UNDO
    with pytest.raises(Problem) as problem:
        masking.redo()
    assert problem.value.code is Code.NOTHING_TO_REDO


def test_the_same_edits_twice_are_one_rendition(vault: Vault, recording: Recording, masking: Masking) -> None:
    masking.edit(photo(recording), [FACE])
    masking.edit(photo(recording), [FACE, Turn(1)])
    masking.edit(photo(recording), [FACE])
    rows = [row for row in vault.evidence_rows.of(recording.id) if row.kind is EvidenceKind.WORKING]
    assert len(rows) == 3 and vault.orphans() == ()


def test_two_pictures_prepared_alike_before_either_was_kept_are_one_rendition(
    vault: Vault, recording: Recording, masking: Masking
) -> None:
    first, second = (masking.prepare(photo(recording), [FACE]) for _ in range(2))
    masking.keep(first)
    masking.keep(second)
    assert vault.orphans() == () and read(vault, recording)


def test_taking_every_edit_away_gives_the_picture_as_it_came(
    vault: Vault, recording: Recording, masking: Masking
) -> None:
    before = photo(recording)
    masking.edit(before, [FACE, Crop(Box(0, 0, 80, 60))])
    assert (photo(recording).width, photo(recording).height) == (80, 60)
    masking.edit(photo(recording), [])
    after = photo(recording)
    assert (after.sha256, after.width, after.edits, after.checked) == (before.sha256, before.width, (), None)
    assert read(vault, recording)


def test_a_copy_that_shows_what_was_masked_has_a_date_and_the_one_in_use_has_none(
    vault: Vault, recording: Recording, masking: Masking
) -> None:
    def dates() -> dict[str, Any]:
        return {row.of: row.expires_on for row in vault.evidence_rows.of(recording.id)}

    first = photo(recording).sha256
    masking.edit(photo(recording), [FACE])
    until = recording.state.entries[-1].recorded.date() + timedelta(days=USUAL_DAYS)
    assert dates() == {first: until, photo(recording).sha256: None}
    masked = photo(recording).sha256
    masking.undo()
    assert dates() == {first: None, masked: until}


def test_a_full_disk_leaves_no_half_masked_photo(
    vault: Vault, recording: Recording, masking: Masking
) -> None:
    before = photo(recording)
    with pytest.raises(Problem) as problem, no_file_longer_than(512):
        masking.edit(before, [FACE])
    assert problem.value.code is Code.DISK_FULL
    assert photo(recording) == before and vault.orphans() == ()


def test_a_cut_between_file_and_event_leaves_the_photo_as_it_was(
    vault: Vault, recording: Recording, masking: Masking
) -> None:
    before = photo(recording)
    redaction = masking.prepare(before, [FACE])
    assert photo(recording) == before and len(vault.orphans()) == len(redaction.files)
    vault.sweep()
    assert vault.orphans() == () and read(vault, recording)
    with pytest.raises(Problem), no_file_longer_than(0):
        masking.keep(masking.prepare(before, []))
    assert photo(recording) == before


def test_an_exception_names_its_legal_basis(recording: Recording, masking: Masking) -> None:
    masking.flag(photo(recording), [Sensitive.MEDICAL])
    masking.check(photo(recording), Checked.NOTHING_TO_MASK)
    assert want_of(photo(recording), recording.state) is Want.MASK_OR_SEPARATE_CONSENT
    with pytest.raises(Problem) as problem:
        masking.check(photo(recording), Checked.EXCEPTION, " ")
    assert problem.value.code is Code.REASON_MISSING
    masking.check(photo(recording), Checked.EXCEPTION, "个人信息保护法第十三条第三项")
    assert want_of(photo(recording), recording.state) is None


def test_only_the_masked_picture_is_in_the_bundle(vault: Vault, recording: Recording) -> None:
    """A picture of noise, so that every piece of its coding is found again wherever it went."""
    office, identity = an_office()
    original = noise(200)
    photographs, masking = Photographs(vault, recording.id), Masking(vault, recording)
    recording.undo()
    prepared = photographs.take_in(original)
    recording.attach(prepared.said, prepared.files)
    photographs.finish(prepared)
    masking.edit(photo(recording), [FACE, Label((90, 90), "窗口", 12), Arrow((100, 100), (120, 60))])
    recording.tap(Kind.FINISHED)
    row = Sealing(vault).seal(recording, office)
    inside = members(vault.folder.bundles / row.name, identity)
    [sent] = [content for content in inside.values() if content.startswith(b"\xff\xd8")]
    assert hashlib.sha256(sent).hexdigest() == photo(recording).sha256
    everything, coded = b"".join(inside.values()), original[original.index(b"\xff\xda") + 14 :]
    assert not any(coded[at : at + 16] in everything for at in range(0, len(coded) - 16, 16))
    assert not any(marker in sent for marker in (b"Exif", b"http://ns.adobe", b"ICC_PROFILE", b"Photoshop"))
    assert sent.count(b"\xff\xd8\xff") == 1
    assert verify(vault.folder.bundles / row.name, [identity]).is_sound
    stored = b"".join(path.read_bytes() for path in vault.folder.root.rglob("*") if path.is_file())
    assert coded[64:80] not in stored and sent[-80:-16] not in stored


def members(path: Path, identity: Any) -> dict[str, bytes]:
    """Every member of a bundle, opened with the office's key by other programs than ours; under "" all its bytes."""
    clear = pyrage.decrypt(path.read_bytes(), [identity])
    with zipfile.ZipFile(io.BytesIO(clear)) as opened:
        return {"": clear} | {name: opened.read(name) for name in opened.namelist()}


EDITS: tuple[tuple[Edit, ...], ...] = (
    (),
    (FACE,),
    (Mask(Polygon(((10, 10), (60, 15), (30, 70))), MaskKind.MOSAIC),),
    (Crop(Box(10, 10, 90, 90)),),
    (FACE, Turn(1)),
)
ACTS = st.one_of(
    st.tuples(st.just("edit"), st.integers(0, len(EDITS) - 1)),
    st.tuples(st.sampled_from(["undo", "redo", "check", "except", "flag"]), st.just(0)),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=7))
def test_sealing_takes_what_the_record_says_whatever_was_done_and_undone(
    acts: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    office, identity = an_office()
    with create(tmp_path_factory.mktemp("any") / "vault", None, "李敏") as vault:
        recording = begun(vault, MovingClock())
        recording.tap(Kind.ARRIVED)
        photographed(recording, vault, 2)
        masking = Masking(vault, recording)
        for act, which in acts:
            do(masking, photo(recording), act, which)
        assert vault.orphans() == ()
        shown = photo(recording)
        assert hashlib.sha256(read(vault, recording)).hexdigest() == shown.sha256
        if want_of(shown, recording.state) is not None:
            masking.check(shown, Checked.EXCEPTION, "履行法定职责")
        recording.tap(Kind.FINISHED)
        row = Sealing(vault).seal(recording, office)
        inside = members(vault.folder.bundles / row.name, identity)
        held = {hashlib.sha256(content).hexdigest() for content in inside.values()}
        assert shown.sha256 in held
        assert shown.base_sha256 in ("", shown.sha256) or shown.base_sha256 not in held


def do(masking: Masking, shown: Evidence, act: str, which: int) -> None:
    match act:
        case "edit":
            masking.edit(shown, EDITS[which])
        case "check":
            masking.check(shown, Checked.NOTHING_TO_MASK)
        case "except":
            masking.check(shown, Checked.EXCEPTION, "履行法定职责")
        case "flag":
            masking.flag(shown, [Sensitive.IDENTITY])
        case _:
            try:
                masking.undo() if act == "undo" else masking.redo()
            except Problem as problem:
                assert problem.code in (Code.NOTHING_TO_UNDO, Code.NOTHING_TO_REDO)
