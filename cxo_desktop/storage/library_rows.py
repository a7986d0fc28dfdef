"""The projection row of a walkthrough: how a summary becomes columns and back, and where it sorts."""

from datetime import UTC, datetime, timedelta
from typing import Final

from cxo_core.moment import wall_text
from cxo_core.summary import Summary
from cxo_core.text import Text
from cxo_desktop.storage.database import Row
from cxo_desktop.storage.search_words import facets_of

TIE_BITS: Final = 20

COLUMNS: Final = (
    "id, item_id, item_zh, item_en, role, channel, hall, window, status, revision, started, updated,"
    " last_seq, chain_head, step, visits, findings, photos, officers"
)
PLACES: Final = ", ".join("?" * 19)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MS: Final = timedelta(milliseconds=1)


def position_of(started: datetime, number: int) -> int:
    """Where a walkthrough stands among all: by the millisecond it started, then by its number."""
    return lowest_position(started) | (number & ((1 << TIE_BITS) - 1))


def lowest_position(started: datetime) -> int:
    """The first position a walkthrough that starts at this moment can have."""
    return ((started - _EPOCH) // _MS) << TIE_BITS


def columns_of(summary: Summary) -> Row:
    """The values of `COLUMNS`."""
    return (
        summary.id,
        summary.item_id,
        summary.item_title.zh,
        summary.item_title.en,
        summary.role,
        summary.channel,
        summary.hall,
        summary.window,
        summary.status,
        summary.revision,
        wall_text(summary.started),
        wall_text(summary.updated),
        summary.last_seq,
        summary.chain_head,
        summary.step,
        summary.visits,
        summary.findings,
        summary.photos,
        summary.officers,
    )


def summary_from(row: Row, search: str = "") -> Summary:
    """The summary from the values of `COLUMNS`."""
    return Summary(
        row[0],
        row[1],
        Text(row[2], row[3]),
        row[4],
        row[5],
        row[6],
        row[7],
        row[8],
        row[9],
        datetime.fromisoformat(row[10]),
        datetime.fromisoformat(row[11]),
        row[12],
        row[13],
        row[14],
        row[15],
        row[16],
        row[17],
        row[18],
        search,
    )


def listed_of(summary: Summary) -> tuple[object, ...]:
    """What of a summary a tap leaves as it is: where only the rest changes, no index is written."""
    return (
        summary.item_id,
        summary.item_title,
        summary.role,
        summary.channel,
        summary.hall,
        summary.window,
        summary.status,
        summary.revision,
        summary.started,
    )


def facets_text(summary: Summary) -> str:
    """The filters of the library as tokens for the full-text index."""
    return facets_of(
        {
            "s": summary.status,
            "r": summary.role,
            "c": summary.channel,
            "i": summary.item_id,
            "h": summary.hall,
        }
    )
