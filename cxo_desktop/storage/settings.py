"""What a vault remembers by name, as JSON: the officer's profile and whatever a service keeps."""

import json
from typing import Any

from cxo_desktop.storage.database import Database, Run

GET = "SELECT value FROM settings WHERE name = ?"
PUT = (
    "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
REMOVE = "DELETE FROM settings WHERE name = ?"


class VaultSettings:
    """Small JSON values by name, encrypted like everything else in the vault."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str, default: Any = None) -> Any:
        """The value kept under `name`, or `default`."""
        found = self._database.row(GET, (name,))
        return json.loads(found[0]) if found else default

    def put(self, name: str, value: Any) -> None:
        """Keeps a JSON value; durable on return."""
        with self._database.transaction() as run:
            self.put_within(run, name, value)

    @staticmethod
    def put_within(run: Run, name: str, value: Any) -> None:
        """The same inside somebody's transaction."""
        run(PUT, (name, json.dumps(value, ensure_ascii=False)))

    def remove(self, name: str) -> None:
        with self._database.transaction() as run:
            run(REMOVE, (name,))
