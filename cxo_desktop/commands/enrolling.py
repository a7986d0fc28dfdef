"""cxo enrol, offices: which central offices this laptop belongs to, and what it trusts of them."""

import argparse
import sys
from pathlib import Path

from cxo_core.problems import Code, Problem
from cxo_desktop.clock import SystemClock
from cxo_desktop.commands.access import finish, opened, opened_or_created
from cxo_desktop.commands.output import answer, columns, say
from cxo_desktop.office_words import STANDINGS, trust_lines, trust_warnings
from cxo_desktop.services.enrolling import ask_by_stick, enrol, look
from cxo_desktop.services.offices import choose_office
from cxo_desktop.services.trusting import Trust, certificate_fingerprint, trust_of
from cxo_desktop.storage.offices import OfficeRow
from cxo_desktop.words import _

DECLINED = 1


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    enrolling = commands.add_parser("enrol", help=_("enrols this laptop with a central office"))
    enrolling.add_argument(
        "file", type=Path, metavar="FILE", help=_("the enrolment file the office gave you")
    )
    enrolling.add_argument(
        "--by-stick", type=Path, metavar="DIR", help=_("without a network: puts the request on this stick")
    )
    enrolling.add_argument("--yes", action="store_true", help=_("trust it without being asked"))
    finish(enrolling, _enrol)

    listing = commands.add_parser("offices", help=_("the central offices this laptop knows"))
    listing.add_argument("--use", metavar="ID", help=_("seal new walkthroughs to this one"))
    finish(listing, _offices)


def _enrol(arguments: argparse.Namespace) -> int:
    enrolment = look(arguments.file)
    clock = SystemClock()
    with opened_or_created(arguments, enrolment.officer or _("Officer")) as vault:
        trust = trust_of(vault, enrolment, clock.now().wall)
        _show(trust, quietly=arguments.json)
        if not arguments.yes and not _is_agreed():
            return DECLINED
        if arguments.by_stick is not None:
            path = ask_by_stick(vault, enrolment, arguments.by_stick, clock)
            row = vault.offices.by_id(trust.office)
        else:
            from cxo_desktop.network.office_http import over_network

            path = None
            row = enrol(vault, enrolment, over_network, clock)
        assert row is not None, "an office that was asked is known"
    if arguments.json:
        answer(_plain(row) | {"request": str(path) if path else None})
    elif path:
        say(_("The request is on the stick: {path}").format(path=path))
        say(_("Take the stick to the office, then run “cxo courier import” when it is back."))
    else:
        say(_("This laptop is enrolled with {office}.").format(office=row.name))
    return 0


def _show(trust: Trust, *, quietly: bool) -> None:
    """On standard error where standard output is for a program."""
    out = sys.stderr if quietly else sys.stdout
    print(_("This laptop will trust:"), file=out)
    for name, value in trust_lines(trust):
        for line in value.splitlines() or [""]:
            print(f"  {name}: {line}", file=out)
    for warning in trust_warnings(trust):
        print(f"! {warning}", file=out)


def _is_agreed() -> bool:
    if not sys.stdin.isatty():
        print(_("Nothing was changed. Repeat it with --yes if all of this is right."), file=sys.stderr)
        return False
    given = input(_("Is all of this as the office told you? Type yes: "))
    if given.strip().lower() in ("yes", "y", _("yes")):
        return True
    print(_("Nothing was changed."), file=sys.stderr)
    return False


def _offices(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        if arguments.use:
            fitting = [each for each in vault.offices.every() if each.id.startswith(arguments.use)]
            if len(fitting) != 1:
                raise Problem(Code.OFFICE_MISSING)
            choose_office(vault, fitting[0].id)
        rows = vault.offices.every()
    if arguments.json:
        answer([_plain(row) for row in rows])
        return 0
    if not rows:
        say(_("This laptop knows no office yet. Open the enrolment file of yours with “cxo enrol”."))
        return 0
    columns(
        ("*" if row.is_current else " ", row.id, row.name, _(STANDINGS[row.standing]), row.officer, row.hall)
        for row in rows
    )
    return 0


def _plain(row: OfficeRow) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "standing": row.standing.value,
        "current": row.is_current,
        "addresses": list(row.addresses),
        "certificate": certificate_fingerprint(row.certificate),
        "device": row.device,
        "officer": row.officer,
        "hall": row.hall,
        "pack": row.pack_version,
        "seen": row.seen_at.isoformat() if row.seen_at else None,
    }
