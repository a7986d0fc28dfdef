"""Consent taken back on a laptop: nothing of the photo stays in the vault, and the office signs that nothing stays there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cxo_central.enrolling import offer
from cxo_central.house import House
from cxo_central.stick import importing
from cxo_core.kinds import Kind
from cxo_core.privacy import Basis
from cxo_core.problems import Code, Problem
from cxo_desktop.people_words import looks_identifying
from cxo_desktop.services.consent import note_person, note_shown, put_aside
from cxo_desktop.services.courier import export_to, import_from
from cxo_desktop.services.enrolling import ask_by_stick
from cxo_desktop.services.offices import office_needed
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault, open_vault
from cxo_desktop.services.withdrawing import Withdrawing, to_decide
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.evidence_rows import EvidenceKind
from cxo_desktop.storage.sealed_stream import Broken
from helpers.office_house import open_house
from helpers.office_line import Desk, cut, desk
from helpers.recordings import MovingClock, begun, files_in, photographed

REASON = "当事人撤回同意"


@pytest.fixture
def at_office(vault: Vault, tmp_path: Path) -> Iterator[Desk]:
    made = desk(tmp_path / "office", vault)
    yield made
    made.house.close()


def with_a_person(vault: Vault, clock: MovingClock) -> tuple[Recording, str, str, str]:
    """A record with two photos; the first shows somebody who consented."""
    recording = begun(vault, clock)
    recording.tap(Kind.ARRIVED)
    shown, other = photographed(recording, vault, 1), photographed(recording, vault, 2)
    person = note_person(recording, "3 号窗办事人", Basis.SEPARATE_CONSENT, consent="written")
    note_shown(recording, shown, [person])
    for photo in (shown, other):
        looked_at(recording, photo)
    return recording, person, shown, other


def looked_at(recording: Recording, photo: str) -> None:
    digest = next(each.sha256 for each in recording.state.evidence if each.id == photo)
    said = {"evidence": photo, "sha256": digest, "outcome": "nothing-to-mask"}
    recording.tap(Kind.EVIDENCE_CHECKED, said)


def sealed(desk: Desk, recording: Recording) -> None:
    recording.tap(Kind.FINISHED)
    Sealing(desk.vault).seal(recording, desk.house.keys)


def everything_in(vault: Vault, recording: Recording) -> list[bytes]:
    """What every file of the vault says under the walkthrough's key, as far as it says anything."""
    key = vault.walkthroughs.key_of(recording.id)
    told = []
    for path in vault.folder.root.rglob("*"):
        if path.is_file():
            told.append(path.read_bytes())
            if re.fullmatch("[0-9a-f]{32}", path.name):
                try:
                    told.append(vault.evidence.read(path.name, key))
                except (Problem, Broken):
                    continue
    return told


def pieces_of(vault: Vault, recording: Recording, photo: str) -> list[bytes]:
    key = vault.walkthroughs.key_of(recording.id)
    rows = [row for row in vault.evidence_rows.of(recording.id) if row.id == photo]
    assert {row.kind for row in rows} == {EvidenceKind.WORKING, EvidenceKind.REPORT, EvidenceKind.THUMBNAIL}
    return [vault.evidence.read(row.name, key)[-80:-2] for row in rows]


def is_anywhere(vault: Vault, recording: Recording, pieces: list[bytes]) -> bool:
    return any(piece in told for told in everything_in(vault, recording) for piece in pieces)


def test_before_sealing_the_photo_is_really_gone(vault: Vault, clock: MovingClock) -> None:
    recording, person, shown, other = with_a_person(vault, clock)
    pieces = pieces_of(vault, recording, shown)
    assert is_anywhere(vault, recording, pieces)
    withdrawn = Withdrawing(vault, clock).withdraw(recording, person, reason=REASON)
    assert [photo.id for photo in withdrawn.photos] == [shown] and withdrawn.offices == ()
    Withdrawing(vault, clock).remove(recording, shown)
    assert not is_anywhere(vault, recording, pieces)
    assert [photo.id for photo in recording.state.photos] == [other]
    assert {row.id for row in vault.evidence_rows.of(recording.id)} == {other}
    noted = vault.erasures.of(recording.id)
    assert {each.what for each in noted} == {"working", "thumbnail", "report"}
    assert {(each.subject, each.why) for each in noted} == {(shown, "withdrawal")}


