"""One queueing and one service at a window: from ticket, booking or line through the calls to the end of service."""

from dataclasses import dataclass, replace

from cxo_core.duration import Duration, between
from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.once import once
from cxo_core.walkthrough import Walkthrough

_QUEUED = frozenset({Kind.TICKET_TAKEN, Kind.BOOKING_CHECKED_IN, Kind.LINE_JOINED})


@dataclass(frozen=True, slots=True)
class Encounter:
    """`calls` keeps every call; the last one counts. `arrived` is the arrival of the visit it belongs to."""

    arrived: Entry | None = None
    queued: Entry | None = None
    calls: tuple[Entry, ...] = ()
    started: Entry | None = None
    ended: Entry | None = None
    is_transfer: bool = False

    @property
    def has_ticket(self) -> bool:
        return self.queued is not None and self.queued.kind is not Kind.LINE_JOINED

    @property
    def queue_time(self) -> Duration | None:
        """W 官方排队时长: last call − ticket; without a ticket from joining the line to the start of service (flagged by
        `is_queue_flagged`). Source: DOMAIN §3, after Qmatic's waiting time."""
        if self.queued is None:
            return None
        until = self.calls[-1] if self.has_ticket and self.calls else None
        if until is None and not self.has_ticket:
            until = self.started
        return between(self.queued, until) if until else None

    @property
    def is_queue_flagged(self) -> bool:
        """The hall gave no ticket, so its own figures cannot know this wait."""
        return self.queue_time is not None and not self.has_ticket

    @property
    def call_response(self) -> Duration | None:
        """R: start of service − last call."""
        return between(self.calls[-1], self.started) if self.calls and self.started else None

    @property
    def service_time(self) -> Duration | None:
        """S: end − start of service, interruptions included (they are shown beside it)."""
        return between(self.started, self.ended) if self.started and self.ended else None

    @property
    def is_empty(self) -> bool:
        return not (self.queued or self.calls or self.started or self.ended)


@once
def encounters(walkthrough: Walkthrough) -> tuple[Encounter, ...]:
    """Every encounter in the order it happened. A new ticket after service has begun, a transfer (转窗) or leaving the
    hall opens the next one; a ticket drawn again before service replaces none: the first is kept as an encounter
    that was never served, since that wait was lived too."""
    found: list[Encounter] = []
    current = Encounter()

    def close(then: Encounter) -> Encounter:
        if not current.is_empty:
            found.append(current)
        return then

    for entry in walkthrough.counting:
        match entry.kind:
            case Kind.ARRIVED:
                current = close(Encounter(arrived=entry))
            case Kind.LEFT:
                current = close(Encounter())
            case Kind.TRANSFERRED:
                current = close(Encounter(arrived=current.arrived, is_transfer=True))
            case kind if kind in _QUEUED:
                if current.queued or current.calls or current.started:
                    current = close(Encounter(arrived=current.arrived))
                current = replace(current, queued=entry)
            case Kind.CALLED:
                if current.started:
                    current = close(Encounter(arrived=current.arrived))
                current = replace(current, calls=(*current.calls, entry))
            case Kind.SERVICE_STARTED:
                if current.started:
                    current = close(Encounter(arrived=current.arrived))
                current = replace(current, started=entry)
            case Kind.SERVICE_ENDED:
                if current.started and not current.ended:
                    current = replace(current, ended=entry)
    close(current)
    return tuple(found)
