"""Walkthroughs as they are kept: events in a chain, and beside them, in the same transaction, what lists show."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cxo_core.event import GENESIS, Event
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.summary import Summary
from cxo_desktop.storage import bundles, drafts, evidence_rows, search_index, tasks
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.database import Database, Run
from cxo_desktop.storage.drafts import Drafts
from cxo_desktop.storage.evidence_rows import EvidenceRow
from cxo_desktop.storage.library import Library, LibraryQuery, Page
from cxo_desktop.storage.library_rows import (
    COLUMNS,
    PLACES,
    columns_of,
    facets_text,
    listed_of,
    position_of,
    summary_from,
)
from cxo_desktop.storage.secrets import Secrets
from cxo_desktop.storage.tasks import TaskRow

__all__ = ["EvidenceRow", "WalkthroughStore"]

SEQ_BITS: Final = 24
"""Sixteen million events in one walkthrough; `Events.place` is number × 2²⁴ + sequence number."""

READ_AT_ONCE: Final = 500

INSERT_WALKTHROUGH: Final = "INSERT INTO walkthroughs (id) VALUES (?) RETURNING number"
INSERT_EVENT: Final = "INSERT INTO events (place, kind, recorded, digest, line) VALUES (?, ?, ?, ?, ?)"
INSERT_ROW: Final = f"INSERT INTO library ({COLUMNS}, position, number) VALUES ({PLACES}, ?, ?)"
TAP: Final = (
    "UPDATE library SET updated = ?, last_seq = ?, chain_head = ?, step = ?, visits = ?, findings = ?, photos = ?,"
    " officers = ? WHERE position = ? AND last_seq = ? AND chain_head = ?"
)
REPLACE_ROW: Final = f"UPDATE library SET ({COLUMNS}, position) = ({PLACES}, ?) WHERE position = ? AND last_seq = ? AND chain_head = ?"
HEAD: Final = (
    f"SELECT {COLUMNS}, number, position, search_texts.text FROM library LEFT JOIN search_texts USING (position)"
    " WHERE number = (SELECT number FROM walkthroughs WHERE id = ?)"
)
EVENTS: Final = "SELECT place, line FROM events WHERE place > ? AND place <= ? ORDER BY place LIMIT ?"
BEGINNING: Final = "SELECT id FROM walkthroughs WHERE id >= ? AND id < ? LIMIT 2"
NUMBER: Final = "SELECT number FROM walkthroughs WHERE id = ?"
EVERY: Final = "SELECT number, id FROM walkthroughs WHERE number > ? ORDER BY number LIMIT ?"
EVIDENCE_NAMES: Final = (
    "SELECT name FROM evidence WHERE number = ? UNION ALL SELECT name FROM bundles WHERE number = ?"
)
ERASE: Final = (
    tasks.FORGET_WALKTHROUGH,
    "DELETE FROM events WHERE place > :number << 24 AND place < (:number + 1) << 24",
    "DELETE FROM drafts WHERE number = :number",
    "DELETE FROM evidence WHERE number = :number",
    "DELETE FROM bundles WHERE number = :number",
    "DELETE FROM library WHERE number = :number",
    "DELETE FROM data_keys WHERE number = :number",
    "DELETE FROM walkthroughs WHERE number = :number",
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the store knows of a walkthrough it wrote last, so that a tap need not read it again."""

    number: int
    position: int
    summary: Summary


