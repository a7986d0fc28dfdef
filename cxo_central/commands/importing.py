"""`cxo-central import`: takes in what sticks bring and writes the answers back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxo_central import matter_words as words
from cxo_central.commands import DONE, UNSOUND, answering_command
from cxo_central.commands.told import print_json, told
from cxo_central.words import explain, say
from cxo_core.problems import Code

if TYPE_CHECKING:
    from cxo_central.commands import Commands
    from cxo_central.house import House
    from cxo_central.stick.importing import Visit, Written
    from cxo_central.stick.taking import Taken


def add(commands: "Commands") -> None:
    parser = answering_command(commands, "import", words.IMPORT, _import)
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help=say(words.IMPORT_PATH))
    parser.add_argument("--identity", type=Path, metavar="KEY", help=say(words.IMPORT_IDENTITY))
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument(
        "--laptop", action="append", default=[], type=str.lower, metavar="ID", help=say(words.IMPORT_LAPTOP)
    )
    whom.add_argument("--all", action="store_true", help=say(words.IMPORT_ALL))


def _import(asked: argparse.Namespace) -> int:
    """1 where anything was refused, failed or could not be answered; everything else is done all the same."""
    from cxo_central.house import House
    from cxo_central.stick.importing import check_laptops, everybody, import_from
    from cxo_core.bundle.identities import read_identities

    identities = read_identities(asked.identity) if asked.identity else None

    with House.open(asked.folder) as house:
        check_laptops(house, asked.laptop)
        laptops = everybody(house) if asked.all else asked.laptop

        def watch(each: "Taken | Written") -> None:
            if not asked.json:
                print(_line(house, each), flush=True)

        visits = import_from(house, asked.paths, laptops=laptops, identities=identities, watch=watch)
    if asked.json:
        print_json({"sticks": [_plain(each) for each in visits]})
    else:
        for visit in visits:
            _tell_end(visit)
    return DONE if all(visit.is_well for visit in visits) else UNSOUND


def _line(house: "House", each: "Taken | Written") -> str:
    from cxo_central.stick.importing import Written
    from cxo_central.stick.taking import Fate
    from cxo_central.storage.devices import DeviceStore

    if isinstance(each, Written):
        return say(words.PACKET, file=each.file, officer=each.officer, device=each.device)
    match each.fate:
        case Fate.NEW:
            return say(words.TAKEN, file=each.file)
        case Fate.SAME:
            return say(words.KNOWN, file=each.file)
        case Fate.CARRIED_OUT:
            return say(words.WITHDRAWN, file=each.file)
        case Fate.APPROVED:
            laptop = DeviceStore(house.engine).by_id(each.device)
            named = {"officer": laptop.officer, "hall": laptop.hall} if laptop else {}
            return say(words.APPROVED, file=each.file, **named)
        case _:
            sentence = words.REFUSED if each.fate is Fate.REFUSED else words.FAILED
            return say(sentence, file=each.file, why=_why(each))


def _why(taken: "Taken") -> str:
    if taken.problem is None:
        return ""
    if taken.problem.code is Code.IDENTITY_UNREADABLE:
        return say(words.KEY_ELSEWHERE)
    return explain(taken.problem)


def _tell_end(visit: "Visit") -> None:
    if visit.problem:
        print(explain(visit.problem))
    elif not visit.taken:
        print(say(words.NOTHING_THERE, path=visit.folder))
    if visit.unaddressed:
        print(say(words.NO_ADDRESSEE, count=visit.unaddressed))


def _plain(visit: "Visit") -> dict[str, Any]:
    return {
        "folder": str(visit.folder),
        "problem": told(visit.problem) if visit.problem else None,
        "files": [
            {
                "file": each.file,
                "kind": each.kind.value,
                "fate": each.fate.value,
                "device": each.device or None,
                "problem": told(each.problem) if each.problem else None,
            }
            for each in visit.taken
        ],
        "packets": [{"file": each.file, "device": each.device} for each in visit.written],
        "unaddressed": visit.unaddressed,
    }
