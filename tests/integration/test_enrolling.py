"""A laptop enrols with a real office over the network; nothing it sealed is ever lost over it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx2 import BaseTransport
from starlette.testclient import TestClient

from cxo_central.api.app import make_app
from cxo_central.enrolling import offer
from cxo_central.house import House
from cxo_central.storage.devices import DeviceStore
from cxo_core.bundle.office import OfficeKeys
from cxo_core.problems import Code
from cxo_core.protocol.enrolment import EnrolmentFile, EnrolmentRequest
from cxo_core.protocol.packet import Refusal
from cxo_desktop.network.office_http import OfficeClient
from cxo_desktop.services.courier import import_from
from cxo_desktop.services.enrolling import Connect, ask_by_stick, enrol, look
from cxo_desktop.services.offices import choose_office, device_of, office_needed, revoked
from cxo_desktop.services.trusting import Relation, trust_of
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.offices import Standing
from helpers.laptops import sealed_walk
from helpers.office_house import open_house
from helpers.own_office import OwnOffice, stranger_seed
from helpers.problems_raised import raises
from helpers.recordings import MovingClock, files_in, vault_in

ADDRESS = "https://office.example"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "office", addresses=ADDRESS) as opened_house:
        yield opened_house


@pytest.fixture
def clock() -> MovingClock:
    """As late as it really is, as the office's clock says too."""
    return MovingClock(datetime.now(UTC).astimezone())


def line_to(house: House) -> Connect:
    transport: BaseTransport = TestClient(make_app(house), base_url=ADDRESS)._transport
    return lambda office, token: OfficeClient(office, token, transport=transport)


def an_offer(house: House, officer: str = "李敏") -> EnrolmentFile:
    return offer(house, officer=officer, hall="市政务服务中心", days=14)


class Answering:
    """A line on which somebody answers what a test wants answered."""

    def __init__(self, approval: bytes) -> None:
        self.approval = approval
        self.is_closed = False

    def hello(self) -> None:
        """It is there."""

    def enrol(self, request: bytes) -> bytes:
        EnrolmentRequest.read(request)
        return self.approval

    def close(self) -> None:
        self.is_closed = True


def test_an_enrolment_file_makes_a_laptop_known_to_its_office(
    house: House, vault: Vault, clock: MovingClock
) -> None:
    row = enrol(vault, an_offer(house), line_to(house), clock)
    assert row == vault.offices.current()
    assert (row.standing, row.officer, row.hall) == (Standing.ENROLLED, "李敏", "市政务服务中心")
    token = vault.token_of(row.id)
    assert token is not None
    device = DeviceStore(house.engine).by_token(token)
    assert device.id == row.device == device_of(vault)
    assert [line.what for line in vault.sync_log.latest()] == ["enrol"]


