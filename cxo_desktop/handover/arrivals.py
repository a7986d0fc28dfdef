"""The photos of one hand-over: what has come of each, and how it went on. Belongs to the session, under its lock."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cxo_desktop.handover.limits import HandoverLimits


class Standing(StrEnum):
    """COMING: pieces are missing; WAITING: whole, not on the disk yet; KEPT: attached and durable; KNOWN: was there before."""

    COMING = "coming"
    WAITING = "waiting"
    KEPT = "kept"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(slots=True)
class Arrival:
    """One photo. `why` is a Problem's code word where it was refused."""

    bytes: int
    standing: Standing = Standing.COMING
    why: str = ""
    content: bytearray = field(default_factory=bytearray, repr=False)
    held: int = 0

    def told(self) -> dict[str, Any]:
        """What the phone may know of it."""
        have = len(self.content) if self.standing is Standing.COMING else self.bytes
        return {"state": self.standing.value, "have": have} | ({"why": self.why} if self.why else {})


class Arrivals:
    """Every photo by the name the phone gave it."""

    def __init__(self, limits: HandoverLimits) -> None:
        self._limits = limits
        self._by_id: dict[str, Arrival] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, photo: str) -> Arrival | None:
        return self._by_id.get(photo)

    def has_room(self, size: int) -> bool:
        """Beside what waits for the disk. One that stopped half-way is no hindrance: it gives up its bytes."""
        waiting = sum(each.held for each in self._by_id.values() if each.standing is Standing.WAITING)
        return waiting + size <= self._limits.held_bytes

    def begin(self, photo: str, size: int) -> Arrival:
        """A photo of which nothing has come yet. Another that stopped half-way gives up its bytes; it begins anew."""
        for each in self._by_id.values():
            if each.standing is Standing.COMING:
                each.content, each.held = bytearray(), 0
        arrival = self._by_id.setdefault(photo, Arrival(size))
        arrival.held = size
        return arrival

    def settle(self, photo: str, standing: Standing, why: str = "") -> None:
        """Nothing of it stays in memory. One that was refused may be sent again."""
        arrival = self._by_id.get(photo)
        if arrival is not None:
            arrival.standing, arrival.why = standing, why
            arrival.content, arrival.held = bytearray(), 0

    def count(self, *standings: Standing) -> int:
        return sum(each.standing in standings for each in self._by_id.values())
