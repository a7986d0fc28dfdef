"""`cxo-central task`, `item`, `scheme` and `hall`: what the office tells its laptops."""

import argparse
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxo_central import matter_words as words
from cxo_central.commands import DONE, UNSOUND, answering_command, family
from cxo_central.commands.told import print_json
from cxo_central.document_words import mistake_line, sentence
from cxo_central.words import Words, say
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Hall, MatterKind
from cxo_core.roles import Channel, Role

if TYPE_CHECKING:
    from cxo_central.commands import Commands
    from cxo_central.storage.matters import Kept, Meaning
    from cxo_core.documents import Mistake


def add(commands: "Commands") -> None:
    task = _family(commands, MatterKind.TASK, words.TASK)
    _task_fields(answering_command(task, "add", words.TASK_ADD, _add_tasks))
    for kind, about, adding in (
        (MatterKind.ITEM, words.ITEM, words.ITEM_ADD),
        (MatterKind.SCHEME, words.SCHEME, words.SCHEME_ADD),
    ):
        documents = answering_command(_family(commands, kind, about), "add", adding, _add_documents)
        documents.add_argument("files", type=Path, nargs="+", metavar="FILE")
        documents.set_defaults(kind=kind)
    hall = answering_command(_family(commands, MatterKind.HALL, words.HALL), "add", words.HALL_ADD, _add_hall)
    hall.add_argument("id", metavar="ID")
    hall.add_argument("--name", required=True, help=say(words.HALL_NAME))
    hall.add_argument("--address", default="", help=say(words.HALL_ADDRESS))
    hall.add_argument("--window", action="append", default=[], help=say(words.HALL_WINDOW))


def _family(commands: "Commands", kind: MatterKind, about: Words) -> "Commands":
    """The words `list` and `remove` are the same for every kind."""
    verbs = family(commands, kind.value, about)
    listing = answering_command(verbs, "list", words.LIST, _list)
    removing = answering_command(verbs, "remove", words.REMOVE, _remove)
    removing.add_argument("id", metavar="ID")
    for each in (listing, removing):
        each.set_defaults(kind=kind)
    return verbs


def _task_fields(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="source", type=Path, metavar="FILE", help=say(words.TASK_FROM))
    parser.add_argument("--id", help=say(words.TASK_ID))
    parser.add_argument("--round", help=say(words.TASK_ROUND))
    parser.add_argument("--module", help=say(words.TASK_MODULE))
    parser.add_argument("--item", help=say(words.TASK_ITEM))
    parser.add_argument("--scheme", help=say(words.TASK_SCHEME))
    parser.add_argument("--role", choices=[each.value for each in Role], help=say(words.TASK_ROLE))
    parser.add_argument("--channel", choices=[each.value for each in Channel], help=say(words.TASK_CHANNEL))
    parser.add_argument("--hall", help=say(words.TASK_HALL))
    parser.add_argument("--officer", help=say(words.TASK_OFFICER))
    parser.add_argument("--first-day", metavar="DAY", help=say(words.TASK_FIRST))
    parser.add_argument("--due-day", metavar="DAY", help=say(words.TASK_DUE))
    parser.add_argument("--reason", help=say(words.TASK_REASON))


_TASK_FIELDS = (
    "id",
    "round",
    "module",
    "item",
    "scheme",
    "role",
    "channel",
    "hall",
    "officer",
    "first_day",
    "due_day",
    "reason",
)


