"""`cxo-central init` and `keys`: an office is made, and shows its public keys."""

import argparse
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_central import house_words, office, words
from cxo_central.commands import DONE, answering_command, office_command
from cxo_central.founding import found
from cxo_central.office import Office
from cxo_central.words import say

if TYPE_CHECKING:
    from cxo_central.commands import Commands


def add(commands: "Commands") -> None:
    init = office_command(commands, "init", house_words.INIT, _init)
    init.add_argument("--name", default=say(("体验办", "Central office")))
    reached = init.add_mutually_exclusive_group()
    reached.add_argument("--address", action="append", metavar="URL", help=say(house_words.INIT_ADDRESS))
    reached.add_argument("--no-network", action="store_true", help=say(house_words.INIT_NO_NETWORK))
    init.add_argument("--admin", default="admin", metavar="NAME", help=say(house_words.INIT_ADMIN))
    init.add_argument("--sealed", action="store_true", help=say(house_words.INIT_SEALED))
    init.add_argument("--identity-to", type=Path, metavar="FILE", help=say(house_words.INIT_IDENTITY_TO))
    answering_command(commands, "keys", house_words.KEYS, _keys)


def _init(asked: argparse.Namespace) -> int:
    addresses = () if asked.no_network else tuple(asked.address or (f"https://{socket.gethostname()}:8443",))
    made, token = found(
        asked.folder,
        asked.name.strip() or "体验办",
        os.environ,
        addresses=addresses,
        admin=asked.admin,
        is_sealed=asked.sealed,
        identity_to=asked.identity_to,
    )
    print(
        say(
            house_words.MADE_SEALED if asked.sealed else words.MADE,
            name=made.keys.name,
            folder=made.folder,
            public=office.PUBLIC,
            identity=asked.identity_to or office.IDENTITY,
            receipt=office.RECEIPT_KEY,
        )
    )
    told = house_words.ADDRESSES if addresses else house_words.NO_ADDRESS
    print(say(told, addresses=", ".join(addresses)))
    print(say(house_words.ADMIN_TOKEN, admin=asked.admin, token=token))
    return DONE


def _keys(asked: argparse.Namespace) -> int:
    keys = Office.open(asked.folder).keys
    if asked.json:
        print(keys.to_bytes().decode(), end="")
    else:
        recipients = ", ".join(keys.recipients)
        print(say(words.KEYS, name=keys.name, recipients=recipients, receipt_key=keys.receipt_key))
    return DONE
