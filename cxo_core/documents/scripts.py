"""Scripts as people write them: read safely, checked, every mistake told with its line and cause."""

from typing import Any

from cxo_core.documents.form_check import check_form
from cxo_core.documents.mistake import Flaw, Mistake
from cxo_core.documents.reading import Document, read
from cxo_core.documents.script_form import VERBS, script_form
from cxo_core.documents.script_times import clock_of
from cxo_core.problems import Code, Problem


def check_script(text: str) -> list[Mistake]:
    """Every mistake of a script, in the order of its lines; empty when it can be played."""
    return _check(text)[1]


def read_script(text: str, name: str) -> dict[str, Any]:
    """The script as plain values; mistakes raise Problem `document-has-mistakes` with the first line."""
    document, mistakes = _check(text)
    if mistakes:
        details = {"name": name, "count": len(mistakes), "line": mistakes[0].line}
        raise Problem(Code.DOCUMENT_HAS_MISTAKES, command=f"cxo record --check {name}", **details)
    value: dict[str, Any] = document.value
    return value


def _check(text: str) -> tuple[Document, list[Mistake]]:
    document = read(text)
    if document.value is None:
        if not document.mistakes:
            document.tell((), Flaw.EMPTY)
        return document, document.mistakes
    check_form(document, script_form())
    if not document.mistakes:
        _check_sense(document)
    return document, sorted(document.mistakes, key=lambda each: (each.line, each.column, each.path))


def _check_sense(document: Document) -> None:
    labels: set[str] = set()
    clock = clock_of(document.value)
    for place, action in enumerate(document.value["actions"]):
        path = ("actions", place)
        verbs = [verb for verb in VERBS if verb in action]
        if len(verbs) != 1:
            document.tell(path, Flaw.NOT_ONE_OF, value=", ".join(verbs) or "-", allowed=", ".join(VERBS))
        for pointer in _pointers(action):
            if str(pointer) not in labels:
                document.tell(
                    path, Flaw.NOT_ONE_OF, value=str(pointer), allowed=", ".join(sorted(labels)) or "-"
                )
        if "by" in action and action["by"] > len(document.value["officers"]) + _joined(document.value, place):
            document.tell(
                (*path, "by"), Flaw.TOO_BIG, value=action["by"], limit=len(document.value["officers"])
            )
        for where, time in _times(action):
            try:
                clock.read(time, moves=where == "at")
            except ValueError:
                document.tell((*path, where), Flaw.BAD_DATE, value=time)
        if "as" in action:
            if str(action["as"]) in labels:
                document.tell((*path, "as"), Flaw.DUPLICATE_ID, id=str(action["as"]), name=str(action["as"]))
            labels.add(str(action["as"]))


def _pointers(action: dict[str, Any]) -> list[Any]:
    pointed = [action[verb]["entry"] for verb in ("correct", "strike") if verb in action]
    return pointed + list(action.get("finding", {}).get("photos", ()))


def _times(action: dict[str, Any]) -> list[tuple[str, str]]:
    times = [("at", action["at"])] if "at" in action else []
    if "time" in action.get("correct", {}):
        times.append(("correct", action["correct"]["time"]))
    return times


def _joined(script: dict[str, Any], until: int) -> int:
    return sum("join" in action for action in script["actions"][:until])