class WalkthroughStore:
    """The one place where events become durable. One writer per vault (`VaultLock`), so what it remembers stays true."""

    def __init__(self, database: Database, secrets: Secrets) -> None:
        self._database = database
        self._secrets = secrets
        self._library = Library(database)
        self._drafts = Drafts(database)
        self._kept: dict[str, _Kept] = {}

    def append(
        self,
        walkthrough_id: str,
        events: Sequence[Event],
        summary: Summary,
        *,
        evidence: Sequence[EvidenceRow] = (),
        clear_drafts: Sequence[str] = (),
        bundle: BundleRow | None = None,
        task: TaskRow | None = None,
    ) -> None:
        """Makes events durable together with the summary they lead to, in one transaction; returns when the disk has it.

        `evidence` and `bundle` are rows of files that are already durable; `clear_drafts` names draft slots that have
        become events, `task` is the one that a new walkthrough answers. An event with sequence number 1 starts the walkthrough. Raises Problem `record-moved-on` where the
        events do not follow from what is stored, and `disk-full` and its like; the record is then as before.
        """
        _check(walkthrough_id, events, summary)
        kept = None
        try:
            with self._database.transaction() as run:
                kept = self._head(run, walkthrough_id, events[0])
                if kept is None:
                    kept = self._begin(run, walkthrough_id, summary)
                else:
                    kept = _move_on(run, kept, events[0], summary)
                base = kept.number << SEQ_BITS
                for event in events:
                    recorded = wall_text(event.recorded.wall)
                    run(
                        INSERT_EVENT,
                        (base + event.seq, event.kind.value, recorded, event.digest, event.to_line()),
                    )
                if evidence:
                    evidence_rows.insert(run, kept.number, evidence)
                for slot in clear_drafts:
                    run(drafts.CLEAR, (walkthrough_id, slot))
                if bundle is not None:
                    bundles.insert(run, kept.number, bundle)
                if task is not None:
                    tasks.put(run, task)
        except BaseException:
            self._kept.pop(walkthrough_id, None)
            raise
        self._remember(walkthrough_id, kept)

    def events(self, walkthrough_id: str, after_seq: int = 0) -> Iterator[Event]:
        """The events of a walkthrough in order, from after `after_seq`; a few hundred in memory at a time."""
        for line in self.lines(walkthrough_id, after_seq):
            yield Event.from_line(line)

    def lines(self, walkthrough_id: str, after_seq: int = 0) -> Iterator[bytes]:
        """The same as canonical JSON lines without line ends, as `events.jsonl` holds them."""
        base = self._number(walkthrough_id) << SEQ_BITS
        last, end = base + after_seq, base + (1 << SEQ_BITS) - 1
        while found := self._database.rows(EVENTS, (last, end, READ_AT_ONCE)):
            for _, line in found:
                yield line
            if len(found) < READ_AT_ONCE:
                return
            last = found[-1][0]

    def every(self) -> Iterator[str]:
        """The id of every walkthrough, in the order in which they were begun."""
        last = 0
        while found := self._database.rows(EVERY, (last, READ_AT_ONCE)):
            yield from (walkthrough_id for _, walkthrough_id in found)
            last = found[-1][0]

    def summary(self, walkthrough_id: str) -> Summary:
        """What lists show of a walkthrough, with its searched text; raises Problem `walkthrough-not-found`."""
        found = self._database.row(HEAD, (walkthrough_id,))
        if found is None:
            raise Problem(Code.WALKTHROUGH_NOT_FOUND, id=walkthrough_id)
        return summary_from(found[:19], found[21] or "")

    def page(self, query: LibraryQuery | None = None, cursor: str | None = None, size: int = 50) -> Page:
        """A page of the library, as `Library.page` gives it."""
        return self._library.page(query, cursor, size)

    def save_draft(self, walkthrough_id: str, slot: str, text: str) -> None:
        """Keeps a text that is being typed; durable on return, an empty one clears the slot."""
        self._drafts.save(walkthrough_id, slot, text)

    def drafts(self, walkthrough_id: str) -> Mapping[str, str]:
        """Texts that were being typed and are not yet events, by slot."""
        return {draft.slot: draft.text for draft in self._drafts.of(walkthrough_id)}

    def has(self, walkthrough_id: str) -> bool:
        return self._database.row(NUMBER, (walkthrough_id,)) is not None

    def ids_beginning(self, letters: str) -> tuple[str, ...]:
        """The ids that begin so, two at the most: enough to know whether there is just one."""
        return tuple(row[0] for row in self._database.rows(BEGINNING, (letters, f"{letters}\U0010ffff")))

    def key_of(self, walkthrough_id: str) -> bytes:
        """The 32 bytes this walkthrough's evidence is encrypted with; raises Problem `walkthrough-not-found`."""
        key = self._secrets.data_key(walkthrough_id)
        if key is None:
            raise Problem(Code.WALKTHROUGH_NOT_FOUND, id=walkthrough_id)
        return key

    def erase(self, walkthrough_id: str, note: Callable[[Run], object] = bool) -> tuple[str, ...]:
        """Destroys a walkthrough's key and every row of it for good; returns the file names that nothing names any more.

        The files are noise from then on, wherever copies of them are. `note` runs inside the transaction. Takes time on purpose:
        the full-text index is rewritten and the write-ahead log emptied, so that no word of it stays behind.
        """
        number = self._number(walkthrough_id)
        names = tuple(name for (name,) in self._database.rows(EVIDENCE_NAMES, (number, number)))
        self._kept.pop(walkthrough_id, None)
        with self._database.transaction() as run:
            (position,) = run("SELECT position FROM library WHERE number = ?", (number,)).fetchone()
            search_index.remove(run, position)
            for statement in ERASE:
                run(statement, {"number": number})
            run(search_index.FORGET_REMOVED)
            note(run)
        self._database.forget_old_pages()
        return names

    def tidy(self) -> bool:
        """Some milliseconds of tidying in the full-text index; whether there is more to do."""
        before = self._database.changes
        with self._database.transaction() as run:
            search_index.tidy(run)
        # FTS5 counts one change for the order itself; a second one means that it found something to merge.
        return self._database.changes - before > 1

    def _number(self, walkthrough_id: str) -> int:
        if kept := self._kept.get(walkthrough_id):
            return kept.number
        found = self._database.row(NUMBER, (walkthrough_id,))
        if found is None:
            raise Problem(Code.WALKTHROUGH_NOT_FOUND, id=walkthrough_id)
        return int(found[0])

    def _head(self, run: Run, walkthrough_id: str, first: Event) -> _Kept | None:
        """What is stored, or None where this event starts the walkthrough."""
        if kept := self._kept.get(walkthrough_id):
            return kept
        found = run(HEAD, (walkthrough_id,)).fetchone()
        if found is None:
            if first.seq != 1:
                raise Problem(Code.WALKTHROUGH_NOT_FOUND, id=walkthrough_id)
            return None
        return _Kept(found[19], found[20], summary_from(found[:19], found[21] or ""))

    def _begin(self, run: Run, walkthrough_id: str, summary: Summary) -> _Kept:
        (number,) = run(INSERT_WALKTHROUGH, (walkthrough_id,)).fetchone()
        position = position_of(summary.started, number)
        self._secrets.give_data_key(run, number, walkthrough_id)
        run(INSERT_ROW, (*columns_of(summary), position, number))
        search_index.put(run, position, summary.search, facets_text(summary))
        return _Kept(number, position, summary)

    def _remember(self, walkthrough_id: str, kept: _Kept) -> None:
        if len(self._kept) > 16:
            self._kept.clear()
        self._kept[walkthrough_id] = kept


