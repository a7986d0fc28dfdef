"""YAML into plain values with the line of each: no tags, no aliases, no dates or words taken for booleans, nothing huge."""

from dataclasses import dataclass, field
from typing import Any

from cxo_core.documents.mistake import Flaw, Mistake, Path, path_text

MOST_BYTES = 512 * 1024
MOST_LEVELS = 12
"""A scheme is four levels deep; this refuses what only an attack needs, long before the stack does."""


@dataclass(slots=True)
class Document:
    """`value` is made of str, int, bool, None, list and dict. `places` gives line and column, from 1, of every path."""

    value: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def mistake(self, path: Path, flaw: Flaw, **details: object) -> Mistake:
        """A mistake at the nearest place on the way to `path` that stands in the text."""
        nearest = path
        while nearest and nearest not in self.places:
            nearest = nearest[:-1]
        line, column = self.places.get(nearest, (1, 1))
        return Mistake(
            line, column, path_text(path), flaw, {name: str(value) for name, value in details.items()}
        )

    def tell(self, path: Path, flaw: Flaw, **details: object) -> None:
        self.mistakes.append(self.mistake(path, flaw, **details))


def text_of(content: bytes) -> str:
    """The text of a file; bytes that are not UTF-8 stay marked in it, so that reading names their line."""
    return content.decode("utf-8-sig", "surrogateescape")


def read(text: str) -> Document:
    """Reads one YAML (or JSON) document. Mistakes of the writing are in `mistakes`; after a syntax error `value` is None."""
    document = Document()
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        document.tell((), Flaw.TOO_LARGE, kilobytes=MOST_BYTES // 1024)
        return document
    root = _compose(text, document)
    if root is not None:
        document.value = _Building(document).value_of(root, ())
    return document


def _compose(text: str, document: Document) -> Any:
    """The node tree of the only document; the events are looked at first, so that an alias bomb or a tower is never built."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if not _is_harmless(yaml.parse(text, Loader=loader), document):
            return None
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        cause = error.problem or error.context or ""
        document.mistakes.append(Mistake(line, column, "", Flaw.SYNTAX, {"cause": cause}))
        return None
    except yaml.reader.ReaderError as error:
        line, column = _place_of_offset(text, error.position)
        document.mistakes.append(Mistake(line, column, "", Flaw.NOT_TEXT))
        return None
    except UnicodeEncodeError as error:
        line, column = _place_of_offset(text, error.start)
        document.mistakes.append(Mistake(line, column, "", Flaw.NOT_TEXT))
        return None
    if root is None:
        document.tell((), Flaw.EMPTY)
    return root


def _place_of_offset(text: str, offset: int) -> tuple[int, int]:
    before = text[: max(offset, 0)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _is_harmless(events: Any, document: Document) -> bool:
    """False, with the mistake told, at the first anchor, alias, tag, second document or level too many."""
    import yaml

    level = documents = 0
    for event in events:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        flaw: Flaw | None = None
        match event:
            case yaml.AliasEvent():
                flaw = Flaw.ALIAS
            case yaml.DocumentStartEvent():
                documents += 1
                flaw = Flaw.SEVERAL_DOCUMENTS if documents > 1 else None
            case yaml.CollectionStartEvent():
                level += 1
                flaw = Flaw.TOO_DEEP if level > MOST_LEVELS else _decorated(event)
            case yaml.CollectionEndEvent():
                level -= 1
            case yaml.ScalarEvent():
                flaw = _decorated(event)
        if flaw:
            document.mistakes.append(Mistake(*place, "", flaw, {"levels": str(MOST_LEVELS)}))
            return False
    return True


def _decorated(event: Any) -> Flaw | None:
    if event.anchor:
        return Flaw.ALIAS
    return Flaw.TAG if event.tag else None


class _Building:
    """Plain values from nodes, writing down the place of each key and value on the way."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def value_of(self, node: Any, path: Path) -> Any:
        self._document.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
        match node.id:
            case "mapping":
                return self._mapping(node, path)
            case "sequence":
                return [self.value_of(each, (*path, index)) for index, each in enumerate(node.value)]
            case _:
                return self._scalar(node, path)

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in node.value:
            place = (key.start_mark.line + 1, key.start_mark.column + 1)
            if key.id != "scalar" or not key.value:
                self._document.mistakes.append(Mistake(*place, path_text(path), Flaw.KEY_NOT_TEXT))
            elif key.value in values:
                details = {"name": key.value}
                self._document.mistakes.append(Mistake(*place, path_text(path), Flaw.DUPLICATE_KEY, details))
            else:
                self._document.places[(*path, key.value)] = place
                values[key.value] = self.value_of(value, (*path, key.value))
        return values

    def _scalar(self, node: Any, path: Path) -> Any:
        """Quoted is text. Bare: true, false, null and whole numbers as JSON writes them; all else is text, `yes` and dates too."""
        if node.style in ("'", '"', "|", ">"):
            return node.value
        text: str = node.value
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdecimal():
            return int(text) if len(digits) <= 15 else text
        if _is_decimal(digits):
            self._document.tell(path, Flaw.DECIMAL, value=text)
        return text


def _is_decimal(digits: str) -> bool:
    whole, point, rest = digits.partition(".")
    if point:
        return digits.isascii() and whole.isdecimal() and rest.isdecimal()
    mantissa, exponent, power = digits.lower().partition("e")
    return bool(exponent) and digits.isascii() and mantissa.isdecimal() and power.lstrip("+-").isdecimal()
