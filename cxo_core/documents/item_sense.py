"""What a service item may say in good form and still not mean: limits without days, dates that do not exist."""

from datetime import date
from typing import Any

from cxo_core.documents.mistake import Flaw, Path
from cxo_core.documents.reading import Document
from cxo_core.documents.senses import is_word, members, tell_duplicate_ids
from cxo_core.limit import LimitKind


def check_item_sense(document: Document) -> None:
    """Adds every mistake of sense; parts whose form is wrong are passed over, since the form has told of them."""
    tell_duplicate_ids(document, members(document, "materials"))
    tell_duplicate_ids(document, members(document, "limits"))
    for path, limit in members(document, "limits"):
        _check_days(document, path, limit)
    _check_window(document)
    _check_date(document)


def _check_days(document: Document, path: Path, limit: dict[str, Any]) -> None:
    days, kind = limit.get("days"), limit.get("kind")
    if isinstance(days, bool) or not isinstance(days, int) or not is_word(kind, LimitKind):
        return
    if kind == LimitKind.ON_THE_SPOT and days != 0:
        document.tell((*path, "days"), Flaw.DAYS_ON_THE_SPOT, days=days)
    if kind != LimitKind.ON_THE_SPOT and days == 0:
        document.tell((*path, "days"), Flaw.DAYS_MISSING, kind=kind)


def _check_window(document: Document) -> None:
    """Days before expiry count down, so the earliest day to apply is the larger number."""
    limits = members(document, "limits")
    found = {str(limit.get("kind")): (path, limit.get("days")) for path, limit in limits}
    _, first = found.get(LimitKind.APPLY_FROM, ((), None))
    path, last = found.get(LimitKind.APPLY_UNTIL, ((), None))
    if isinstance(first, int) and isinstance(last, int) and first <= last:
        document.tell((*path, "days"), Flaw.WINDOW_REVERSED, first=first, last=last)


def _check_date(document: Document) -> None:
    read_on = document.value.get("read_on") if isinstance(document.value, dict) else None
    if not isinstance(read_on, str) or len(read_on) != 10:
        return
    try:
        date.fromisoformat(read_on)
    except ValueError:
        if read_on.replace("-", "").isdecimal():
            document.tell(("read_on",), Flaw.BAD_DATE, value=read_on)
