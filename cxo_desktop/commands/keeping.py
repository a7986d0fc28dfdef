"""cxo backup, restore, doctor, passphrase: looking after the vault."""

import argparse
import os
from pathlib import Path

from cxo_desktop.check_words import check_sentence, check_title
from cxo_desktop.checks import CheckState
from cxo_desktop.commands.access import (
    PASSPHRASE,
    add_vault,
    finish,
    folder_of,
    new_passphrase,
    opened,
    passphrase_for,
)
from cxo_desktop.commands.output import answer, say
from cxo_desktop.services.backing_up import backup, restore
from cxo_desktop.services.doctoring import examine
from cxo_desktop.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    saving = commands.add_parser("backup", help=_("the whole vault into one encrypted file"))
    saving.add_argument("file", type=Path, metavar="FILE")
    add_vault(saving)
    saving.set_defaults(run=_backup)

    restoring = commands.add_parser("restore", help=_("a vault out of a backup file"))
    restoring.add_argument("file", type=Path, metavar="FILE")
    add_vault(restoring)
    restoring.set_defaults(run=_restore)

    examining = commands.add_parser("doctor", help=_("checks the vault and says what to do"))
    finish(examining, _doctor)

    changing = commands.add_parser("passphrase", help=_("changes the passphrase of the vault"))
    add_vault(changing)
    changing.set_defaults(run=_passphrase)


def _backup(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        made = backup(vault, arguments.file, passphrase_for(_("Passphrase for the backup: ")))
    say(_("The backup is whole and was read back: {path}").format(path=made.file))
    for name in made.missing:
        say(_("The vault itself has lost this file: {name}").format(name=name))
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    folder = folder_of(arguments)
    kept = restore(arguments.file, folder, passphrase_for(_("Passphrase of the backup: ")))
    say(_("The vault is restored in {path}").format(path=folder))
    if kept:
        say(_("What was there before is kept in {path}").format(path=kept))
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    checks = examine(folder_of(arguments), os.environ.get(PASSPHRASE))
    if arguments.json:
        answer(
            [
                {"check": each.code.value, "state": each.state.value, "details": dict(each.details)}
                for each in checks
            ]
        )
    else:
        for each in checks:
            say(f"{_MARKS[each.state]} {check_title(each)}")
            say(f"    {check_sentence(each)}")
    return 1 if any(each.state is CheckState.FAIL for each in checks) else 0


def _passphrase(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        vault.change_passphrase(new_passphrase())
    say(_("The passphrase is changed. Backups made before still open with the old one."))
    return 0


_MARKS = {CheckState.OK: "✓", CheckState.WARN: "!", CheckState.FAIL: "✗"}
