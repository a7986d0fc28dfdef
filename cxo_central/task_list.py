"""Many tasks from one file, as YAML, JSON or a table saved as CSV: every mistake is told with its line."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from cxo_core.documents.form_check import check_form
from cxo_core.documents.forms import DATE, ID, Form
from cxo_core.documents.mistake import Flaw, Mistake
from cxo_core.documents.reading import Document, read, text_of
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Task
from cxo_core.roles import Channel, Role

MOST_TASKS = 5_000
MOST_BYTES = 4 << 20

_HEADINGS = {
    "编号": "id",
    "期": "round",
    "模块": "module",
    "事项": "item",
    "方案": "scheme",
    "角色": "role",
    "方式": "channel",
    "大厅": "hall",
    "体验员": "officer",
    "起始日期": "first_day",
    "截止日期": "due_day",
    "原因": "reason",
}
"""Column headings as an office writes them, beside the names of the fields."""

_WORDS = {
    "我是办事人": "applicant",
    "我是审批人": "approver",
    "实地办事": "hall",
    "网上办事": "online",
    "窗口坐班": "window_duty",
    "现场勘验": "inspection",
    "基层蹲点": "grassroots",
}
_TEXTS = {
    "round": 200,
    "module": 200,
    "item": 200,
    "scheme": 200,
    "hall": 200,
    "officer": 200,
    "reason": 4_000,
}
"""The most characters of each."""
_TEXT: Form = {"type": "string"}

FORM: Form = {
    "type": "array",
    "minItems": 1,
    "maxItems": MOST_TASKS,
    "items": {
        "type": "object",
        "properties": {
            "id": ID,
            **dict.fromkeys(_TEXTS, _TEXT),
            "item": {"type": "string", "pattern": r"\S"},
            "role": {"type": "string", "enum": [role.value for role in Role]},
            "channel": {"type": "string", "enum": [channel.value for channel in Channel]},
            "first_day": DATE,
            "due_day": DATE,
        },
        "required": ["id", "item", "channel", "due_day"],
        "additionalProperties": False,
    },
}


def tasks_in(path: Path, *, today: date) -> tuple[list[Task], list[Mistake]]:
    """The tasks of a file, or its mistakes in the order of their lines. Raises Problem `document-unreadable`."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Problem(Code.DOCUMENT_UNREADABLE, name=path.name, cause=error.strerror or "") from error
    document = _table(content) if path.suffix.lower() == ".csv" else read(text_of(content))
    return checked(document, today=today)


def checked(document: Document, *, today: date) -> tuple[list[Task], list[Mistake]]:
    """What a list of tasks says. `today`: the first day of a task that names none."""
    tasks: list[Task] = []
    if document.value is None and not document.mistakes:
        document.tell((), Flaw.EMPTY)
    if not document.mistakes:
        document.value = _in_our_words(document)
        check_form(document, FORM)
    if not document.mistakes:
        tasks = list(_read(document, today))
    return tasks, sorted(document.mistakes, key=lambda each: (each.line, each.column, each.path))


def one(values: dict[str, str], *, today: date) -> tuple[list[Task], list[Mistake]]:
    """As `checked`, for one task whose fields were given one by one."""
    return checked(Document(value=[values]), today=today)


def _in_our_words(document: Document) -> Any:
    """Chinese headings and words become the fields and words of the protocol, wherever the list stands."""
    if not isinstance(document.value, list):
        return document.value
    for index, row in enumerate(document.value):
        if isinstance(row, dict):
            for name in [name for name in row if name in _HEADINGS]:
                place = document.places.get((index, name))
                row[_HEADINGS[name]] = row.pop(name)
                if place:
                    document.places[index, _HEADINGS[name]] = place
            for name in ("role", "channel"):
                if isinstance(row.get(name), str):
                    row[name] = _WORDS.get(row[name], row[name])
    return document.value


def _read(document: Document, today: date) -> Iterator[Task]:
    first: dict[str, int] = {}
    for index, row in enumerate(document.value):
        if row["id"] in first:
            line = document.places.get((first[row["id"]],), (1, 1))[0]
            document.tell((index, "id"), Flaw.DUPLICATE_ID, id=row["id"], first=line)
        first.setdefault(row["id"], index)
        before = len(document.mistakes)
        days = {
            name: _day(document, (index, name), row.get(name), today) for name in ("first_day", "due_day")
        }
        channel = Channel(row["channel"])
        role = Role(row.get("role") or channel.role)
        if role is not channel.role:
            document.tell((index, "role"), Flaw.ROLE_OF_CHANNEL, channel=channel, role=channel.role)
        if "first_day" not in row:
            days["first_day"] = min(days["first_day"], days["due_day"])
        if days["due_day"] < days["first_day"]:
            document.tell((index, "due_day"), Flaw.TOO_SMALL, value=days["due_day"], limit=days["first_day"])
        texts = {name: row.get(name, "").strip() for name in _TEXTS}
        for name, text in texts.items():
            if len(text) > _TEXTS[name]:
                document.tell((index, name), Flaw.TOO_BIG, value=len(text), limit=_TEXTS[name])
        if len(document.mistakes) == before:
            yield Task(
                id=row["id"],
                role=role,
                channel=channel,
                first_day=days["first_day"],
                due_day=days["due_day"],
                **texts,
            )


def _day(document: Document, path: tuple[int, str], said: str | None, today: date) -> date:
    if said is None:
        return today
    try:
        return date.fromisoformat(said)
    except ValueError:
        document.tell(path, Flaw.BAD_DATE, value=said)
        return today


def _table(content: bytes) -> Document:
    """A CSV file as spreadsheets save it: in UTF-8, or in the encoding that Chinese Windows takes for its own."""
    document = Document()
    if len(content) > MOST_BYTES:
        document.tell((), Flaw.TOO_LARGE, kilobytes=MOST_BYTES // 1024)
        return document
    try:
        text = _decoded(content)
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        headings = [heading.strip() for heading in next(rows, [])]
        document.places[()] = (1, 1)
        document.value = []
        for cells in rows:
            _add(document, rows.line_num, headings, cells)
    except UnicodeDecodeError:
        document.tell((), Flaw.NOT_TEXT)
    except csv.Error as error:
        document.places[()] = (rows.line_num, 1)
        document.tell((), Flaw.SYNTAX, cause=str(error))
    return document


def _add(document: Document, line: int, headings: list[str], cells: list[str]) -> None:
    row = {
        heading: cell.strip()
        for heading, cell in zip(headings, cells, strict=False)
        if heading and cell.strip()
    }
    if not row:
        return
    index = len(document.value)
    document.places[index,] = (line, 1)
    document.places |= {(index, name): (line, headings.index(name) + 1) for name in row}
    document.value.append(row)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
