"""The office against its own OpenAPI document: whatever is asked, the answer is one it describes, and never a 5xx.

`make fuzz` asks longer.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import schemathesis

from cxo_central.api.app import make_app
from cxo_central.storage.admins import AdminStore
from helpers.asked_at_random import disagreements, operations
from helpers.bundle_samples import SEED
from helpers.enrolled import enrolled
from helpers.office_house import open_house

LAPTOP, ADMIN = "a laptop's token", "an admin's token"
EXAMPLES = 5


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    house = open_house(tmp_path_factory.mktemp("openapi") / "office", tls="off")
    enrolled(house.engine, SEED, LAPTOP)
    AdminStore(house.engine).make("王科长", ADMIN, at=house.now())
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", make_app(house))
    house.engine.dispose()


def paths(routes: Sequence[Any]) -> Iterator[str]:
    """Of every route, those of included routers too."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from paths(route.original_router.routes)
        else:
            yield route.path


def test_the_document_names_every_path_there_is(schema: Any) -> None:
    described = {operation.path for operation in operations(schema)}
    served = set(paths(schema.app.routes)) - {"/api/v1/openapi.json"}
    assert described == served


def test_every_answer_is_one_the_document_describes(schema: Any) -> None:
    found = [
        each
        for operation in operations(schema)
        for each in disagreements(operation, (LAPTOP, ADMIN, ""), examples=EXAMPLES, seed=20260302)
    ]
    assert found == []