def test_neither_withdrawal_nor_final_removal_can_be_undone_or_struck(
    vault: Vault, clock: MovingClock
) -> None:
    recording, person, shown, other = with_a_person(vault, clock)
    Withdrawing(vault, clock).withdraw(recording, person, reason=REASON)
    Withdrawing(vault, clock).remove(recording, shown)
    with pytest.raises(Problem) as raised:
        recording.undo()
    assert raised.value.code is Code.NOTHING_TO_UNDO
    for entry in recording.state.of_kind(Kind.CONSENT_WITHDRAWN, Kind.EVIDENCE_REMOVED):
        recording.strike(entry.seq, reason="点错了")
    assert [photo.id for photo in recording.state.photos] == [other]
    assert recording.state.persons[0].is_withdrawn


def test_a_photo_removed_earlier_goes_too(vault: Vault, clock: MovingClock) -> None:
    recording, person, shown, _ = with_a_person(vault, clock)
    pieces = pieces_of(vault, recording, shown)
    recording.tap(Kind.EVIDENCE_REMOVED, {"evidence": shown, "reason": "重复"})
    assert Withdrawing(vault, clock).withdraw(recording, person, reason=REASON).photos == ()
    assert not is_anywhere(vault, recording, pieces)


def test_after_sealing_the_office_destroys_its_files_and_signs(at_office: Desk) -> None:
    vault = at_office.vault
    recording, person, shown, other = with_a_person(vault, at_office.clock)
    sealed(at_office, recording)
    at_office.syncing().drain()
    assert list(at_office.house.files.names())
    withdrawn = Withdrawing(vault, at_office.clock).withdraw(recording, person, reason=REASON)
    assert withdrawn.offices == (at_office.house.id,)
    assert files_in(vault.folder.bundles) == []
    Withdrawing(vault, at_office.clock).remove(recording, shown)
    sealed(at_office, recording)
    done = at_office.syncing().drain()
    assert done.problem is None and done.delivered == 1
    (row,) = vault.withdrawals.every()
    assert row.is_confirmed and row.confirmed_at
    assert {line.what for line in vault.sync_log.latest()} >= {"withdrawal"}
    kept = {each.revision: each.withdrawn_at for each in at_office.held()}
    assert kept[1] is not None and kept[2] is None
    owners = {each.owner for each in at_office.held() if each.withdrawn_at is None}
    assert {each.owner for each in at_office.held("parts")} == owners
    assert len(list(at_office.house.files.names())) == len(at_office.held("parts"))
    latest = vault.bundles.latest(recording.id)
    assert latest is not None and latest.state is BundleState.DELIVERED
    assert [photo.id for photo in recording.state.photos] == [other]


def test_what_was_never_delivered_is_never_sent(at_office: Desk) -> None:
    vault = at_office.vault
    recording, person, _, _ = with_a_person(vault, at_office.clock)
    sealed(at_office, recording)
    Withdrawing(vault, at_office.clock).withdraw(recording, person, reason=REASON)
    assert at_office.syncing().drain().delivered == 0
    (row,) = vault.bundles.of(recording.id)
    assert row.state is BundleState.REFUSED and at_office.held() == []
    assert vault.withdrawals.every()[0].is_confirmed


def test_an_answer_that_is_lost_is_asked_for_again(at_office: Desk) -> None:
    vault = at_office.vault
    recording, person, _, _ = with_a_person(vault, at_office.clock)
    sealed(at_office, recording)
    at_office.syncing().drain()
    Withdrawing(vault, at_office.clock).withdraw(recording, person, reason=REASON)

    at_office.line.always = lambda request: cut(request) if "withdrawals" in request.url.path else None
    at_office.syncing().drain()
    (row,) = vault.withdrawals.every()
    assert not row.is_confirmed and row.attempts == 1 and row.next_try
    at_office.line.clear()
    at_office.syncing().drain()
    assert at_office.line.count("POST /api/v1/withdrawals") == 0
    at_office.clock.wait(hours=2)
    at_office.syncing().drain()
    assert vault.withdrawals.every()[0].is_confirmed


