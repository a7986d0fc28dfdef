"""What an office holds: how much of it, and each bundle's file."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from cxo_central.storage.engine import reading
from cxo_central.storage.migrating import check_version
from cxo_central.storage.tables import bundles, devices, quarantine, uploads

_AT_ONCE = 500
_COUNTED = (bundles, quarantine, uploads, devices)


def holdings(engine: Engine) -> dict[str, int]:
    """Rows of bundles, quarantine, uploads and devices. Raises Problem `office-database-failing`."""
    with reading(engine) as connection:
        return {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in _COUNTED
        }


def answers(engine: Engine) -> bool:
    """Whether the database answers and has the tables this program wants. Raises Problem `office-database-failing`."""
    return check_version(engine)


@dataclass(frozen=True, slots=True)
class Held:
    """A bundle's file as it lies here; `owner` is what its parts hang on."""

    number: int
    owner: str
    sha256: str
    bytes: int


def held_bundles(engine: Engine, *, after: int = 0) -> Iterator[Held]:
    """Those behind number `after` whose file is not destroyed, oldest first. A page at a time, so that nobody waits for whoever reads them."""
    while True:
        asked = (
            select(bundles.c.number, bundles.c.owner, bundles.c.sha256, bundles.c.bytes)
            .where(bundles.c.number > after, bundles.c.withdrawn_at.is_(None))
            .order_by(bundles.c.number)
            .limit(_AT_ONCE)
        )
        with reading(engine) as connection:
            page = [Held(*row) for row in connection.execute(asked)]
        if not page:
            return
        yield from page
        after = page[-1].number
