"""`cxo-central device`: the laptops an office knows."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from cxo_central import house_words, setting_values, setting_words
from cxo_central.commands import DONE, answering_command, family, office_command
from cxo_central.commands.told import print_json
from cxo_central.settings import wrong
from cxo_central.words import Words, say
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from cxo_central.commands import Commands, Run

UNSET = "-"
"""In place of a size: the office's own quota holds again."""


def add(commands: "Commands") -> None:
    device = family(commands, "device", house_words.DEVICE)
    answering_command(device, "list", house_words.DEVICE_LIST, _list)
    _of_one(device, "revoke", house_words.DEVICE_REVOKE, _revoke)
    quota = _of_one(device, "quota", house_words.DEVICE_QUOTA, _quota)
    quota.add_argument("size", metavar="SIZE", help=say(house_words.DEVICE_QUOTA_SIZE, unset=UNSET))
    rename = _of_one(device, "rename", house_words.DEVICE_RENAME, _rename)
    rename.add_argument("--officer", metavar="NAME")
    rename.add_argument("--hall", metavar="NAME")


def _of_one(commands: "Commands", name: str, words: Words, run: "Run") -> argparse.ArgumentParser:
    one = office_command(commands, name, words, run)
    one.add_argument("device", type=str.lower, metavar="DEVICE", help=say(house_words.DEVICE_ID))
    return one


def _list(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.audit import COMMAND, note_alone
    from cxo_central.storage.devices import DeviceStore

    with House.open(asked.folder) as house:
        devices = DeviceStore(house.engine).every()
        note_alone(house.engine, COMMAND, "device.list", "", "read")
    if asked.json:
        print_json([asdict(each) for each in devices])
        return DONE
    for each in devices:
        standing = say(house_words.REVOKED if each.is_revoked else house_words.ENROLLED_ONE)
        quota = "" if each.quota_bytes is None else f"  {each.quota_bytes / (1 << 30):g} GiB"
        print(f"{each.id}  {each.enrolled_at[:10]}  {standing}  {each.officer}  {each.hall}{quota}")
    if not devices:
        print(say(house_words.NO_DEVICES))
    return DONE


def _revoke(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.devices import DeviceStore

    with House.open(asked.folder) as house:
        DeviceStore(house.engine).revoke(asked.device, at=house.now())
    print(say(house_words.DEVICE_REVOKED, device=asked.device))
    return DONE


def _quota(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.devices import DeviceStore

    try:
        size = None if asked.size == UNSET else setting_values.size(asked.size)
    except ValueError as error:
        raise Problem(Code.OFFICE_SETTING_WRONG, setting="SIZE", why=str(error)) from error
    with House.open(asked.folder) as house:
        DeviceStore(house.engine).set_quota(asked.device, size)
    print(say(house_words.DEVICE_CHANGED, device=asked.device))
    return DONE


def _rename(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.devices import DeviceStore

    if not (asked.officer or asked.hall):
        raise wrong("rename", setting_words.SOMETHING, choices="--officer, --hall")
    with House.open(asked.folder) as house:
        DeviceStore(house.engine).rename(asked.device, officer=asked.officer, hall=asked.hall)
    print(say(house_words.DEVICE_CHANGED, device=asked.device))
    return DONE
