"""Who is let in: tokens, their rotation, revocation, and what becomes of guessing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage.x25519 import Identity
from starlette.testclient import TestClient

from cxo_central.api.app import make_app
from cxo_central.api.attempts import Attempts
from cxo_central.enrolling import approve, offer
from cxo_central.house import House
from cxo_central.storage.admins import AdminStore
from cxo_central.storage.audit import noted
from cxo_central.storage.devices import DeviceStore
from cxo_core.problems import Code, Problem
from cxo_core.protocol.enrolment import EnrolmentApproval, EnrolmentRequest
from cxo_core.signing import key_id, new_seed, public_key
from helpers.enrolled import enrolled
from helpers.office_house import open_house
from helpers.problems_raised import raises

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path / "office") as opened:
        yield replace(opened, now=lambda: NOON)


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    with TestClient(make_app(house), base_url="https://office.example") as opened:
        yield opened


def code(house: House, days: int = 14) -> str:
    return offer(house, officer="王芳", hall="政务服务中心", days=days).code


def asking(code: str, seed: bytes) -> bytes:
    recipient = str(Identity.generate().to_public())
    return EnrolmentRequest(code, public_key(seed), recipient, NOON).signed(seed)


def token_in(house: House, approval: bytes) -> str:
    return EnrolmentApproval.read(approval, house.keys.receipt_key).token


def test_a_code_becomes_a_token_and_the_office_keeps_neither(client: TestClient, house: House) -> None:
    given, seed = code(house), new_seed()
    answer = client.post("/api/v1/enrolments", content=asking(given, seed))
    assert answer.status_code == 201
    approval = EnrolmentApproval.read(answer.content, house.keys.receipt_key)
    assert (approval.device, approval.officer, approval.hall) == (
        key_id(public_key(seed)),
        "王芳",
        "政务服务中心",
    )
    assert DeviceStore(house.engine).by_token(approval.token).id == approval.device
    database = (house.settings.folder / "office.db").read_bytes()
    database += (house.settings.folder / "office.db-wal").read_bytes()
    assert given.encode() not in database and approval.token.encode() not in database


def test_a_laptop_whose_answer_was_lost_asks_again(client: TestClient, house: House) -> None:
    given, seed = code(house), new_seed()
    tokens = [
        token_in(house, client.post("/api/v1/enrolments", content=asking(given, seed)).content)
        for _ in range(3)
    ]
    devices = DeviceStore(house.engine)
    (token,) = set(tokens)
    assert devices.by_token(token).id == key_id(public_key(seed))
    assert len(devices.every()) == 1


def test_every_code_and_every_laptop_has_a_token_of_its_own(client: TestClient, house: House) -> None:
    seeds = [new_seed(), new_seed()]
    answers = [
        client.post("/api/v1/enrolments", content=asking(code(house), seed)) for seed in (*seeds, seeds[0])
    ]
    assert len({token_in(house, answer.content) for answer in answers}) == 3


def test_a_code_enrols_one_laptop_only(client: TestClient, house: House) -> None:
    given = code(house)
    assert client.post("/api/v1/enrolments", content=asking(given, new_seed())).status_code == 201
    answer = client.post("/api/v1/enrolments", content=asking(given, new_seed()))
    assert (answer.status_code, answer.json()["code"]) == (403, "enrolment-code-unknown")
    assert answer.json()["details"] == {"why": "used"}
    assert len(DeviceStore(house.engine).every()) == 1


def test_a_code_ends_with_its_day(house: House) -> None:
    given = code(house, days=3)
    request = EnrolmentRequest.read(asking(given, new_seed()))
    with raises(Code.ENROLMENT_CODE_UNKNOWN) as caught:
        approve(replace(house, now=lambda: NOON + timedelta(days=3, seconds=1)), request)
    assert caught.details == {"why": "expired"}
    assert approve(replace(house, now=lambda: NOON + timedelta(days=3)), request)


@pytest.mark.parametrize("wrong", ["no such code", "x" * 64])
def test_a_wrong_code_is_refused_and_noted(client: TestClient, house: House, wrong: str) -> None:
    seed = new_seed()
    answer = client.post("/api/v1/enrolments", content=asking(wrong, seed))
    assert (answer.status_code, answer.json()["details"]) == (403, {"why": "unknown"})
    line = noted(house.engine)[-1]
    assert (line.who, line.outcome) == (f"device:{key_id(public_key(seed))}", "enrolment-code-unknown")


def test_a_request_another_key_signed_is_refused(client: TestClient, house: House) -> None:
    forged = asking(code(house), new_seed()).replace(b'"code":"', b'"code":"A')
    assert client.post("/api/v1/enrolments", content=forged).status_code == 422


def test_a_request_without_end_is_refused(client: TestClient) -> None:
    answer = client.post("/api/v1/enrolments", content=b"x" * 70_000)
    assert (answer.status_code, answer.json()["code"]) == (400, "request-malformed")


def test_guessing_codes_is_slowed_down(client: TestClient, house: House) -> None:
    answers = [client.post("/api/v1/enrolments", content=b"{}").status_code for _ in range(22)]
    assert answers == [422] * 20 + [429] * 2


def test_wrong_tokens_are_slowed_down_and_sound_ones_are_not(client: TestClient, house: House) -> None:
    enrolled(house.engine, new_seed(), "sound")
    wrong = [client.post("/api/v1/token", headers={"Authorization": "Bearer no"}) for _ in range(121)]
    assert {each.status_code for each in wrong[:120]} == {401}
    assert wrong[0].headers["WWW-Authenticate"].startswith("Bearer")
    assert wrong[120].status_code == 429 and int(wrong[120].headers["Retry-After"]) > 0
    assert client.post("/api/v1/token", headers={"Authorization": "Bearer sound"}).status_code == 201


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer ", "Basic sound", "sound", "Bearer so und", "Bearer " + "x" * 9999]
)
def test_what_is_no_token_opens_nothing(client: TestClient, house: House, said: str) -> None:
    enrolled(house.engine, new_seed(), "sound")
    assert client.post("/api/v1/token", headers={"Authorization": said}).status_code == 401


def test_the_old_token_holds_until_the_new_one_is_used(client: TestClient, house: House) -> None:
    enrolled(house.engine, new_seed(), "first")

    def rotate(token: str) -> str:
        answer = client.post("/api/v1/token", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 201 and answer.headers["Cache-Control"] == "no-store"
        return str(answer.json()["token"])

    lost = rotate("first")
    second = rotate("first")
    devices = DeviceStore(house.engine)
    assert devices.by_token("first") == devices.by_token(second)
    for ended in ("first", lost):
        with raises(Code.TOKEN_UNKNOWN):
            devices.by_token(ended)
    assert rotate(second)


def test_a_revoked_laptop_is_told_so_until_it_is_enrolled_anew(client: TestClient, house: House) -> None:
    given, seed = code(house), new_seed()
    request = asking(given, seed)
    token = token_in(house, client.post("/api/v1/enrolments", content=request).content)
    devices, device = DeviceStore(house.engine), key_id(public_key(seed))
    devices.revoke(device, at=NOON)
    answer = client.post("/api/v1/token", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "device-revoked")
    assert client.post("/api/v1/enrolments", content=request).json()["code"] == "device-revoked"
    again = client.post("/api/v1/enrolments", content=asking(code(house), seed))
    assert devices.by_token(token_in(house, again.content)).id == device
    with raises(Code.TOKEN_UNKNOWN):
        devices.by_token(token)


def test_a_laptop_is_known_by_its_key_however_often_it_enrols(house: House) -> None:
    seed = new_seed()
    for _ in range(2):
        approve(house, EnrolmentRequest.read(asking(code(house), seed)))
    assert [each.id for each in DeviceStore(house.engine).every()] == [key_id(public_key(seed))]


def test_what_an_administrator_changes_is_noted_without_a_name(house: House) -> None:
    device = enrolled(house.engine, new_seed(), "t")
    devices = DeviceStore(house.engine)
    devices.rename(device, officer="张伟", hall=None)
    devices.set_quota(device, 5)
    changed = devices.by_id(device)
    assert changed is not None and (changed.officer, changed.hall, changed.quota_bytes) == (
        "张伟",
        "城东区",
        5,
    )
    assert [(each.who, each.what) for each in noted(house.engine)] == [
        ("command", "device.rename"),
        ("command", "device.quota"),
    ]
    assert "张伟" not in str(noted(house.engine))
    with raises(Code.MATTER_NOT_FOUND):
        devices.revoke("0" * 16, at=NOON)
    assert devices.by_id("0" * 16) is None


def test_an_admin_holds_one_token_at_a_time(house: House) -> None:
    admins = AdminStore(house.engine)
    admins.make("li", "one", at=NOON)
    admins.make("li", "two", at=NOON)
    assert admins.by_token("two") == "li"
    with raises(Code.TOKEN_UNKNOWN):
        admins.by_token("one")
    assert admins.revoke("li", at=NOON) and not admins.revoke("nobody", at=NOON)
    with raises(Code.TOKEN_UNKNOWN):
        admins.by_token("two")
    assert admins.every() == (("li", False),)


@given(st.lists(st.sampled_from("abcdefghij"), max_size=80))
def test_what_is_remembered_of_wrong_tries_is_bounded(addresses: list[str]) -> None:
    attempts = Attempts(allowed=3, seconds=10, remembered=4, clock=lambda: 0.0)
    for address in addresses:
        attempts.was_wrong(address)
    assert len(attempts._tried) <= 4


def test_wrong_tries_are_forgotten_after_a_while() -> None:
    now = [0.0]
    attempts = Attempts(allowed=2, seconds=10, clock=lambda: now[0])
    for _ in range(2):
        attempts.ask("a")
        attempts.was_wrong("a")
    with pytest.raises(Problem):
        attempts.ask("a")
    attempts.ask("b")
    now[0] = 10.0
    attempts.ask("a")
