"""cxo retention, purge, erasures: how long what is kept, erasing what may no longer be, and the log that proves it."""

import argparse
import json
from datetime import UTC, date, datetime
from typing import Any

from cxo_desktop.clock import SystemClock
from cxo_desktop.commands.access import finish, opened
from cxo_desktop.commands.looking import found
from cxo_desktop.commands.output import answer, columns, say
from cxo_desktop.measure_words import size_text
from cxo_desktop.retention_words import (
    erased_words,
    ground_words,
    kept_words,
    office_day_words,
    period_name,
    what_name,
)
from cxo_desktop.services.erasing import carry_out, dated, plan
from cxo_desktop.services.retention import RULES, Dated, What, choose_days, days_of
from cxo_desktop.storage.erasures import Erasure
from cxo_desktop.words import _, ngettext


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keeping = commands.add_parser("retention", help=_("how long what is kept, and the day of every object"))
    keeping.add_argument("id", nargs="?", default="", help=_("the objects of one walkthrough only"))
    keeping.add_argument(
        "--set",
        type=_period,
        metavar="WHAT=DAYS",
        help=_("lengthens or shortens a period, within its limits"),
    )
    finish(keeping, _retention)

    purging = commands.add_parser("purge", help=_("erases what a receipt and the days allow"))
    purging.add_argument("--dry-run", action="store_true", help=_("only lists what would go, and why"))
    purging.add_argument(
        "--clock-is-right",
        action="store_true",
        help=_("also what is due by this laptop's clock alone; the log says so"),
    )
    finish(purging, _purge)

    log = commands.add_parser("erasures", help=_("what was erased, when, why and on what ground"))
    log.add_argument(
        "--most", type=int, default=200, metavar="N", help=_("at most so many lines (default 200)")
    )
    finish(log, _erasures)


def _period(said: str) -> tuple[What, int]:
    name, _between, days = said.partition("=")
    return What(name), int(days)


def today() -> date:
    return SystemClock().now().wall.astimezone(UTC).date()


def _retention(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        if arguments.set:
            choose_days(vault, *arguments.set)
        days = days_of(vault)
        chosen = found(vault, arguments.id) if arguments.id else ""
        every = [each for each in dated(vault) if chosen in ("", each.walkthrough)]
    if arguments.json:
        rules = {what.value: {"days": count, "law": RULES[what].law} for what, count in days.items()}
        answer({"rules": rules, "objects": [plain(each) for each in every]})
        return 0
    columns(
        (what.value, period_name(what), _("{count} days").format(count=count), RULES[what].law)
        for what, count in days.items()
    )
    say("")
    columns(_row(each) for each in every)
    return 0


def _purge(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        purge = plan(vault, today())
        gone: tuple[Dated, ...] = ()
        if not arguments.dry_run:
            gone = carry_out(vault, purge, datetime.now(UTC), is_clock_right=arguments.clock_is_right)
    waiting = purge.due if arguments.dry_run else tuple(each for each in purge.due if each not in set(gone))
    if arguments.json:
        known = purge.known_on.isoformat() if purge.known_on else None
        answer(
            {
                "today": purge.today.isoformat(),
                "office_day": known,
                "erased": [plain(each) for each in gone],
                "due": [{**plain(each), "certain": each in set(purge.certain)} for each in waiting],
            }
        )
        return 0
    columns((*_row(each), ground_words(each)) for each in gone or waiting)
    if arguments.dry_run:
        say(_told(len(waiting), purge.bytes))
    else:
        say(
            ngettext(
                "{count} object is erased for good.", "{count} objects are erased for good.", len(gone)
            ).format(count=len(gone))
        )
    if purge.uncertain and not arguments.clock_is_right:
        say(office_day_words(purge.known_on))
        say(
            ngettext(
                "{count} object is due by this laptop's clock alone and waits for the office's next word, or for --clock-is-right.",
                "{count} objects are due by this laptop's clock alone and wait for the office's next word, or for --clock-is-right.",
                len(purge.uncertain),
            ).format(count=len(purge.uncertain))
        )
    return 0


def _told(count: int, size: int) -> str:
    return ngettext(
        "{count} object would go, {size}. Nothing is changed.",
        "{count} objects would go, {size}. Nothing is changed.",
        count,
    ).format(count=count, size=size_text(size))


def _erasures(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        lines = vault.erasures.latest(arguments.most)
    if arguments.json:
        answer([_line(each) for each in lines])
        return 0
    if not lines:
        say(_("Nothing was erased yet."))
    columns(
        (
            f"{each.at.astimezone():%Y-%m-%d %H:%M}",
            each.walkthrough[:12],
            erased_words(each),
            each.ground[:60],
        )
        for each in lines
    )
    return 0


def _row(each: Dated) -> tuple[str, ...]:
    size = size_text(each.bytes) if each.bytes else ""
    return each.walkthrough[:12], what_name(each.what), each.subject[:24], size, kept_words(each)


def plain(each: Dated) -> dict[str, Any]:
    """One object with its day, as JSON."""
    return {
        "walkthrough": each.walkthrough,
        "what": each.what.value,
        "subject": each.subject,
        "sha256": each.sha256,
        "bytes": each.bytes,
        "until": each.until.isoformat() if each.until else None,
        "stays": each.stays.value if each.stays else None,
        "receipt": each.ground.digest if each.ground else None,
    }


def _line(each: Erasure) -> dict[str, Any]:
    subject: Any = json.loads(each.subject) if each.subject.startswith("{") else each.subject
    return {
        "number": each.number,
        "at": each.at.isoformat(),
        "walkthrough": each.walkthrough,
        "what": each.what,
        "subject": subject,
        "sha256": each.sha256,
        "bytes": each.bytes,
        "why": each.why,
        "ground": each.ground,
    }
