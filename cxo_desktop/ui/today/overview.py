"""What the first page shows, read from the vault in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cxo_core.problems import Problem
from cxo_core.text import Text

if TYPE_CHECKING:
    from cxo_core.summary import Summary
    from cxo_desktop.services.answering import Answered, Returned
    from cxo_desktop.services.catalogue import Catalogue
    from cxo_desktop.services.tasks import TaskOnHand
    from cxo_desktop.services.vaults import Vault

SHOWN = 6
"""Drafts on the first page; the library has them all."""


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """A task with the title of its item and the name of the office that asks."""

    on_hand: "TaskOnHand"
    title: Text
    office: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """`officer`: who records. `drafts`: not yet sealed, the newest first, at most SHOWN. `waiting`: sealed, not delivered.

    `offices`: how many this laptop is enrolled with.
    """

    officer: str
    drafts: "Sequence[Summary]" = ()
    has_more_drafts: bool = False
    waiting: int = 0
    offices: int = 0
    tasks: tuple[TaskSeen, ...] = ()
    returned: "tuple[Returned, ...]" = ()
    answers: "tuple[Answered, ...]" = ()


class Overlooking:
    """Reads the overview; what the offices answered is read anew only when one of them has sent another pack."""

    def __init__(self, vault: "Vault", catalogue: "Catalogue") -> None:
        self._vault = vault
        self._catalogue = catalogue
        self._packs: tuple[object, ...] | None = None
        self._answers: tuple[Answered, ...] = ()
        self._titles: Mapping[str, Text] | None = None

    def look(self, today: date) -> Overview:
        """Belongs on the record lane."""
        from cxo_core.walkthrough import Status
        from cxo_desktop.services.answering import returned
        from cxo_desktop.services.offices import enrolled
        from cxo_desktop.storage.bundles import BundleState
        from cxo_desktop.storage.library import LibraryQuery

        vault = self._vault
        unsealed = tuple(status.value for status in Status if status is not Status.SEALED)
        page = vault.library.page(LibraryQuery(status=unsealed), size=SHOWN)
        counts = vault.bundles.counts()
        return Overview(
            officer=vault.profile.name,
            drafts=page.items,
            has_more_drafts=page.next_cursor is not None,
            waiting=counts[BundleState.SEALED][0] + counts[BundleState.REFUSED][0],
            offices=len(enrolled(vault)),
            tasks=self._tasks(today),
            returned=returned(vault),
            answers=self._answered(),
        )

    def _tasks(self, today: date) -> tuple[TaskSeen, ...]:
        from cxo_desktop.services.tasks import tasks

        names = {office.id: office.name for office in self._vault.offices.every()}
        return tuple(
            TaskSeen(each, self._title(each), names.get(each.office, ""))
            for each in tasks(self._vault, today)
        )

    def _title(self, each: "TaskOnHand") -> Text:
        """As the office told the item, else as the catalogue has it, else its id."""
        from cxo_core.protocol.matters import MatterKind

        told = self._vault.matters.one(each.office, MatterKind.ITEM, each.task.item)
        if told is not None:
            try:
                meaning = told.matter.meaning()
            except Problem:
                return Text(each.task.item, each.task.item)
            return getattr(meaning, "title", Text(each.task.item, each.task.item))
        if self._titles is None:
            self._titles = {item.id: item.title for item in self._catalogue.items()}
        return self._titles.get(each.task.item, Text(each.task.item, each.task.item))

    def _answered(self) -> "tuple[Answered, ...]":
        from cxo_desktop.services.answering import answers

        packs = tuple((office.id, office.pack_version) for office in self._vault.offices.every())
        if packs != self._packs:
            self._answers, self._packs = answers(self._vault), packs
        return self._answers
