"""What admins look through: pages that neither skip nor repeat, and a table no spreadsheet runs."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert
from starlette.testclient import TestClient

from cxo_central import bundle_table
from cxo_central.api.app import make_app
from cxo_central.house import House
from cxo_central.storage.admins import AdminStore
from cxo_central.storage.audit import noted
from cxo_central.storage.engine import make_engine, writing
from cxo_central.storage.listing import COLUMNS, Only, bundle_page
from cxo_central.storage.migrating import migrate
from cxo_central.storage.tables import bundles, quarantine
from helpers import postgres
from helpers.office_house import enrolled, open_house, with_empty_database

AT = "2026-11-20T01:02:03.000+00:00"


def row(number: int, **said: Any) -> dict[str, Any]:
    return {
        "walkthrough": f"w-{number}",
        "revision": 1,
        "manifest_digest": f"{number:064x}",
        "sha256": f"{number:064x}",
        "bytes": 2_000_000,
        "device": f"{number % 3:016x}",
        "owner": f"{number:032x}",
        "is_opened": True,
        "arrived_by": "network",
        "received_at": AT,
        "item": "food-permit",
        "item_title": "食品经营许可",
        "role": "applicant",
        "channel": "hall",
        "hall": f"{number % 4}号大厅",
        "events": 12,
        "photos": 3,
        "findings": 1,
        "verdict": (None, "accepted", "returned")[number % 3],
        "receipt": b"receipt",
        **said,
    }


def keep(engine: Engine, *rows: dict[str, Any]) -> None:
    with writing(engine) as connection:
        for each in rows:
            connection.execute(insert(bundles).values(each))


@dataclass
class Admin:
    client: TestClient
    token: str

    def get(self, path: str, **parameters: object) -> Any:
        return self.client.get(path, params=parameters, headers={"Authorization": f"Bearer {self.token}"})

    def walk(self, path: str, name: str, **parameters: object) -> Iterator[list[dict[str, Any]]]:
        after = ""
        while True:
            page = self.get(path, after=after, **parameters).json()
            yield page[name]
            if not (after := page["next"]):
                return


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(tmp_path / "office")


@pytest.fixture
def admin(house: House) -> Admin:
    AdminStore(house.engine).make("chief", "token-of-the-chief", at=house.now())
    return Admin(TestClient(make_app(house)), "token-of-the-chief")


def test_pages_are_newest_first_and_none_is_seen_twice_while_others_come_in(
    house: House, admin: Admin
) -> None:
    keep(house.engine, *(row(number) for number in range(1, 13)))
    seen: list[int] = []
    for page in admin.walk("/api/v1/bundles", "bundles", limit=5):
        seen += [each["number"] for each in page]
        keep(house.engine, row(100 + len(seen)))
    assert seen == list(range(12, 0, -1))


def test_a_page_tells_all_but_the_receipt(house: House, admin: Admin) -> None:
    keep(house.engine, row(1))
    (told,) = admin.get("/api/v1/bundles").json()["bundles"]
    assert told == {"number": 1, "task": None, "sealed_at": None, "withdrawn_at": None} | {
        name: value for name, value in row(1).items() if name not in ("receipt", "owner")
    }


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"verdict": "undecided"}, [6, 3]),
        ({"verdict": "accepted"}, [4, 1]),
        ({"hall": "1号大厅"}, [5, 1]),
        ({"device": f"{2:016x}"}, [5, 2]),
        ({"device": f"{2:016x}", "verdict": "returned"}, [5, 2]),
        ({"device": f"{2:016x}", "verdict": "undecided"}, []),
        ({"item": "other"}, []),
        ({"walkthrough": "w-4"}, [4]),
    ],
)
def test_only_what_is_wanted(house: House, admin: Admin, wanted: dict[str, str], numbers: list[int]) -> None:
    keep(house.engine, *(row(number) for number in range(1, 7)))
    assert [each["number"] for each in admin.get("/api/v1/bundles", **wanted).json()["bundles"]] == numbers
    table = admin.get("/api/v1/bundles.csv", **wanted).content.decode("utf-8-sig")
    assert [int(each["number"]) for each in csv.DictReader(io.StringIO(table))] == numbers[::-1]


def test_quarantine_is_paged_with_its_problems(house: House, admin: Admin) -> None:
    with writing(house.engine) as connection:
        for number in range(1, 4):
            connection.execute(
                insert(quarantine).values(
                    sha256=f"{number:064x}",
                    bytes=10,
                    owner=f"{number:032x}",
                    arrived_by="stick",
                    received_at=AT,
                    code="bundle-damaged",
                    details='{"where": "events.jsonl"}',
                )
            )
    first, second = admin.walk("/api/v1/quarantine", "quarantine", limit=2)
    assert [each["number"] for each in first + second] == [3, 2, 1]
    assert first[0]["code"] == "bundle-damaged" and first[0]["details"] == {"where": "events.jsonl"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("after", "not-a-cursor"),
        ("after", "\x00"),
        ("after", "cXVhcmFudGluZTox"),
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "many"),
        ("verdict", "perhaps"),
        ("hall", "a\x00b"),
        ("item", "长" * 401),
    ],
)
def test_a_question_that_makes_no_sense_is_named(admin: Admin, name: str, value: str) -> None:
    answer = admin.get("/api/v1/bundles", **{name: value})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "request-malformed" and answer.json()["details"]["field"] == name


@pytest.mark.parametrize("path", ["/api/v1/bundles", "/api/v1/bundles.csv", "/api/v1/quarantine"])
def test_only_an_admin_looks_and_it_is_noted(house: House, admin: Admin, path: str) -> None:
    assert admin.client.get(path).status_code == 401
    laptop = {"Authorization": f"Bearer {enrolled(house).token}"}
    assert admin.client.get(path, headers=laptop).status_code == 401
    assert admin.get(path).status_code == 200
    assert [each.who for each in noted(house.engine) if each.outcome == "read"] == ["admin:chief"]


def test_a_table_is_ready_for_a_spreadsheet(house: House, admin: Admin) -> None:
    keep(house.engine, *(row(number) for number in range(1, 4)))
    answer = admin.get("/api/v1/bundles.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbfnumber,walkthrough,")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [each["hall"] for each in rows] == ["1号大厅", "2号大厅", "3号大厅"]
    assert [each["verdict"] for each in rows] == ["accepted", "returned", ""]
    assert {each["is_opened"] for each in rows} == {"1"}


_odd = st.text(st.sampled_from("=+-@\t\r\n＝＋－＠\",'%a号"), max_size=4)


@settings(max_examples=30)
@given(st.lists(st.tuples(_odd, _odd), min_size=1, max_size=4))
def test_no_cell_is_lost_and_none_becomes_a_formula(shared: House, cells: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        house = with_empty_database(shared, Path(folder) / "office.db")
        keep(
            house.engine,
            *(row(n, hall=place, item_title=title) for n, (place, title) in enumerate(cells, 1)),
        )
        table = b"".join(bundle_table.pieces(house.engine)).decode("utf-8-sig")
        house.close()
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [(each["hall"], each["item_title"]) for each in rows] == [
        (harmless(place), harmless(title)) for place, title in cells
    ]


def harmless(text: str) -> str:
    return f"'{text}" if text.startswith(tuple("=+-@\t\r\n＝＋－＠")) else text


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> House:
    return open_house(tmp_path_factory.mktemp("shared") / "office")


@pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing())
def test_postgresql_tells_the_same(house: House) -> None:
    server = postgres.Postgres()
    try:
        engine = make_engine(server.fresh())
        migrate(engine)
        sealed = dict.fromkeys(("walkthrough", "revision", "manifest_digest", "device", "item", "hall"))
        rows = [row(1), row(2, hall="=HYPERLINK(1)"), row(3, is_opened=False, **sealed)]
        for each in (engine, house.engine):
            keep(each, *rows)
        tables = [b"".join(bundle_table.pieces(each)) for each in (engine, house.engine)]
        assert tables[0] == tables[1]
        assert b"'=HYPERLINK(1)" in tables[0]
        only = Only(verdict="undecided")
        assert bundle_page(engine, only=only) == bundle_page(house.engine, only=only)
        assert len(tables[0].splitlines()[0].split(b",")) == len(COLUMNS)
        engine.dispose()
    finally:
        server.stop()
