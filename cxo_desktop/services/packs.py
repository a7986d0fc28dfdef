"""Taking an office pack: what it tells comes into the vault as a whole, and the officer learns what is new in it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Answer, Decision, Hall, MatterKind, Task
from cxo_core.protocol.pack import Matter, Pack, Removed
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem
from cxo_core.signing import key_id, public_key
from cxo_desktop.services.catalogue import Told
from cxo_desktop.services.catalogue_files import SheetKind
from cxo_desktop.services.office_time import hear_office
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.offices import OfficeRow
from cxo_desktop.storage.packs import MatterRow, Taking

Meaning = Task | ServiceItem | Scheme | Hall | Decision | Answer


class Change(StrEnum):
    """What a pack did to one matter."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class News:
    """One thing that a pack changed. `meaning`: as it now stands; of what was removed, as it last stood."""

    change: Change
    kind: MatterKind
    id: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class PackNews:
    """What one pack brought, in its order, what was removed at the end. Empty where it said what was known already."""

    office: str
    version: int
    news: tuple[News, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.news

    def of(self, kind: MatterKind, change: Change | None = None) -> tuple[News, ...]:
        return tuple(each for each in self.news if each.kind is kind and change in (None, each.change))


def take_pack(
    vault: Vault, office: OfficeRow, content: bytes, etag: str | None, *, at: datetime | None = None
) -> PackNews:
    """Verifies a pack and takes it in whole, in one durable transaction. `at`: when it came, now by default.

    What it neither holds nor removes stays. The very version that is here already brings nothing. Raises Problem
    `pack-not-sound` or `pack-older`, and everything stays as it was.
    """
    known = vault.offices.by_id(office.id)
    if known is None:
        raise Problem(Code.NOT_ENROLLED, office=office.name)
    pack = Pack.read(content, known.keys.receipt_key, key_id(public_key(vault.device_key())))
    for matter in pack.matters:
        if matter.meaning().id != matter.id:
            raise Problem(Code.PACK_NOT_SOUND, why=matter.kind.value)
    hear_office(vault, pack.made_at)
    if pack.version == known.pack_version:
        if etag and etag != known.pack_etag:
            vault.matters.keep_etag(office.id, pack.version, etag, len(content))
        return PackNews(office.id, pack.version)
    if known.pack_version is not None and pack.version < known.pack_version:
        raise Problem(Code.PACK_OLDER, version=pack.version, known=known.pack_version)
    before = {row.matter.place: row for row in vault.matters.of(office.id)}
    kept = [(change, matter) for matter in pack.matters if (change := _change(matter, before))]
    for _, matter in kept:
        _check(matter)
    removed = [each for each in pack.removed if _holds(before.get((each.kind, each.id)))]
    vault.matters.take(
        Taking(
            office=office.id,
            version=pack.version,
            etag=etag or "",
            pack_bytes=len(content),
            at=at or datetime.now(UTC),
            kept=[matter for _, matter in kept],
            removed=removed,
        )
    )
    told = tuple(News(change, matter.kind, matter.id, matter.meaning()) for change, matter in kept)
    return PackNews(office.id, pack.version, told + tuple(_gone(removed, before)))


def _change(matter: Matter, before: dict[tuple[MatterKind, str], MatterRow]) -> Change | None:
    known = before.get(matter.place)
    if not _holds(known) or known is None:
        return Change.ADDED
    return None if dict(known.matter.content) == dict(matter.content) else Change.CHANGED


def _holds(row: MatterRow | None) -> bool:
    return row is not None and row.removed_at is None


def _gone(removed: list[Removed], before: dict[tuple[MatterKind, str], MatterRow]) -> Iterator[News]:
    for each in removed:
        yield News(Change.REMOVED, each.kind, each.id, before[(each.kind, each.id)].matter.meaning())


def _check(matter: Matter) -> None:
    """An item or scheme of a pack is held to the same rules as a file an officer writes by hand."""
    from cxo_core.documents import check_item, check_scheme

    check = {MatterKind.ITEM: check_item, MatterKind.SCHEME: check_scheme}.get(matter.kind)
    if check is None:
        return
    mistakes = check(json.dumps(dict(matter.content), ensure_ascii=False, indent=1), matter.id)
    if mistakes:
        first = mistakes[0]
        why = f"{matter.kind.value} {matter.id}: {first.path} {first.flaw.value}"
        raise Problem(Code.PACK_NOT_SOUND, why=why)


def told_by(vault: Vault) -> Told:
    """What the offices of a vault told, for `Catalogue.hear`: the documents of the current office in front."""

    def told(kind: SheetKind) -> list[list[Mapping[str, Any]]]:
        current = vault.offices.current()
        first = current.id if current else ""
        by_office: dict[str, list[Mapping[str, Any]]] = {}
        for row in vault.matters.standing(_MATTER_OF[kind]):
            by_office.setdefault(row.office, []).append(row.matter.content)
        return [by_office[office] for office in sorted(by_office, key=lambda each: (each != first, each))]

    return told


def halls_told(vault: Vault) -> tuple[Hall, ...]:
    """The halls that offices name, to be offered when a walkthrough begins; each name once."""
    halls = (row.matter.meaning() for row in vault.matters.standing(MatterKind.HALL))
    by_name = {hall.name: hall for hall in halls if isinstance(hall, Hall)}
    return tuple(by_name[name] for name in sorted(by_name))


_MATTER_OF: Final = {SheetKind.ITEM: MatterKind.ITEM, SheetKind.SCHEME: MatterKind.SCHEME}
