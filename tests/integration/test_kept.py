"""Until when a walkthrough and its parts are kept, what is left of what was erased, and everything about one person."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cxo_core.kinds import Kind
from cxo_core.privacy import Basis
from cxo_desktop.cli import main
from cxo_desktop.retention_words import (
    consent_words,
    day_words,
    part_words,
    tombstone_words,
    whole_words,
)
from cxo_desktop.services.about_export import export_clear, to_json
from cxo_desktop.services.about_person import find
from cxo_desktop.services.consent import note_person, note_shown, put_aside
from cxo_desktop.services.erasing import carry_out, dated, plan
from cxo_desktop.services.kept import Whole, kept, wholes
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.retention import Stays, What, choose_days
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.tombstones import tombstones
from cxo_desktop.services.vaults import Vault
from cxo_desktop.services.withdrawing import Withdrawing
from cxo_desktop.storage.bundles import BundleRow
from helpers.delivered import ANSWERED, CAPTION, NOTE, answered, hear, sealed
from helpers.own_office import OwnOffice
from helpers.recordings import MovingClock, begun, photographed
from helpers.tapping import ITEM

SIGNED = ANSWERED.date()
NOW = datetime(2027, 6, 1, 8, 0, tzinfo=UTC)
LABEL = "3 号窗"


def day(days: int) -> date:
    return SIGNED + timedelta(days=days)


@pytest.fixture
def office(vault: Vault, tmp_path: Path) -> OwnOffice:
    return OwnOffice.trusted(vault, tmp_path)


@pytest.fixture
def row(vault: Vault, office: OwnOffice) -> BundleRow:
    return answered(vault, office, sealed(vault, office))


def listed(vault: Vault, walkthrough: str) -> Whole:
    return wholes(vault, [vault.walkthroughs.summary(walkthrough)])[walkthrough]


@pytest.mark.parametrize("photo_days", [7, 90, 365])
@pytest.mark.parametrize("whole_days", [90, 1095])
def test_the_list_says_the_same_day_as_the_folded_record(
    vault: Vault, row: BundleRow, photo_days: int, whole_days: int
) -> None:
    choose_days(vault, What.PHOTO, photo_days)
    choose_days(vault, What.WALKTHROUGH, whole_days)
    whole = next(each for each in dated(vault) if each.what is What.WALKTHROUGH)
    assert listed(vault, row.walkthrough_id) == Whole(whole.until, None)
    assert kept(vault, row.walkthrough_id).whole == whole
    assert whole.until == day(max(photo_days, whole_days, 90))


def test_what_was_not_delivered_has_no_day_and_says_why(vault: Vault, office: OwnOffice) -> None:
    unsealed = begun(vault, MovingClock())
    unanswered = sealed(vault, office)
    assert listed(vault, unsealed.id) == Whole(None, Stays.OPEN)
    assert listed(vault, unanswered.walkthrough_id) == Whole(None, Stays.NO_RECEIPT)
    assert day_words(listed(vault, unsealed.id)) == "no day yet"
    held = kept(vault, unanswered.walkthrough_id)
    assert "has not confirmed it yet" in whole_words(held.whole, held.days)
    answered(vault, office, unanswered)
    Sealing(vault).reopen(Recording(vault, MovingClock(), unanswered.walkthrough_id), "补充")
    assert listed(vault, unanswered.walkthrough_id) == Whole(None, Stays.OPEN)


def test_each_part_is_told_with_its_day_and_what_it_rests_on(vault: Vault, row: BundleRow) -> None:
    held = kept(vault, row.walkthrough_id)
    told = [part_words(each, held.days) for each in held.parts]
    assert [each.partition(" (")[0] for each in told] == [
        "Unmasked pictures",
        "Sealed file, revision 1",
        "Photos and voice notes",
    ]
    assert told[0].endswith(f"until {day(30)}, receipt of {SIGNED} and 30 days")
    assert whole_words(held.whole, held.days) == f"Kept until {day(365)}: receipt of {SIGNED} and 365 days."


def test_show_carries_the_same_dates(
    vault: Vault, row: BundleRow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hear(vault, day(60))
    carry_out(vault, plan(vault, day(60)), NOW)
    vault.close()
    words = ["show", row.walkthrough_id[:12], "--vault", str(tmp_path / "vault")]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["kept"]
    assert told["until"] == day(365).isoformat()
    assert told["receipt"]["signed_on"] == SIGNED.isoformat()
    assert {each["what"]: each["until"] for each in told["objects"]} == {
        "photo": day(90).isoformat(),
        "bundle": day(90).isoformat(),
    }
    assert [each["files"] for each in told["erased"]] == [3]
    assert main(words) == 0
    assert f"until {day(90)}" in capsys.readouterr().out


def test_what_was_erased_stays_as_a_line_that_tells_when_why_and_the_receipt(
    vault: Vault, row: BundleRow
) -> None:
    hear(vault, day(60))
    carry_out(vault, plan(vault, day(60)), NOW - timedelta(days=300))
    hear(vault, day(400))
    carry_out(vault, plan(vault, day(400)), NOW)
    whole, unmasked = tombstones(vault)
    assert (whole.is_whole, unmasked.is_whole) == (True, False)
    assert (whole.item, whole.started) == (ITEM["id"], date(2026, 3, 2))
    assert [(each.revision, each.at) for each in whole.receipts] == [(1, ANSWERED)]
    told = tombstone_words(whole)
    assert "because its time was over" in told
    assert "Delivered: revision 1, receipt of 市审批局体验办" in told
    assert f"The receipt of {SIGNED} allowed it." in tombstone_words(unmasked)
    everything = " ".join((told, tombstone_words(unmasked), repr(whole), repr(unmasked)))
    assert NOTE not in everything
    assert CAPTION not in everything
    assert vault.erasures.count_together() == 2
    assert tombstones(vault, before=whole.line) == (unmasked,)


def test_a_receipt_in_the_log_that_another_key_signed_proves_nothing(
    vault: Vault, row: BundleRow, office: OwnOffice
) -> None:
    hear(vault, day(400))
    carry_out(vault, plan(vault, day(400)), NOW)
    line = next(each for each in vault.erasures.of(row.walkthrough_id) if each.what == "walkthrough")
    kept_of = json.loads(line.subject)
    kept_of["revisions"][0]["receipt"] = OwnOffice().receipt(row, received_at=ANSWERED).decode()
    with vault.erasures.together() as run:
        run("UPDATE erasures SET subject = ? WHERE number = ?", (json.dumps(kept_of), line.number))
    (tomb,) = tombstones(vault)
    assert tomb.receipts == ()
    assert "No receipt in the log can be verified." in tombstone_words(tomb)


def with_a_person(vault: Vault) -> tuple[Recording, str, str, str]:
    """Somebody in one of two photos, of which the other carries their label as its caption."""
    recording = begun(vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    shown, other = photographed(recording, vault, 0), photographed(recording, vault, 1, caption=LABEL)
    person = note_person(recording, LABEL, Basis.CONSENT, consent="spoken")
    note_shown(recording, shown, [person])
    return recording, person, shown, other


def test_consent_is_told_with_its_days_and_what_the_offices_answered(vault: Vault, office: OwnOffice) -> None:
    recording, person, shown, other = with_a_person(vault)
    for photo in recording.state.photos:
        said = {"evidence": photo.id, "sha256": photo.sha256, "outcome": "nothing-to-mask"}
        recording.tap(Kind.EVIDENCE_CHECKED, said)
    recording.tap(Kind.FINISHED)
    Sealing(vault).seal(recording, office.keys)
    (before,) = find(vault, LABEL).consents
    assert before.withdrawn is None
    Withdrawing(vault, MovingClock()).withdraw(recording, person, reason="撤回")
    (consent,) = find(vault, LABEL).consents
    assert consent.withdrawn is not None
    assert [(each.office, each.confirmed) for each in consent.asked] == [("市审批局体验办", None)]
    assert "市审批局体验办: asked" in consent_words(consent)
    told = to_json(find(vault, LABEL))["persons"][0]
    assert told["withdrawn_at"] == consent.withdrawn.isoformat()
    assert told["offices"][0]["confirmed_at"] is None
    assert kept(vault, recording.id).consents == (consent,)


def test_of_a_photo_put_aside_nothing_written_leaves_the_vault(vault: Vault, tmp_path: Path) -> None:
    recording, _person, _shown, other = with_a_person(vault)
    put_aside(recording, other)
    about = find(vault, LABEL)
    aside = [each for each in about.mentions if each.is_aside]
    assert [each.text for each in aside] == [""]
    photo = next(each for each in about.photos if each.photo.id == other)
    assert photo.caption == ""
    folder = export_clear(vault, about, tmp_path / "clear")
    told = json.loads((folder / "about.json").read_text("utf-8"))
    assert [each["caption"] for each in told["photos"] if each["put_aside"]] == [""]
    assert len(list((folder / "photos").iterdir())) == 1


def test_a_record_that_cannot_be_read_is_named_and_the_rest_is_found(vault: Vault) -> None:
    broken = with_a_person(vault)[0]
    whole = with_a_person(vault)[0]
    with vault.erasures.together() as run:
        run(
            "UPDATE events SET line = ? WHERE kind = ? AND place >> 24 ="
            " (SELECT number FROM walkthroughs WHERE id = ?)",
            (b"{", Kind.PERSON_NOTED.value, broken.id),
        )
    about = find(vault, LABEL)
    assert about.unread == (broken.id,)
    assert about.walkthroughs == (whole.id,)
    assert to_json(about)["unread"] == [broken.id]
