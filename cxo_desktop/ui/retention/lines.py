"""How an object and an erasure read in one line, and a list of which not all is shown."""

from collections.abc import Sequence

from cxo_desktop.measure_words import size_text
from cxo_desktop.retention_words import erased_words, ground_words, kept_words, what_name
from cxo_desktop.services.retention import Dated
from cxo_desktop.storage.erasures import Erasure
from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.words import _

SHOWN = 40
"""So many lines of a list are read at once; the commands list all."""


def object_line(each: Dated) -> str:
    size = size_text(each.bytes) if each.bytes else ""
    parts = (what_name(each.what), each.walkthrough[:12], size, kept_words(each), ground_words(each))
    return " · ".join(part for part in parts if part)


def erasure_line(each: Erasure) -> str:
    size = size_text(each.bytes) if each.bytes else ""
    parts = (day_and_time(each.at), each.walkthrough[:12], erased_words(each), size, each.sha256[:12])
    return " · ".join(part for part in parts if part)


def listed(lines: Sequence[str]) -> str:
    more = len(lines) - SHOWN
    shown = list(lines[:SHOWN])
    return "\n".join([*shown, _("and {count} more").format(count=more)] if more > 0 else shown)
