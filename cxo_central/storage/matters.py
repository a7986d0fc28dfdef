"""What the office tells its laptops. Every change is one transaction with a number of its own; nothing is ever forgotten."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, insert, select, update

from cxo_central.storage.audit import COMMAND, note
from cxo_central.storage.engine import reading, writing
from cxo_central.storage.matters_audience import (
    Audience,
    Laptop,
    concerns,
    newest,
    next_change,
    taking_turn,
    widen,
)
from cxo_central.storage.tables import audiences, changes, matters
from cxo_core.canonical import canonical
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Answer, Decision, Hall, MatterKind, Task
from cxo_core.protocol.pack import Matter
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem

Meaning = Task | ServiceItem | Scheme | Hall | Decision | Answer


@dataclass(frozen=True, slots=True)
class Kept:
    """A matter as the office keeps it. `change`: the number of the last change that concerns who asked."""

    matter: Matter
    audience: Audience
    change: int
    changed_at: str
    is_removed: bool


_ROWS = select(matters, changes.c.at).join(changes, changes.c.number == matters.c.change)


class MatterStore:
    """`who` is noted in the audit log: `command` or `admin:<name>`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, meanings: Sequence[Meaning], *, device: str = "", who: str = COMMAND) -> int:
        """Tells these from now on, all of them or none; returns how many were new or different.

        `device`: the only laptop they concern, by its id; empty for everybody they fit. What is told already as it stands
        is no change. Raises Problem `document-not-signed`, `item-malformed` or `scheme-malformed` for one that no laptop
        could read.
        """
        with writing(self._engine) as connection:
            return put_in(connection, meanings, device=device, who=who)

    def remove(self, kind: MatterKind, id: str, *, who: str = COMMAND) -> None:
        """Holds no longer: every laptop that was told is told so. Raises Problem `matter-not-found`."""
        with writing(self._engine) as connection:
            taking_turn(connection)
            row = _standing(connection, kind, id)
            change = next_change(connection)
            values = {"version": row.version + 1, "removed_at": _now(), "change": change}
            connection.execute(update(matters).where(_is(kind, id)).values(**values))
            widen(connection, kind, id, audience_of(_read(row), row.device or ""), change)
            note(connection, who, f"{kind.value}.remove", id)

    def find(self, kind: MatterKind, id: str) -> Kept:
        """Raises Problem `matter-not-found` also where it was removed."""
        with reading(self._engine) as connection:
            return _told(_standing(connection, kind, id))

    def every(self, kind: MatterKind) -> tuple[Kept, ...]:
        """All of a kind that hold, the one changed last first."""
        asked = _ROWS.where(matters.c.kind == kind.value, matters.c.removed_at.is_(None))
        with reading(self._engine) as connection:
            rows = connection.execute(asked.order_by(matters.c.change.desc(), matters.c.id))
            return tuple(_told(row) for row in rows)

    def of_walkthrough(self, walkthrough: str) -> tuple[Matter, ...]:
        """The decisions and answers that hold for one walkthrough, in the order of their ids."""
        kinds = (MatterKind.DECISION.value, MatterKind.ANSWER.value)
        begins = matters.c.id.startswith(f"{walkthrough}.", autoescape=True)
        asked = _ROWS.where(matters.c.kind.in_(kinds), begins, matters.c.removed_at.is_(None))
        with reading(self._engine) as connection:
            return tuple(_read(row) for row in connection.execute(asked.order_by(matters.c.id)))

    def version_for(self, laptop: Laptop) -> int:
        """The number of the last change that concerns a laptop; 0 where there is none yet."""
        with reading(self._engine) as connection:
            return newest(connection, laptop)

    def ever_for(self, laptop: Laptop) -> Iterator[Kept]:
        """Everything a laptop is or ever was to be told, in one consistent look, the newest change first."""
        asked = (
            select(matters, changes.c.at, audiences.c.change.label("heard"))
            .join_from(
                audiences, matters, and_(audiences.c.kind == matters.c.kind, audiences.c.id == matters.c.id)
            )
            .join(changes, changes.c.number == audiences.c.change)
            .where(concerns(laptop))
            .order_by(audiences.c.change.desc(), audiences.c.kind, audiences.c.id)
        )
        seen: set[tuple[str, str]] = set()
        with reading(self._engine) as connection:
            for row in connection.execute(asked):
                if (row.kind, row.id) not in seen:
                    seen.add((row.kind, row.id))
                    yield _told(row, heard=row.heard)


