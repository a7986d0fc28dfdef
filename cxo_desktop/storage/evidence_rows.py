"""Which evidence files a vault has: of which walkthrough, as what, with which digest before encryption."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cxo_core.problems import Code, Problem
from cxo_desktop.storage.database import Database, Run


class EvidenceKind(StrEnum):
    """As what a file of one piece of evidence is kept: the copy that counts, those made from it, and what is still being spoken."""

    WORKING = "working"
    REPORT = "report"
    THUMBNAIL = "thumbnail"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One encrypted file. `id` names the piece of evidence as events do; `name` is the file's own, random one.

    `sha256` and `bytes` are those of the content before encryption. `of`: the digest of the working copy it shows, empty
    for that of the working copy that comes in with it; of a piece of a voice note, its number. `expires_on`: the day until which it may be kept, where one is set.
    """

    id: str
    kind: EvidenceKind
    name: str
    sha256: str
    bytes: int
    media_type: str
    of: str = ""
    expires_on: date | None = None


_COLUMNS = "id, kind, name, sha256, bytes, media_type, of, expires_on"
INSERT = f"INSERT INTO evidence ({_COLUMNS}, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
OF_WALKTHROUGH = f"SELECT {_COLUMNS} FROM evidence WHERE number = (SELECT number FROM walkthroughs WHERE id = ?) ORDER BY rowid"
ONE = f"SELECT {_COLUMNS} FROM evidence WHERE id = ? AND kind = ? AND of = ?"
SHOWN_BY = "SELECT of FROM evidence WHERE id = ? AND kind = 'working' ORDER BY rowid LIMIT 1"
REMOVE = "DELETE FROM evidence WHERE name = ?"
END_PIECES = "DELETE FROM evidence WHERE id = ? AND kind = 'piece'"
SET_EXPIRY = "UPDATE evidence SET expires_on = ? WHERE name = ?"
EVERY = (
    "SELECT evidence.rowid, walkthroughs.id, evidence.id, kind, name, sha256, bytes, media_type, of, expires_on"
    " FROM evidence JOIN walkthroughs USING (number) WHERE evidence.rowid > ? ORDER BY evidence.rowid LIMIT 500"
)


def insert(run: Run, number: int, rows: Iterable[EvidenceRow]) -> None:
    """Adds rows; what says of no working copy that it shows it shows the one that comes in with it, else the first.

    A working copy takes the place of the pieces it was put together from.
    """
    coming = list(rows)
    working = {row.id: row.sha256 for row in coming if row.kind is EvidenceKind.WORKING}
    for row in coming:
        if row.kind is EvidenceKind.WORKING:
            run(END_PIECES, (row.id,))
        of = row.of or working.get(row.id) or _first_working(run, row.id)
        expires_on = row.expires_on.isoformat() if row.expires_on else None
        columns = (row.id, row.kind.value, row.name, row.sha256, row.bytes, row.media_type, of, expires_on)
        run(INSERT, (*columns, number))


def remove(run: Run, names: Iterable[str]) -> None:
    """Takes rows out, by the names of their files, in the transaction that notes why."""
    for name in names:
        run(REMOVE, (name,))


def _first_working(run: Run, evidence_id: str) -> str:
    found = run(SHOWN_BY, (evidence_id,)).fetchone()
    return str(found[0]) if found else ""


class EvidenceRows:
    """Asks which files there are; they come in together with the event that attaches them (`WalkthroughStore.append`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, walkthrough_id: str) -> tuple[EvidenceRow, ...]:
        """Every file of one walkthrough, in the order they came in."""
        return tuple(_row(found) for found in self._database.rows(OF_WALKTHROUGH, (walkthrough_id,)))

    def add(self, walkthrough_id: str, rows: Iterable[EvidenceRow]) -> None:
        """Adds files made later from evidence that is already attached, such as the report copy; durable on return."""
        with self._database.transaction() as run:
            found = run("SELECT number FROM walkthroughs WHERE id = ?", (walkthrough_id,)).fetchone()
            if found is None:
                raise Problem(Code.WALKTHROUGH_NOT_FOUND, id=walkthrough_id)
            insert(run, found[0], rows)

    def set_expiry(self, days: Mapping[str, date | None]) -> None:
        """Until which day each of these files may be kept, by its name; None for no day of its own."""
        with self._database.transaction() as run:
            for name, day in days.items():
                run(SET_EXPIRY, (day.isoformat() if day else None, name))

    def one(
        self, evidence_id: str, kind: EvidenceKind = EvidenceKind.WORKING, *, of: str
    ) -> EvidenceRow | None:
        """One file of a piece of evidence, or None. `of`: the digest of the working copy it shows."""
        found = self._database.row(ONE, (evidence_id, kind.value, of))
        return _row(found) if found else None

    def every(self) -> Iterable[tuple[str, EvidenceRow]]:
        """Every file of the vault with its walkthrough's id, 500 in memory at a time."""
        last = 0
        while found := self._database.rows(EVERY, (last,)):
            for rowid, walkthrough_id, *columns in found:
                last = rowid
                yield walkthrough_id, _row(columns)


def _row(columns: Iterable[object]) -> EvidenceRow:
    identity, kind, name, sha256, size, media_type, of, expires_on = columns
    return EvidenceRow(
        str(identity),
        EvidenceKind(str(kind)),
        str(name),
        str(sha256),
        int(str(size)),
        str(media_type),
        str(of),
        date.fromisoformat(str(expires_on)) if expires_on else None,
    )
