"""Enrolment when several ask at once: a code is worth one laptop on either database, and no token is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from cxo_central.enrolling import approve, offer
from cxo_central.house import House
from cxo_central.storage.devices import DeviceStore
from cxo_core.problems import Code, Problem
from cxo_core.protocol.enrolment import EnrolmentApproval, EnrolmentRequest
from cxo_core.signing import new_seed, public_key
from helpers.office_house import open_house


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    settings = {}
    if request.param == "postgres":
        settings["database"] = request.getfixturevalue("postgres").fresh()
    with open_house(tmp_path / "office", **settings) as opened:
        yield opened


def asking(code: str, seed: bytes) -> EnrolmentRequest:
    recipient = str(Identity.generate().to_public())
    request = EnrolmentRequest(code, public_key(seed), recipient, datetime.now(UTC))
    return EnrolmentRequest.read(request.signed(seed))


def answered(house: House, request: EnrolmentRequest) -> str:
    """The token, or the code of the Problem."""
    try:
        return EnrolmentApproval.read(approve(house, request), house.keys.receipt_key).token
    except Problem as problem:
        return problem.code.value


def test_one_of_many_laptops_gets_in_with_one_code(house: House) -> None:
    code = offer(house, officer="王芳", hall="一号厅", days=1).code
    with ThreadPoolExecutor(8) as at_once:
        told = list(
            at_once.map(lambda seed: answered(house, asking(code, seed)), [new_seed() for _ in range(8)])
        )
    assert sorted(told).count(Code.ENROLMENT_CODE_UNKNOWN.value) == 7
    (token,) = set(told) - {Code.ENROLMENT_CODE_UNKNOWN.value}
    (device,) = DeviceStore(house.engine).every()
    assert DeviceStore(house.engine).by_token(token) == device


def test_one_laptop_that_asks_many_times_at_once_holds_a_token_that_works(house: House) -> None:
    code, seed = offer(house, officer="王芳", hall="一号厅", days=1).code, new_seed()
    with ThreadPoolExecutor(8) as at_once:
        tokens = list(at_once.map(lambda _: answered(house, asking(code, seed)), range(8)))
    assert len(DeviceStore(house.engine).every()) == 1
    (token,) = set(tokens)
    assert _opens(house, token)


def test_two_codes_for_one_laptop_at_once_leave_one_laptop(house: House) -> None:
    codes = [offer(house, officer="王芳", hall="一号厅", days=1).code for _ in range(4)]
    seed = new_seed()
    with ThreadPoolExecutor(4) as at_once:
        tokens = list(at_once.map(lambda code: answered(house, asking(code, seed)), codes))
    assert len(DeviceStore(house.engine).every()) == 1
    assert any(_opens(house, token) for token in tokens)


def _opens(house: House, token: str) -> bool:
    try:
        return bool(DeviceStore(house.engine).by_token(token))
    except Problem:
        return False
