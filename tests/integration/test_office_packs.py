"""`GET /api/v1/pack`: what is new, or that nothing is."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cxo_central.api.app import make_app
from cxo_central.house import House
from cxo_central.storage.audit import noted
from cxo_central.storage.devices import DeviceStore
from cxo_central.storage.matters import MatterStore
from cxo_core.protocol.matters import MatterKind
from cxo_core.protocol.pack import Pack
from helpers.office_house import EnrolledLaptop, enrolled, hall, open_house, task

OTHER_SEED = bytes(range(1, 33))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(tmp_path / "office")


@pytest.fixture
def client(house: House) -> TestClient:
    return TestClient(make_app(house))


def ask(client: TestClient, laptop: EnrolledLaptop, etag: str = "") -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {laptop.token}"} | ({"If-None-Match": etag} if etag else {})
    answer = client.get("/api/v1/pack", headers=headers)
    return answer.status_code, answer.headers["ETag"], answer.content


def test_a_laptop_is_told_once(house: House, client: TestClient) -> None:
    li, wang = enrolled(house), enrolled(house, OTHER_SEED, "王强", "区大厅")
    store = MatterStore(house.engine)
    store.put([hall("h-1"), task("t-1", officer="李娜")])
    status, etag, content = ask(client, li)
    pack = Pack.read(content, house.keys.receipt_key, li.device.id)
    assert status == 200 and {matter.id for matter in pack.matters} == {"h-1", "t-1"}
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        assert ask(client, li, known) == (304, etag, b"")
    theirs = Pack.read(ask(client, wang)[2], house.keys.receipt_key, wang.device.id)
    assert [matter.id for matter in theirs.matters] == ["h-1"]
    store.put([task("t-1", officer="王强")])
    status, newer, content = ask(client, li, etag)
    pack = Pack.read(content, house.keys.receipt_key, li.device.id)
    assert status == 200 and newer != etag
    assert [(each.kind, each.id) for each in pack.removed] == [(MatterKind.TASK, "t-1")]


def test_the_mark_of_another_laptop_is_no_answer(house: House, client: TestClient) -> None:
    li, wang = enrolled(house), enrolled(house, OTHER_SEED, "王强", "区大厅")
    assert ask(client, wang, ask(client, li)[1])[0] == 200


def test_a_laptop_given_to_another_officer_is_told_what_it_holds_no_longer(
    house: House, client: TestClient
) -> None:
    li = enrolled(house)
    MatterStore(house.engine).put([task("t-1", officer="李娜")])
    _, etag, _ = ask(client, li)
    DeviceStore(house.engine).rename(li.device.id, officer="张伟", hall=None)
    status, _, content = ask(client, li, etag)
    pack = Pack.read(content, house.keys.receipt_key, li.device.id)
    assert status == 200 and pack.matters == () and [each.id for each in pack.removed] == ["t-1"]


def test_only_an_enrolled_laptop_is_told(house: House, client: TestClient) -> None:
    li = enrolled(house)
    assert client.get("/api/v1/pack").status_code == 401
    DeviceStore(house.engine).revoke(li.device.id, at=house.now())
    answer = client.get("/api/v1/pack", headers={"Authorization": f"Bearer {li.token}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "device-revoked")


def test_what_was_told_is_noted_and_a_question_without_news_is_not(house: House, client: TestClient) -> None:
    li = enrolled(house)
    _, etag, _ = ask(client, li)
    ask(client, li, etag)
    reads = [each for each in noted(house.engine) if each.what == "pack.read"]
    assert [(each.who, each.outcome) for each in reads] == [(f"device:{li.device.id}", "read")]
