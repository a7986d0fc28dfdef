"""Looking through every walkthrough for one person, a few at a time, so that nothing else waits and it can be stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxo_core.problems import Problem
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.people.about_hits import Found, Hit, found_in

if TYPE_CHECKING:
    from cxo_desktop.services.about_person import About
    from cxo_desktop.services.vaults import Vault

AT_ONCE = 12
"""Walkthroughs looked into in one go; photos and pages get their turn in between."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a search of this vault cannot reach: locked vaults of other officers, and what was erased."""

    vaults: int
    erasings: int


@dataclass(frozen=True, slots=True)
class _Begun:
    ids: tuple[str, ...]
    elsewhere: Elsewhere


class AboutSearch(QObject):
    """One search at a time; a new one ends the one before. `advanced` gives the new hits, how many walkthroughs were looked
    into, and how many there are; `ended` whether every one was.
    """

    begun = Signal(object)
    advanced = Signal(object, int, int)
    ended = Signal(bool)
    refused = Signal(object)

    def __init__(self, vault: "Vault", lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self.about: About | None = None
        self.sought = ""
        self.is_running = False
        self._vault = vault
        self._lanes = lanes
        self._turn = 0

    def look_for(self, sought: str) -> None:
        self.stop()
        self.about = None
        self.sought = sought
        self.is_running = True
        turn, vault = self._turn, self._vault

        def begin(seen: _Begun) -> None:
            if turn == self._turn:
                self.begun.emit(seen.elsewhere)
                self._go_on(seen.ids, 0)

        self._lanes.work.submit(lambda: _begun(vault), begin, self._refuse, owner=self)

    def stop(self) -> None:
        """What was found so far stays."""
        self._turn += 1
        if self.is_running:
            self.is_running = False
            self.ended.emit(False)

    def _go_on(self, ids: Sequence[str], done: int) -> None:
        turn, vault, sought = self._turn, self._vault, self.sought
        some = tuple(ids[done : done + AT_ONCE])

        def told(found: Found) -> None:
            if turn != self._turn:
                return
            self.about = found.about if self.about is None else self.about + found.about
            self.advanced.emit(found.hits, done + len(some), len(ids))
            if done + len(some) < len(ids):
                self._go_on(ids, done + len(some))
            else:
                self.is_running = False
                self.ended.emit(True)

        self._lanes.work.submit(
            lambda: found_in(vault, sought, some),
            told,
            self._refuse,
            owner=self,
        )

    def _refuse(self, problem: Problem) -> None:
        self.stop()
        self.refused.emit(problem)


def _begun(vault: "Vault") -> _Begun:
    """Work lane. The walkthroughs, the latest begun first."""
    from cxo_desktop.services.officers import everyone

    here = vault.folder.root.absolute()
    others = sum(each.folder.absolute() != here for each in everyone())
    ids = tuple(reversed(list(vault.walkthroughs.every())))
    return _Begun(ids, Elsewhere(others, vault.erasures.count_together()))


def counted(hits: Sequence[Hit]) -> dict[str, int]:
    """How many hits there are of each sort."""
    counts: dict[str, int] = {}
    for hit in hits:
        counts[hit.sort] = counts.get(hit.sort, 0) + 1
    return counts
