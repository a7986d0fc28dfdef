"""A document against its published form: each place where it differs, told as a mistake."""

from typing import Any

from cxo_core.documents.forms import DATE, EVENT, ID, OFFSET, Form
from cxo_core.documents.mistake import Flaw, Path
from cxo_core.documents.reading import Document
from cxo_core.documents.senses import is_word
from cxo_core.kinds import Kind


def check_form(document: Document, form: Form) -> None:
    """Adds every difference between the document and the form to its mistakes."""
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(form).iter_errors(document.value):
        _tell(document, tuple(error.absolute_path), error)


def _tell(document: Document, path: Path, error: Any) -> None:
    value, wanted = error.instance, error.validator_value
    match error.validator:
        case "required":
            _tell_missing(document, path, error)
        case "additionalProperties":
            for name in value.keys() - error.schema["properties"].keys():
                document.tell((*path, name), Flaw.UNKNOWN_FIELD, name=name)
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            document.tell(path, Flaw.WRONG_TYPE, value=_short(value), wanted=" / ".join(kinds))
        case "enum":
            allowed = ", ".join(map(_short, wanted))
            document.tell(path, _flaw_of_word(value, error.schema), value=_short(value), allowed=allowed)
        case "pattern":
            document.tell(path, _flaw_of_pattern(error.schema), value=_short(value))
        case "minimum" | "minItems":
            flaw = Flaw.TOO_SMALL if error.validator == "minimum" else Flaw.TOO_FEW
            document.tell(path, flaw, value=_count(value), limit=wanted)
        case "maximum" | "maxItems":
            flaw = Flaw.TOO_BIG if error.validator == "maximum" else Flaw.TOO_MANY
            document.tell(path, flaw, value=_count(value), limit=wanted)
        case _:
            document.tell(path, Flaw.BAD_ID, value=_short(value))


def _tell_missing(document: Document, path: Path, error: Any) -> None:
    """The validator yields one error per missing field, and each names it only in its message."""
    name = next(name for name in error.validator_value if error.message.startswith(f"{name!r} "))
    is_article = name == "article" and path[:1] == ("limits",)
    document.tell((*path, name), Flaw.SOURCE_MISSING if is_article else Flaw.MISSING, name=name)


def _flaw_of_word(value: Any, schema: Form) -> Flaw:
    if schema.get("enum") != EVENT["enum"]:
        return Flaw.NOT_ONE_OF
    return Flaw.EVENT_HAS_NO_BUTTON if is_word(value, Kind) else Flaw.UNKNOWN_EVENT


def _flaw_of_pattern(schema: Form) -> Flaw:
    match schema["pattern"]:
        case pattern if pattern == ID["pattern"]:
            return Flaw.BAD_ID
        case pattern if pattern == DATE["pattern"]:
            return Flaw.BAD_DATE
        case pattern if pattern == OFFSET["pattern"]:
            return Flaw.BAD_OFFSET
        case _:
            return Flaw.BLANK


def _short(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case list():
            return "[…]"
        case dict():
            return "{…}"
        case _:
            text = str(value)
            return text if len(text) <= 40 else text[:39] + "…"


def _count(value: Any) -> int:
    return len(value) if isinstance(value, list) else value
