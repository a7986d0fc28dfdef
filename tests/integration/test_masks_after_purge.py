"""A masked photo whose unmasked picture was erased: it stays masked, can be masked further, and no record is broken by it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from cxo_core.bundle.verify import verify
from cxo_core.event import next_event
from cxo_core.fold import Fold
from cxo_core.kinds import Kind
from cxo_core.privacy import Basis, Checked, want_of
from cxo_core.problems import Code, Problem
from cxo_core.summarising import summary_of
from cxo_desktop import problem_words
from cxo_desktop.imaging.edits import Box, Crop, Mask, Turn
from cxo_desktop.services.consent import note_person, note_shown
from cxo_desktop.services.masking import Masking, edits_of
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.reporting import report
from cxo_desktop.services.retention import What
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.services.withdrawing import Withdrawing
from helpers.delivered import CAPTION, MASK
from helpers.own_office import OwnOffice
from helpers.purged import delivered, last, purged, returned, shown
from helpers.recordings import MovingClock, begun, photographed

OTHER = Mask(Box(100, 70, 150, 110))
Act = Callable[[Recording, Masking], object]


@pytest.fixture
def office(vault: Vault, tmp_path: Path) -> OwnOffice:
    return OwnOffice.trusted(vault, tmp_path)


def is_dark(vault: Vault, recording: Recording, x: int, y: int) -> bool:
    content = Photographs(vault, recording.id).read(shown(recording))
    pixel = Image.open(io.BytesIO(content)).convert("RGB").getpixel((x, y))
    assert isinstance(pixel, tuple)
    return max(pixel) < 50


WAYS: dict[str, Act] = {
    "struck in the timeline": lambda recording, masking: recording.strike(
        last(recording, Kind.EVIDENCE_REDACTED), reason="遮错了"
    ),
    "struck with others": lambda recording, masking: recording.untick(
        [last(recording, Kind.EVIDENCE_REDACTED)], reason="遮错了"
    ),
    "edited away": lambda recording, masking: masking.edit(shown(recording), []),
    "corrected": lambda recording, masking: recording.correct(
        last(recording, Kind.EVIDENCE_REDACTED), reason="?", body={"sha256": shown(recording).base_sha256}
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_mask_cannot_be_taken_back_and_the_record_stays_whole(
    vault: Vault, office: OwnOffice, way: str
) -> None:
    recording = returned(vault, office)
    before, events = recording.state, len(recording.state.entries)
    with pytest.raises(Problem) as problem:
        WAYS[way](recording, Masking(vault, recording))
    assert problem.value.code is Code.MASK_IS_FINAL
    sentence = problem_words.sentence(problem.value)
    assert CAPTION in sentence and "2027-06-01" in sentence and "…" not in sentence
    assert recording.state == before and len(list(vault.walkthroughs.events(recording.id))) == events
    assert is_dark(vault, recording, 50, 40)
    assert delivered(vault, recording, office).revision == 2


def test_everything_else_about_it_can_still_be_said_struck_and_undone(
    vault: Vault, office: OwnOffice
) -> None:
    recording = returned(vault, office)
    masking = Masking(vault, recording)
    masking.describe(shown(recording), "告示")
    recording.strike(last(recording, Kind.EVIDENCE_DESCRIBED), reason="写错了")
    recording.undo()
    recording.tap(Kind.EVIDENCE_REMOVED, {"evidence": shown(recording).id, "reason": "重复"})
    recording.strike(last(recording, Kind.EVIDENCE_REMOVED), reason="不重复")
    assert shown(recording).caption == "告示" and is_dark(vault, recording, 50, 40)


def test_the_removal_of_a_photo_whose_files_were_erased_stays(vault: Vault, office: OwnOffice) -> None:
    recording = begun(vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    photo = photographed(recording, vault, caption=CAPTION)
    recording.tap(Kind.EVIDENCE_REMOVED, {"evidence": photo, "reason": "拍错了"})
    delivered(vault, recording, office)
    assert purged(vault, What.UNMASKED) == {What.UNMASKED}
    Sealing(vault).reopen(recording, "请补拍")
    with pytest.raises(Problem) as problem:
        recording.strike(last(recording, Kind.EVIDENCE_REMOVED), reason="还要")
    assert problem.value.code is Code.PHOTO_ERASED and CAPTION in problem_words.sentence(problem.value)
    assert recording.state.photos == ()
    assert delivered(vault, recording, office).revision == 2


def test_nor_does_a_photo_come_back_that_was_destroyed_for_somebody(vault: Vault) -> None:
    recording = begun(vault, MovingClock())
    photo = photographed(recording, vault, caption=CAPTION)
    person = note_person(recording, "3 号窗办事人", Basis.SEPARATE_CONSENT, consent="written")
    note_shown(recording, photo, [person])
    recording.tap(Kind.EVIDENCE_REMOVED, {"evidence": photo, "reason": "拍错了"})
    Withdrawing(vault, MovingClock()).withdraw(recording, person, reason="撤回")
    with pytest.raises(Problem) as problem:
        recording.strike(last(recording, Kind.EVIDENCE_REMOVED), reason="还要")
    assert problem.value.code is Code.PHOTO_DESTROYED and recording.state.photos == ()


def test_a_photo_wholly_erased_says_so_and_can_be_left_out(vault: Vault, office: OwnOffice) -> None:
    recording = begun(vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    photo = photographed(recording, vault, caption=CAPTION)
    Masking(vault, recording).edit(shown(recording), [MASK])
    delivered(vault, recording, office)
    assert What.PHOTO in purged(vault, What.PHOTO)
    Sealing(vault).reopen(recording, "请补拍")
    recording.tap(Kind.FINISHED)
    for ask in (
        lambda: Photographs(vault, recording.id).read(shown(recording)),
        lambda: Masking(vault, recording).look(shown(recording)),
        lambda: Masking(vault, recording).edit(shown(recording), [OTHER]),
        lambda: Sealing(vault).seal(recording, office.keys),
    ):
        with pytest.raises(Problem) as problem:
            ask()
        assert problem.value.code is Code.PHOTO_ERASED
    assert report(vault, recording.id, language="zh")
    recording.tap(Kind.RESUMED)
    recording.tap(Kind.EVIDENCE_REMOVED, {"evidence": photo, "reason": "已删除"})
    assert delivered(vault, recording, office).revision == 2


def test_it_can_be_masked_further_and_that_undone(vault: Vault, office: OwnOffice) -> None:
    recording = returned(vault, office)
    masking, before = Masking(vault, recording), shown(recording)
    base = masking.base(before)
    assert (base.sha256, base.width, base.height) == (before.sha256, before.width, before.height)
    assert masking.look(before) == Photographs(vault, recording.id).report_copy(before)
    assert edits_of(before, base.sha256) == ()
    masking.edit(before, [OTHER])
    after = shown(recording)
    assert is_dark(vault, recording, 50, 40) and is_dark(vault, recording, 125, 90)
    assert after.checked is Checked.MASKED and after.drawn_on == before.sha256
    assert edits_of(after, masking.base(after).sha256) == (OTHER,)
    assert len(after.edits) == 3 and after.edits[:1] == before.edits
    masking.undo()
    assert shown(recording) == before and is_dark(vault, recording, 50, 40)
    masking.redo()
    assert shown(recording) == after
    masking.edit(after, [])
    assert (shown(recording).sha256, shown(recording).edits) == (before.sha256, before.edits)
    assert want_of(shown(recording), recording.state) is None


def test_bundle_and_office_take_what_was_masked_further(vault: Vault, office: OwnOffice) -> None:
    recording = returned(vault, office)
    Masking(vault, recording).edit(shown(recording), [OTHER])
    row = delivered(vault, recording, office)
    verified = verify(vault.folder.bundles / row.name, [office.identity])
    assert verified.is_sound
    assert report(vault, recording.id, language="zh")


def test_and_further_still_after_another_purge(vault: Vault, office: OwnOffice) -> None:
    recording = returned(vault, office)
    masking = Masking(vault, recording)
    masking.edit(shown(recording), [OTHER])
    delivered(vault, recording, office)
    assert purged(vault, What.UNMASKED) == {What.UNMASKED}
    Sealing(vault).reopen(recording, "请再遮盖")
    with pytest.raises(Problem) as problem:
        recording.strike(last(recording, Kind.EVIDENCE_REDACTED), reason="遮错了")
    assert problem.value.code is Code.MASK_IS_FINAL
    masking.edit(shown(recording), [Mask(Box(0, 0, 16, 16))])
    assert all(is_dark(vault, recording, *place) for place in ((50, 40), (125, 90), (8, 8)))
    assert [each["do"] for each in shown(recording).edits] == ["mask", "from", "mask", "from", "mask"]


def test_further_masks_lie_in_the_picture_as_it_was_cut_and_turned(vault: Vault, office: OwnOffice) -> None:
    recording = returned(vault, office, (MASK, Crop(Box(0, 0, 120, 80)), Turn(1)))
    masking, before = Masking(vault, recording), shown(recording)
    assert (before.width, before.height) == (80, 120)
    assert not is_dark(vault, recording, 70, 110)
    masking.edit(before, [Mask(Box(60, 100, 80, 200))])
    assert is_dark(vault, recording, 70, 110)
    assert (shown(recording).width, shown(recording).height) == (80, 120)
    with pytest.raises(Problem) as problem:
        masking.edit(shown(recording), [Mask(Box(90, 0, 110, 20))])
    assert problem.value.code is Code.PHOTO_MASK_BESIDE


def broken(vault: Vault, recording: Recording) -> Recording:
    """As an older version left it: the mask struck although what is under it was erased."""
    fold = Fold(vault.walkthroughs.events(recording.id))
    assert fold.last is not None
    said = {"target": last(recording, Kind.EVIDENCE_REDACTED), "reason": "遮错了"}
    moment = MovingClock().now()
    event = next_event(fold.last, Kind.STRUCK, moment, by=fold.last.by, body=said, step="")
    fold.add(event)
    vault.walkthroughs.append(recording.id, [event], summary_of(fold.state()))
    return Recording(vault, MovingClock(), recording.id)


def test_a_record_an_older_version_broke_says_which_entry_to_undo(vault: Vault, office: OwnOffice) -> None:
    recording = broken(vault, returned(vault, office))
    seq = recording.state.entries[-1].seq
    recording.tap(Kind.NOTE_WRITTEN, {"note_id": "n1", "text": "后来记的"})
    Masking(vault, recording).check(shown(recording), Checked.NOTHING_TO_MASK)
    recording.tap(Kind.FINISHED)
    for ask in (
        lambda: Photographs(vault, recording.id).read(shown(recording)),
        lambda: Masking(vault, recording).look(shown(recording)),
        lambda: Sealing(vault).seal(recording, office.keys),
    ):
        with pytest.raises(Problem) as problem:
            ask()
        assert (problem.value.code, problem.value.details["seq"]) == (Code.PHOTO_BROUGHT_BACK, seq)
        assert str(seq) in problem_words.sentence(problem.value)
    assert report(vault, recording.id, language="zh")
    while recording.state.entry(seq).counts:
        recording.undo()
    assert is_dark(vault, recording, 50, 40)
    assert delivered(vault, recording, office).revision == 2
