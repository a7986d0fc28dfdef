"""Makes a backup: a tar of rows, files and keys, encrypted in the age format to the office, whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_central.house import House
from cxo_central.safekeeping import layout, tar
from cxo_central.safekeeping.layout import Counted
from cxo_central.storage.audit import COMMAND, note_alone
from cxo_central.storage.dumping import SCHEMA, Snapshot, StoredPart, is_named, snapshot
from cxo_core.bundle.age_streams import encrypt
from cxo_core.bundle.identities import parse_recipients
from cxo_core.bundle.landing import Landing
from cxo_core.canonical import canonical
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from pyrage.x25519 import Recipient

_BLOCK = 1 << 18
_TRIES = 3


@dataclass(frozen=True, slots=True)
class BackedUp:
    """`bundles` and `files` in it, `bytes` and `sha256` of the backup itself."""

    bundles: int
    files: int
    bytes: int
    sha256: str


def back_up(house: House, target: Path, *, recipients: Sequence[str] = ()) -> BackedUp:
    """Writes the backup while the office goes on working. It opens with the office's identity, or that of a recipient.

    Memory: a few MiB, however much there is. Uploads still coming in are left out: laptops send them anew.
    Raises Problem `place-taken`, `recipient-unreadable`, `disk-full`, `folder-read-only`, and what the stores raise;
    `office-busy` where files went away underneath it again and again.
    """
    if target.exists():
        raise Problem(Code.PLACE_TAKEN, place=str(target))
    keys = parse_recipients([*house.keys.recipients, *recipients])
    for _ in range(_TRIES):
        try:
            done = _written(house, target, keys)
        except _Outrun:
            continue
        note_alone(house.engine, COMMAND, "backup", house.id)
        return done
    raise Problem(Code.OFFICE_BUSY)


class _Outrun(Exception):
    """A file was removed, as it may be, after the rows were looked at."""


def _written(house: House, target: Path, keys: "Sequence[Recipient]") -> BackedUp:
    counted = Counted()
    with Landing(target) as landing:
        with snapshot(house.engine) as look:
            encrypt(_archive(house, look, counted), landing.write, keys)
        sha256, size = landing.finish()
    return BackedUp(counted.rows.get("bundles", 0), counted.files, size, sha256)


def _archive(house: House, look: Snapshot, counted: Counted) -> Iterator[bytes]:
    about = {
        "format": layout.FORMAT,
        "format_version": layout.FORMAT_VERSION,
        "office": house.id,
        "name": house.keys.name,
        "schema": SCHEMA,
        "made_at": wall_text(house.now().astimezone(UTC)),
    }
    yield from _small(layout.ABOUT, canonical(about))
    for name in layout.KEPT:
        path = house.settings.folder / name
        if path.exists():
            yield from _small(f"keys/{name}", _read(path))
    for number, (table, lines, count) in enumerate(look.blocks()):
        counted.add_rows(table, count)
        yield from _small(layout.rows_name(table, number), lines)
    for part in look.parts():
        counted.files += 1
        counted.bytes += part.bytes
        yield from _stored(house, part)
    yield from _small(layout.END, canonical(counted.to_json()))
    yield tar.end()


def _small(name: str, content: bytes) -> Iterator[bytes]:
    return tar.member(name, len(content), (content,))


def _stored(house: House, part: StoredPart) -> Iterator[bytes]:
    try:
        yield from tar.member(f"files/{part.name}", part.bytes, _pieces(house, part.name))
    except ValueError as error:
        raise Problem(Code.OFFICE_FILES_FAILING, cause=f"{part.name} is not as long as it was") from error
    except Problem as problem:
        if problem.code is Code.OFFICE_FILES_FAILING and not is_named(house.engine, part.name):
            raise _Outrun from problem
        raise


def _pieces(house: House, name: str) -> Iterator[bytes]:
    with house.files.open(name) as file:
        while piece := file.read(_BLOCK):
            yield piece


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(Code.OFFICE_UNREADABLE, field=path.name) from error
