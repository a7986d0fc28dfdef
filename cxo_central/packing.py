"""The office pack of each laptop, made from what the office tells and signed. The same version is always the same bytes."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cxo_central.house import House
from cxo_central.storage.matters import Kept, MatterStore
from cxo_central.storage.matters_audience import Laptop
from cxo_core.protocol.pack import MAX_MATTERS, Matter, Pack, Removed

_KEPT_BYTES = 16 << 20
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Packed:
    """`content` is the signed pack, `etag` what a laptop asks with next time, quotation marks and all."""

    version: int
    etag: str
    content: bytes


class Packing:
    """One for each process. A pack that was just made is kept in memory, in case the answer is lost and asked for again."""

    def __init__(self, house: House, *, kept_bytes: int = _KEPT_BYTES) -> None:
        self._house = house
        self._matters = MatterStore(house.engine)
        self._kept = _KeptPacks(kept_bytes)

    def etag(self, laptop: Laptop) -> str:
        """What the pack of a laptop would be marked with now: one look at an index, nothing is made."""
        return self._etag(laptop, self._matters.version_for(laptop))

    def pack(self, laptop: Laptop, etag: str = "") -> Packed:
        """The pack of a laptop as it is now, or as it just was where `etag` says that this is it."""
        if found := self._kept.get(etag):
            return found
        made = packed(self._house.id, laptop, self._matters.ever_for(laptop))
        fresh = Packed(made.version, self._etag(laptop, made.version), made.signed(self._house.receipt_seed))
        self._kept.put(fresh)
        return fresh

    def _etag(self, laptop: Laptop, version: int) -> str:
        """The version tells all: a laptop that is given to another officer gets a new one (`matters_audience.remember`)."""
        return f'"{self._house.id}.{laptop.id}.{version}"'


def packed(office: str, laptop: Laptop, ever_told: Iterable[Kept]) -> Pack:
    """What holds for the laptop, and by name what ever was for it and holds no longer.

    `ever_told`: the newest first, so that of more than a pack can hold the oldest stay as the laptop has them.
    """
    matters: list[Matter] = []
    removed: list[Removed] = []
    newest: Kept | None = None
    for kept in ever_told:
        newest = newest or kept
        if not kept.is_removed and kept.audience.has(laptop):
            matters.append(kept.matter)
        else:
            removed.append(Removed(kept.matter.kind, kept.matter.id))
    return Pack(
        office=office,
        device=laptop.id,
        version=newest.change if newest else 0,
        made_at=datetime.fromisoformat(newest.changed_at) if newest else _NEVER,
        matters=tuple(matters[:MAX_MATTERS]),
        removed=tuple(removed[:MAX_MATTERS]),
    )


class _KeptPacks:
    """The packs asked for last, up to so many bytes in all; several threads may ask."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._packs: OrderedDict[str, Packed] = OrderedDict()
        self._bytes = 0
        self._turn = threading.Lock()

    def get(self, etag: str) -> Packed | None:
        with self._turn:
            if found := self._packs.get(etag):
                self._packs.move_to_end(etag)
            return found

    def put(self, pack: Packed) -> None:
        with self._turn:
            if pack.etag in self._packs or len(pack.content) > self._most_bytes:
                return
            self._packs[pack.etag] = pack
            self._bytes += len(pack.content)
            while self._bytes > self._most_bytes:
                _, oldest = self._packs.popitem(last=False)
                self._bytes -= len(oldest.content)
