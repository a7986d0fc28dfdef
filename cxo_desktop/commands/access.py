"""Opening a vault from the command line: the keyring, else `CXO_PASSPHRASE`, else a question."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from cxo_core.problems import Code, Problem
from cxo_desktop import paths
from cxo_desktop.services.vaults import Vault, create, open_vault
from cxo_desktop.words import _

PASSPHRASE = "CXO_PASSPHRASE"


def add_vault(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--vault",
        type=Path,
        default=None,
        metavar="DIR",
        help=_("the vault's folder (default: your own vault)"),
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("answer as JSON on standard output"))


def finish(parser: argparse.ArgumentParser, run: object) -> None:
    """What every command ends with that works in a vault and can answer as JSON."""
    add_vault(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def folder_of(arguments: argparse.Namespace) -> Path:
    chosen: Path | None = arguments.vault
    return chosen or paths.default_vault()


def opened(arguments: argparse.Namespace) -> Vault:
    """The vault the arguments name, open: by the keyring, else by `CXO_PASSPHRASE`, else by a passphrase asked for."""
    folder = folder_of(arguments)
    try:
        return open_vault(folder)
    except Problem as problem:
        if problem.code not in (Code.PASSPHRASE_NEEDED, Code.KEYRING_LOCKED):
            raise
        given = os.environ.get(PASSPHRASE)
        if not given and not sys.stdin.isatty():
            raise
    return open_vault(folder, given or getpass.getpass(_("Passphrase of this vault: ")))


def opened_or_created(arguments: argparse.Namespace, officer_name: str) -> Vault:
    """The vault the arguments name; a new one where there is none yet."""
    try:
        return opened(arguments)
    except Problem as problem:
        if problem.code is not Code.VAULT_MISSING:
            raise
    return create(folder_of(arguments), os.environ.get(PASSPHRASE) or _asked_twice(), officer_name)


def passphrase_for(purpose: str) -> str:
    """A passphrase from the environment or typed; raises Problem `passphrase-needed` where neither can be."""
    if given := os.environ.get(PASSPHRASE):
        return given
    if not sys.stdin.isatty():
        raise Problem(Code.PASSPHRASE_NEEDED)
    return getpass.getpass(purpose)


def new_passphrase() -> str:
    """A new passphrase, typed twice until both agree."""
    typed = _asked_twice()
    if typed is None:
        raise Problem(Code.PASSPHRASE_NEEDED)
    return typed


def _asked_twice() -> str | None:
    if not sys.stdin.isatty():
        return None
    while True:
        first = getpass.getpass(_("New passphrase: "))
        if first == getpass.getpass(_("The same again: ")):
            return first
        print(_("The two differ. Try once more."), file=sys.stderr)
