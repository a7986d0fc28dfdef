"""Sealed bundles: which revision of which walkthrough is in which file, and how far it has got."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cxo_core.moment import wall_text
from cxo_desktop.storage.database import Database, Row, Run


class BundleState(StrEnum):
    """Sealed and still here, or delivered: the office signed a receipt."""

    SEALED = "sealed"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class BundleRow:
    """One sealed revision. `manifest_digest` is the digest of its manifest, `sha256` and `bytes` of the encrypted file."""

    walkthrough_id: str
    revision: int
    manifest_digest: str
    sha256: str
    bytes: int
    name: str
    sealed_at: datetime
    state: BundleState = BundleState.SEALED


_SELECT = (
    "SELECT walkthroughs.id, revision, manifest_digest, sha256, bytes, name, sealed_at, state"
    " FROM bundles JOIN walkthroughs USING (number)"
)
INSERT = (
    "INSERT INTO bundles (number, revision, manifest_digest, sha256, bytes, name, sealed_at, state)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
OF_WALKTHROUGH = f"{_SELECT} WHERE walkthroughs.id = ? ORDER BY revision"
IN_STATE = f"{_SELECT} WHERE state = ? ORDER BY sealed_at, number, revision"
EVERY = f"{_SELECT} ORDER BY bundles.number, revision"
MARK = "UPDATE bundles SET state = ? WHERE revision = ? AND number = (SELECT number FROM walkthroughs WHERE id = ?)"


def insert(run: Run, number: int, row: BundleRow) -> None:
    run(
        INSERT,
        (
            number,
            row.revision,
            row.manifest_digest,
            row.sha256,
            row.bytes,
            row.name,
            wall_text(row.sealed_at),
            row.state.value,
        ),
    )


class BundleStore:
    """Asks which bundles there are; they come in together with the event that seals (`WalkthroughStore.append`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, walkthrough_id: str) -> tuple[BundleRow, ...]:
        """Every sealed revision of one walkthrough, oldest first."""
        return tuple(_row(found) for found in self._database.rows(OF_WALKTHROUGH, (walkthrough_id,)))

    def latest(self, walkthrough_id: str) -> BundleRow | None:
        """The last sealed revision, which the next one must name."""
        revisions = self.of(walkthrough_id)
        return revisions[-1] if revisions else None

    def in_state(self, state: BundleState) -> tuple[BundleRow, ...]:
        """Every bundle in a state, first sealed first."""
        return tuple(_row(found) for found in self._database.rows(IN_STATE, (state.value,)))

    def every(self) -> tuple[BundleRow, ...]:
        return tuple(_row(found) for found in self._database.rows(EVERY))

    def mark(self, row: BundleRow, state: BundleState) -> None:
        """Says how far a bundle has got."""
        with self._database.transaction() as run:
            run(MARK, (state.value, row.revision, row.walkthrough_id))


def _row(columns: Row) -> BundleRow:
    walkthrough_id, revision, manifest_digest, sha256, size, name, sealed_at, state = columns
    return BundleRow(
        walkthrough_id,
        revision,
        manifest_digest,
        sha256,
        size,
        name,
        datetime.fromisoformat(sealed_at),
        BundleState(state),
    )
