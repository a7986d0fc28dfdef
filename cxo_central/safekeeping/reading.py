"""A backup as it streams in: rows into one open transaction, files into the store, each checked against the rows."""

import hashlib
import json
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from cxo_central.safekeeping import layout
from cxo_central.safekeeping.layout import Counted
from cxo_central.storage.dumping import Refilling, StoredPart, refilling
from cxo_central.storage.files import Arriving, Files
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from hashlib import _Hash

    from sqlalchemy import Engine


class BackupReading:
    """Takes the members in their order. Leaving the context with an error undoes the rows and removes the files.

    Raises ValueError, with what is wrong, for everything that is not as a backup was made.
    """

    def __init__(self, engine: "Engine", files: Files) -> None:
        self._engine = engine
        self._files = files
        self._kept = ExitStack()
        self._rows: Refilling | None = None
        self._name = ""
        self._small = bytearray()
        self._part: StoredPart | None = None
        self._arriving: Arriving | None = None
        self._stored: list[str] = []
        self._whole = _Whole("", 0)
        self._end: dict[str, Any] | None = None
        self.office = ""
        self.keys: dict[str, bytes] = {}
        self.counted = Counted()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._arriving is not None:
            self._arriving.__exit__(kind, error, at)
        try:
            self._kept.__exit__(kind, error, at)
        except BaseException:
            self._remove()
            raise
        if kind is not None:
            self._remove()

    def begin(self, name: str, size: int) -> None:
        self._name = name
        self._small.clear()
        if not self.office and name != layout.ABOUT:
            raise ValueError(f"{name} comes before {layout.ABOUT}")
        if name.startswith("files/"):
            self._begin_file(name.removeprefix("files/"), size)
        elif size > layout.MAX_SMALL_BYTES:
            raise ValueError(f"{name} is too large")

    def take(self, piece: bytes) -> None:
        if self._arriving is None:
            self._small += piece
            return
        self._arriving.write(piece)
        self._whole.add(piece)

    def end(self) -> None:
        if self._arriving is not None:
            arriving, self._arriving = self._arriving, None
            with arriving:
                arriving.finish()
            self.counted.files += 1
            return
        content = bytes(self._small)
        if self._name == layout.ABOUT:
            self._open(_object(content))
        elif self._name == layout.END:
            self._end = _object(content)
        elif (table := layout.table_of(self._name)) is not None:
            self.counted.add_rows(table, self._refilling.add(table, content))
        elif self._name.startswith("keys/") and self._name.removeprefix("keys/") in layout.KEPT:
            self.keys[self._name.removeprefix("keys/")] = content
        else:
            raise ValueError(f"{self._name} does not belong here")

    def settle(self) -> None:
        """Once all of it was read: every file is there and is what its row says, and nothing is missing."""
        self._end_whole()
        if self._end != self.counted.to_json():
            raise ValueError(layout.END)
        if self.counted.files != self._refilling.count_parts():
            raise ValueError("files are missing")
        self._refilling.go_on_counting()

    @property
    def _refilling(self) -> Refilling:
        if self._rows is None:
            raise ValueError(f"{layout.ABOUT} is missing")
        return self._rows

    def _open(self, about: dict[str, Any]) -> None:
        if self._rows is not None or about.get("format") != layout.FORMAT or not about.get("office"):
            raise ValueError(layout.ABOUT)
        if about.get("format_version") != layout.FORMAT_VERSION:
            raise Problem(Code.BACKUP_NEWER, found=str(about.get("format_version")))
        self.office = str(about["office"])
        self._rows = self._kept.enter_context(refilling(self._engine, str(about.get("schema"))))

    def _begin_file(self, name: str, size: int) -> None:
        part = self._refilling.part(name)
        if part is None or part.bytes != size:
            raise ValueError(f"no row tells of {name}")
        if part.owner != self._whole.owner:
            self._end_whole()
            self._whole = _Whole(part.owner, 0)
        if part.start != self._whole.bytes:
            raise ValueError(f"{name} is out of order")
        self._arriving = self._files.begin(name)
        self._stored.append(name)
        self.counted.bytes += size

    def _end_whole(self) -> None:
        if self._whole.owner:
            said = self._refilling.sha256_and_bytes(self._whole.owner)
            if said != (self._whole.sha256, self._whole.bytes):
                raise ValueError(f"the file of {self._whole.owner} is not what its row says")

    def _remove(self) -> None:
        for name in self._stored:
            with suppress(Problem):  # whatever stays is named by no row, and swept away one day
                self._files.remove(name)


class _Whole:
    """One file put together from its parts, as far as it has come."""

    def __init__(self, owner: str, size: int) -> None:
        self.owner = owner
        self.bytes = size
        self._sum: _Hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._sum.hexdigest()

    def add(self, piece: bytes) -> None:
        self._sum.update(piece)
        self.bytes += len(piece)


def _object(content: bytes) -> dict[str, Any]:
    value = json.loads(content)
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value
