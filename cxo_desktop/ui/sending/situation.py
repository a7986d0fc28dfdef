"""How things stand between this laptop and the offices, and the few words the window has for it. Pure but for `situation`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cxo_core.problems import Code, Problem
from cxo_desktop import problem_words
from cxo_desktop.ui.dates import clock_time
from cxo_desktop.ui.outbox.standing import Sent
from cxo_desktop.words import _, ngettext

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault


class Mood(StrEnum):
    """What kind of word it is; the mark in front of it says the same by its shape."""

    QUIET = "quiet"
    SENDING = "sending"
    WAITING = "waiting"
    PAUSED = "paused"
    TROUBLE = "trouble"
    DONE = "done"


MARKS = {
    Mood.QUIET: "○",
    Mood.SENDING: "▶",
    Mood.WAITING: "…",
    Mood.PAUSED: "‖",
    Mood.TROUBLE: "⚠",
    Mood.DONE: "✓",
}

ENDS_WITH_A_WORD = frozenset({Code.DEVICE_REVOKED, Code.TOKEN_UNKNOWN, Code.CERTIFICATE_CHANGED})
"""Problems of a round that waiting alone does not mend."""


@dataclass(frozen=True, slots=True)
class Situation:
    """`waiting`: sealed and not delivered; `next_try`: when the ladder allows the next attempt, None for at once.

    `has_office`: this laptop is enrolled with an office that has an address. `problem`: what ended the last round.
    `is_elsewhere`: this is not one of the networks the officer chose to send in.
    """

    waiting: int = 0
    refused: int = 0
    delivered: int = 0
    next_try: datetime | None = None
    has_office: bool = False
    is_paused: bool = False
    is_running: bool = False
    is_elsewhere: bool = False
    sent: Sent | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """`short` is for where there is room for a few signs only; `words` has a line for each part."""

    mood: Mood
    words: tuple[str, ...]
    short: str

    @property
    def told(self) -> str:
        return " · ".join(self.words)


def word_of(seen: Situation, now: datetime) -> Word | None:
    """What the window's edge says; None where there is nothing to say: no office, and nothing sealed."""
    if not seen.has_office and not seen.waiting and not seen.refused:
        return Word(Mood.DONE, (_("All delivered"),), "") if seen.delivered else None
    if seen.sent is not None:
        percent = f"{seen.sent.percent} %"
        return Word(Mood.SENDING, (_("Sending {percent}").format(percent=percent), *_open(seen)), percent)
    if seen.is_paused:
        return Word(Mood.PAUSED, (_("Sending is paused"), *_open(seen)), str(seen.waiting or ""))
    if seen.is_running:
        return Word(Mood.SENDING, (_("Asking the office"),), "")
    if seen.problem is not None and seen.problem.code in ENDS_WITH_A_WORD:
        return Word(Mood.TROUBLE, (problem_words.title(seen.problem),), "")
    if seen.refused:
        return Word(Mood.TROUBLE, (_refused(seen.refused), *_open(seen)), str(seen.refused))
    if seen.waiting:
        return _waiting(seen, now)
    if seen.problem is not None:
        return Word(Mood.QUIET, (_("The office cannot be reached"),), "")
    return Word(Mood.DONE, (_("All delivered"),), "") if seen.delivered else None


def _waiting(seen: Situation, now: datetime) -> Word:
    words = list(_open(seen))
    if not seen.has_office:
        words.append(_("not enrolled"))
    elif seen.is_elsewhere:
        words.append(_("not in this network"))
    elif seen.next_try is not None and seen.next_try > now:
        words.append(_("next try {time}").format(time=clock_time(seen.next_try, now)))
    return Word(Mood.WAITING, tuple(words), str(seen.waiting))


def _open(seen: Situation) -> tuple[str, ...]:
    if not seen.waiting:
        return ()
    return (ngettext("{count} waiting", "{count} waiting", seen.waiting).format(count=seen.waiting),)


def _refused(count: int) -> str:
    return ngettext("{count} refused", "{count} refused", count).format(count=count)


def situation(vault: "Vault", now: datetime, *, is_paused: bool) -> Situation:
    """Record lane."""
    from cxo_desktop.storage.bundles import BundleState
    from cxo_desktop.storage.offices import Standing
    from cxo_desktop.ui.outbox.wishes import is_refused

    offices = [
        each for each in vault.offices.every() if each.standing is Standing.ENROLLED and each.addresses
    ]
    counts = vault.bundles.counts()
    waiting = vault.bundles.in_state(BundleState.SEALED)
    asked = [row for row in vault.withdrawals.every() if not row.is_confirmed]
    unwilling = [row for row in asked if is_refused(row)]
    tries = {each.id: each.next_try for each in offices}
    places = [(row.next_try, row.office) for row in waiting] + [(row.next_try, row.office) for row in asked]
    due = [_later(next_try, tries.get(office)) for next_try, office in places]
    is_due = any(each is None or each <= now for each in due)
    return Situation(
        waiting=len(waiting) + len(asked) - len(unwilling),
        refused=sum(not row.is_erased for row in vault.bundles.in_state(BundleState.REFUSED))
        + len(unwilling),
        delivered=counts[BundleState.DELIVERED][0],
        next_try=None if is_due or not due else min(each for each in due if each is not None),
        has_office=bool(offices),
        is_paused=is_paused,
        problem=next((each.problem for each in offices if each.problem is not None), None),
    )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    known = [each for each in (one, other) if each is not None]
    return max(known) if known else None
