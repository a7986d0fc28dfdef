"""What a pack of the office brought, in one line. Pure."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxo_desktop.words import ngettext

if TYPE_CHECKING:
    from cxo_desktop.services.packs import PackNews


def news_words(packs: "Iterable[PackNews]") -> str:
    """How many new tasks, withdrawn ones, decisions and answers; empty where nothing of that kind came."""
    from cxo_core.protocol.matters import MatterKind
    from cxo_desktop.services.packs import Change

    told = [each for pack in packs for each in pack.news]

    def count(kind: MatterKind, *changes: Change) -> int:
        return sum(1 for each in told if each.kind is kind and each.change in changes)

    new = count(MatterKind.TASK, Change.ADDED)
    withdrawn = count(MatterKind.TASK, Change.REMOVED)
    decided = count(MatterKind.DECISION, Change.ADDED, Change.CHANGED)
    answered = count(MatterKind.ANSWER, Change.ADDED, Change.CHANGED)
    parts = (
        ngettext("{count} new task", "{count} new tasks", new).format(count=new) if new else "",
        ngettext("{count} task withdrawn", "{count} tasks withdrawn", withdrawn).format(count=withdrawn)
        if withdrawn
        else "",
        ngettext("{count} decision", "{count} decisions", decided).format(count=decided) if decided else "",
        ngettext("{count} answer", "{count} answers", answered).format(count=answered) if answered else "",
    )
    return " · ".join(part for part in parts if part)
