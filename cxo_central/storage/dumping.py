"""Every row of an office as JSON lines, out of one consistent look and into an empty database of either kind."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, LargeBinary, MetaData, Select, Table, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from cxo_central.storage.engine import reading, writing
from cxo_central.storage.migrating import migrate
from cxo_central.storage.migrations import HEAD, REVISIONS
from cxo_central.storage.tables import bundles, metadata, parts, quarantine, uploads
from cxo_core.problems import Code, Problem

SCHEMA: Final = HEAD
BLOCK_BYTES: Final = 1 << 20
_AT_ONCE: Final = 500
_OWNERS = select(bundles.c.owner).union_all(select(quarantine.c.owner))


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One stored piece of a file that the office answered for."""

    owner: str
    start: int
    bytes: int
    name: str


class Snapshot:
    """All rows as they were at one moment, whatever is written meanwhile. Uploads that are still coming in stay out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection.execution_options(yield_per=_AT_ONCE)

    def blocks(self) -> Iterator[tuple[str, bytes, int]]:
        """Tables in the order in which they can be filled: name, JSON lines of bounded size, and how many they are."""
        for table in metadata.sorted_tables:
            if table is uploads:
                continue
            lines, size = [], 0
            for row in self._connection.execute(_rows(table)).mappings():
                line = json.dumps({name: _told(value) for name, value in row.items()}, ensure_ascii=False)
                lines.append(line.encode() + b"\n")
                size += len(lines[-1])
                if size >= BLOCK_BYTES:
                    yield table.name, b"".join(lines), len(lines)
                    lines, size = [], 0
            if lines:
                yield table.name, b"".join(lines), len(lines)

    def parts(self) -> Iterator[StoredPart]:
        """File by file, each from its start on."""
        for row in self._connection.execute(_rows(parts).order_by(parts.c.owner, parts.c.start)):
            yield StoredPart(row.owner, row.start, row.bytes, row.name)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """Raises Problem `office-database-failing`."""
    with reading(engine) as connection:
        yield Snapshot(connection)


def is_named(engine: Engine, part: str) -> bool:
    """Whether a row still names this stored part."""
    with reading(engine) as connection:
        return connection.execute(select(parts.c.owner).where(parts.c.name == part)).first() is not None


class Refilling:
    """Rows on their way into an empty database; all of them are there at the end, or none."""

    def __init__(self, connection: Connection, tables: MetaData) -> None:
        self._connection = connection
        self._tables = tables

    def add(self, table: str, lines: bytes) -> int:
        """How many there were. Raises ValueError for what is no such row."""
        into = self._tables.tables.get(table)
        if into is None:
            raise ValueError(table)
        rows = [_read(into, line) for line in lines.splitlines()]
        try:
            if rows:
                self._connection.execute(insert(into), rows)
        except IntegrityError as error:
            raise ValueError(table) from error
        return len(rows)

    def part(self, name: str) -> StoredPart | None:
        row = self._connection.execute(select(parts).where(parts.c.name == name)).one_or_none()
        return StoredPart(row.owner, row.start, row.bytes, row.name) if row else None

    def sha256_and_bytes(self, owner: str) -> tuple[str, int] | None:
        """What the row of a bundle, or of a file in quarantine, says of the file."""
        for table in (bundles, quarantine):
            asked = select(table.c.sha256, table.c.bytes).where(table.c.owner == owner)
            if row := self._connection.execute(asked).one_or_none():
                return row.sha256, row.bytes
        return None

    def count_parts(self) -> int:
        return int(self._connection.execute(select(func.count()).select_from(parts)).scalar_one())

    def go_on_counting(self) -> None:
        """PostgreSQL counts on by itself only behind numbers it gave itself."""
        if self._connection.dialect.name != "postgresql":
            return
        for table in metadata.sorted_tables:
            if "number" in table.c:
                said = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'number'), max(number)) FROM {table.name}"
                self._connection.execute(text(said))


@contextmanager
def refilling(engine: Engine, schema: str) -> Iterator[Refilling]:
    """One transaction in a database that holds nothing yet, made as of `schema` and brought up to date afterwards.

    Raises Problem `place-taken` where it holds something, `backup-newer`, `office-database-failing`.
    """
    if schema not in REVISIONS:
        raise Problem(Code.BACKUP_NEWER, path="", found=schema, known=HEAD)
    _refuse_used(engine)
    migrate(engine, to=schema)
    tables = MetaData()
    with writing(engine) as connection:
        tables.reflect(connection)
        yield Refilling(connection, tables)
    migrate(engine)


def _refuse_used(engine: Engine) -> None:
    found = MetaData()
    with snapshot(engine) as look:
        connection = look._connection
        found.reflect(connection)
        for table in found.sorted_tables:
            if (
                table.name != "alembic_version"
                and connection.execute(select(func.count()).select_from(table)).scalar_one()
            ):
                raise Problem(Code.PLACE_TAKEN, place=engine.url.render_as_string(hide_password=True))


def _rows(table: Table) -> Select[Any]:
    asked = select(table)
    return asked.where(parts.c.owner.in_(_OWNERS)) if table is parts else asked


def _told(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _read(table: Table, line: bytes) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict) or not row.keys() <= set(table.c.keys()):
        raise ValueError(table.name)
    return {name: _value(table, name, value) for name, value in row.items()}


def _value(table: Table, name: str, value: Any) -> Any:
    if isinstance(value, dict):
        if not isinstance(table.c[name].type, LargeBinary):
            raise ValueError(name)
        return base64.b64decode(value["base64"], validate=True)
    return value
