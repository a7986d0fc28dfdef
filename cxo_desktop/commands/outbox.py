"""cxo outbox, retry: how far every sealed bundle is, what was tried, and what the officer chose about sending."""

import argparse
from typing import Final

from cxo_core.problems import Code, Problem
from cxo_desktop import problem_words
from cxo_desktop.clock import SystemClock
from cxo_desktop.commands.access import finish, opened
from cxo_desktop.commands.looking import found
from cxo_desktop.commands.output import answer, columns, say
from cxo_desktop.services import sync_settings
from cxo_desktop.services.outbox import Item, Outbox, Standing, details, item_of, outbox
from cxo_desktop.services.syncing import Held, Syncing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.sync_log import LogLine
from cxo_desktop.words import N_, _, ngettext, pick

HELD: Final = {
    Held.PAUSED: N_("Sending is paused. “cxo outbox --resume” lets it go on."),
    Held.OTHER_NETWORK: N_(
        "This is not one of the networks you chose for sending. “cxo outbox --anywhere” takes that back."
    ),
    Held.RUNNING: N_("Bundles are being sent already."),
}


_WHAT: Final = {
    "hello": N_("Reaching the office"),
    "send": N_("Sending"),
    "stick": N_("By stick"),
    "pack": N_("Office pack"),
    "token": N_("New token"),
    "enrol": N_("Enrolment"),
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    listing = commands.add_parser("outbox", help=_("how far every sealed bundle is on its way"))
    listing.add_argument("id", nargs="?", help=_("everything about the bundles of one walkthrough"))
    listing.add_argument("--log", action="store_true", help=_("every attempt, the newest first"))
    listing.add_argument(
        "--most", type=int, default=20, metavar="N", help=_("at most so many delivered (default 20)")
    )
    choices = listing.add_mutually_exclusive_group()
    choices.add_argument("--pause", action="store_true", help=_("send nothing until --resume"))
    choices.add_argument("--resume", action="store_true", help=_("send again"))
    choices.add_argument(
        "--limit", type=int, metavar="KIB", help=_("send at most so many KiB a second; 0 for no limit")
    )
    choices.add_argument(
        "--only-here", action="store_true", help=_("send in this network only, and in those chosen before")
    )
    choices.add_argument("--anywhere", action="store_true", help=_("send in every network"))
    finish(listing, _outbox)

    again = commands.add_parser(
        "retry", help=_("makes the bundles of a walkthrough due again, refused ones too")
    )
    again.add_argument("id", help=_("its id, or the first characters of it"))
    finish(again, _retry)


def problem_told(problem: Problem | None) -> dict[str, str] | None:
    """A Problem in JSON: its code, and both sentences in the language of the answer."""
    if problem is None:
        return None
    title, sentence = problem_words.title(problem), problem_words.sentence(problem)
    return {"code": problem.code.value, "title": title, "sentence": sentence}


def _outbox(arguments: argparse.Namespace) -> int:
    now = SystemClock().now().wall
    with opened(arguments) as vault:
        if not _choose(vault, arguments):
            say(_("This system does not tell which network it is in, so nothing was changed."))
            return 1
        names = {office.id: office.name for office in vault.offices.every()}
        if arguments.id:
            walkthrough = found(vault, arguments.id)
            items = tuple(item_of(vault, row, now) for row in vault.bundles.of(walkthrough))
            logs = [vault.sync_log.of(each.bundle.walkthrough_id, each.bundle.revision) for each in items]
            seen = Outbox(items, (), 0, sync_settings.is_paused(vault))
        else:
            seen = outbox(vault, now, delivered=max(0, arguments.most))
            logs = [vault.sync_log.latest()] if arguments.log else []
    if arguments.json:
        told: dict[str, object] = {
            "paused": seen.is_paused,
            "open": [_plain(each) for each in seen.open],
            "delivered": [_plain(each) for each in seen.delivered],
            "delivered_count": seen.delivered_count,
        }
        answer(told | ({"log": [_plain_line(line) for lines in logs for line in lines]} if logs else {}))
    elif arguments.id:
        for each, lines in zip(seen.open, logs, strict=True):
            say(details(each, lines))
    elif arguments.log:
        columns(_log_columns(line, names) for lines in logs for line in lines)
    else:
        _show(seen)
    return 0


def _choose(vault: Vault, arguments: argparse.Namespace) -> bool:
    """Does what the officer chose; False where it could not be done."""
    if arguments.pause or arguments.resume:
        sync_settings.set_paused(vault, arguments.pause)
    if arguments.limit is not None:
        sync_settings.set_limit_kib(vault, arguments.limit or None)
    if arguments.anywhere:
        sync_settings.send_anywhere(vault)
    return not arguments.only_here or sync_settings.send_only_here(vault, sync_settings.where_it_is)


def _show(seen: Outbox) -> None:
    if seen.is_paused:
        say(_(HELD[Held.PAUSED]))
    items = (*seen.open, *seen.delivered)
    if not items:
        say(_("Nothing is sealed yet."))
    columns(
        (
            f"{each.bundle.walkthrough_id[:12]} r{each.bundle.revision}",
            _words(each),
            pick(each.title),
            each.office,
        )
        for each in items
    )
    hidden = seen.delivered_count - len(seen.delivered)
    if hidden > 0:
        say(
            ngettext(
                "… and {count} more that is delivered.", "… and {count} more that are delivered.", hidden
            ).format(count=hidden)
        )


def _words(item: Item) -> str:
    match item.standing:
        case Standing.SEALED:
            return _("Sealed, to be sent")
        case Standing.PARTLY:
            return _("{percent} % sent").format(percent=item.percent)
        case Standing.WAITING:
            return _("Waiting until {time}").format(time=f"{item.until:%H:%M}" if item.until else "")
        case Standing.REFUSED:
            problem = item.bundle.problem
            return _("Refused: {why}").format(why=problem_words.title(problem) if problem else "")
        case Standing.DELIVERED:
            at = item.receipt.received_at if item.receipt else item.bundle.sealed_at
            return _("Delivered, receipt of {time}").format(time=f"{at.astimezone():%Y-%m-%d %H:%M}")
        case Standing.UNPROVEN:
            return _("No receipt that can be verified")


def _plain(item: Item) -> dict[str, object]:
    row = item.bundle
    return {
        "id": row.walkthrough_id,
        "revision": row.revision,
        "title": item.title.to_json(),
        "office": row.office,
        "state": item.standing.value,
        "bytes": row.bytes,
        "sent": row.sent_bytes,
        "sha256": row.sha256,
        "manifest": row.manifest_digest,
        "sealed": row.sealed_at.isoformat(),
        "attempts": row.attempts,
        "next_try": item.until.isoformat() if item.until else None,
        "problem": problem_told(row.problem),
        "received": item.receipt.received_at.isoformat() if item.receipt else None,
    }


def _plain_line(line: LogLine) -> dict[str, object]:
    return {
        "at": line.at.isoformat(),
        "office": line.office,
        "id": line.walkthrough,
        "revision": line.revision,
        "what": line.what,
        "outcome": line.outcome,
        "details": dict(line.details),
    }


def _log_columns(line: LogLine, offices: dict[str, str]) -> tuple[str, ...]:
    bundle = f"{line.walkthrough[:12]} r{line.revision}" if line.walkthrough else ""
    what = _(_WHAT[line.what]) if line.what in _WHAT else line.what
    known = line.outcome in tuple(Code)
    outcome = problem_words.title(Problem(Code(line.outcome))) if known else _(line.outcome)
    return (
        f"{line.at.astimezone():%Y-%m-%d %H:%M:%S}",
        offices.get(line.office, line.office),
        what,
        bundle,
        outcome,
    )


def _retry(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        syncing = Syncing(vault, SystemClock())
        rows = [
            syncing.retry_now(row)
            for row in vault.bundles.of(found(vault, arguments.id))
            if row.state is not BundleState.DELIVERED
        ]
    if arguments.json:
        answer([{"id": row.walkthrough_id, "revision": row.revision} for row in rows])
    elif rows:
        say(_("Due again. “cxo send” sends it now."))
    else:
        say(_("Every bundle of this walkthrough is delivered, or none was sealed."))
    return 0
