"""What a backup holds and what its members are called."""

import re
from dataclasses import dataclass, field
from typing import Final

from cxo_central.office import IDENTITY, PUBLIC, RECEIPT_KEY, RECIPIENT, SETTINGS
from cxo_central.serving.certificate import CERTIFICATE, KEY

FORMAT: Final = "cxo.office-backup"
FORMAT_VERSION: Final = 1
ABOUT: Final = "backup.json"
END: Final = "end.json"
PRIVATE: Final = (IDENTITY, RECEIPT_KEY, KEY, SETTINGS)
"""Written back for their owner only."""
KEPT: Final = (PUBLIC, SETTINGS, RECIPIENT, RECEIPT_KEY, IDENTITY, CERTIFICATE, KEY)
"""Files of the office's folder. The identity is missing where it is kept elsewhere."""
MAX_SMALL_BYTES: Final = 64 << 20

_ROWS = re.compile(r"rows/([a-z_]{1,40})/[0-9]{6,}\.jsonl")


@dataclass(slots=True)
class Counted:
    """What went in, or came out: rows of each table, files and their bytes."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0

    def add_rows(self, table: str, count: int) -> None:
        self.rows[table] = self.rows.get(table, 0) + count

    def to_json(self) -> dict[str, object]:
        return {"rows": dict(self.rows), "files": self.files, "bytes": self.bytes}


def rows_name(table: str, number: int) -> str:
    return f"rows/{table}/{number:06}.jsonl"


def table_of(name: str) -> str | None:
    """The table whose rows a member holds; None for any other member."""
    found = _ROWS.fullmatch(name)
    return found[1] if found else None
