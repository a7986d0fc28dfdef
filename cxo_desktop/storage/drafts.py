"""What is being typed or spoken: durable within the second, gone when it becomes an event."""

from dataclasses import dataclass
from datetime import UTC, datetime

from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_desktop.storage.database import Database


@dataclass(frozen=True, slots=True)
class Draft:
    """A text in its slot. The slot is the caller's name for the field, such as `note` or `finding.fact`."""

    slot: str
    text: str
    saved: datetime


SAVE = (
    "INSERT INTO drafts (number, slot, text, saved) SELECT number, ?, ?, ? FROM walkthroughs WHERE id = ?"
    " ON CONFLICT (number, slot) DO UPDATE SET text = excluded.text, saved = excluded.saved"
)
OF_WALKTHROUGH = (
    "SELECT slot, text, saved FROM drafts"
    " WHERE number = (SELECT number FROM walkthroughs WHERE id = ?) ORDER BY slot"
)
SPOKEN = "SELECT id, slot, text FROM drafts JOIN walkthroughs USING (number) WHERE slot GLOB 'voice.*'"
CLEAR = "DELETE FROM drafts WHERE number = (SELECT number FROM walkthroughs WHERE id = ?) AND slot = ?"


class Drafts:
    """Keeps what is typed and not yet recorded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, walkthrough_id: str, slot: str, text: str) -> None:
        """Returns when the text is on the disk; an empty text clears the slot."""
        if not text:
            self.clear(walkthrough_id, slot)
            return
        with self._database.transaction() as run:
            saved = run(SAVE, (slot, text, wall_text(datetime.now(UTC)), walkthrough_id))
            if saved.rowcount == 0:
                raise Problem(Code.WALKTHROUGH_NOT_FOUND, id=walkthrough_id)

    def of(self, walkthrough_id: str) -> tuple[Draft, ...]:
        """Every draft of a walkthrough, by slot."""
        return tuple(
            Draft(slot, text, datetime.fromisoformat(saved))
            for slot, text, saved in self._database.rows(OF_WALKTHROUGH, (walkthrough_id,))
        )

    def spoken(self) -> tuple[tuple[str, str, str], ...]:
        """Every voice note that has not ended: walkthrough, slot, and where it belongs."""
        return tuple((found[0], found[1], found[2]) for found in self._database.rows(SPOKEN, ()))

    def clear(self, walkthrough_id: str, *slots: str) -> None:
        with self._database.transaction() as run:
            for slot in slots:
                run(CLEAR, (walkthrough_id, slot))