def test_by_stick_there_and_back(vault: Vault, tmp_path: Path) -> None:
    clock, stick = MovingClock(datetime.now(UTC).astimezone()), tmp_path / "stick"
    stick.mkdir()
    with open_house(tmp_path / "office") as house:
        ask_by_stick(vault, offer(house, officer="李敏", hall="厅", days=7), stick, clock)
        recording, person, _, _ = with_a_person(vault, clock)
        recording.tap(Kind.FINISHED)
        Sealing(vault).seal(recording, office_needed(vault))
        export_to(vault, stick, clock)
        import_at(house, stick)
        assert list(house.files.names())
        import_from(vault, stick, clock.wait(minutes=1))
        Withdrawing(vault, clock).withdraw(recording, person, reason=REASON)
        assert len(export_to(vault, stick, clock).withdrawals) == 1
        import_at(house, stick)
        assert list(house.files.names()) == []
        imported = import_from(vault, stick, clock.wait(minutes=1))
        assert imported.news[0].confirmed == 1 and not imported.is_empty
        assert vault.withdrawals.every()[0].is_confirmed
        assert not [name for name in files_in(stick) if name.endswith(".cxowithdraw")]
        assert export_to(vault, stick, clock).withdrawals == ()


def import_at(house: House, stick: Path) -> None:
    (visit,) = importing.import_from(house, [stick], laptops=importing.everybody(house))
    assert visit.is_well, visit


class Killed(BaseException):
    pass


@pytest.mark.parametrize("step", ["discard", "together", "add"])
def test_a_kill_between_the_steps_is_made_good_when_the_vault_is_opened(
    at_office: Desk, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, clock = at_office.vault, at_office.clock
    recording, person, shown, _ = with_a_person(vault, clock)
    sealed(at_office, recording)
    pieces = pieces_of(vault, recording, shown)

    def kill(*arguments: object, **named: object) -> None:
        raise Killed

    where = {"discard": vault.evidence, "together": vault.erasures, "add": vault.withdrawals}[step]
    with monkeypatch.context() as broken:
        if step == "add":
            broken.setattr(where, step, kill)
            with pytest.raises(Killed):
                Withdrawing(vault, clock).withdraw(recording, person, reason=REASON)
        else:
            Withdrawing(vault, clock).withdraw(recording, person, reason=REASON)
            broken.setattr(where, step, kill)
            with pytest.raises(Killed):
                Withdrawing(vault, clock).remove(recording, shown)
    folder = vault.folder.root
    vault.close()
    with open_vault(folder) as again:
        assert len(again.withdrawals.every()) == 1 and files_in(again.folder.bundles) == []
        if step != "add":
            assert not is_anywhere(again, recording, pieces)
            assert {each.subject for each in again.erasures.of(recording.id)} >= {shown}


def test_a_photo_put_aside_leaves_the_record_and_is_destroyed_only_when_asked(
    vault: Vault, clock: MovingClock
) -> None:
    recording, _, shown, other = with_a_person(vault, clock)
    pieces = pieces_of(vault, recording, shown)
    put_aside(recording, shown)
    assert [photo.id for photo in recording.state.photos] == [other]
    assert is_anywhere(vault, recording, pieces)
    Withdrawing(vault, clock).destroy_put_aside(recording.id, shown)
    assert not is_anywhere(vault, recording, pieces)
    assert {each.why for each in vault.erasures.of(recording.id)} == {"classified"}
    with pytest.raises(Problem):
        Withdrawing(vault, clock).destroy_put_aside(recording.id, shown)


def test_nobody_unknown_withdraws_and_masks_may_do(vault: Vault, clock: MovingClock) -> None:
    recording, person, shown, _ = with_a_person(vault, clock)
    with pytest.raises(Problem) as raised:
        Withdrawing(vault, clock).withdraw(recording, "nobody", reason=REASON)
    assert raised.value.code is Code.MATTER_NOT_FOUND
    Withdrawing(vault, clock).withdraw(recording, person, reason=REASON)
    photo = next(each for each in recording.state.photos if each.id == shown)
    said = {"edits": [{"do": "mask"}], "media_type": photo.media_type, "bytes": 9, "sha256": "ab" * 32}
    recording.tap(Kind.EVIDENCE_REDACTED, {"evidence": shown, **said, "width": 9, "height": 9})
    assert to_decide(recording.state, person) == ()


def test_a_label_with_the_number_of_an_identity_card_is_warned_of() -> None:
    assert looks_identifying("张 110101199003071234") and looks_identifying("11010119900307123X")
    assert looks_identifying("138 0013 8000")
    assert not looks_identifying("3 号窗") and not looks_identifying("2026-03 窗口 12")
