"""Playing scripts into a real vault: what the file says is what the record says, each entry with how and when."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import keyring
import pytest

from cxo_core.clocks import clocks
from cxo_core.documents.scripts import read_script
from cxo_core.entry import Standing
from cxo_core.findings import Grade
from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from cxo_core.privacy import Checked, unchecked
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Status, Walkthrough
from cxo_desktop.clock import SystemClock
from cxo_desktop.imaging.edits import Box, Mask
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.masking import edits_of
from cxo_desktop.services.scripting import found_in, play
from cxo_desktop.services.vaults import Vault, open_vault
from helpers.documents import spoilt
from helpers.memory_keyring import MemoryKeyring
from helpers.recordings import MovingClock, vault_in
from helpers.scripts import SCRIPT, example, with_photos
from helpers.sounds import note
from helpers.tapping import CHINA

LATER = MovingClock(datetime(2026, 4, 1, 18, 0, tzinfo=CHINA))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The shipped documents, read once."""
    return Catalogue(cache=tmp_path_factory.mktemp("cache") / "catalogue.json")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """The folder a script lies in, with the photographs it names."""
    return with_photos(tmp_path / "form", "ticket.jpg", "notice.jpg")


def played(catalogue: Catalogue, vault: Vault, folder: Path, text: str) -> Walkthrough:
    script = read_script(text, "walk.yaml", found_in(catalogue))
    return play(script, vault=vault, catalogue=catalogue, clock=LATER, folder=folder).state


def kinds(walk: Walkthrough) -> list[Kind]:
    return [entry.kind for entry in walk.entries]


@pytest.fixture(scope="module")
def walked(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walkthrough]:
    """The example of the documentation, played once."""
    folder = tmp_path_factory.mktemp("walked")
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    with vault_in(folder) as vault:
        photos = with_photos(folder / "form", "ticket.jpg", "notice.jpg")
        yield played(catalogue, vault, photos, example())
    keyring.set_keyring(before)


def test_the_worked_example_is_recorded_whole(walked: Walkthrough) -> None:
    assert walked.status is Status.FINISHED
    assert not walked.anomalies
    assert [officer.name for officer in walked.officers] == ["李敏", "王强", "赵芳"]
    assert (walked.hall, walked.window, walked.is_announced, walked.is_accompanied) == (
        "市政务服务中心",
        "3",
        False,
        True,
    )
    assert len(walked.visits) == 2
    assert [step.outcome for step in walked.steps] == ["done", "done", "returned"]


def test_nothing_a_script_says_is_live(walked: Walkthrough) -> None:
    happened = [entry for entry in walked.entries if entry.kind not in (Kind.STARTED, Kind.CORRECTED)]
    said = {entry.entered for entry in happened if entry.kind not in (Kind.STRUCK, Kind.UNDONE, Kind.REDONE)}
    assert said == {Entered.TYPED, Entered.RECALLED}
    decided = walked.first(Kind.DECIDED)
    assert decided and decided.entered is Entered.RECALLED
    assert all(entry.recorded == LATER.wall for entry in walked.entries)


def test_times_follow_from_one_another_with_the_offset(walked: Walkthrough) -> None:
    ticket, started = walked.first(Kind.TICKET_TAKEN), walked.first(Kind.SERVICE_STARTED)
    assert ticket and ticket.wall.isoformat() == "2026-03-02T09:07:00+08:00"
    assert started and started.wall.isoformat() == "2026-03-02T09:31:40+08:00"
    accepted, decided = walked.first(Kind.ACCEPTED), walked.first(Kind.DECIDED)
    assert accepted and accepted.wall.isoformat() == "2026-03-04T14:30:00+08:00"
    assert decided and decided.wall.isoformat() == "2026-03-10T15:30:00+08:00"


def test_an_entry_is_corrected_by_its_name_and_both_versions_stay(walked: Walkthrough) -> None:
    called, told = walked.first(Kind.CALLED), walked.first(Kind.MISSING_TOLD)
    assert called and (called.wall.hour, called.wall.minute, called.reason) == (9, 29, "照片上的时间是 09:29")
    assert told and told.body["complete"] is False and told.body["written"] is True
    queue = clocks(walked).queue
    assert queue and queue.minutes == 22
    slip = next(entry for entry in walked.entries if entry.kind is Kind.TRANSFERRED)
    assert (slip.standing, slip.reason) == (Standing.STRUCK, "并没有转窗，抄错了")
    assert {Kind.UNDONE, Kind.REDONE} <= set(kinds(walked))


