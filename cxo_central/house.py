"""The house: everything one process of the office works with, opened once."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cxo_central.office import Office
from cxo_central.settings import CentralSettings, load
from cxo_core.bundle.office import OfficeKeys
from cxo_core.signing import key_id

if TYPE_CHECKING:
    from pyrage.x25519 import Identity
    from sqlalchemy import Engine

    from cxo_central.storage.files import Files


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class House:
    """`identities` is None where the office keeps them elsewhere (`sealed`): then nothing here can open a bundle."""

    settings: CentralSettings
    keys: OfficeKeys
    receipt_seed: bytes = field(repr=False)
    identities: "list[Identity] | None" = field(repr=False)
    engine: "Engine"
    files: "Files"
    now: Callable[[], datetime] = utc_now

    @property
    def id(self) -> str:
        """The short name of the office: that of its receipt key."""
        return key_id(self.keys.receipt_key)

    @classmethod
    def open(
        cls,
        folder: Path,
        environ: Mapping[str, str] = os.environ,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> "House":
        """Opens the office in `folder`, its database brought up to date.

        Raises Problem `office-unreadable`, `office-setting-wrong`, `identity-unreadable`, `office-database-failing`,
        `office-database-newer` or `office-files-failing`.
        """
        settings = load(folder, environ)
        office = Office.open(folder)
        seed = office.receipt_seed()
        identities = None if settings.sealed else office.identities()
        engine, files = stores(settings)
        return cls(settings, office.keys, seed, identities, engine, files, now)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the database's connections back."""
        self.engine.dispose()


def stores(settings: CentralSettings, *, is_migrated: bool = True) -> "tuple[Engine, Files]":
    """The database and the files of an office. Raises what `House.open` raises for them.

    `is_migrated`: the database is brought up to date first; otherwise it is not even looked at.
    """
    from cxo_central.storage.engine import make_engine
    from cxo_central.storage.files import make_files
    from cxo_central.storage.migrating import check_version, migrate

    engine = make_engine(settings.database)
    if is_migrated and not check_version(engine):
        migrate(engine)
    files = make_files(
        settings.files,
        endpoint=settings.s3_endpoint,
        access_key=settings.s3_key_id,
        secret_key=settings.s3_secret,
        region=settings.s3_region,
    )
    return engine, files
