"""What the office said when it returned the revision before: per step, and which of it the officer has dealt with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cxo_core.protocol.matters import Comment, MatterKind, Verdict

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault

DEALT_WITH = "comments_dealt_with"
"""The vault remembers under this name which comments are ticked off, by walkthrough and revision."""

MOST_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Comments:
    """`said` in the office's order; `ticked` are places in it. `revision` is the one that was returned."""

    walkthrough: str = ""
    revision: int = 0
    said: tuple[Comment, ...] = ()
    ticked: frozenset[int] = frozenset()

    def at(self, step: str | None) -> tuple[tuple[int, Comment], ...]:
        """The comments on a step, with their places; `None` gives those on the walk as a whole."""
        return tuple((at, each) for at, each in enumerate(self.said) if each.step == (step or ""))

    @property
    def open_by_step(self) -> Mapping[str, int]:
        """How many are not ticked off yet, by step; "" is the walk as a whole."""
        found: dict[str, int] = {}
        for at, each in enumerate(self.said):
            if at not in self.ticked:
                found[each.step] = found.get(each.step, 0) + 1
        return found

    def with_tick(self, at: int, is_ticked: bool) -> "Comments":
        ticked = self.ticked | {at} if is_ticked else self.ticked - {at}
        return replace(self, ticked=frozenset(ticked))


def comments_on(vault: "Vault", walkthrough: str, revision: int) -> Comments:
    """What was said of the revision before `revision`; empty where nothing was. Record lane."""
    before = revision - 1
    for row in vault.matters.standing(MatterKind.DECISION):
        decision: Any = row.matter.meaning()
        if (decision.walkthrough, decision.revision) != (walkthrough, before):
            continue
        if decision.verdict is Verdict.RETURNED:
            ticked = _kept(vault).get(_place(walkthrough, before), [])
            return Comments(walkthrough, before, decision.comments, frozenset(ticked))
    return Comments(walkthrough, before)


def keep_ticks(vault: "Vault", comments: Comments) -> None:
    """Remembers what is dealt with. Record lane."""
    kept = _kept(vault)
    kept.pop(_place(comments.walkthrough, comments.revision), None)
    kept[_place(comments.walkthrough, comments.revision)] = sorted(comments.ticked)
    vault.settings.put(DEALT_WITH, dict(list(kept.items())[-MOST_REMEMBERED:]))


def _kept(vault: "Vault") -> dict[str, list[int]]:
    return dict(vault.settings.get(DEALT_WITH, {}))


def _place(walkthrough: str, revision: int) -> str:
    return f"{walkthrough}.{revision}"