def _add_tasks(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.matters import MatterStore
    from cxo_central.task_list import one, tasks_in

    given = {name: value for name in _TASK_FIELDS if (value := getattr(asked, name)) is not None}
    if asked.source and given:
        raise Problem(Code.OFFICE_SETTING_WRONG, setting="--from", why=", ".join(given))
    with House.open(asked.folder) as house:
        today = house.now().astimezone().date()
        if asked.source:
            tasks, mistakes = tasks_in(asked.source, today=today)
            if mistakes:
                return _tell_mistakes(asked.source.name, mistakes, as_json=asked.json)
        else:
            given.setdefault("id", f"t-{secrets.token_hex(6)}")
            tasks, mistakes = one(given, today=today)
            for mistake in mistakes:
                raise _wrong_option(mistake)
        count = MatterStore(house.engine).put(tasks)
    if asked.json:
        print_json({"tasks": [task.id for task in tasks], "changed": count})
    elif asked.source:
        print(say(words.TASKS_ADDED, count=count, same=len(tasks) - count))
    else:
        print(say(words.TASK_ADDED, id=tasks[0].id))
    return DONE


def _add_documents(asked: argparse.Namespace) -> int:
    """All files, or none where one has a mistake."""
    from cxo_central.house import House
    from cxo_central.storage.matters import MatterStore

    with House.open(asked.folder) as house:
        read: list[Meaning] = []
        for path in asked.files:
            meaning, mistakes = _document(asked.kind, path)
            if meaning is None:
                return _tell_mistakes(path.name, mistakes, as_json=asked.json)
            read.append(meaning)
        count = MatterStore(house.engine).put(read)
    told = [{"id": each.id, "version": getattr(each, "version", 0)} for each in read]
    if asked.json:
        print_json({f"{asked.kind.value}s": told, "changed": count})
        return DONE
    for path, each in zip(asked.files, told, strict=True):
        print(say(words.DOCUMENT_ADDED, name=path.name, **each))
    return DONE


def _document(kind: MatterKind, path: Path) -> "tuple[Meaning | None, Sequence[Mistake]]":
    """What the file says, or else its mistakes."""
    from cxo_core.documents import MOST_BYTES, check_item, check_scheme, read_item, read_scheme, text_of

    try:
        with path.open("rb") as file:
            text = text_of(file.read(MOST_BYTES + 1))
    except OSError as error:
        raise Problem(Code.DOCUMENT_UNREADABLE, name=path.name, cause=error.strerror or "") from error
    if kind is MatterKind.ITEM:
        mistakes = check_item(text, path.name)
        return (None if mistakes else read_item(text, path.name)), mistakes
    mistakes = check_scheme(text, path.name)
    return (None if mistakes else read_scheme(text, path.name)), mistakes


def _add_hall(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.matters import MatterStore

    hall = Hall(asked.id.strip(), asked.name.strip(), asked.address.strip(), tuple(asked.window))
    check_readable(Hall.from_json, hall.to_json())
    with House.open(asked.folder) as house:
        count = MatterStore(house.engine).put([hall])
    if asked.json:
        print_json({"halls": [hall.id], "changed": count})
    else:
        print(say(words.HALL_ADDED, id=hall.id))
    return DONE


def check_readable(read: Callable[[dict[str, Any]], object], content: dict[str, Any]) -> None:
    """What no laptop could read is said of the option it came from."""
    try:
        read(content)
    except Problem as problem:
        field = str(problem.details.get("why", ""))
        raise Problem(Code.OFFICE_SETTING_WRONG, setting=field, why=say(words.TOO_LONG)) from problem


def _list(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.matters import MatterStore

    with House.open(asked.folder) as house:
        found = MatterStore(house.engine).every(asked.kind)
    if asked.json:
        print_json([_plain(each) for each in found])
        return DONE
    for each in found:
        print("  ".join(_cells(each)))
    if not found:
        print(say(words.NONE))
    return DONE


def _remove(asked: argparse.Namespace) -> int:
    from cxo_central.house import House
    from cxo_central.storage.matters import MatterStore

    with House.open(asked.folder) as house:
        MatterStore(house.engine).remove(asked.kind, asked.id)
    if asked.json:
        print_json({"removed": asked.id})
    else:
        print(say(words.REMOVED, id=asked.id))
    return DONE


def _cells(kept: "Kept") -> list[str]:
    content = kept.matter.content
    match kept.matter.kind:
        case MatterKind.TASK:
            names = ("id", "round", "first_day", "due_day", "item", "channel", "hall", "officer", "reason")
            return [str(content[name]) for name in names]
        case MatterKind.HALL:
            return [content["id"], content["name"], content["address"], " ".join(content["windows"])]
        case _:
            return [content["id"], str(content["version"]), content["title"]["zh"]]


def _plain(kept: "Kept") -> dict[str, Any]:
    return {
        "id": kept.matter.id,
        "version": kept.matter.version,
        "changed_at": kept.changed_at,
        "content": dict(kept.matter.content),
    }


def _wrong_option(mistake: "Mistake") -> Problem:
    """The mistake of a field as one of the option it was given with."""
    option = "--" + mistake.path.rpartition(".")[2].replace("_", "-")
    return Problem(Code.OFFICE_SETTING_WRONG, setting=option, why=sentence(mistake))


def _tell_mistakes(name: str, mistakes: "Sequence[Mistake]", *, as_json: bool) -> int:
    """Every mistake as `file:line:column: sentence`, and that nothing was told."""
    if as_json:
        told = [
            {
                "line": each.line,
                "column": each.column,
                "path": each.path,
                "flaw": each.flaw.value,
                "details": each.details,
                "sentence": sentence(each),
            }
            for each in mistakes
        ]
        print_json({"file": name, "mistakes": told})
        return UNSOUND
    for mistake in mistakes:
        print(mistake_line(name, mistake))
    print(say(words.MISTAKES, name=name, count=len(mistakes)))
    return UNSOUND
