"""The hash chain: whether a list of events is whole, in order and unchanged."""

from collections.abc import Iterable

from cxo_core.event import GENESIS, Event
from cxo_core.problems import Code, Problem


def check_chain(events: Iterable[Event], *, after: Event | None = None) -> Event | None:
    """Walks the chain and returns its last event; raises Problem `chain-broken` naming the first event that does not fit."""
    last = after
    for event in events:
        expected = last.digest if last else GENESIS
        if (
            event.seq != (last.seq + 1 if last else 1)
            or event.previous != expected
            or not event.has_own_digest()
        ):
            raise Problem(Code.CHAIN_BROKEN, seq=event.seq)
        last = event
    return last
