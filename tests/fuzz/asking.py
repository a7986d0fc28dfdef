"""The office asked at random by its own OpenAPI document, in this process."""

from pathlib import Path

import schemathesis

from cxo_central.api.app import make_app
from cxo_central.storage.admins import AdminStore
from helpers.asked_at_random import disagreements, operations
from helpers.bundle_samples import SEED
from helpers.enrolled import enrolled
from helpers.office_house import open_house

LAPTOP, ADMIN = "a laptop's token", "an admin's token"


def asked(folder: Path, seed: int, examples: int) -> list[str]:
    """Every answer the document does not describe."""
    with open_house(folder, tls="off") as house:
        enrolled(house.engine, SEED, LAPTOP)
        AdminStore(house.engine).make("王科长", ADMIN, at=house.now())
        schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", make_app(house))
        return [
            each
            for operation in operations(schema)
            for each in disagreements(operation, (LAPTOP, ADMIN, ""), examples=examples, seed=seed)
        ]
