"""What offices told in their packs: every matter as it stands, and since when what was withdrawn holds no longer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cxo_core.canonical import canonical
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import MatterKind
from cxo_core.protocol.pack import Matter, Removed
from cxo_desktop.storage import sync_log
from cxo_desktop.storage.database import Database, Row
from cxo_desktop.storage.sync_log import LogLine


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter of one office. `told_at`: when it came as it stands; `removed_at`: since when it holds no longer."""

    office: str
    matter: Matter
    told_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """What one pack changes: matters to keep as they are given, and those that hold no longer."""

    office: str
    version: int
    etag: str
    pack_bytes: int
    at: datetime
    kept: Sequence[Matter]
    removed: Sequence[Removed]


_SELECT: Final = "SELECT office, kind, id, version, content, removed_at, seen_at FROM matters"
OF_KIND: Final = f"{_SELECT} WHERE kind = ? ORDER BY office, id"
STANDING: Final = f"{_SELECT} WHERE kind = ? AND removed_at IS NULL ORDER BY office, id"
ONE: Final = f"{_SELECT} WHERE office = ? AND kind = ? AND id = ?"
OF_OFFICE: Final = f"{_SELECT} WHERE office = ? ORDER BY kind, id"
CLAIM: Final = (
    "UPDATE offices SET pack_version = ?, pack_etag = ?, pack_bytes = ?"
    " WHERE id = ? AND (pack_version IS NULL OR pack_version < ?)"
)
VERSION: Final = "SELECT pack_version FROM offices WHERE id = ?"
KEEP: Final = (
    "INSERT INTO matters (office, kind, id, version, content, removed_at, seen_at) VALUES (?, ?, ?, ?, ?, NULL, ?)"
    " ON CONFLICT (office, kind, id) DO UPDATE SET version = excluded.version, content = excluded.content,"
    " removed_at = NULL, seen_at = excluded.seen_at"
)
REMOVE: Final = (
    "UPDATE matters SET removed_at = ? WHERE office = ? AND kind = ? AND id = ? AND removed_at IS NULL"
)
ETAG: Final = "UPDATE offices SET pack_etag = ?, pack_bytes = ? WHERE id = ? AND pack_version = ?"


class MatterStore:
    """Reads matters one by one or by kind; they come in a pack at a time (`take`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self, kind: MatterKind) -> tuple[MatterRow, ...]:
        """Every matter of a kind that holds now, whatever office told it."""
        return self._rows(STANDING, (kind.value,))

    def every(self, kind: MatterKind) -> tuple[MatterRow, ...]:
        """Every matter of a kind that was ever told, withdrawn ones too."""
        return self._rows(OF_KIND, (kind.value,))

    def of(self, office: str) -> tuple[MatterRow, ...]:
        """Everything one office ever told."""
        return self._rows(OF_OFFICE, (office,))

    def one(self, office: str, kind: MatterKind, id: str) -> MatterRow | None:
        found = self._database.row(ONE, (office, kind.value, id))
        return _row(found) if found else None

    def take(self, taking: Taking, *, line: LogLine | None = None) -> None:
        """One durable transaction: the whole pack, or nothing of it.

        Raises Problem `pack-older` unless it is newer than what the office told before, `not-enrolled` without the office.
        """
        told_at = wall_text(taking.at.astimezone(UTC))
        with self._database.transaction() as run:
            claimed = run(
                CLAIM, (taking.version, taking.etag, taking.pack_bytes, taking.office, taking.version)
            )
            if claimed.rowcount != 1:
                known = run(VERSION, (taking.office,)).fetchone()
                if known is None:
                    raise Problem(Code.NOT_ENROLLED, office=taking.office)
                raise Problem(Code.PACK_OLDER, version=taking.version, known=known[0])
            for matter in taking.kept:
                content = canonical(dict(matter.content)).decode()
                run(KEEP, (taking.office, matter.kind.value, matter.id, matter.version, content, told_at))
            for gone in taking.removed:
                run(REMOVE, (told_at, taking.office, gone.kind.value, gone.id))
            if line is not None:
                sync_log.insert(run, line)

    def keep_etag(self, office: str, version: int, etag: str, pack_bytes: int) -> None:
        """What the office calls the pack that is already here, so that it need not send it again."""
        with self._database.transaction() as run:
            run(ETAG, (etag, pack_bytes, office, version))

    def _rows(self, statement: str, parameters: Sequence[Any]) -> tuple[MatterRow, ...]:
        return tuple(_row(found) for found in self._database.rows(statement, parameters))


def _row(columns: Row) -> MatterRow:
    office, kind, id, version, content, removed_at, seen_at = columns
    return MatterRow(
        office,
        Matter(MatterKind(kind), id, version, json.loads(content)),
        datetime.fromisoformat(seen_at),
        None if removed_at is None else datetime.fromisoformat(removed_at),
    )
