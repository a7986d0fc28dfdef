"""A key pressed twice in a hurry counts once."""

from collections.abc import Hashable

from cxo_core.kinds import Kind
from cxo_core.moment import Moment

BOUNCE_MS = 400
"""Two presses of one key closer than this are one. Nobody is called, asked or turned away twice within it, so it also
holds for the kinds that may repeat; a slower second press of those (a second call) counts."""

ONCE_AT_A_TIME = frozenset(
    {
        Kind.ARRIVED,
        Kind.LEFT,
        Kind.SERVICE_STARTED,
        Kind.SERVICE_ENDED,
        Kind.ACCEPTED,
        Kind.DECIDED,
        Kind.DOCUMENT_MADE,
        Kind.DELIVERED,
        Kind.PORTAL_OPENED,
        Kind.CASE_CLOSED,
        Kind.ACTIVITY_ENDED,
        Kind.UPLOAD_ENDED,
        Kind.REVIEW_ENDED,
        Kind.SPECIAL_ENDED,
    }
)
"""Kinds that cannot follow themselves: while one is on its way to the disk, its key waits."""


class Bounce:
    """Remembers when each key last counted, by the monotonic clock."""

    def __init__(self) -> None:
        self._counted: dict[Hashable, Moment] = {}

    def takes(self, key: Hashable, pressed: Moment) -> bool:
        """Whether this press counts."""
        before = self._counted.get(key)
        if before and before.boot == pressed.boot and 0 <= pressed.mono_ms - before.mono_ms < BOUNCE_MS:
            return False
        self._counted[key] = pressed
        return True
