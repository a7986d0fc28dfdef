"""`cxo-central admin` and `audit`: who may read the office's listings, and what was done with its holdings."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from cxo_central import house_words, setting_words
from cxo_central.commands import DONE, answering_command, family, office_command
from cxo_central.settings import wrong
from cxo_central.words import say
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from cxo_central.commands import Commands


def add(commands: "Commands") -> None:
    admin = family(commands, "admin", house_words.ADMIN)
    office_command(admin, "list", house_words.ADMIN_LIST, _list)
    for name, words, run in (
        ("make", house_words.ADMIN_MAKE, _make),
        ("revoke", house_words.ADMIN_REVOKE, _revoke),
    ):
        one = office_command(admin, name, words, run)
        one.add_argument("name", metavar="NAME")
    audit = answering_command(commands, "audit", house_words.AUDIT, _audit)
    audit.add_argument("--after", type=int, default=0, metavar="NUMBER", help=say(house_words.AUDIT_AFTER))
    audit.add_argument("--limit", type=int, default=1000, metavar="N")


def _list(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.admins import AdminStore

    with House.open(asked.folder) as house:
        for name, holds in AdminStore(house.engine).every():
            print(f"{name}  {say(house_words.ADMIN_HOLDS if holds else house_words.REVOKED)}")
    return DONE


def _make(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.admins import AdminStore, new_token

    if not asked.name.strip() or len(asked.name) > 100:
        raise wrong("NAME", setting_words.LENGTH, most=100)
    token = new_token()
    with House.open(asked.folder) as house:
        AdminStore(house.engine).make(asked.name, token, at=house.now())
    print(say(house_words.ADMIN_TOKEN, admin=asked.name, token=token))
    return DONE


def _revoke(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.admins import AdminStore

    with House.open(asked.folder) as house:
        if not AdminStore(house.engine).revoke(asked.name, at=house.now()):
            raise Problem(Code.MATTER_NOT_FOUND, kind="admin", id=asked.name)
    print(say(house_words.ADMIN_REVOKED, admin=asked.name))
    return DONE


def _audit(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.audit import noted

    with House.open(asked.folder) as house:
        lines = noted(house.engine, after=asked.after, limit=asked.limit)
    for line in lines:
        if asked.json:
            print(json.dumps(asdict(line), ensure_ascii=False))
        else:
            print(f"{line.number}  {line.at}  {line.who}  {line.what}  {line.subject}  {line.outcome}")
    return DONE
