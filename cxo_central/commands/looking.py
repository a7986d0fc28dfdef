"""`cxo-central bundle` and `quarantine`: what came in, what was refused, and the sealed files themselves."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_central import matter_words as words
from cxo_central.commands import DONE, answering_command, family
from cxo_central.commands.told import print_json
from cxo_central.commands.writing import write_out
from cxo_central.words import explain, say
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from cxo_central.commands import Commands
    from cxo_central.house import House
    from cxo_central.storage.listing import Listed, Only

_ONLY = ("verdict", "hall", "item", "device", "walkthrough")


def add(commands: "Commands") -> None:
    bundle = family(commands, "bundle", words.BUNDLE)
    listing = answering_command(bundle, "list", words.LIST, _list)
    _paged(listing)
    _only(listing)
    showing = answering_command(bundle, "show", words.BUNDLE_SHOW, _show)
    _named(showing)
    table = answering_command(bundle, "csv", words.BUNDLE_CSV, _csv)
    table.add_argument("--out", type=Path, metavar="FILE", help=say(words.BUNDLE_OUT))
    _only(table)
    file = answering_command(bundle, "file", words.BUNDLE_FILE, _file)
    _named(file)
    file.add_argument("--out", type=Path, required=True, metavar="FILE", help=say(words.BUNDLE_OUT))
    quarantine = family(commands, "quarantine", words.QUARANTINE)
    _paged(answering_command(quarantine, "list", words.LIST, _list_refused))
    one = answering_command(quarantine, "show", words.QUARANTINE_SHOW, _show_refused)
    one.add_argument("number", type=int, metavar="NUMBER")


def _paged(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=50, help=say(words.BUNDLE_LIMIT))
    parser.add_argument("--after", default="", metavar="CURSOR", help=say(words.BUNDLE_AFTER))


def _only(parser: argparse.ArgumentParser) -> None:
    verdicts = [*words.VERDICTS, "undecided"]
    parser.add_argument("--verdict", choices=verdicts, default="", help=say(words.BUNDLE_ONLY))
    for name in _ONLY[1:]:
        parser.add_argument(f"--{name}", default="", help=say(words.BUNDLE_ONLY))


def _named(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("walkthrough", metavar="WALKTHROUGH")
    parser.add_argument("revision", type=int, metavar="REVISION")


def _wanted(asked: argparse.Namespace) -> "Only":
    from cxo_central.storage.listing import Only

    return Only(**{name: getattr(asked, name) for name in _ONLY})


def _list(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.listing import bundle_page

    with House.open(asked.folder) as house:
        found, further = bundle_page(house.engine, only=_wanted(asked), after=asked.after, limit=asked.limit)
    if asked.json:
        print_json({"bundles": [asdict(each) for each in found], "next": further or None})
        return DONE
    for each in found:
        print(_line(each))
    _tell_end(is_empty=not found, further=further)
    return DONE


def _line(bundle: "Listed") -> str:
    verdict = words.VERDICTS.get(bundle.verdict or "", words.UNDECIDED)
    named = f"{bundle.walkthrough or bundle.sha256[:16]} r{bundle.revision or '?'}"
    title = bundle.item_title or ("" if bundle.is_opened else say(words.SEALED))
    cells = (bundle.received_at[:16], named, say(verdict), title, bundle.hall or "", bundle.device or "")
    return "  ".join(cells)


def _show(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.listing import bundle
    from cxo_central.storage.matters import MatterStore
    from cxo_core.protocol.matters import MatterKind

    with House.open(asked.folder) as house:
        found = bundle(house.engine, asked.walkthrough, asked.revision)
        told = MatterStore(house.engine).of_walkthrough(asked.walkthrough)
    wanted = f"{asked.walkthrough}.{asked.revision}"
    decision = next(
        (each.content for each in told if each.kind is MatterKind.DECISION and each.id == wanted), None
    )
    answers = [dict(each.content) for each in told if each.kind is MatterKind.ANSWER]
    if asked.json:
        print_json(asdict(found) | {"decision": decision and dict(decision), "answers": answers})
        return DONE
    for name, value in asdict(found).items():
        print(f"{name:<16}{'' if value is None else value}")
    for comment in decision["comments"] if decision else ():
        print(f"  {comment['step']}: {comment['text']}")
    for each in answers:
        print(f"  {each['finding']}: {each['unit']}  {each['text']}")
    return DONE


def _csv(asked: argparse.Namespace) -> int:
    from cxo_central.bundle_table import pieces
    from cxo_central.house import House

    with House.open(asked.folder) as house:
        _note(house, "bundles.csv", "")
        table = pieces(house.engine, _wanted(asked))
        if asked.out:
            write_out(asked.out, table)
            _tell_written(asked)
            return DONE
        for piece in table:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    return DONE


def _file(asked: argparse.Namespace) -> int:
    from cxo_central.exporting import opened
    from cxo_central.house import House
    from cxo_central.storage.ledger import Ledger

    with House.open(asked.folder) as house:
        stored = Ledger(house.engine).stored(asked.walkthrough, asked.revision)
        if stored is None:
            name = f"{asked.walkthrough}.{asked.revision}"
            raise Problem(Code.MATTER_NOT_FOUND, kind="bundle", id=name)
        owner, sha256, _ = stored
        _note(house, "bundle.read", sha256)
        with opened(house, owner) as file:
            write_out(asked.out, file.pieces())
    _tell_written(asked)
    return DONE


def _list_refused(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.listing import quarantine_page

    with House.open(asked.folder) as house:
        found, further = quarantine_page(house.engine, after=asked.after, limit=asked.limit)
    if asked.json:
        print_json({"quarantine": [asdict(each) for each in found], "next": further or None})
        return DONE
    for each in found:
        print(f"{each.number}  {each.received_at[:16]}  {each.sha256[:16]}  {each.device or ''}  {each.code}")
    _tell_end(is_empty=not found, further=further)
    return DONE


def _show_refused(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.listing import refused

    with House.open(asked.folder) as house:
        found = refused(house.engine, asked.number)
    if asked.json:
        print_json(asdict(found))
        return DONE
    for name, value in asdict(found).items():
        if name != "details":
            print(f"{name:<16}{'' if value is None else value}")
    print(explain(Problem(Code(found.code), **found.details)))
    return DONE


def _note(house: "House", what: str, subject: str) -> None:
    from cxo_central.storage.audit import COMMAND, note_alone

    note_alone(house.engine, COMMAND, what, subject, "read")


def _tell_end(*, is_empty: bool, further: str) -> None:
    if is_empty:
        print(say(words.NONE))
    if further:
        print(say(words.MORE, cursor=further))


def _tell_written(asked: argparse.Namespace) -> None:
    if asked.json:
        print_json({"file": str(asked.out)})
    else:
        print(say(words.WRITTEN, file=asked.out))