def test_papers_inside_and_outside_the_list_are_told_apart(walked: Walkthrough) -> None:
    sets = walked.sets
    assert sets.demanded == ("application_form", "licence", "health")
    assert (sets.extra, sets.repeated, sets.waived, sets.deferred) == (
        ("health",),
        ("licence",),
        ("changes",),
        ("health",),
    )
    health, licence = walked.material("health"), walked.material("licence")
    assert health and (health.grade, health.copies_demanded, health.is_met) == (Grade.WITNESSED, 2, True)
    assert licence and len(licence.given) == 1


def test_photos_come_in_and_findings_name_them(walked: Walkthrough) -> None:
    first, second = walked.photos
    assert (first.caption, second.caption) == ("取号单 A032，前面 14 人", "窗口告知单")
    assert walked.findings[0].evidence == (first.id,)
    assert walked.entry(second.seq).entered is Entered.RECALLED
    assert first.wall.isoformat() == "2026-03-02T09:07:00+08:00"


def test_a_script_says_which_photos_were_checked_and_what_is_masked_in_them(walked: Walkthrough) -> None:
    first, second = walked.photos
    assert (first.checked, second.checked) == (Checked.NOTHING_TO_MASK, Checked.MASKED)
    assert edits_of(second) == (Mask(Box(20, 20, 90, 60)),)
    assert unchecked(walked) == ()
    assert walked.entry(second.looked).entered is Entered.RECALLED


def test_readings_belong_to_their_step_and_headings_to_the_whole(walked: Walkthrough) -> None:
    assert walked.reading("people_ahead", "queue")
    answer = walked.reading("policy_understood")
    assert answer and answer.value == 3
    outcome = walked.reading("outcome", "hand_in")
    assert outcome and outcome.value == "returned"
    assert walked.attitude["hand_in", "plain_words"] is False


def test_each_entry_names_the_officer_it_says(walked: Walkthrough) -> None:
    names = {walked.officer_name(entry.by) for entry in walked.of_kind(Kind.INTERRUPTION_STARTED)}
    assert names == {"王强"}
    assert walked.officer_name(walked.visits[1].arrived.by) == "赵芳"


def test_codes_burden_notes_and_pauses_are_recorded(walked: Walkthrough) -> None:
    assert walked.codes == {"109": True, "210": False}
    assert [(each.who, each.minutes) for each in walked.burden] == [("staff", 4)]
    assert walked.notes[0].text.startswith("网上指南")
    assert walked.of_kind(Kind.PAUSED) and walked.of_kind(Kind.RESUMED)


def test_a_played_record_is_as_durable_as_a_tapped_one(
    catalogue: Catalogue, tmp_path: Path, form: Path
) -> None:
    with vault_in(tmp_path) as vault:
        walked = played(catalogue, vault, form, SCRIPT)
    with open_vault(tmp_path / "vault") as vault:
        assert len(list(vault.walkthroughs.events(walked.id))) == len(walked.entries)
        assert vault.walkthroughs.summary(walked.id).status == "finished"


def test_a_photo_that_is_not_there_is_said_before_anything_is_recorded(
    catalogue: Catalogue, vault: Vault, tmp_path: Path
) -> None:
    with pytest.raises(Problem) as problem:
        played(catalogue, vault, tmp_path, SCRIPT)
    assert (problem.value.code, problem.value.details["file"]) == (Code.PHOTO_UNREADABLE, "ticket.jpg")
    assert vault.library.page().items == ()


VOICED = SCRIPT.replace(
    "  - {leave: done}\n",
    "  - {voice: said.wav, caption: 窗口说的话, as: said, checked: true}\n  - {leave: done}\n",
).replace("photos: [shot]", "photos: [shot, said]")


def test_a_voice_note_comes_in_beside_photos(catalogue: Catalogue, vault: Vault, form: Path) -> None:
    (form / "said.wav").write_bytes(note(42_000))
    walk = played(catalogue, vault, form, VOICED)
    [spoken] = walk.voices
    assert (spoken.step, spoken.caption, spoken.length_ms) == ("queue", "窗口说的话", 42_000)
    assert spoken.checked is Checked.NOTHING_TO_MASK and not unchecked(walk)
    assert walk.findings[0].evidence == (walk.photos[0].id, spoken.id)
    attached = walk.entry(spoken.seq)
    assert attached.entered is Entered.TYPED and attached.wall.isoformat() == "2026-03-02T09:07:00+08:00"


def test_a_sound_file_that_lies_is_said_before_anything_is_recorded(
    catalogue: Catalogue, vault: Vault, form: Path
) -> None:
    (form / "said.wav").write_bytes(note(2_000)[:900])
    with pytest.raises(Problem) as refused:
        played(catalogue, vault, form, VOICED)
    assert refused.value.code is Code.VOICE_BROKEN
    assert not list(vault.walkthroughs.every())


