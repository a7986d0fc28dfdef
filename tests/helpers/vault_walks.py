"""Walkthroughs put into real vaults the way a recording does: events by a hand, the summary made from them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cxo_core.event import Event
from cxo_core.fold import Fold
from cxo_core.kinds import Kind
from cxo_core.summarising import summary_of
from cxo_core.summary import Summary
from cxo_desktop.storage import migrating
from cxo_desktop.storage.database import Database
from cxo_desktop.storage.evidence import EvidenceStore
from cxo_desktop.storage.evidence_rows import EvidenceKind, EvidenceRow
from cxo_desktop.storage.keys import VaultKey
from cxo_desktop.storage.secrets import Secrets
from cxo_desktop.storage.walkthroughs import WalkthroughStore
from helpers.tapping import MORNING, Hand

KEY = VaultKey(bytes(range(32)))


def new_database(folder: Path) -> Database:
    """An empty database of the current version; the caller closes it."""
    path = folder / "vault.db"
    migrating.create(path, KEY.subkey("database"))
    return Database(path, KEY.subkey("database"))


def store_of(database: Database) -> WalkthroughStore:
    return WalkthroughStore(database, Secrets(database, KEY))


def begun(walkthrough_id: str = "w1", start: datetime = MORNING, **opening: Any) -> Hand:
    return Hand(start, walkthrough=walkthrough_id, **opening)


def summed(hand: Hand, **changes: Any) -> Summary:
    return replace(summary_of(Fold(hand.events).state()), **changes)


def keep(store: WalkthroughStore, hand: Hand, last: int = 1, **also: Any) -> None:
    """Appends the last events of a hand."""
    walkthrough_id = hand.events[0].body["walkthrough"]
    store.append(walkthrough_id, hand.events[-last:], summed(hand), **also)


def record(store: WalkthroughStore, walkthrough_id: str = "w1", taps: int = 3, **opening: Any) -> Hand:
    """A short walkthrough, one transaction per event."""
    hand = begun(walkthrough_id, **opening)
    keep(store, hand)
    kinds = (Kind.ARRIVED, Kind.TICKET_TAKEN, Kind.CALLED, Kind.SERVICE_STARTED, Kind.GUIDED)
    for number in range(taps):
        hand.wait(seconds=30)
        hand.tap(kinds[number % len(kinds)])
        keep(store, hand)
    return hand


def note(store: WalkthroughStore, hand: Hand, text: str, **also: Any) -> None:
    hand.wait(seconds=5)
    hand.tap(Kind.NOTE_WRITTEN, note_id=f"n{len(hand.events)}", text=text)
    keep(store, hand, **also)


def photograph(store: WalkthroughStore, evidence: EvidenceStore, hand: Hand, content: bytes) -> EvidenceRow:
    """A file and the event that attaches it, in the order of a real one: file first, then event and row together."""
    walkthrough_id = hand.events[0].body["walkthrough"]
    file = evidence.write(content, store.key_of(walkthrough_id))
    row = EvidenceRow(
        f"{walkthrough_id}-{len(hand.events)}",
        EvidenceKind.WORKING,
        file.name,
        file.sha256,
        file.bytes,
        "image/jpeg",
    )
    hand.wait(seconds=5)
    hand.tap(
        Kind.EVIDENCE_ATTACHED,
        evidence=row.id,
        media_type="image/jpeg",
        bytes=file.bytes,
        sha256=file.sha256,
        original_sha256=file.sha256,
    )
    keep(store, hand, evidence=[row])
    return replace(row, of=row.sha256)


def stored(store: WalkthroughStore, walkthrough_id: str = "w1") -> Sequence[Event]:
    return list(store.events(walkthrough_id))
