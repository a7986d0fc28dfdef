"""A laptop without a network asks by stick, and the office's answer comes back the same way."""

from datetime import timedelta
from pathlib import Path

import pytest

from cxo_core.problems import Problem
from cxo_core.protocol.packet import opened
from cxo_desktop.services.courier import export_to, import_from
from cxo_desktop.services.enrolling import ask_by_stick
from cxo_desktop.services.offices import device_of
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.offices import Standing
from helpers.own_office import NOON, OwnOffice
from helpers.recordings import MovingClock, files_in


def test_a_request_on_a_stick_is_readable_to_the_office_alone(
    vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    office = OwnOffice()
    stick = tmp_path / "stick"
    stick.mkdir()
    path = ask_by_stick(vault, office.enrolment(), stick, clock)
    assert files_in(stick) == [f"CXO/to-office/{path.name}"]
    request = office.read_request(path)
    assert (request.code, request.device) == ("one-time-code", device_of(vault))
    with pytest.raises(Problem):
        opened(path.read_bytes(), [OwnOffice().identity])
    row = vault.offices.by_id(office.id)
    assert row is not None and row.standing is Standing.ASKED and vault.token_of(office.id) is None


def test_the_approval_comes_back_by_stick(vault: Vault, clock: MovingClock, tmp_path: Path) -> None:
    office = OwnOffice()
    path = ask_by_stick(vault, office.enrolment(), tmp_path, clock)
    office.packet(vault, tmp_path, approval=office.approval(device_of(vault), token="a" * 32))
    imported = import_from(vault, tmp_path, clock)
    assert [(each.office.id, each.is_approved) for each in imported.news] == [(office.id, True)]
    assert vault.token_of(office.id) == "a" * 32
    row = vault.offices.current()
    assert row is not None and (row.id, row.standing) == (office.id, Standing.ENROLLED)
    assert not path.exists() and vault.kept_enrolment(office.id) is None


def test_an_old_approval_never_brings_an_old_token_back(
    vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    office = OwnOffice()
    ask_by_stick(vault, office.enrolment(), tmp_path, clock)
    device = device_of(vault)
    first = office.approval(device, token="a" * 32)
    second = office.approval(device, token="b" * 32, at=NOON + timedelta(hours=1))
    for approval, approved, token in (
        (first, True, "a"),
        (first, False, "a"),
        (second, True, "b"),
        (first, False, "b"),
    ):
        office.packet(vault, tmp_path, approval=approval)
        assert import_from(vault, tmp_path, clock).news[0].is_approved is approved
        assert vault.token_of(office.id) == token * 32


def test_an_export_carries_the_request_until_it_is_answered(
    vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    office, stick = OwnOffice(), tmp_path / "another stick"
    stick.mkdir()
    asked = ask_by_stick(vault, office.enrolment(), tmp_path, clock)
    assert export_to(vault, stick, clock).requests == (asked.name,)
    assert office.read_request(stick / "CXO" / "to-office" / asked.name).code == "one-time-code"
    office.packet(vault, stick, approval=office.approval(device_of(vault)))
    import_from(vault, stick, clock)
    assert export_to(vault, stick, clock).requests == ()


def test_asking_by_stick_again_keeps_an_enrolled_office_at_work(
    vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    office = OwnOffice()
    office.enrol(vault)
    ask_by_stick(vault, office.enrolment(), tmp_path, clock)
    row = vault.offices.by_id(office.id)
    assert row is not None and row.standing is Standing.ENROLLED and vault.token_of(office.id)
