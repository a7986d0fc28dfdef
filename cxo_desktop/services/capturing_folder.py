"""A folder that is watched, such as a camera's card: what is new in it comes in by itself, each picture once."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import source
from cxo_desktop.imaging.limits import LIMITS

PICTURE_NAMES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")
_DEEPEST = 4
_MOST_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a file is known to have changed."""

    bytes: int
    modified_ns: int


@dataclass(slots=True)
class WatchedFolder:
    """Look at it again and again; belongs to one thread at a time.

    New is what was not there at the first look, or was written since `since` (the beginning of the walk): a card may
    hold last year's holidays. A file is taken when two looks in a row find it the same, so that none comes in half.
    """

    folder: Path
    since: datetime
    _seen: dict[Path, Stamp] = field(default_factory=dict)
    _given: dict[Path, Stamp] = field(default_factory=dict)
    _is_first: bool = True

    def look(self) -> list[Path]:
        """New pictures that are whole by now, oldest first. Raises Problem `watched-folder-gone`."""
        found = dict(self._files())
        if self._is_first:
            self._given = {path: stamp for path, stamp in found.items() if stamp.modified_ns < self._since_ns}
            self._is_first = False
        whole = [
            path
            for path, stamp in found.items()
            if stamp.bytes and self._seen.get(path) == stamp and self._given.get(path) != stamp
        ]
        self._seen = found
        self._given |= {path: found[path] for path in whole}
        return sorted(whole, key=lambda path: (found[path].modified_ns, path.name))

    def give_back(self, pictures: list[Path]) -> None:
        """They could not be used now, for instance while recording is paused: the next look finds them again."""
        for path in pictures:
            self._given.pop(path, None)

    @property
    def _since_ns(self) -> int:
        return int(self.since.timestamp() * 1e9)

    def _files(self) -> Iterator[tuple[Path, Stamp]]:
        """Picture files down to the usual depth of a card; no link is followed."""
        try:
            os.scandir(self.folder).close()
        except OSError as error:
            raise Problem(Code.WATCHED_FOLDER_GONE, folder=str(self.folder)) from error
        known = 0
        for path in picture_files(self.folder, deepest=_DEEPEST):
            try:
                said = path.stat(follow_symlinks=False)
            except OSError:
                continue  # taken away between two looks
            known += 1
            if known > _MOST_FILES:
                return
            yield path, Stamp(said.st_size, said.st_mtime_ns)


def picture_files(folder: Path, *, deepest: int = _DEEPEST) -> Iterator[Path]:
    """Files with a picture's name in a folder and the folders in it, by name; what cannot be read is passed over."""
    try:
        with os.scandir(folder) as inside:
            entries = sorted(inside, key=lambda each: each.name)
    except OSError:
        return
    for each in entries:
        if each.name.startswith("."):
            continue
        if each.is_dir(follow_symlinks=False):
            if deepest:
                yield from picture_files(Path(each.path), deepest=deepest - 1)
        elif each.is_file(follow_symlinks=False) and Path(each.name).suffix.lower() in PICTURE_NAMES:
            yield Path(each.path)


def content_of(path: Path) -> bytes:
    """A picture file whole. Raises a Problem `photo-…` that names it."""
    try:
        return source.read(path, LIMITS)
    except Problem as problem:
        problem.details.setdefault("file", path.name)
        raise


def digest(content: bytes) -> str:
    """By what a picture is known again: the digest its event keeps as `original_sha256`."""
    return hashlib.sha256(content).hexdigest()
