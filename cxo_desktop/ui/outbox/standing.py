"""How far a sealed bundle has got, in words, a mark and a share: a pure function of its row and of what is being sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cxo_desktop import problem_words
from cxo_desktop.ui.dates import clock_time, day_and_time
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_core.problems import Problem
    from cxo_desktop.ui.outbox.outgoing import Outgoing


class Stand(StrEnum):
    """What the loop does with a bundle now. Only `DELIVERED` rests on a receipt that was verified."""

    SEALED = "sealed"
    SENDING = "sending"
    WAITING = "waiting"
    PAUSED = "paused"
    REFUSED = "refused"
    DELIVERED = "delivered"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Sent:
    """The bundle that is on its way now, and how many of its bytes the office has."""

    walkthrough: str
    revision: int
    sent: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.sent // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Standing:
    """`mark` tells the state by shape, `words` in words, `why` the reason; `share` is in per cent while it is on its way."""

    stand: Stand
    mark: str
    words: str
    share: int | None = None
    why: str = ""

    @property
    def told(self) -> str:
        """All of it in one line."""
        said = _("{state}: {why}").format(state=self.words, why=self.why) if self.why else self.words
        return f"{self.mark} {said}"


MARKS = {
    Stand.SEALED: "○",
    Stand.SENDING: "▶",
    Stand.WAITING: "…",
    Stand.PAUSED: "‖",
    Stand.REFUSED: "⚠",
    Stand.DELIVERED: "✓",
    Stand.UNPROVEN: "⚠",
}


def standing(held: "Outgoing", *, sent: Sent | None, is_paused: bool, now: datetime) -> Standing:
    """`sent`: what is on its way now, if anything is."""
    bundle = held.bundle
    if held.is_delivered:
        return _delivered(held)
    if held.is_refused and bundle.is_erased:
        return _made(Stand.SEALED, _("Destroyed here"), why=_("consent was withdrawn"))
    if held.is_refused:
        return _made(Stand.REFUSED, _("Refused"), why=_why(bundle.problem))
    if sent is not None and (sent.walkthrough, sent.revision) == (bundle.walkthrough_id, bundle.revision):
        words = _("Sending {percent} %").format(percent=sent.percent)
        return _made(Stand.SENDING, words, share=sent.percent)
    share = 100 * bundle.sent_bytes // bundle.bytes if bundle.sent_bytes and bundle.bytes else None
    if is_paused:
        return _made(Stand.PAUSED, _("Paused"), share=share)
    if bundle.next_try is not None and bundle.next_try > now:
        words = _("Waiting until {time}").format(time=clock_time(bundle.next_try, now))
        return _made(Stand.WAITING, words, share=share)
    if not held.can_be_sent:
        return _made(Stand.SEALED, _("Sealed, on this laptop only"), share=share)
    return _made(Stand.SEALED, _("Sealed, to be sent"), share=share)


def _delivered(held: "Outgoing") -> Standing:
    if held.receipt is None:
        return _made(Stand.UNPROVEN, _("No receipt that can be verified"))
    why = _("receipt of {time}").format(time=day_and_time(held.receipt.received_at))
    return _made(Stand.DELIVERED, _("Delivered to the office"), why=why)


def _made(stand: Stand, words: str, *, share: int | None = None, why: str = "") -> Standing:
    return Standing(stand, MARKS[stand], words, share, why)


def _why(problem: "Problem | None") -> str:
    return problem_words.title(problem) if problem is not None else _("no reason was given")
