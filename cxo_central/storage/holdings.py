"""How much an office holds, for whoever watches it."""

from sqlalchemy import Engine, func, select

from cxo_central.storage.engine import reading
from cxo_central.storage.migrating import check_version
from cxo_central.storage.tables import bundles, devices, quarantine, uploads

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
