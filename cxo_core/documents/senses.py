"""Walking a document that may be malformed: what both checks of sense need, and the one they share."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, TypeGuard

from cxo_core.documents.mistake import Flaw, Path
from cxo_core.documents.reading import Document


def members(document: Document, *names: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every object in the named lists at the top, with its path; whatever is not an object is left to the form."""
    for name in names:
        for path, member in parts(document.value, (), name):
            if isinstance(member, dict):
                yield path, member


def parts(parent: Any, path: Path, name: str) -> Iterator[tuple[Path, Any]]:
    """The places of one list inside an object, with their paths; nothing when it is not a list."""
    places = parent.get(name) if isinstance(parent, dict) else None
    if isinstance(places, list):
        for index, place in enumerate(places):
            yield (*path, name, index), place


def words(parent: Any, path: Path, name: str) -> Iterator[tuple[Path, str]]:
    """The texts in one list inside an object, with their paths."""
    for place, word in parts(parent, path, name):
        if isinstance(word, str):
            yield place, word


def is_word(value: Any, of: type[StrEnum]) -> TypeGuard[str]:
    """Whether a value is one of the words; a list or an object is none."""
    return isinstance(value, str) and value in set(of)


def tell_duplicate_ids(document: Document, found: Iterator[tuple[Path, Any]]) -> None:
    """Names every id that another member of the same list, or lists, has had before."""
    seen: dict[str, int] = {}
    for path, member in found:
        id = member.get("id") if isinstance(member, dict) else None
        if not isinstance(id, str):
            continue
        if id in seen:
            document.tell((*path, "id"), Flaw.DUPLICATE_ID, id=id, first=seen[id])
        else:
            seen[id] = document.places.get((*path, "id"), (1, 1))[0]
