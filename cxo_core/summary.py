"""What a list shows of a walkthrough, kept beside the events so that no list ever folds a record."""

from dataclasses import dataclass
from datetime import datetime

from cxo_core.text import Text


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the library. `status` is recording, paused, finished or sealed; `search` is what full text looks in."""

    id: str
    item_id: str
    item_title: Text
    role: str
    channel: str
    hall: str
    window: str
    status: str
    revision: int
    started: datetime
    updated: datetime
    last_seq: int
    chain_head: str
    step: str | None
    visits: int
    findings: int
    photos: int
    officers: str
    search: str