def put_in(connection: Connection, meanings: Sequence[Meaning], *, device: str = "", who: str) -> int:
    """`MatterStore.put` inside the caller's transaction."""
    taking_turn(connection)
    change, count = 0, 0
    for meaning in meanings:
        matter, content = _said(meaning)
        row = _row(connection, matter.kind, matter.id)
        if row and row.content == content and row.removed_at is None and (row.device or "") == device:
            continue
        change = change or next_change(connection)
        values = {"content": content, "device": device or None, "change": change, "removed_at": None}
        if row is None:
            place = {"kind": matter.kind.value, "id": matter.id}
            connection.execute(insert(matters).values(**place, version=1, **values))
        else:
            where = _is(matter.kind, matter.id)
            connection.execute(update(matters).where(where).values(version=row.version + 1, **values))
        widen(connection, matter.kind, matter.id, audience_of(matter, device), change)
        note(connection, who, f"{matter.kind.value}.put", matter.id)
        count += 1
    return count


def standing(connection: Connection, kind: MatterKind, id: str) -> Matter | None:
    """A matter as it holds, inside the caller's transaction; None where it does not."""
    row = _row(connection, kind, id)
    return _read(row) if row and row.removed_at is None else None


def kind_of(meaning: Meaning) -> MatterKind:
    match meaning:
        case Task():
            return MatterKind.TASK
        case ServiceItem():
            return MatterKind.ITEM
        case Scheme():
            return MatterKind.SCHEME
        case Hall():
            return MatterKind.HALL
        case Decision():
            return MatterKind.DECISION
        case Answer():
            return MatterKind.ANSWER


def audience_of(matter: Matter, device: str = "") -> Audience:
    """Only a task names whom it is for; the rest is for all, or for the laptop given."""
    if device or matter.kind is not MatterKind.TASK:
        return Audience(device=device)
    return Audience(officer=str(matter.content["officer"]), hall=str(matter.content["hall"]))


def _said(meaning: Meaning) -> tuple[Matter, str]:
    """The matter and its canonical text, proved to be readable by whoever is told."""
    matter = Matter(kind_of(meaning), meaning.id, 0, meaning.to_json())
    matter.meaning()
    try:
        return matter, canonical(matter.content).decode()
    except UnicodeEncodeError as error:
        raise Problem(Code.DOCUMENT_NOT_SIGNED, why="text") from error


def _is(kind: MatterKind, id: str) -> ColumnElement[bool]:
    return and_(matters.c.kind == kind.value, matters.c.id == id)


def _row(connection: Connection, kind: MatterKind, id: str) -> Row[Any] | None:
    return connection.execute(_ROWS.where(_is(kind, id))).one_or_none()


def _standing(connection: Connection, kind: MatterKind, id: str) -> Row[Any]:
    row = _row(connection, kind, id)
    if row is None or row.removed_at is not None:
        raise Problem(Code.MATTER_NOT_FOUND, kind=kind.value, id=id)
    return row


def _read(row: Row[Any]) -> Matter:
    return Matter(MatterKind(row.kind), row.id, row.version, json.loads(row.content))


def _told(row: Row[Any], heard: int | None = None) -> Kept:
    matter = _read(row)
    return Kept(
        matter=matter,
        audience=audience_of(matter, row.device or ""),
        change=row.change if heard is None else heard,
        changed_at=row.at,
        is_removed=row.removed_at is not None,
    )


def _now() -> str:
    return wall_text(datetime.now(UTC))
