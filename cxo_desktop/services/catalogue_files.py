"""Scheme and item files read from folders, each checked once: a file that has not changed is remembered, already parsed."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cxo_core.computed import Computed
from cxo_core.indicator import Scale
from cxo_core.kinds import Kind
from cxo_core.limit import LimitKind
from cxo_core.problems import Code, Problem

EDITION = 1
"""Raise it when a rule of checking changes: what was remembered under another edition is checked again."""

_ENDINGS = (".yaml", ".yml", ".json")


class SheetKind(StrEnum):
    """The value is the subfolder each kind lives in."""

    SCHEME = "schemes"
    ITEM = "catalogue"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A checked document. `rank`: the place of its folder in the list, 0 first."""

    id: str
    version: int
    rank: int
    document: dict[str, Any]


class CatalogueFiles:
    """The memory is one JSON file that may vanish at any time: nothing is lost with it but some tens of milliseconds."""

    def __init__(self, cache: Path, *, shipped: Path) -> None:
        """`shipped`: the program's own folder, whose documents the tests have checked; the others are checked here."""
        self._cache = cache
        self._shipped = shipped
        self._remembered: dict[str, Any] | None = None

    def sheets(self, kind: SheetKind, folders: Iterable[Path]) -> tuple[list[Sheet], list[Problem]]:
        """Every good document of a kind, and a Problem for each file that is not one."""
        sheets: list[Sheet] = []
        problems: list[Problem] = []
        has_news = False
        for rank, path in _files(kind, folders):
            try:
                known, is_news = self._entry(kind, path)
            except OSError as error:
                cause = error.strerror or str(error)
                problems.append(Problem(Code.DOCUMENT_UNREADABLE, name=path.name, cause=cause))
                continue
            has_news = has_news or is_news
            if "document" in known:
                document = known["document"]
                sheets.append(Sheet(document["id"], document["version"], rank, document))
            else:
                problems.append(Problem(Code.DOCUMENT_HAS_MISTAKES, **known["mistakes"]))
        if has_news:
            self._keep()
        return sheets, problems

    def _entry(self, kind: SheetKind, path: Path) -> tuple[dict[str, Any], bool]:
        """What a file says or is wrong with, and whether that had to be found out just now."""
        found = path.stat()
        stamp = [kind.value, found.st_size, found.st_mtime_ns]
        memory = self._memory()
        known = memory.get(str(path))
        if known and known["stamp"] == stamp:
            return known, False
        entry = {"stamp": stamp, **(_taken if path.is_relative_to(self._shipped) else _checked)(kind, path)}
        memory[str(path)] = entry
        return entry, True

    def _memory(self) -> dict[str, Any]:
        if self._remembered is None:
            try:
                kept = json.loads(self._cache.read_bytes())
            except (OSError, ValueError):
                kept = {}
            is_ours = isinstance(kept, dict) and kept.get("edition") == _edition()
            self._remembered = kept["files"] if is_ours else {}
        return self._remembered

    def _keep(self) -> None:
        """Best effort: on a read-only disk every start reads the files again."""
        memory = {path: entry for path, entry in self._memory().items() if Path(path).is_file()}
        try:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            half = self._cache.with_suffix(".new")
            half.write_text(
                json.dumps({"edition": _edition(), "files": memory}, ensure_ascii=False), encoding="utf-8"
            )
            half.replace(self._cache)
        except OSError:
            return


def _edition() -> str:
    """Changes with the rules and with the words a document may use, so that another program version checks again."""
    words = ",".join(word.value for words in (Kind, Scale, Computed, LimitKind) for word in words)
    return f"{EDITION}-{hashlib.sha256(words.encode()).hexdigest()[:16]}"


def _files(kind: SheetKind, folders: Iterable[Path]) -> Iterator[tuple[int, Path]]:
    for rank, folder in enumerate(folders):
        place = folder / kind.value
        if place.is_dir():
            for path in sorted(place.iterdir()):
                if path.suffix.lower() in _ENDINGS and path.is_file():
                    yield rank, path


def _taken(kind: SheetKind, path: Path) -> dict[str, Any]:
    from cxo_core.documents.reading import read

    return {"document": read(_text(path)).value}


def _checked(kind: SheetKind, path: Path) -> dict[str, Any]:
    from cxo_core.documents import read_item, read_scheme

    read = read_scheme if kind is SheetKind.SCHEME else read_item
    try:
        return {"document": read(_text(path), path.name).to_json()}
    except Problem as problem:
        return {"mistakes": problem.details}


def _text(path: Path) -> str:
    """At most one byte more than a document may have, so that a huge file costs nothing."""
    from cxo_core.documents import MOST_BYTES, text_of

    with path.open("rb") as file:
        return text_of(file.read(MOST_BYTES + 1))
