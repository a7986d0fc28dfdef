"""What is left of something erased: when it went, why, and the receipt it had been delivered with. Read from the log of erasures."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cxo_core.problems import Problem
from cxo_core.protocol.receipt import Receipt
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.erasures import Erased
from cxo_desktop.storage.offices import OfficeRow


@dataclass(frozen=True, slots=True)
class Delivered:
    """One receipt that the log kept word for word; `office` is the name of the one whose signature under it verifies."""

    revision: int
    office: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One erasing. `line`: the number of its last line in the log. `is_whole`: the record itself went, not only files of it.

    `objects`: how many files went with it. `why` is the rule: retention, withdrawal or classified. `ground` as the log has it. `item` and `started` are kept of a whole
    walkthrough only; there is never a text, a name or a place.
    """

    line: int
    walkthrough: str
    at: datetime
    why: str
    ground: str
    objects: int
    bytes: int
    is_whole: bool
    item: str = ""
    started: date | None = None
    receipts: tuple[Delivered, ...] = ()


def tombstones(vault: Vault, most: int = 500, *, before: int = 2**62) -> tuple[Tombstone, ...]:
    """Every erasing in this vault that concerned a walkthrough, the latest first."""
    offices = {office.id: office for office in vault.offices.every()}
    return tuple(_tombstone(each, offices) for each in vault.erasures.together_erased(most, before=before))


def tombstones_of(vault: Vault, walkthrough: str) -> tuple[Tombstone, ...]:
    """What was erased of one walkthrough, the latest first."""
    offices = {office.id: office for office in vault.offices.every()}
    return tuple(_tombstone(each, offices) for each in vault.erasures.erased_of(walkthrough))


def _tombstone(erased: Erased, offices: Mapping[str, OfficeRow]) -> Tombstone:
    kept: Mapping[str, Any] = json.loads(erased.whole) if erased.whole else {}
    return Tombstone(
        erased.line,
        erased.walkthrough,
        erased.at,
        erased.why,
        erased.ground,
        int(kept.get("files", erased.objects)),
        erased.bytes,
        bool(erased.whole),
        str(kept.get("item", "")),
        date.fromisoformat(kept["started"]) if kept else None,
        tuple(told for each in kept.get("revisions", ()) if (told := _delivered(each, offices)) is not None),
    )


def _delivered(revision: Mapping[str, Any], offices: Mapping[str, OfficeRow]) -> Delivered | None:
    office = offices.get(revision["office"])
    if office is None or not revision["receipt"]:
        return None
    try:
        receipt = Receipt.read(revision["receipt"].encode(), office.keys.receipt_key)
    except Problem:
        return None
    if not receipt.is_for(sha256=revision["sha256"], manifest_digest=revision["manifest_digest"]):
        return None
    return Delivered(revision["revision"], office.name, receipt.received_at)
