"""Scripts as people write them: read safely, checked, every mistake told with its line and cause."""

from collections.abc import Callable
from typing import Any

from cxo_core.documents.form_check import check_form
from cxo_core.documents.mistake import Flaw, Mistake
from cxo_core.documents.reading import Document, read
from cxo_core.documents.script_fit import check_script_fit
from cxo_core.documents.script_form import script_form
from cxo_core.documents.script_sense import check_script_sense
from cxo_core.problems import Code, Problem
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem

Find = Callable[[dict[str, Any]], tuple[ServiceItem, Scheme]]
"""The item and scheme a script names; raises Problem `item-not-found` or `scheme-not-found`."""


def check_script(text: str, find: Find | None = None) -> list[Mistake]:
    """Every mistake of a script, in the order of its lines; empty when it can be played.

    With `find`, its steps, answers, acts and papers are also held against the scheme and item it names.
    """
    return _check(text, find)[1]


def read_script(text: str, name: str, find: Find | None = None) -> dict[str, Any]:
    """The script as plain values; mistakes raise Problem `document-has-mistakes` with the first line."""
    document, mistakes = _check(text, find)
    if mistakes:
        details = {"name": name, "count": len(mistakes), "line": mistakes[0].line}
        raise Problem(Code.DOCUMENT_HAS_MISTAKES, command=f"cxo record --check {name}", **details)
    value: dict[str, Any] = document.value
    return value


def _check(text: str, find: Find | None) -> tuple[Document, list[Mistake]]:
    document = read(text)
    if document.value is None:
        if not document.mistakes:
            document.tell((), Flaw.EMPTY)
        return document, document.mistakes
    check_form(document, script_form())
    if not document.mistakes:
        check_script_sense(document)
    if find and not document.mistakes:
        check_script_fit(document, *find(document.value))
    return document, sorted(document.mistakes, key=lambda each: (each.line, each.column, each.path))
