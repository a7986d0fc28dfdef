"""`cxo-central open` and `export`: where the key is kept elsewhere, bundles go to it and are looked into there."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_central import house_words
from cxo_central.commands import DONE, UNSOUND, command, office_command
from cxo_central.commands.told import told
from cxo_central.commands.verifying import reported, sentences
from cxo_central.commands.writing import write_out
from cxo_central.words import explain, say
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from cxo_central.commands import Commands
    from cxo_central.opening import LookedInto


def add(commands: "Commands") -> None:
    out = office_command(commands, "export", house_words.EXPORT, _export)
    out.add_argument("target", type=Path, metavar="OUT")
    out.add_argument("--after", type=int, default=0, metavar="NUMBER", help=say(house_words.EXPORT_AFTER))
    look = command(commands, "open", house_words.OPEN, _open)
    look.add_argument("place", type=Path, metavar="FILE|DIR")
    look.add_argument(
        "--identity", type=Path, required=True, metavar="KEY", help=say(house_words.RESTORE_IDENTITY)
    )
    look.add_argument("--out", type=Path, metavar="DIR", help=say(house_words.OPEN_OUT))
    look.add_argument("--report", type=Path, metavar="FILE", help=say(house_words.OPEN_REPORT))


def _export(asked: argparse.Namespace) -> int:
    from cxo_central.exporting import export
    from cxo_central.house import House

    count, last = 0, asked.after
    with House.open(asked.folder) as house:
        for held in export(house, asked.target, after=asked.after):
            count, last = count + 1, held.number
    print(say(house_words.EXPORTED, count=count, folder=asked.target, last=last))
    return DONE


def _open(asked: argparse.Namespace) -> int:
    from cxo_central.opening import look_into
    from cxo_core.bundle.identities import read_identities

    if asked.report and asked.report.exists():
        raise Problem(Code.PLACE_TAKEN, place=str(asked.report))
    found: list[dict[str, object]] = []
    sound = 0
    for each in look_into(asked.place, read_identities(asked.identity), out=asked.out):
        found.append(_reported(each))
        sound += each.is_sound
        print(f"{each.name}\n  " + "\n  ".join(_said(each)))
    if asked.report:
        write_out(asked.report, [json.dumps(found, ensure_ascii=False, indent=2).encode()])
    print(say(house_words.OPENED, sound=sound, count=len(found)))
    return DONE if sound == len(found) else UNSOUND


def _said(each: "LookedInto") -> list[str]:
    if each.report is None:
        return [explain(each.problem)] if each.problem else []
    where = [str(each.unpacked)] if each.unpacked else []
    return [*sentences(each.report), *where]


def _reported(each: "LookedInto") -> dict[str, object]:
    if each.report is None:
        return {"name": each.name, "sound": False, "problem": told(each.problem) if each.problem else None}
    return {"name": each.name, **reported(each.report)}
