"""`cxo-central backup` and `restore`: the whole office as one encrypted file, and back."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_central import house_words
from cxo_central.commands import DONE, command, office_command
from cxo_central.words import say

if TYPE_CHECKING:
    from cxo_central.commands import Commands


def add(commands: "Commands") -> None:
    backup = office_command(commands, "backup", house_words.BACKUP, _backup)
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="age1…",
        help=say(house_words.BACKUP_RECIPIENT),
    )
    restore = command(commands, "restore", house_words.RESTORE, _restore)
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("folder", type=Path, metavar="DIR")
    restore.add_argument(
        "--identity", type=Path, required=True, metavar="KEY", help=say(house_words.RESTORE_IDENTITY)
    )


def _backup(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.safekeeping.backup import back_up

    with House.open(asked.folder) as house:
        done = back_up(house, asked.file, recipients=asked.recipient)
    print(
        say(
            house_words.BACKED_UP,
            file=asked.file,
            bundles=done.bundles,
            files=done.files,
            bytes=f"{done.bytes:,}",
            sha256=done.sha256,
        )
    )
    return DONE


def _restore(asked: argparse.Namespace) -> int:
    from cxo_central.safekeeping.restore import restore
    from cxo_core.bundle.identities import read_identities
    from cxo_core.signing import key_id

    office, counted = restore(asked.file, asked.folder, read_identities(asked.identity), os.environ)
    print(
        say(
            house_words.RESTORED,
            name=office.keys.name,
            office=key_id(office.keys.receipt_key),
            folder=asked.folder,
            bundles=counted.rows.get("bundles", 0),
            files=counted.files,
        )
    )
    return DONE
