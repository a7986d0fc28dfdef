"""Which events can be tapped now: the ones that would mean something where the walkthrough stands."""

from cxo_core.encounters import Encounter, encounters
from cxo_core.kinds import SPAN_STARTS, Kind
from cxo_core.once import once
from cxo_core.spans import spans
from cxo_core.walkthrough import Status, Walkthrough

_ONCE = frozenset({Kind.ACCEPTED, Kind.DECIDED, Kind.DOCUMENT_MADE, Kind.DELIVERED, Kind.PORTAL_OPENED})


@once
def possible(walkthrough: Walkthrough) -> frozenset[Kind]:
    """The kinds of the scheme, on its keys or in its steps, that are valid now; empty while paused, finished or sealed.

    Nothing here is a law of nature: an event that came unexpectedly can always be entered late, with its time.
    """
    if walkthrough.status is not Status.RECORDING or walkthrough.scheme is None:
        return frozenset()
    met = encounters(walkthrough)
    current = met[-1] if met else Encounter()
    scheme = walkthrough.scheme
    offered = {*scheme.keys, *(kind for step in scheme.steps for kind in step.events)}
    return frozenset(kind for kind in offered if _fits(walkthrough, current, kind))


def _fits(walkthrough: Walkthrough, current: Encounter, kind: Kind) -> bool:
    if kind in SPAN_STARTS:
        return any(span.end is None for span in spans(walkthrough, SPAN_STARTS[kind]))
    if kind in _ONCE:
        return walkthrough.first(kind) is None
    is_served = current.started is not None and current.ended is None
    match kind:
        case Kind.ARRIVED:
            return walkthrough.visit_now is None
        case Kind.LEFT:
            return walkthrough.visit_now is not None
        case Kind.CALLED:
            return current.has_ticket and not is_served and current.ended is None
        case Kind.TICKET_TAKEN | Kind.BOOKING_CHECKED_IN | Kind.LINE_JOINED | Kind.SERVICE_STARTED:
            return not is_served
        case Kind.SERVICE_ENDED:
            return is_served
        case Kind.TRANSFERRED:
            return current.started is not None
        case Kind.PAPERS_RESUBMITTED:
            return walkthrough.first(Kind.PAPERS_SUBMITTED) is not None
        case _:
            return True
