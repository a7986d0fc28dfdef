"""The central offices a vault knows: their keys, where they answer, and how this laptop stands with each."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from cxo_core.bundle.office import OfficeKeys
from cxo_core.moment import wall_text
from cxo_core.problems import Problem
from cxo_core.signing import key_id
from cxo_desktop.storage import sync_log
from cxo_desktop.storage.database import Database, Row, Run
from cxo_desktop.storage.problem_text import problem_from, problem_text
from cxo_desktop.storage.sync_log import LogLine


class Standing(StrEnum):
    """Known by its keys only; asked (a request is on its way); enrolled: a token is kept; revoked by the office."""

    KNOWN = "known"
    ASKED = "asked"
    ENROLLED = "enrolled"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office. `id` is the short name of its receipt key, `device` the laptop's own id with it.

    `addresses` are tried in order; `certificate` is the PEM of the only TLS certificate to trust, or empty.
    `is_current`: bundles are sealed to it. `pack_version`: of the last pack taken, None before the first.
    `seen_at`: when it last answered; `attempts`, `next_try` and `problem`: rounds that did not reach it since.
    """

    id: str
    name: str
    document: str
    addresses: tuple[str, ...] = ()
    certificate: str = ""
    standing: Standing = Standing.KNOWN
    device: str = ""
    officer: str = ""
    hall: str = ""
    is_current: bool = False
    pack_version: int | None = None
    pack_etag: str = ""
    pack_bytes: int = 0
    token_at: datetime | None = None
    seen_at: datetime | None = None
    attempts: int = 0
    next_try: datetime | None = None
    problem: Problem | None = field(default=None, compare=False)

    @classmethod
    def of(cls, keys: OfficeKeys) -> "OfficeRow":
        """An office of which only the public file is known."""
        return cls(key_id(keys.receipt_key), keys.name, keys.to_bytes().decode())

    @property
    def keys(self) -> OfficeKeys:
        return OfficeKeys.from_bytes(self.document.encode())


_COLUMNS: Final = (
    "id, name, document, addresses, certificate, standing, device, officer, hall, is_current, pack_version,"
    " pack_etag, pack_bytes, token_at, seen_at, attempts, next_try, problem"
)
_PLACES: Final = ", ".join("?" * len(_COLUMNS.split(",")))
PUT: Final = (
    f"INSERT INTO offices ({_COLUMNS}) VALUES ({_PLACES}) ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name.strip()} = excluded.{name.strip()}" for name in _COLUMNS.split(",") if name != "id")
)
EVERY: Final = f"SELECT {_COLUMNS} FROM offices ORDER BY name, id"
BY_ID: Final = f"SELECT {_COLUMNS} FROM offices WHERE id = ?"
CURRENT: Final = f"SELECT {_COLUMNS} FROM offices WHERE is_current"
ONLY_CURRENT: Final = "UPDATE offices SET is_current = (id = ?)"


class OfficeStore:
    """One row for each office; at most one is the current one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[OfficeRow, ...]:
        return tuple(_row(found) for found in self._database.rows(EVERY))

    def by_id(self, office: str) -> OfficeRow | None:
        found = self._database.row(BY_ID, (office,))
        return _row(found) if found else None

    def current(self) -> OfficeRow | None:
        """The office that bundles are sealed to, or None."""
        found = self._database.row(CURRENT)
        return _row(found) if found else None

    def put(self, row: OfficeRow, *, line: LogLine | None = None) -> None:
        """Keeps a row as it is given, in place of the one with its id; durable on return. A current one is the only one."""
        with self._database.transaction() as run:
            put(run, row)
            if line is not None:
                sync_log.insert(run, line)

    def change(self, office: str, *, line: LogLine | None = None, **fields: object) -> OfficeRow | None:
        """Changes some fields of a row as it is now and returns it; None where the office is not known."""
        with self._database.transaction() as run:
            found = run(BY_ID, (office,)).fetchone()
            if found is None:
                return None
            row = replace(_row(found), **fields)  # type: ignore[arg-type]
            put(run, row)
            if line is not None:
                sync_log.insert(run, line)
            return row

    def set_standing(self, office: str, standing: Standing) -> None:
        self.change(office, standing=standing)

    def make_current(self, office: str) -> None:
        """Seals to this office from now on."""
        with self._database.transaction() as run:
            run(ONLY_CURRENT, (office,))


def put(run: Run, row: OfficeRow) -> None:
    """Keeps a row inside somebody's transaction."""
    run(PUT, _values(row))
    if row.is_current:
        run(ONLY_CURRENT, (row.id,))


def _values(row: OfficeRow) -> tuple[object, ...]:
    return (
        row.id,
        row.name,
        row.document,
        json.dumps(row.addresses),
        row.certificate,
        row.standing.value,
        row.device,
        row.officer,
        row.hall,
        row.is_current,
        row.pack_version,
        row.pack_etag,
        row.pack_bytes,
        _text(row.token_at),
        _text(row.seen_at),
        row.attempts,
        _text(row.next_try),
        problem_text(row.problem),
    )


def _row(columns: Row) -> OfficeRow:
    office, name, document, addresses, certificate, standing, device, officer, hall, is_current = columns[:10]
    pack_version, pack_etag, pack_bytes, token_at, seen_at, attempts, next_try, problem = columns[10:]
    return OfficeRow(
        id=office,
        name=name,
        document=document,
        addresses=tuple(json.loads(addresses)),
        certificate=certificate,
        standing=Standing(standing),
        device=device,
        officer=officer,
        hall=hall,
        is_current=bool(is_current),
        pack_version=pack_version,
        pack_etag=pack_etag,
        pack_bytes=pack_bytes,
        token_at=_time(token_at),
        seen_at=_time(seen_at),
        attempts=attempts,
        next_try=_time(next_try),
        problem=problem_from(problem),
    )


def _text(at: datetime | None) -> str | None:
    return None if at is None else wall_text(at.astimezone(UTC))


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
