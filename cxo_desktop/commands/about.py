"""cxo about find, export: everything a vault holds about one person (个人信息保护法 44–45)."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from cxo_core.problems import Code, Problem
from cxo_desktop.commands.access import add_json, add_vault, opened
from cxo_desktop.commands.output import answer, columns, say
from cxo_desktop.kind_words import kind_name
from cxo_desktop.retention_words import consent_words, unread_words
from cxo_desktop.services.about_export import export_clear, export_encrypted, to_json
from cxo_desktop.services.about_person import About, find
from cxo_desktop.words import _

PASSPHRASE = "CXO_EXPORT_PASSPHRASE"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    family = commands.add_parser("about", help=_("everything about one person: find it, hand it over"))
    orders = family.add_subparsers(required=True, metavar=_("COMMAND"))

    finding = orders.add_parser("find", help=_("lists every entry and photo about somebody"))
    finding.add_argument("text", help=_("a label, a person's id, or any words"))
    add_vault(finding)
    add_json(finding)
    finding.set_defaults(run=_find)

    exporting = orders.add_parser("export", help=_("writes it into one encrypted file"))
    exporting.add_argument("text", help=_("a label, a person's id, or any words"))
    exporting.add_argument("--out", type=Path, required=True, metavar="FILE")
    way = exporting.add_mutually_exclusive_group()
    way.add_argument("--recipient", type=_recipient, metavar="age1…", help=_("encrypt to this key"))
    way.add_argument(
        "--clear", action="store_true", help=_("write a folder that anybody can read, not encrypted")
    )
    add_vault(exporting)
    exporting.set_defaults(run=_export)


def _recipient(said: str) -> str:
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(said.strip())
    except pyrage.RecipientError as error:
        raise argparse.ArgumentTypeError(
            _("“{key}” is no age key; one begins with age1.").format(key=said)
        ) from error
    return said.strip()


def _passphrase() -> str:
    """One of its own: whoever gets the file gets this passphrase, and never the vault's."""
    if given := os.environ.get(PASSPHRASE):
        return given
    if not sys.stdin.isatty():
        raise Problem(Code.PASSPHRASE_NEEDED)
    return getpass.getpass(_("Passphrase for this file: "))


def _find(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        about = find(vault, arguments.text)
    if arguments.json:
        answer(to_json(about))
        return 0
    _show(about)
    return 0


def _show(about: About) -> None:
    columns(
        (each.walkthrough[:12], _("Person"), each.person.label, each.person.id, consent_words(each))
        for each in about.consents
    )
    columns(
        (
            each.walkthrough[:12],
            f"{each.at:%Y-%m-%d %H:%M}",
            kind_name(each.kind) if each.kind else _("Unfinished text"),
            _("put aside as perhaps 密") if each.is_aside else " ".join(each.text.split())[:60],
        )
        for each in about.mentions
    )
    columns(
        (
            each.walkthrough[:12],
            f"{each.photo.wall:%Y-%m-%d %H:%M}",
            _("Photo"),
            _("put aside as perhaps 密") if each.photo.quarantined else each.caption,
            _("until {day}").format(day=each.until.isoformat()) if each.until else "",
        )
        for each in about.photos
    )
    say(
        _("{mentions} entries and {photos} photos in {walkthroughs} walkthroughs.").format(
            mentions=len(about.mentions), photos=len(about.photos), walkthroughs=len(about.walkthroughs)
        )
    )
    if about.unread:
        say(unread_words(len(about.unread)))


def _export(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        about = find(vault, arguments.text)
        if arguments.clear:
            export_clear(vault, about, arguments.out)
        else:
            recipient = arguments.recipient or ""
            secret = "" if recipient else _passphrase()
            export_encrypted(vault, about, arguments.out, passphrase=secret, recipient=recipient)
    if arguments.clear:
        say(_("Everything is in {path}, and anybody can read it there.").format(path=arguments.out))
    else:
        say(_("Everything is in {path}, encrypted; age opens it.").format(path=arguments.out))
    return 0
