"""The two questions asked of a document: what is wrong with it, and, when nothing is, what it says."""

from collections.abc import Callable

from cxo_core.documents.form_check import check_form
from cxo_core.documents.forms import Form, item_form, scheme_form
from cxo_core.documents.item_sense import check_item_sense
from cxo_core.documents.mistake import Flaw, Mistake
from cxo_core.documents.reading import Document, read
from cxo_core.documents.scheme_sense import check_scheme_sense
from cxo_core.problems import Code, Problem
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem


def check_scheme(text: str, name: str) -> list[Mistake]:
    """Every mistake of a scheme document, in the order of its lines; empty when it can be used. `name`: the file's name."""
    return _check(text, scheme_form(), check_scheme_sense)[1]


def check_item(text: str, name: str) -> list[Mistake]:
    """Every mistake of a service item document, in the order of its lines; empty when it can be used."""
    return _check(text, item_form(), check_item_sense)[1]


def read_scheme(text: str, name: str) -> Scheme:
    """The scheme a checked document says; mistakes raise Problem `document-has-mistakes` with the first line."""
    document, mistakes = _check(text, scheme_form(), check_scheme_sense)
    _refuse(mistakes, name, "cxo scheme check")
    return Scheme.from_json(document.value)


def read_item(text: str, name: str) -> ServiceItem:
    """The service item a checked document says; mistakes raise Problem `document-has-mistakes` with the first line."""
    document, mistakes = _check(text, item_form(), check_item_sense)
    _refuse(mistakes, name, "cxo item check")
    return ServiceItem.from_json(document.value)


def _check(text: str, form: Form, check_sense: Callable[[Document], None]) -> tuple[Document, list[Mistake]]:
    document = read(text)
    if document.value is None:
        if not document.mistakes:
            document.tell((), Flaw.EMPTY)
        return document, document.mistakes
    check_form(document, form)
    check_sense(document)
    return document, sorted(
        _each_once(document.mistakes), key=lambda each: (each.line, each.column, each.path)
    )


def _each_once(mistakes: list[Mistake]) -> list[Mistake]:
    """Each mistake once: a form can find the same one by two ways."""
    once = {(each.line, each.column, each.path, each.flaw): each for each in mistakes}
    return list(once.values())


def _refuse(mistakes: list[Mistake], name: str, command: str) -> None:
    if mistakes:
        details = {
            "name": name,
            "count": len(mistakes),
            "line": mistakes[0].line,
            "command": f"{command} {name}",
        }
        raise Problem(Code.DOCUMENT_HAS_MISTAKES, **details)