def _move_on(run: Run, kept: _Kept, first: Event, summary: Summary) -> _Kept:
    """Brings the projection to the new summary, provided that the events follow from the stored head."""
    before = kept.summary
    if listed_of(before) == listed_of(summary):
        position = kept.position
        changed = run(
            TAP,
            (
                wall_text(summary.updated),
                summary.last_seq,
                summary.chain_head,
                summary.step,
                summary.visits,
                summary.findings,
                summary.photos,
                summary.officers,
                position,
                first.seq - 1,
                first.previous,
            ),
        )
    else:
        position = position_of(summary.started, kept.number)
        changed = run(
            REPLACE_ROW, (*columns_of(summary), position, kept.position, first.seq - 1, first.previous)
        )
    if changed.rowcount != 1:
        raise Problem(Code.RECORD_MOVED_ON, seq=first.seq)
    if position != kept.position:
        search_index.remove(run, kept.position)
    if (
        position != kept.position
        or summary.search != before.search
        or facets_text(before) != facets_text(summary)
    ):
        search_index.put(run, position, summary.search, facets_text(summary))
    return replace(kept, position=position, summary=summary)


def _check(walkthrough_id: str, events: Sequence[Event], summary: Summary) -> None:
    """A caller that hands in events and a summary that do not belong together has a bug."""
    if not events:
        raise ValueError("nothing to append")
    before = events[0]
    if before.seq == 1 and before.previous != GENESIS:
        raise ValueError("a first event names no other")
    for event in events[1:]:
        if event.seq != before.seq + 1 or event.previous != before.digest:
            raise ValueError("the events do not follow from one another")
        before = event
    if (summary.id, summary.last_seq, summary.chain_head) != (walkthrough_id, before.seq, before.digest):
        raise ValueError("the summary is not the one of these events")
