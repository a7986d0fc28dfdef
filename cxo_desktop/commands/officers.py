"""cxo officers: who has a vault on this laptop."""

import argparse

from cxo_desktop.commands.access import add_json
from cxo_desktop.commands.output import answer, say
from cxo_desktop.services.officers import everyone, listed
from cxo_desktop.storage.folder import VaultFolder
from cxo_desktop.storage.lock import is_locked
from cxo_desktop.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    listing = commands.add_parser("officers", help=_("who has a vault on this laptop"))
    add_json(listing)
    listing.set_defaults(run=_officers)


def _officers(arguments: argparse.Namespace) -> int:
    found = [(each, is_locked(VaultFolder(each.folder).lock)) for each in everyone()]
    if arguments.json:
        answer(
            [{"label": each.label, "folder": str(each.folder), "in_use": in_use} for each, in_use in found]
        )
        return 0
    for (each, in_use), label in zip(found, listed([each for each, _in_use in found]), strict=True):
        say(f"{label}  {each.folder}" + (f"  ({_('open now')})" if in_use else ""))
    if not found:
        say(_("There is no vault on this laptop yet."))
    return 0
