"""Bundles looked into where the key is: verified, and unpacked only where somebody wants them so and they are sound."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cxo_central.exporting import SUFFIX, opened
from cxo_central.house import House
from cxo_central.office import SETTINGS
from cxo_central.storage.audit import COMMAND, note_alone
from cxo_central.storage.holdings import held_bundles
from cxo_core.bundle.age_streams import Source
from cxo_core.bundle.manifest import Member
from cxo_core.bundle.report import Report
from cxo_core.bundle.verify import verify
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from pyrage.x25519 import Identity


@dataclass(frozen=True, slots=True)
class LookedInto:
    """`report`, or the `problem` that kept it from being read; `unpacked` is the folder its members are in now."""

    name: str
    report: Report | None = None
    problem: Problem | None = None
    unpacked: Path | None = None

    @property
    def is_sound(self) -> bool:
        return self.report is not None and self.report.is_sound


def look_into(
    place: Path, identities: "Sequence[Identity]", *, out: Path | None = None
) -> Iterator[LookedInto]:
    """A bundle, the bundles in a folder, or those an office holds. Nothing is decrypted to the disk without `out`.

    Raises Problem `bundle-unreadable` for a place that is not there or holds none, `place-taken` for one below `out`.
    """
    count = 0
    with ExitStack() as kept:
        for name, source in _sources(place, kept):
            count += 1
            yield _look(name, source, identities, out / name if out else None)
    if not count:
        raise Problem(Code.BUNDLE_UNREADABLE, reason=f"{place}: *{SUFFIX}")


def _sources(place: Path, kept: ExitStack) -> Iterator[tuple[str, AbstractContextManager[Source]]]:
    if (place / SETTINGS).exists():
        house = kept.enter_context(House.open(place))
        for held in held_bundles(house.engine):
            note_alone(house.engine, COMMAND, "bundle.open", held.sha256, "read")
            yield f"cxo-{held.number:08}-{held.sha256[:8]}", opened(house, held.owner)
        return
    for path in sorted(place.rglob(f"*{SUFFIX}")) if place.is_dir() else [place]:
        try:
            yield path.stem, path.open("rb")
        except OSError as error:
            raise Problem(Code.BUNDLE_UNREADABLE, reason=f"{path}: {error.strerror}") from error


def _look(
    name: str,
    source: AbstractContextManager[Source],
    identities: "Sequence[Identity]",
    target: Path | None,
) -> LookedInto:
    try:
        with source as file:
            if target is None:
                return LookedInto(name, verify(file, identities))
            with _Unpacking(target) as unpacking:
                report = verify(file, identities, take=unpacking.take)
                if report.is_sound:
                    unpacking.keep()
                return LookedInto(name, report, unpacked=target if report.is_sound else None)
    except Problem as problem:
        if problem.code in (Code.PLACE_TAKEN, Code.FOLDER_READ_ONLY, Code.OFFICE_FILES_FAILING):
            raise
        return LookedInto(name, problem=problem)


class _Unpacking:
    """Members written below a folder that gets its name when all of them are known to be sound, or is removed."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._part = target.with_name(f"{target.name}.part")
        if target.exists():
            raise Problem(Code.PLACE_TAKEN, place=str(target))
        self._open: tuple[str, BinaryIO] | None = None
        try:
            shutil.rmtree(self._part, ignore_errors=True)
            (self._part / "evidence").mkdir(mode=0o700, parents=True)
            self._part.chmod(0o700)
        except OSError as error:
            raise Problem(Code.FOLDER_READ_ONLY, path=str(target.parent)) from error

    def __enter__(self) -> "_Unpacking":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
        shutil.rmtree(self._part, ignore_errors=True)

    def take(self, member: Member, piece: bytes) -> None:
        """The names were checked by whoever read the manifest: none leads out of the folder."""
        try:
            if self._open is None or self._open[0] != member.name:
                self._close()
                descriptor = os.open(self._part / member.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                self._open = (member.name, os.fdopen(descriptor, "wb"))
            self._open[1].write(piece)
        except OSError as error:
            raise Problem(Code.FOLDER_READ_ONLY, path=str(self._part)) from error

    def keep(self) -> None:
        self._close()
        self._part.rename(self._target)

    def _close(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None
