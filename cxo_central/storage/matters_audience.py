"""Whom a matter is for, and whom it ever was for: so a laptop is told what is no longer its own."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Protocol

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    Select,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy import union_all as together

from cxo_central.storage.engine import is_sqlite, writing
from cxo_central.storage.tables import audiences, changes
from cxo_core.moment import wall_text
from cxo_core.protocol.matters import MatterKind

_LEAP = 1_000_000

Value = str | BindParameter[str]


class Laptop(Protocol):
    """What decides which matters a laptop is told: its id, and the officer and hall it was enrolled for."""

    @property
    def id(self) -> str: ...

    @property
    def officer(self) -> str: ...

    @property
    def hall(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Audience:
    """Empty texts: all of them. A named officer is sent wherever the hall is; else the hall's own laptops, and those of none."""

    device: str = ""
    officer: str = ""
    hall: str = ""

    def has(self, laptop: Laptop) -> bool:
        if self.device:
            return self.device == laptop.id
        if self.officer:
            return self.officer == laptop.officer
        return not self.hall or not laptop.hall or self.hall == laptop.hall


def taking_turn(connection: Connection) -> None:
    """Lets one change after the other happen, so that whoever sees a change has seen all that are numbered before it.

    SQLite does so by itself; PostgreSQL hands out numbers before it commits.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE changes IN SHARE ROW EXCLUSIVE MODE"))


def next_change(connection: Connection) -> int:
    """The number of a new change, inside a transaction that took its turn."""
    made = insert(changes).values(at=wall_text(datetime.now(UTC))).returning(changes.c.number)
    return int(connection.execute(made).scalar_one())


def leap(engine: Engine) -> None:
    """After a restore: what was told since the backup had numbers that are free again here, and laptops have seen them.

    So numbers go on far beyond those, and every laptop hears the whole of what holds once more.
    """
    with writing(engine) as connection:
        taking_turn(connection)
        last = connection.scalar(select(func.max(changes.c.number))) or 0
        beyond = {"number": last + _LEAP}
        connection.execute(insert(changes).values(at=wall_text(datetime.now(UTC)), **beyond))
        connection.execute(update(audiences).values(change=last + _LEAP))
        if not is_sqlite(engine):
            counting = text("SELECT setval(pg_get_serial_sequence('changes', 'number'), :number)")
            connection.execute(counting, beyond)


def widen(connection: Connection, kind: MatterKind, id: str, audience: Audience, change: int) -> None:
    """Everybody the matter was ever for hears of the change, and from now on its audience too."""
    ours = and_(audiences.c.kind == kind.value, audiences.c.id == id)
    connection.execute(update(audiences).where(ours).values(change=change))
    _include(connection, kind.value, id, audience, change)


def remember(connection: Connection, laptop: Laptop) -> None:
    """Before a laptop gets another officer or hall: what was told to it for the former ones is kept as told to it.

    Its next pack can then say which of that holds no longer. `laptop` is as it was until now.
    """
    taking_turn(connection)
    change = next_change(connection)
    told = select(audiences.c.kind, audiences.c.id).distinct().where(concerns(laptop))
    for kind, id in connection.execute(told).all():
        _include(connection, kind, id, Audience(device=laptop.id), change)


def concerns(laptop: Laptop) -> ColumnElement[bool]:
    """The rows of `audiences` that this laptop is or was among: `Audience.has` for the database."""
    return or_(*_ways(laptop.id, laptop.officer or None, laptop.hall or None))


def newest(connection: Connection, laptop: Laptop) -> int:
    """The number of the last change that concerns a laptop, 0 for none: a look at the ends of an index."""
    told = {"laptop": laptop.id, "officer": laptop.officer, "hall": laptop.hall}
    asked = _newest(has_officer=bool(laptop.officer), has_hall=bool(laptop.hall))
    return connection.scalar(asked, told) or 0


@cache
def _newest(*, has_officer: bool, has_hall: bool) -> Select[tuple[int | None]]:
    """Every laptop asks this all day long: it is built once for each kind of laptop."""
    officer: Value | None = bindparam("officer") if has_officer else None
    hall: Value | None = bindparam("hall") if has_hall else None
    ends = together(
        *(
            select(func.max(audiences.c.change).label("change")).where(way)
            for way in _ways(bindparam("laptop"), officer, hall)
        )
    )
    return select(func.max(ends.subquery().c.change))


def _ways(laptop: Value, its_officer: Value | None, its_hall: Value | None) -> list[ColumnElement[bool]]:
    device, officer, hall = audiences.c.device, audiences.c.officer, audiences.c.hall
    anybody = and_(device == "", officer == "")
    ways = [and_(device == laptop, officer == "", hall == "")]
    if its_officer is not None:
        ways.append(and_(device == "", officer == its_officer))
    if its_hall is not None:
        return [*ways, and_(anybody, hall == ""), and_(anybody, hall == its_hall)]
    return [*ways, anybody]


def _include(connection: Connection, kind: str, id: str, audience: Audience, change: int) -> None:
    row = {
        "kind": kind,
        "id": id,
        "device": audience.device,
        "officer": audience.officer,
        "hall": audience.hall,
    }
    this = and_(*(audiences.c[name] == value for name, value in row.items()))
    if connection.execute(update(audiences).where(this).values(change=change)).rowcount == 0:
        connection.execute(insert(audiences).values(**row, change=change))
