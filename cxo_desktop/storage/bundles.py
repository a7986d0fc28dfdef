"""Sealed bundles: which revision of which walkthrough is in which file, and how far it has got on its way to the office."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from cxo_core.moment import wall_text
from cxo_core.problems import Problem
from cxo_desktop.storage import sync_log
from cxo_desktop.storage.database import Database, Row, Run
from cxo_desktop.storage.problem_text import problem_from, problem_text
from cxo_desktop.storage.sync_log import LogLine

Document = bytes
"""A signed document as it came."""


class BundleState(StrEnum):
    """Sealed and still here; refused: the office said why and a person must look; delivered: it signed a receipt."""

    SEALED = "sealed"
    REFUSED = "refused"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class BundleRow:
    """One sealed revision. `manifest_digest` is the digest of its manifest, `sha256` and `bytes` of the encrypted file.

    `office`: the id of the office it is sealed to. `upload`: where the office is taking it in, `sent_bytes` of it so
    far. `attempts` failed in a row, `next_try` is when the ladder allows the next, `problem` why the last failed.
    `receipt` is the office's signed document, there exactly when the bundle is delivered.
    """

    walkthrough_id: str
    revision: int
    manifest_digest: str
    sha256: str
    bytes: int
    name: str
    sealed_at: datetime
    state: BundleState = BundleState.SEALED
    office: str = ""
    upload: str | None = None
    sent_bytes: int = 0
    attempts: int = 0
    next_try: datetime | None = None
    problem: Problem | None = field(default=None, compare=False)
    receipt: Document | None = None
    delivered_at: datetime | None = None

    @property
    def is_erased(self) -> bool:
        """Whether its file was erased, by its time or a withdrawal; the row stays and proves the delivery."""
        return self.name.startswith(_ERASED)


_ERASED: Final = "erased-"
_SELECT: Final = (
    "SELECT walkthroughs.id, revision, manifest_digest, sha256, bytes, name, sealed_at, state, bundles.office, upload,"
    " sent_bytes, attempts, next_try, problem, receipt, delivered_at FROM bundles JOIN walkthroughs USING (number)"
)
INSERT: Final = (
    "INSERT INTO bundles (number, revision, manifest_digest, sha256, bytes, name, sealed_at, state, office)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
OF_WALKTHROUGH: Final = f"{_SELECT} WHERE walkthroughs.id = ? ORDER BY revision"
ONE: Final = f"{_SELECT} WHERE walkthroughs.id = ? AND revision = ?"
IN_STATE: Final = f"{_SELECT} WHERE state = ? ORDER BY sealed_at, number, revision"
BY_FILE: Final = f"{_SELECT} WHERE sha256 = ?"
EVERY: Final = f"{_SELECT} ORDER BY bundles.number, revision"
DELIVERED: Final = (
    f"{_SELECT} WHERE (delivered_at, bundles.number, revision) < (?, (SELECT number FROM walkthroughs WHERE id = ?), ?)"
    " ORDER BY delivered_at DESC, bundles.number DESC, revision DESC LIMIT ?"
)
LAST_DELIVERED: Final = f"{_SELECT} WHERE delivered_at IS NOT NULL ORDER BY delivered_at DESC, bundles.number DESC, revision DESC LIMIT ?"
COUNTS: Final = "SELECT state, count(*), sum(bytes) FROM bundles GROUP BY state"
_PLACE: Final = "revision = ? AND number = (SELECT number FROM walkthroughs WHERE id = ?)"
MARK: Final = f"UPDATE bundles SET state = ? WHERE {_PLACE}"
PROGRESS: Final = f"UPDATE bundles SET upload = ?, sent_bytes = ? WHERE {_PLACE}"
FORGET_FILE: Final = f"UPDATE bundles SET name = ? WHERE {_PLACE} AND state = 'delivered'"
WAY: Final = (
    "UPDATE bundles SET state = ?, upload = ?, sent_bytes = ?, attempts = ?, next_try = ?, problem = ?, receipt = ?,"
    f" delivered_at = ? WHERE {_PLACE} AND state <> 'delivered'"
)


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
            row.office,
        ),
    )


def forget_file(run: Run, row: BundleRow) -> None:
    """From now on the row names no file, in the transaction that notes why. Only what is delivered may go."""
    run(FORGET_FILE, (f"{_ERASED}{row.walkthrough_id}-{row.revision}", row.revision, row.walkthrough_id))


class BundleStore:
    """Asks which bundles there are; they come in together with the event that seals (`WalkthroughStore.append`).

    What is delivered stays delivered: no later word about the same bundle changes its row.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, walkthrough_id: str) -> tuple[BundleRow, ...]:
        """Every sealed revision of one walkthrough, oldest first."""
        return tuple(_row(found) for found in self._database.rows(OF_WALKTHROUGH, (walkthrough_id,)))

    def one(self, walkthrough_id: str, revision: int) -> BundleRow | None:
        """The row of one revision as it is now."""
        found = self._database.row(ONE, (walkthrough_id, revision))
        return _row(found) if found else None

    def latest(self, walkthrough_id: str) -> BundleRow | None:
        """The last sealed revision, which the next one must name."""
        revisions = self.of(walkthrough_id)
        return revisions[-1] if revisions else None

    def by_file(self, sha256: str) -> BundleRow | None:
        """The bundle whose encrypted file has this digest."""
        found = self._database.row(BY_FILE, (sha256,))
        return _row(found) if found else None

    def in_state(self, state: BundleState) -> tuple[BundleRow, ...]:
        """Every bundle in a state, first sealed first."""
        return tuple(_row(found) for found in self._database.rows(IN_STATE, (state.value,)))

    def every(self) -> tuple[BundleRow, ...]:
        return tuple(_row(found) for found in self._database.rows(EVERY))

    def delivered(self, most: int = 50, *, after: BundleRow | None = None) -> tuple[BundleRow, ...]:
        """A page of delivered bundles, last delivered first; `after` is the last row of the page ahead of this one."""
        if after is None:
            return tuple(_row(found) for found in self._database.rows(LAST_DELIVERED, (most,)))
        place = (_text(after.delivered_at), after.walkthrough_id, after.revision, most)
        return tuple(_row(found) for found in self._database.rows(DELIVERED, place))

    def counts(self) -> dict[BundleState, tuple[int, int]]:
        """How many bundles are in each state, and how many bytes they have."""
        found = {
            BundleState(state): (int(count), int(size)) for state, count, size in self._database.rows(COUNTS)
        }
        return {state: found.get(state, (0, 0)) for state in BundleState}

    def mark(self, row: BundleRow, state: BundleState) -> None:
        """Says how far a bundle has got."""
        with self._database.transaction() as run:
            run(MARK, (state.value, row.revision, row.walkthrough_id))

    def sending(self, row: BundleRow, *, upload: str | None, sent_bytes: int) -> BundleRow:
        """Remembers where the office is taking the file in and how much of it is durable there."""
        with self._database.transaction() as run:
            run(PROGRESS, (upload, sent_bytes, row.revision, row.walkthrough_id))
        return replace(row, upload=upload, sent_bytes=sent_bytes)

    def record_attempt(
        self, row: BundleRow, problem: Problem, *, next_try: datetime, line: LogLine
    ) -> BundleRow:
        """An attempt failed and is to be made again: one step up the ladder, and its line in the log."""
        tried = replace(row, attempts=row.attempts + 1, next_try=next_try, problem=problem)
        return self._set(tried, line)

    def refuse(self, row: BundleRow, problem: Problem, line: LogLine) -> BundleRow:
        """The office will not take it as it is; it waits for a person."""
        refused = replace(
            row, state=BundleState.REFUSED, upload=None, sent_bytes=0, next_try=None, problem=problem
        )
        return self._set(refused, line)

    def retry(self, row: BundleRow, line: LogLine | None = None) -> BundleRow:
        """Due again at once, from the foot of the ladder, refused or not."""
        return self._set(
            replace(row, state=BundleState.SEALED, attempts=0, next_try=None, problem=None), line
        )

    def deliver(self, row: BundleRow, receipt: bytes, at: datetime, line: LogLine) -> BundleRow:
        """Delivered: the receipt, the state and the line in one transaction. The caller has verified the receipt."""
        return self._set(
            replace(
                row,
                state=BundleState.DELIVERED,
                upload=None,
                sent_bytes=row.bytes,
                attempts=0,
                next_try=None,
                problem=None,
                receipt=receipt,
                delivered_at=at,
            ),
            line,
        )

    def _set(self, row: BundleRow, line: LogLine | None) -> BundleRow:
        with self._database.transaction() as run:
            run(
                WAY,
                (
                    row.state.value,
                    row.upload,
                    row.sent_bytes,
                    row.attempts,
                    _text(row.next_try),
                    problem_text(row.problem),
                    row.receipt,
                    _text(row.delivered_at),
                    row.revision,
                    row.walkthrough_id,
                ),
            )
            if line is not None:
                sync_log.insert(run, line)
        return row


def _row(columns: Row) -> BundleRow:
    walkthrough_id, revision, manifest_digest, sha256, size, name, sealed_at, state = columns[:8]
    office, upload, sent_bytes, attempts, next_try, problem, receipt, delivered_at = columns[8:]
    return BundleRow(
        walkthrough_id,
        revision,
        manifest_digest,
        sha256,
        size,
        name,
        datetime.fromisoformat(sealed_at),
        BundleState(state),
        office,
        upload,
        sent_bytes,
        attempts,
        _time(next_try),
        problem_from(problem),
        receipt,
        _time(delivered_at),
    )


def _text(at: datetime | None) -> str | None:
    return None if at is None else wall_text(at.astimezone(UTC))


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
