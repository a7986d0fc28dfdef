"""cxo send: sealed bundles to the office, its receipts and its pack back."""

import argparse
import sys
import time
from datetime import datetime, timedelta
from typing import Final

from cxo_core.problems import Code, Problem
from cxo_desktop import problem_words
from cxo_desktop.clock import SystemClock
from cxo_desktop.commands.access import finish, opened
from cxo_desktop.commands.outbox import HELD, problem_told
from cxo_desktop.commands.output import answer, say
from cxo_desktop.services.syncing import Progress, Round, Syncing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.offices import Standing as OfficeStanding
from cxo_desktop.words import _, ngettext

DONE, REFUSED, NOT_SENT = 0, 1, 2
LONGEST_NAP: Final = timedelta(minutes=5)

_NEEDS_A_PERSON: Final = {
    Code.CERTIFICATE_CHANGED,
    Code.DEVICE_REVOKED,
    Code.NOT_ENROLLED,
    Code.TOKEN_UNKNOWN,
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sending = commands.add_parser(
        "send", help=_("sends what is sealed to the office and fetches its answers")
    )
    sending.add_argument("--wait", action="store_true", help=_("go on until everything is delivered"))
    finish(sending, _send)


def _send(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        done = _drained(vault, is_patient=arguments.wait)
        if done.waiting and done.problem is None and done.held is None and not _has_office(vault):
            raise Problem(Code.NOT_ENROLLED)
    if arguments.json:
        answer(_plain_round(done))
    else:
        _tell(done)
    if done.problem is not None or done.held is not None or done.waiting:
        return NOT_SENT
    return REFUSED if done.refused else DONE


def _drained(vault: Vault, *, is_patient: bool) -> Round:
    """One round, or rounds until nothing waits that waiting can help."""
    clock = SystemClock()
    syncing = Syncing(vault, clock)
    done = syncing.drain(watch=_show_progress, is_asked=True)
    delivered, refused, packs = done.delivered, done.refused, done.packs
    while is_patient and done.waiting and _can_go_on(vault, done):
        time.sleep(_nap(vault, clock.now().wall).total_seconds())
        done = syncing.drain(watch=_show_progress)
        delivered, refused, packs = delivered + done.delivered, refused + done.refused, packs + done.packs
    return Round(delivered, refused, done.waiting, done.problem, done.held, done.is_stopped, packs)


def _can_go_on(vault: Vault, done: Round) -> bool:
    """Whether waiting may help; nobody but a person can help with the rest."""
    is_stuck = done.problem is not None and done.problem.code in _NEEDS_A_PERSON
    return done.held is None and not is_stuck and _has_office(vault)


def _nap(vault: Vault, now: datetime) -> timedelta:
    """Until the first bundle or office is due."""
    times = [row.next_try for row in vault.bundles.in_state(BundleState.SEALED)]
    times += [office.next_try for office in vault.offices.every()]
    waits = [at - now for at in times if at is not None and at > now]
    return min([*waits, LONGEST_NAP])


def _has_office(vault: Vault) -> bool:
    return any(each.standing is OfficeStanding.ENROLLED and each.addresses for each in vault.offices.every())


def _show_progress(progress: Progress) -> None:
    """One line on a terminal, written over; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return
    percent = 100 * progress.sent // progress.total if progress.total else 100
    end = "\n" if progress.sent == progress.total else "\r"
    told = _("Sending {percent} %").format(percent=percent)
    print(
        f"\x1b[K{progress.walkthrough[:12]} r{progress.revision}  {told}",
        end=end,
        file=sys.stderr,
        flush=True,
    )


def _tell(done: Round) -> None:
    if done.held is not None:
        say(_(HELD[done.held]))
    say(
        ngettext("{count} bundle delivered.", "{count} bundles delivered.", done.delivered).format(
            count=done.delivered
        )
    )
    if done.refused:
        say(
            ngettext(
                "{count} bundle refused; “cxo outbox” says why.",
                "{count} bundles refused; “cxo outbox” says why.",
                done.refused,
            ).format(count=done.refused)
        )
    if done.waiting:
        say(
            ngettext(
                "{count} bundle still waits here.", "{count} bundles still wait here.", done.waiting
            ).format(count=done.waiting)
        )
    if any(not news.is_empty for news in done.packs):
        say(_("The office sent news; “cxo tasks” shows what it asks for."))
    if done.problem is not None:
        title, sentence = problem_words.title(done.problem), problem_words.sentence(done.problem)
        print(f"{title}\n{sentence}", file=sys.stderr)


def _plain_round(done: Round) -> dict[str, object]:
    return {
        "delivered": done.delivered,
        "refused": done.refused,
        "waiting": done.waiting,
        "held": done.held.value if done.held else None,
        "problem": problem_told(done.problem),
        "packs": [
            {"office": news.office, "version": news.version, "news": len(news.news)} for news in done.packs
        ],
    }