def test_neither_token_nor_code_lies_readable_in_the_vault(
    house: House, vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    offered = an_offer(house)
    row = enrol(vault, offered, line_to(house), clock)
    ask_by_stick(vault, offered, tmp_path, clock)
    token = vault.token_of(row.id)
    assert token is not None
    for name in files_in(tmp_path):
        if not name.startswith("office/"):
            content = (tmp_path / name).read_bytes()
            assert token.encode() not in content and offered.code.encode() not in content
    assert token not in repr(row) and all(token not in str(line) for line in vault.sync_log.latest())


def test_what_will_be_trusted_is_shown_before_anything_is(
    house: House, vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    file = tmp_path / "li-min.cxoenrol"
    file.write_bytes(an_offer(house).to_bytes())
    trust = trust_of(vault, look(file), clock.now().wall)
    assert (trust.office, trust.name, trust.addresses) == (house.id, "体验办", (ADDRESS,))
    assert (trust.receipt_key, trust.seals_to) == (house.keys.receipt_key, house.keys.recipients)
    assert (trust.officer, trust.hall, trust.relation) == ("李敏", "市政务服务中心", Relation.NEW)
    assert not trust.is_expired and not trust.is_clear_text and trust.certificate == ""
    assert vault.offices.every() == ()


def test_the_fingerprint_of_the_certificate_is_the_one_the_office_prints(
    vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    from cxo_central.serving.certificate import fingerprint, trusted_certificate

    with open_house(tmp_path / "office", addresses="https://127.0.0.1:8443") as house:
        pem = trusted_certificate(house.settings)
        offered = offer(house, officer="李敏", hall="厅", days=3, certificate=pem)
        assert trust_of(vault, offered, clock.now().wall).certificate == fingerprint(pem)
        broken = EnrolmentFile(**{**_fields(offered), "certificate": "-----BEGIN none"})
        with raises(Code.ENROLMENT_UNREADABLE):
            trust_of(vault, broken, clock.now().wall)


def test_a_file_that_is_no_enrolment_says_so(tmp_path: Path) -> None:
    file = tmp_path / "x.cxoenrol"
    with raises(Code.ENROLMENT_UNREADABLE):
        look(file)
    for content in (b"", b"{}", b"\0" * 70_000):
        file.write_bytes(content)
        with raises(Code.ENROLMENT_UNREADABLE):
            look(file)


def test_an_expired_code_is_said_before_anything_is_sent(
    house: House, vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    offered = an_offer(house)
    clock.wait(days=15)
    assert trust_of(vault, offered, clock.now().wall).is_expired
    with raises(Code.ENROLMENT_EXPIRED):
        enrol(vault, offered, line_to(house), clock)
    with raises(Code.ENROLMENT_EXPIRED):
        ask_by_stick(vault, offered, tmp_path, clock)
    assert vault.offices.every() == () and not (tmp_path / "CXO").exists()


def test_a_code_that_another_laptop_used_changes_nothing_here(
    house: House, vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    offered = an_offer(house)
    with vault_in(tmp_path / "other") as other:
        enrol(other, offered, line_to(house), clock)
    with raises(Code.ENROLMENT_CODE_UNKNOWN):
        enrol(vault, offered, line_to(house), clock)
    assert vault.offices.every() == ()


def test_another_office_behind_the_address_is_never_told_the_code(
    house: House, vault: Vault, clock: MovingClock
) -> None:
    stranger = OwnOffice().enrolment(addresses=(ADDRESS,), expires_at=clock.now().wall + timedelta(days=1))
    with raises(Code.OFFICE_ANSWERS_STRANGELY):
        enrol(vault, stranger, line_to(house), clock)
    assert not vault.offices.every() and not DeviceStore(house.engine).every()


def test_only_the_offices_own_word_to_this_laptop_enrols_it(vault: Vault, clock: MovingClock) -> None:
    office = OwnOffice()
    offered = office.enrolment(expires_at=clock.now().wall + timedelta(days=1))
    for approval in (
        office.approval(device_of(vault), seed=stranger_seed()),
        office.approval("f" * 16),
        b"<html>log in</html>",
    ):
        line = Answering(approval)
        with raises(Code.OFFICE_ANSWERS_STRANGELY):
            enrol(vault, offered, lambda row, token, line=line: line, clock)
        assert line.is_closed
    assert vault.offices.every() == ()


def test_an_answer_that_was_lost_is_asked_for_again(house: House, vault: Vault, clock: MovingClock) -> None:
    offered = an_offer(house)
    enrol(vault, offered, line_to(house), clock)
    row = enrol(vault, offered, line_to(house), clock)
    token = vault.token_of(row.id)
    assert token is not None and DeviceStore(house.engine).by_token(token).id == row.device


def test_enrolling_anew_keeps_everything_unsent_and_what_the_office_told(
    house: House, vault: Vault, clock: MovingClock
) -> None:
    row = enrol(vault, an_offer(house), line_to(house), clock)
    bundle = sealed_walk(vault, clock, house.keys)
    vault.offices.change(row.id, pack_version=9, pack_etag='"9"', standing=Standing.REVOKED)
    assert [each.id for each in revoked(vault)] == [row.id]
    again = enrol(vault, an_offer(house), line_to(house), clock)
    assert (again.standing, again.pack_version, again.pack_etag) == (Standing.ENROLLED, 9, '"9"')
    assert vault.bundles.in_state(BundleState.SEALED) == (bundle,)
    assert (vault.folder.bundles / bundle.name).stat().st_size == bundle.bytes


def test_a_revoked_laptop_keeps_all_its_work_and_can_go_on_recording(
    house: House, vault: Vault, clock: MovingClock
) -> None:
    row = enrol(vault, an_offer(house), line_to(house), clock)
    bundle = sealed_walk(vault, clock, house.keys)
    vault.offices.set_standing(row.id, Standing.REVOKED)
    assert sealed_walk(vault, clock, office_needed(vault)).office == bundle.office == row.id
    assert len(vault.bundles.in_state(BundleState.SEALED)) == 2


def test_a_revoked_laptop_goes_on_with_a_new_enrolment_file(
    house: House, vault: Vault, clock: MovingClock
) -> None:
    offered = an_offer(house)
    row = enrol(vault, offered, line_to(house), clock)
    DeviceStore(house.engine).revoke(row.device, at=clock.now().wall)
    vault.offices.set_standing(row.id, Standing.REVOKED)
    with raises(Code.DEVICE_REVOKED):
        enrol(vault, offered, line_to(house), clock)
    known = vault.offices.by_id(row.id)
    assert known is not None and known.standing is Standing.REVOKED
    assert enrol(vault, an_offer(house), line_to(house), clock).standing is Standing.ENROLLED


def test_what_was_refused_because_the_laptop_was_unknown_is_due_again_once_it_is_known(
    vault: Vault, clock: MovingClock, tmp_path: Path
) -> None:
    office = OwnOffice()
    ask_by_stick(vault, office.enrolment(expires_at=clock.now().wall + timedelta(days=14)), tmp_path, clock)
    unknown, damaged = (sealed_walk(vault, clock.wait(hours=1), office.keys) for _ in range(2))
    refusals = [
        Refusal(unknown.sha256, "bundle-device-unknown", {"device": device_of(vault)}),
        Refusal(damaged.sha256, "bundle-damaged", {"where": "events.jsonl"}),
    ]
    office.packet(vault, tmp_path, refusals=refusals)
    assert len(import_from(vault, tmp_path, clock).refused) == 2
    office.packet(vault, tmp_path, approval=office.approval(device_of(vault)))
    import_from(vault, tmp_path, clock)
    assert [row.sha256 for row in vault.bundles.in_state(BundleState.SEALED)] == [unknown.sha256]
    assert [row.sha256 for row in vault.bundles.in_state(BundleState.REFUSED)] == [damaged.sha256]


def test_two_offices_on_one_laptop_and_the_officer_chooses(
    house: House, vault: Vault, clock: MovingClock
) -> None:
    city = enrol(vault, an_offer(house), line_to(house), clock)
    first = sealed_walk(vault, clock, office_needed(vault))
    district = OwnOffice("区体验办")
    second = district.enrol(vault)
    assert vault.offices.current() == city, "the officer chooses, not the order of enrolling"
    choose_office(vault, second.id)
    later = sealed_walk(vault, clock, office_needed(vault))
    assert (first.office, later.office) == (city.id, district.id)
    assert office_needed(vault, first.walkthrough_id) == house.keys, "revision 2 goes where revision 1 went"
    with raises(Code.OFFICE_MISSING):
        choose_office(vault, "nobody")


def test_an_office_with_a_changed_key_is_another_office_and_said_to_be(
    vault: Vault, clock: MovingClock
) -> None:
    old, new = OwnOffice("体验办"), OwnOffice("体验办")
    old.enrol(vault)
    bundle = sealed_walk(vault, clock, old.keys)
    trust = trust_of(vault, new.enrolment(), clock.now().wall)
    assert trust.relation is Relation.OTHER_KEY
    assert trust.other is not None and trust.other.id == old.id
    new.enrol(vault)
    assert {each.id for each in vault.offices.every()} == {old.id, new.id}
    assert vault.bundles.one(bundle.walkthrough_id, 1) == bundle and bundle.office == old.id


def test_what_differs_from_the_office_as_it_was_known_is_shown(vault: Vault, clock: MovingClock) -> None:
    office, other = OwnOffice(), OwnOffice()
    row = office.enrol(vault)
    vault.offices.change(row.id, addresses=("https://old.example",))
    keys = OfficeKeys(office.keys.name, other.keys.recipients, office.keys.receipt_key)
    trust = trust_of(vault, office.enrolment(office=keys), clock.now().wall)
    assert (trust.relation, trust.differs) == (Relation.AGAIN, ("keys", "addresses"))
    assert trust_of(vault, office.enrolment(), clock.now().wall).differs == ("addresses",)


def _fields(offered: EnrolmentFile) -> dict[str, Any]:
    return {name: getattr(offered, name) for name in EnrolmentFile.__dataclass_fields__}
