"""What may no longer be kept goes for good, only a receipt lets it go, and what went can be proved."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cxo_core.kinds import Kind
from cxo_core.problems import Code
from cxo_core.protocol.receipt import Receipt
from cxo_desktop.services.backing_up import backup
from cxo_desktop.services.erasing import carry_out, dated, finish, plan
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.retention import Stays, What, choose_days
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault, open_vault
from cxo_desktop.storage.bundles import BundleRow
from helpers.delivered import ANSWERED, CAPTION, NOTE, answered, hear, sealed
from helpers.own_office import OwnOffice
from helpers.problems_raised import raises
from helpers.raw_pages import raw_pages
from helpers.recordings import MovingClock, begun, files_in

SIGNED = ANSWERED.date()
NOW = datetime(2027, 6, 1, 8, 0, tzinfo=UTC)


def day(days: int) -> date:
    return SIGNED + timedelta(days=days)


@pytest.fixture
def office(vault: Vault, tmp_path: Path) -> OwnOffice:
    return OwnOffice.trusted(vault, tmp_path)


@pytest.fixture
def row(vault: Vault, office: OwnOffice) -> BundleRow:
    """A delivered walkthrough with one masked photo."""
    return answered(vault, office, sealed(vault, office))


def gone(vault: Vault, today: date, **how: bool) -> set[What]:
    return {each.what for each in carry_out(vault, plan(vault, today), NOW, **how)}


def clear_text(vault: Vault) -> bytes:
    return b"".join(raw_pages(vault.folder.database, vault._key.subkey("database")))


def test_without_a_receipt_nothing_ever_expires(vault: Vault, office: OwnOffice) -> None:
    sealed(vault, office)
    begun(vault, MovingClock())
    every = dated(vault)
    assert {each.stays for each in every} == {Stays.OPEN, Stays.NO_RECEIPT}
    assert {each.until for each in every} == {None}
    assert plan(vault, date(2099, 1, 1)).due == ()


def test_a_receipt_that_another_key_signed_lets_nothing_go(vault: Vault, office: OwnOffice) -> None:
    delivered = answered(vault, office, sealed(vault, office))
    forged = OwnOffice().receipt(delivered, received_at=ANSWERED)
    with vault.erasures.together() as run:
        run("UPDATE bundles SET receipt = ?", (forged,))
    assert plan(vault, date(2099, 1, 1)).due == ()


def test_every_object_has_the_day_of_its_rule(vault: Vault, row: BundleRow) -> None:
    days = {each.what: each.until for each in dated(vault)}
    assert days[What.UNMASKED] == day(30)
    assert days[What.PHOTO] == days[What.BUNDLE] == day(90)
    assert days[What.WALKTHROUGH] == day(365)
    choose_days(vault, What.PHOTO, 10)
    assert choose_days(vault, What.WALKTHROUGH, 5) == 90
    days = {each.what: each.until for each in dated(vault)}
    assert (days[What.PHOTO], days[What.WALKTHROUGH]) == (day(10), day(90))


def test_the_dry_run_names_everything_and_changes_nothing(vault: Vault, row: BundleRow) -> None:
    before = files_in(vault.folder.root)
    seen = plan(vault, day(91))
    assert {each.what for each in seen.due} == {What.UNMASKED, What.PHOTO, What.BUNDLE}
    assert seen.bytes == sum(each.bytes for each in seen.due) > 0
    digest = hashlib.sha256(row.receipt or b"").hexdigest()
    assert {each.ground.digest for each in seen.due if each.ground} == {digest}
    assert files_in(vault.folder.root) == before
    assert vault.erasures.latest() == ()


def test_a_clock_set_forward_erases_nothing_until_the_office_confirms_the_day(
    vault: Vault, row: BundleRow
) -> None:
    seen = plan(vault, day(2000))
    assert (seen.known_on, seen.certain) == (SIGNED, ())
    assert gone(vault, day(2000)) == set()
    hear(vault, day(45))
    assert gone(vault, day(2000)) == set()
    hear(vault, day(400))
    assert gone(vault, day(45)) == {What.UNMASKED}
    assert gone(vault, day(2000)) == {What.WALKTHROUGH}


def test_a_person_who_says_the_clock_is_right_is_believed(vault: Vault, row: BundleRow) -> None:
    assert gone(vault, day(31), is_clock_right=True) == {What.UNMASKED}
    assert {each.why for each in vault.erasures.latest()} == {f"retention until {day(30)} (laptop clock)"}


def test_the_unmasked_go_first_and_the_masked_photo_can_still_be_seen(vault: Vault, row: BundleRow) -> None:
    before = vault.evidence_rows.of(row.walkthrough_id)
    hear(vault, day(60))
    assert gone(vault, day(60)) == {What.UNMASKED}
    after = vault.evidence_rows.of(row.walkthrough_id)
    assert len(before) == 2 * len(after) == 6
    key = vault.walkthroughs.key_of(row.walkthrough_id)
    assert all(
        hashlib.sha256(vault.evidence.read(each.name, key)).hexdigest() == each.sha256 for each in after
    )
    names = {each.name for each in after}
    assert set(vault.evidence.names()) == names


def test_with_the_last_photo_the_key_is_destroyed(vault: Vault, row: BundleRow, tmp_path: Path) -> None:
    walkthrough = row.walkthrough_id
    kept = {
        each.name: vault.evidence.path(each.name).read_bytes() for each in vault.evidence_rows.of(walkthrough)
    }
    key = vault.walkthroughs.key_of(walkthrough)
    hear(vault, day(100))
    gone(vault, day(100))
    assert list(vault.evidence.names()) == []
    assert vault.walkthroughs.key_of(walkthrough) != key
    name, content = next(iter(kept.items()))
    vault.evidence.path(name).write_bytes(content)
    with raises(Code.EVIDENCE_DAMAGED):
        vault.evidence.read(name, vault.walkthroughs.key_of(walkthrough))


def test_the_delivery_stays_provable_when_the_bundle_is_gone(
    vault: Vault, row: BundleRow, tmp_path: Path
) -> None:
    hear(vault, day(100))
    gone(vault, day(100))
    left = vault.bundles.one(row.walkthrough_id, 1)
    assert left is not None
    assert left.is_erased
    assert left.receipt == row.receipt
    assert list(vault.folder.bundles.iterdir()) == []
    with raises(Code.BUNDLE_GONE):
        Sealing(vault).file_of(left)
    assert vault.orphan_bundles() == ()
    assert backup(vault, tmp_path / "b.cxobackup", "a passphrase of ten").missing == ()


def test_a_walkthrough_leaves_a_line_that_proves_its_delivery(
    vault: Vault, row: BundleRow, office: OwnOffice
) -> None:
    hear(vault, day(400))
    assert gone(vault, day(400)) == {What.WALKTHROUGH}
    assert not vault.walkthroughs.has(row.walkthrough_id)
    assert files_in(vault.folder.evidence) == files_in(vault.folder.bundles) == []
    line = next(each for each in vault.erasures.of(row.walkthrough_id) if each.what == "walkthrough")
    tomb = json.loads(line.subject)
    receipt = Receipt.read(tomb["revisions"][0]["receipt"].encode(), office.keys.receipt_key)
    assert receipt.is_for(sha256=row.sha256, manifest_digest=row.manifest_digest)
    assert (line.ground.split()[1], tomb["started"]) == (
        f"sha256:{hashlib.sha256(row.receipt or b'').hexdigest()}",
        "2026-03-02",
    )
    assert len(vault.erasures.of(row.walkthrough_id)) == 7


def test_nothing_erased_is_left_in_any_page(vault: Vault, row: BundleRow, office: OwnOffice) -> None:
    kept = sealed(vault, office, photos=0)
    (wrapped,) = vault._database.row("SELECT wrapped FROM data_keys ORDER BY number") or (b"",)
    vault.erasures.leave_nothing()
    clear = clear_text(vault)
    assert wrapped in clear
    assert clear.count(NOTE.encode()) > 1
    assert CAPTION.encode() in clear
    hear(vault, day(400))
    gone(vault, day(400))
    clear = clear_text(vault)
    assert CAPTION.encode() not in clear
    assert "告示".encode() not in clear
    assert wrapped not in clear
    assert vault.walkthroughs.has(kept.walkthrough_id)
    assert vault.database_complaints() == []


def test_copies_made_before_migrations_go_too(vault: Vault, row: BundleRow) -> None:
    copy = vault.folder.copies / "version-3.db"
    copy.write_bytes(b"the database as it was")
    hear(vault, day(60))
    gone(vault, day(60))
    assert not copy.exists()


def test_what_was_reopened_stays_whatever_was_delivered_before(
    vault: Vault, row: BundleRow, office: OwnOffice
) -> None:
    seen = plan(vault, day(400))
    recording = Recording(vault, MovingClock(), row.walkthrough_id)
    Sealing(vault).reopen(recording, "补充一张照片")
    hear(vault, day(400))
    assert carry_out(vault, seen, NOW, is_clock_right=True) == ()
    assert {each.what for each in plan(vault, day(400)).due} == {What.BUNDLE}
    recording.tap(Kind.FINISHED)
    Sealing(vault).seal(recording, office.keys)
    assert {each.what for each in plan(vault, day(400)).due} == {What.BUNDLE}


def test_an_open_walkthrough_is_left_alone(vault: Vault, row: BundleRow) -> None:
    assert plan(vault, day(400), besides={row.walkthrough_id}).due == ()


def test_erasing_twice_erases_once(vault: Vault, row: BundleRow) -> None:
    hear(vault, day(100))
    seen = plan(vault, day(100))
    assert carry_out(vault, seen, NOW)
    lines = vault.erasures.latest()
    assert carry_out(vault, seen, NOW) == ()
    assert vault.erasures.latest() == lines


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("days", [100, 400])
@pytest.mark.parametrize("moment", ["discard", "leave_nothing"])
def test_killed_in_between_the_next_one_ends_it(
    vault: Vault, row: BundleRow, monkeypatch: pytest.MonkeyPatch, days: int, moment: str
) -> None:
    hear(vault, day(days))
    seen = plan(vault, day(days))
    owner: object = vault if moment == "discard" else vault.erasures
    with monkeypatch.context() as patched:

        def dies(*_given: object) -> None:
            raise Killed

        patched.setattr(owner, moment, dies)
        with pytest.raises(Killed):
            carry_out(vault, seen, NOW)
    assert len(vault.erasures.latest()) >= 7
    folder = vault.folder.root
    vault.close()
    with open_vault(folder) as again:
        finish(again)
        assert files_in(again.folder.evidence) == files_in(again.folder.bundles) == []
        assert CAPTION.encode() not in clear_text(again) or days == 100
        assert {each.what for each in plan(again, day(days)).due} <= {What.LOG}
