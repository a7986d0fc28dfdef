"""What the office tells: each change once, numbered, and never forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError

from cxo_central.storage.audit import noted
from cxo_central.storage.engine import make_engine, reading, writing
from cxo_central.storage.matters import MatterStore, kind_of
from cxo_central.storage.matters_audience import Audience, leap, next_change, remember, taking_turn
from cxo_central.storage.migrating import migrate
from cxo_central.storage.tables import changes
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import MatterKind
from helpers import postgres
from helpers.office_house import answer, decision, hall, laptop, task

LI = laptop("a" * 16, "李娜", "市大厅")
WANG = laptop("b" * 16, "王强", "区大厅")


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[postgres.Postgres]:
    if why := postgres.missing():
        pytest.skip(why)
    server = postgres.Postgres()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/o.db" if is_sqlite else request.getfixturevalue("postgres_server").fresh()
    engine = make_engine(url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> MatterStore:
    return MatterStore(engine)


def numbers(engine: Engine) -> list[int]:
    with reading(engine) as connection:
        return list(connection.execute(select(changes.c.number)).scalars())


def test_every_change_has_a_number_and_makes_its_matter_newer(engine: Engine, store: MatterStore) -> None:
    assert store.put([task("t-1"), hall("h-1")]) == 2
    assert store.put([task("t-1", reason="复查")]) == 1
    store.remove(MatterKind.TASK, "t-1")
    assert store.put([task("t-1", reason="复查")]) == 1
    assert store.find(MatterKind.TASK, "t-1").matter.version == 4
    assert store.find(MatterKind.HALL, "h-1").matter.version == 1
    assert numbers(engine) == [1, 2, 3, 4]


def test_what_is_told_already_is_no_change(engine: Engine, store: MatterStore) -> None:
    store.put([task("t-1")])
    assert store.put([task("t-1")]) == 0
    assert numbers(engine) == [1]


def test_several_are_told_together_or_not_at_all(engine: Engine, store: MatterStore) -> None:
    with pytest.raises(Problem) as told:
        store.put([task("t-1"), task("t-2", reason="长" * 5000)])
    assert told.value.code is Code.DOCUMENT_NOT_SIGNED
    assert store.every(MatterKind.TASK) == ()
    assert numbers(engine) == []


def test_a_text_no_document_can_hold_is_refused(store: MatterStore) -> None:
    with pytest.raises(Problem) as told:
        store.put([task("t-1", reason="\udcff")])
    assert told.value.code is Code.DOCUMENT_NOT_SIGNED


def test_what_is_not_there_cannot_be_removed(store: MatterStore) -> None:
    store.put([hall("h-1")])
    store.remove(MatterKind.HALL, "h-1")
    for name in ("h-1", "h-2"):
        with pytest.raises(Problem) as told:
            store.remove(MatterKind.HALL, name)
        assert told.value.code is Code.MATTER_NOT_FOUND
        with pytest.raises(Problem):
            store.find(MatterKind.HALL, name)
    assert store.every(MatterKind.HALL) == ()


def test_only_laptops_concerned_have_news(store: MatterStore) -> None:
    store.put([hall("h-1")])
    assert store.version_for(LI) == store.version_for(WANG) == 1
    store.put([task("t-1", officer="李娜"), task("t-2", hall="市大厅")])
    assert (store.version_for(LI), store.version_for(WANG)) == (2, 1)
    store.put([decision("w-1")], device=WANG.id)
    assert (store.version_for(LI), store.version_for(WANG)) == (2, 3)


def test_a_task_given_to_somebody_else_is_news_for_both(store: MatterStore) -> None:
    store.put([task("t-1", officer="李娜")])
    store.put([task("t-1", officer="王强")])
    assert store.version_for(LI) == store.version_for(WANG) == 2
    (kept,) = store.ever_for(LI)
    assert not kept.audience.has(LI) and kept.audience.has(WANG)


def test_a_laptop_given_to_somebody_else_has_news(engine: Engine, store: MatterStore) -> None:
    store.put([task("t-1", officer="李娜")])
    with writing(engine) as connection:
        remember(connection, LI)
    moved = laptop(LI.id, "张伟", "市大厅")
    assert store.version_for(moved) == 2
    assert [kept.matter.id for kept in store.ever_for(moved)] == ["t-1"]


def test_after_a_restore_every_laptop_has_news_and_no_number_comes_twice(
    engine: Engine, store: MatterStore
) -> None:
    store.put([task("t-1", officer="李娜")])
    leap(engine)
    told = store.version_for(LI)
    assert told > 1_000_000
    store.put([task("t-2", officer="李娜")])
    assert store.version_for(LI) == told + 1


def test_every_change_is_noted(engine: Engine, store: MatterStore) -> None:
    store.put([answer("w-1")], device=LI.id)
    store.remove(MatterKind.ANSWER, "w-1.f-1")
    assert [(each.what, each.subject) for each in noted(engine)] == [
        ("answer.put", "w-1.f-1"),
        ("answer.remove", "w-1.f-1"),
    ]


@pytest.mark.parametrize(
    ("audience", "is_li", "is_wang", "is_roaming"),
    [
        (Audience(), True, True, True),
        (Audience(device="a" * 16), True, False, False),
        (Audience(officer="李娜"), True, False, False),
        (Audience(hall="市大厅"), True, False, True),
        (Audience(officer="王强", hall="市大厅"), False, True, False),
    ],
)
def test_who_is_meant(audience: Audience, is_li: bool, is_wang: bool, is_roaming: bool) -> None:
    assert audience.has(LI) is is_li
    assert audience.has(WANG) is is_wang
    assert audience.has(laptop("c" * 16)) is is_roaming


def test_no_change_is_made_while_another_has_its_number(postgres_server: postgres.Postgres) -> None:
    """Else a laptop could be told of the second, and never of the first, which has the lower number."""
    engine = make_engine(postgres_server.fresh())
    migrate(engine)
    with writing(engine) as first:
        taking_turn(first)
        next_change(first)
        with writing(engine) as second:
            second.execute(text("SET LOCAL lock_timeout = '20ms'"))
            with pytest.raises(OperationalError):
                taking_turn(second)
    assert numbers(engine) == [1]
    engine.dispose()


def test_every_meaning_has_its_kind() -> None:
    meanings = (task("t"), hall("h"), decision("w"), answer("w"))
    assert [kind_of(each).value for each in meanings] == ["task", "hall", "decision", "answer"]
