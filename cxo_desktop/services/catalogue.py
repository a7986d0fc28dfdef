"""The schemes and service items at hand: the office's own first, then those that come with the program."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxo_core.problems import Code, Problem
from cxo_core.roles import Channel, Role
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem
from cxo_core.text import Text
from cxo_desktop.paths import home, resources
from cxo_desktop.services.catalogue_files import CatalogueFiles, Sheet, SheetKind

Told = Callable[[SheetKind], Sequence[Sequence[Mapping[str, Any]]]]
"""What offices told of a kind: the checked documents of each office, the office that comes first in front."""


@dataclass(frozen=True, slots=True)
class SchemeSummary:
    """One line of a list of schemes. `is_own`: written by the office, not one that comes with the program."""

    id: str
    version: int
    title: Text
    role: Role
    channel: Channel
    is_own: bool


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """One line of a list of service items. `papers`: how many its guide lists."""

    id: str
    version: int
    title: Text
    authority: Text
    papers: int
    is_own: bool


def office_folders(vault: Path | None = None) -> tuple[Path, ...]:
    """Where an office keeps its own documents: `office/` in the vault's folder, then in the program's home.

    Each may hold `schemes/` and `catalogue/` with `*.yaml`, `*.yml` or `*.json` files.
    """
    return (*((vault / "office",) if vault else ()), home() / "office")


class Catalogue:
    """Reads lazily, once; `refresh` looks again. A folder earlier in the list wins over a later one whatever the versions,
    because the local guide always wins; within one folder the highest version does. What an office told in its pack
    (`hear`) wins over all of them. A broken file is left out and told of in `problems`, so it stops nothing.
    """

    def __init__(self, folders: Iterable[Path] = (), *, cache: Path | None = None) -> None:
        self._told: Told = lambda kind: ()
        self._folders = (*folders, resources())
        self._files = CatalogueFiles(cache or home() / "cache" / "catalogue.json", shipped=resources())
        self._found: dict[SheetKind, tuple[Sheet, ...]] = {}
        self._problems: dict[SheetKind, tuple[Problem, ...]] = {}

    def hear(self, told: Told) -> None:
        """From now on the documents of packs count too (`cxo_desktop.services.packs.told_by`). `refresh` asks anew."""
        self._told = told
        self.refresh()

    def refresh(self) -> None:
        """Forgets what was read; the next question looks at the folders again."""
        self._found.clear()
        self._problems.clear()

    def schemes(self) -> tuple[SchemeSummary, ...]:
        """One line for each scheme, the office's own first."""
        read = ((Scheme.from_json(sheet.document), sheet) for sheet in self._chosen(SheetKind.SCHEME))
        return tuple(
            SchemeSummary(each.id, each.version, each.title, each.role, each.channel, self._is_own(sheet))
            for each, sheet in read
        )

    def items(self) -> tuple[ItemSummary, ...]:
        """One line for each service item, the office's own first."""
        read = ((ServiceItem.from_json(sheet.document), sheet) for sheet in self._chosen(SheetKind.ITEM))
        return tuple(
            ItemSummary(
                each.id, each.version, each.title, each.authority, len(each.materials), self._is_own(sheet)
            )
            for each, sheet in read
        )

    def scheme(self, id: str) -> Scheme:
        """The scheme of that id; raises Problem `scheme-not-found`."""
        for sheet in self._chosen(SheetKind.SCHEME):
            if sheet.id == id:
                return Scheme.from_json(sheet.document)
        raise Problem(Code.SCHEME_NOT_FOUND, name=id)

    def item(self, id: str) -> ServiceItem:
        """The service item of that id; raises Problem `item-not-found`."""
        for sheet in self._chosen(SheetKind.ITEM):
            if sheet.id == id:
                return ServiceItem.from_json(sheet.document)
        raise Problem(Code.ITEM_NOT_FOUND, name=id)

    def scheme_for(self, role: Role, channel: Channel) -> Scheme:
        """The scheme to use for a role and channel: the office's own before the program's, then the highest version."""
        fitting = [each for each in self.schemes() if each.role is role and each.channel is channel]
        if not fitting:
            raise Problem(Code.SCHEME_NOT_FOUND, name=channel.value)
        ranks = {sheet.id: sheet.rank for sheet in self._chosen(SheetKind.SCHEME)}
        return self.scheme(min(fitting, key=lambda each: (ranks[each.id], -each.version, each.id)).id)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with files that were left out: `document-has-mistakes` or `document-unreadable`, one each."""
        for kind in SheetKind:
            self._chosen(kind)
        return tuple(problem for kind in SheetKind for problem in self._problems[kind])

    def _chosen(self, kind: SheetKind) -> tuple[Sheet, ...]:
        if kind not in self._found:
            sheets, problems = self._files.sheets(kind, self._folders)
            best: dict[str, Sheet] = {}
            for sheet in (*self._told_sheets(kind), *sheets):
                known = best.get(sheet.id)
                if known is None or (sheet.rank, -sheet.version) < (known.rank, -known.version):
                    best[sheet.id] = sheet
            self._found[kind] = tuple(_in_order(best.values()))
            self._problems[kind] = tuple(problems)
        return self._found[kind]

    def _told_sheets(self, kind: SheetKind) -> Iterator[Sheet]:
        """Their ranks are below 0: in front of every folder."""
        told = self._told(kind)
        for rank, documents in enumerate(told, start=-len(told)):
            for each in documents:
                yield Sheet(each["id"], each["version"], rank, dict(each))

    def _is_own(self, sheet: Sheet) -> bool:
        return sheet.rank < len(self._folders) - 1


def _in_order(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    return iter(sorted(sheets, key=lambda sheet: (sheet.rank, sheet.id)))
