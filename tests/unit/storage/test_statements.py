"""Every statement the stores run fits the declared tables, and every page is served by an index in its order."""

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from types import ModuleType

import pytest

from cxo_desktop.storage import (
    bundles,
    drafts,
    erasures,
    evidence_rows,
    expiring,
    library,
    search_index,
    secrets,
    settings,
    walkthroughs,
)
from cxo_desktop.storage.database import Database
from cxo_desktop.storage.library import LibraryQuery, Order
from helpers.vault_walks import new_database

MODULES = (
    bundles,
    drafts,
    erasures,
    evidence_rows,
    expiring,
    library,
    search_index,
    secrets,
    settings,
    walkthroughs,
)


def statements_of(module: ModuleType) -> Iterator[str]:
    for name, value in vars(module).items():
        if not name.isupper() or name.startswith("__"):
            continue
        for one in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
            if isinstance(one, str) and re.match("SELECT|INSERT|UPDATE|DELETE", one):
                yield one


STATEMENTS = [statement for module in MODULES for statement in statements_of(module)]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = new_database(tmp_path_factory.mktemp("statements"))
    yield opened
    opened.close()


def test_there_are_statements_to_look_at() -> None:
    assert len(STATEMENTS) > 25


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement[:60])
def test_it_fits_the_tables(database: Database, statement: str) -> None:
    names = set(re.findall(r":([a-z_]+)", statement))
    parameters = dict.fromkeys(names, 1) if names else [1] * statement.count("?")
    assert database.rows(f"EXPLAIN {statement}", parameters)


WHEN = datetime(2026, 3, 2, tzinfo=UTC)
CHOICES: dict[str, tuple[object, ...]] = {
    "text": ("", "排队"),
    "status": ((), ("sealed",), ("recording", "paused")),
    "role": ("", "applicant"),
    "channel": ("", "hall"),
    "item": ("", "food"),
    "hall": ("", "市政务服务中心"),
    "started_from": (None, WHEN),
    "started_before": (None, WHEN),
    "order": (Order.NEWEST, Order.OLDEST),
}


def test_every_combination_of_filters_is_read_in_order_from_an_index(database: Database) -> None:
    for chosen in itertools.product(*CHOICES.values()):
        query = LibraryQuery(**dict(zip(CHOICES, chosen, strict=True)))  # type: ignore[arg-type]
        for edge in (None, 1 << 60):
            statement, parameters = library._select(query, descending=True, edge=edge)
            plan = database.rows(f"EXPLAIN QUERY PLAN {statement}", {**parameters, "size": 51})
            said = " / ".join(str(row[3]) for row in plan)
            assert "TEMP B-TREE" not in said, (query, said)
            is_whole = query == LibraryQuery(order=query.order) and edge is None
            assert is_whole or "SCAN library" not in said, (query, said)