def test_nothing_can_be_masked_in_a_voice_note(catalogue: Catalogue, form: Path) -> None:
    with pytest.raises(Problem) as refused:
        read_script(VOICED.replace("as: said", "masked: [[0, 0, 9, 9]]"), "walk.yaml", found_in(catalogue))
    assert refused.value.code is Code.DOCUMENT_HAS_MISTAKES


def test_a_time_still_to_come_is_said_before_anything_is_recorded(
    catalogue: Catalogue, vault: Vault, form: Path
) -> None:
    for old, new in (("date: 2026-03-02", "date: 2026-05-02"), ("at: +2m", "at: +99d")):
        with pytest.raises(Problem) as problem:
            played(catalogue, vault, form, spoilt(SCRIPT, old, new)[0])
        assert problem.value.code is Code.TIME_IN_FUTURE
    assert vault.library.page().items == ()


def test_a_photo_that_is_broken_stops_the_playing_and_leaves_what_was_played(
    catalogue: Catalogue, vault: Vault, form: Path
) -> None:
    (form / "ticket.jpg").write_bytes(b"\xff\xd8\xff not a photo")
    with pytest.raises(Problem) as problem:
        played(catalogue, vault, form, SCRIPT)
    assert problem.value.code in (Code.PHOTO_BROKEN, Code.PHOTO_UNKNOWN_FORMAT)
    (line,) = vault.library.page().items
    assert (line.last_seq, line.status, line.step) == (4, "recording", "queue")
    assert vault.orphans() == ()


def test_a_script_that_recalls_says_so_for_every_entry(
    catalogue: Catalogue, vault: Vault, form: Path
) -> None:
    text, _ = spoilt(SCRIPT, "date: 2026-03-02", "date: 2026-03-02\nentered: recalled")
    walked = played(catalogue, vault, form, text)
    arrived, photo = walked.first(Kind.ARRIVED), walked.first(Kind.EVIDENCE_ATTACHED)
    assert arrived and photo
    assert arrived.entered is photo.entered is Entered.RECALLED


def test_another_offset_is_kept(catalogue: Catalogue, vault: Vault, form: Path) -> None:
    text, _ = spoilt(SCRIPT, "date: 2026-03-02", 'date: 2026-03-02\noffset: "+06:00"')
    arrived = played(catalogue, vault, form, text).first(Kind.ARRIVED)
    assert arrived and arrived.wall.isoformat() == "2026-03-02T09:05:00+06:00"


@pytest.mark.parametrize(
    ("head", "actions", "told"),
    [
        ("", "- {undo: true}", Code.NOTHING_TO_UNDO),
        ("", "- {redo: true}", Code.NOTHING_TO_REDO),
        ("scheme: nobody", "- {finish: true}", Code.SCHEME_NOT_FOUND),
    ],
)
def test_what_cannot_be_played_is_a_problem_with_a_name(
    catalogue: Catalogue, vault: Vault, tmp_path: Path, head: str, actions: str, told: Code
) -> None:
    text = f"{SCRIPT.partition('actions:')[0]}{head}\nactions:\n  {actions}\n"
    with pytest.raises(Problem) as problem:
        played(catalogue, vault, tmp_path, text)
    assert problem.value.code is told


def test_how_far_it_has_got_is_told_action_by_action(catalogue: Catalogue, vault: Vault, form: Path) -> None:
    script = read_script(SCRIPT, "walk.yaml")
    told: list[tuple[int, int]] = []

    def hear(done: int, of: int) -> None:
        told.append((done, of))

    options: dict[str, Any] = {"vault": vault, "catalogue": catalogue, "folder": form, "played": hear}
    play(script, clock=SystemClock(), **options)
    count = len(script["actions"])
    assert told == [(place, count) for place in range(1, count + 1)]


@pytest.mark.parametrize("box", ["[4000, 20, 4090, 60]", "[20, 9000, 90, 9060]"])
def test_a_mask_beside_its_photo_stops_the_script_before_anything_is_recorded(
    catalogue: Catalogue, vault: Vault, form: Path, box: str
) -> None:
    text, _line = spoilt(SCRIPT, "checked: true", f"masked: [[20, 20, 90, 60], {box}]")
    with pytest.raises(Problem) as caught:
        played(catalogue, vault, form, text)
    assert caught.value.code is Code.PHOTO_MASK_BESIDE
    assert caught.value.details["file"] == "ticket.jpg"
    assert caught.value.details["area"] == box.strip("[]")
    assert list(vault.walkthroughs.every()) == []


def test_a_mask_that_sticks_out_is_cut_to_the_photo(catalogue: Catalogue, vault: Vault, form: Path) -> None:
    text, _line = spoilt(SCRIPT, "checked: true", "masked: [[20, 20, 9000, 9000]]")
    [photo] = played(catalogue, vault, form, text).photos
    assert edits_of(photo) == (Mask(Box(20, 20, photo.width, photo.height)),)
