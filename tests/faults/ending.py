"""What must hold when the last laptop has delivered: looked up in the vaults and in the office's own rows and files."""

import dataclasses
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Table, func, select

from cxo_central.house import House
from cxo_central.receiving.sweeping import sweep
from cxo_central.storage.engine import reading
from cxo_central.storage.tables import bundles, parts, quarantine, uploads
from cxo_core.problems import Problem
from cxo_core.protocol.receipt import Receipt
from cxo_desktop.services.vaults import open_vault
from cxo_desktop.storage.bundles import BundleRow, BundleState
from helpers.laptops import Laptop
from helpers.office_running import OfficeRunning

SWEPT_AFTER = timedelta(days=30)
"""The sweep is run as so much later: every unfinished upload's time is over by then."""


class Ending:
    """Reads both sides as they lie on the disk, with every process gone."""

    def __init__(self, office: OfficeRunning, laptops: list[Laptop]) -> None:
        self._office = office
        self._laptops = laptops
        self.counts: dict[str, int] = {}

    def wrong(self) -> list[str]:
        """Each thing that is not as it must be."""
        house = House.open(self._office.folder, self._office.environ)
        try:
            return [*self._in_the_vaults(house), *self._at_the_office(house), *self._left_over(house)]
        finally:
            house.engine.dispose()

    def _in_the_vaults(self, house: House) -> Iterator[str]:
        receipts = 0
        for laptop in self._laptops:
            name = laptop.folder.name
            with open_vault(laptop.folder) as vault:
                rows = {row.sha256: row for row in vault.bundles.every()}
                if rows.keys() != {row.sha256 for row in laptop.sealed}:
                    yield f"{name}: other bundles than were sealed"
                for row in rows.values():
                    if row.state is not BundleState.DELIVERED or row.receipt is None:
                        yield f"{name}: {row.walkthrough_id} is {row.state} ({row.problem})"
                    elif not self._answers_for(row, house):
                        yield f"{name}: the receipt of {row.walkthrough_id} does not hold"
                    else:
                        receipts += 1
                if complaints := vault.database_complaints():
                    yield f"{name}: {complaints}"
        self.counts["receipts verified in vaults"] = receipts

    def _answers_for(self, row: BundleRow, house: House) -> bool:
        assert row.receipt
        try:
            receipt = Receipt.read(row.receipt, house.keys.receipt_key)
        except Problem:
            return False
        return receipt.is_for(sha256=row.sha256, manifest_digest=row.manifest_digest)

    def _at_the_office(self, house: House) -> Iterator[str]:
        """Every sealed file is there once, byte for byte, and opens."""
        sealed = {row.sha256: (row, laptop) for laptop in self._laptops for row in laptop.sealed}
        with reading(house.engine) as connection:
            found = connection.execute(select(bundles)).all()
        self.counts["bundles at the office"] = len(found)
        self.counts["lost"] = len(sealed.keys() - {each.sha256 for each in found})
        identities = [(each.walkthrough, each.revision) for each in found]
        self.counts["duplicates"] = len(identities) - len(set(identities))
        if self.counts["lost"] or self.counts["duplicates"] or len(found) != len(sealed):
            yield f"{len(sealed)} sealed, {len(found)} at the office"
        identical = 0
        for each in found:
            if each.sha256 not in sealed:
                yield f"nobody sealed {each.sha256}"
                continue
            row, laptop = sealed[each.sha256]
            stored = self._stored(house, each.owner)
            if hashlib.sha256(stored).hexdigest() != each.sha256 or len(stored) != each.bytes:
                yield f"{each.sha256} is not what was sealed"
            elif stored != (laptop.folder / "bundles" / row.name).read_bytes():
                yield f"{each.sha256} differs from the laptop's file"
            else:
                identical += 1
            if (each.walkthrough, each.revision) != (row.walkthrough_id, row.revision):
                yield f"{each.sha256} stands under another name"
        self.counts["identical byte by byte"] = identical

    def _stored(self, house: House, owner: str) -> bytes:
        asked = select(parts).where(parts.c.owner == owner).order_by(parts.c.start)
        with reading(house.engine) as connection:
            pieces = connection.execute(asked).all()
        content = b""
        for piece in pieces:
            assert piece.start == len(content)
            with house.files.open(piece.name) as file:
                while read := file.read(1 << 20):
                    content += read
        return content

    def _left_over(self, house: House) -> Iterator[str]:
        """After the sweep no upload is half there, and no file that no row names."""
        with reading(house.engine) as connection:
            refused = connection.execute(select(quarantine.c.code, quarantine.c.details)).all()
            self.counts["unfinished uploads before the sweep"] = _count(connection, uploads)
        self.counts["in quarantine"] = len(refused)
        yield from (f"in quarantine: {code} {details}" for code, details in refused[:5])
        later = dataclasses.replace(house, now=lambda: datetime.now(UTC) + SWEPT_AFTER)
        swept = sweep(later)
        self.counts["uploads swept away"], self.counts["files swept away"] = swept.uploads, swept.strays
        with reading(house.engine) as connection:
            self.counts["unfinished uploads after the sweep"] = _count(connection, uploads)
            named = set(connection.execute(select(parts.c.name)).scalars())
            owners = set(connection.execute(select(parts.c.owner)).scalars())
            kept = set(connection.execute(select(bundles.c.owner)).scalars())
        stored = set(house.files.names())
        self.counts["files no row names"] = len(stored - named)
        if self.counts["unfinished uploads after the sweep"]:
            yield "an upload outlived its time"
        if stored - named:
            yield f"{len(stored - named)} files that no row names"
        if named - stored:
            yield f"{len(named - stored)} files that a row names are gone"
        if owners != kept:
            yield f"{len(owners ^ kept)} files belong to no bundle"


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
