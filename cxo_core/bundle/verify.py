"""Verifying a bundle without any vault: every signature, link, digest and agreement, in one pass, and what fails by name."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cxo_core.bundle import names
from cxo_core.bundle.age_streams import Decrypting
from cxo_core.bundle.lines import lines
from cxo_core.bundle.manifest import Manifest, Member
from cxo_core.bundle.record import (
    RecordReading,
    chain_problems,
    evidence_problems,
    identity_problems,
    walkthrough_problems,
)
from cxo_core.bundle.zip_reading import ArchiveReading, Opened, damaged
from cxo_core.canonical import canonical
from cxo_core.description import describe
from cxo_core.problems import Code, Problem
from cxo_core.signing import Domain, is_signed
from cxo_core.walkthrough import Walkthrough

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

Take = Callable[[Member, bytes], None]


class Subject(StrEnum):
    """What is checked, in the order of the report."""

    SIGNATURE = "signature"
    MEMBERS = "members"
    EVENTS = "events"
    CHAIN_HEAD = "chain-head"
    IDENTITY = "identity"
    EVIDENCE = "evidence"
    WALKTHROUGH = "walkthrough"


@dataclass(frozen=True, slots=True)
class Check:
    """One subject with everything found wrong with it. `was_made` is False where an earlier failure made it impossible."""

    subject: Subject
    problems: tuple[Problem, ...] = ()
    was_made: bool = True

    @property
    def is_passed(self) -> bool:
        return self.was_made and not self.problems


@dataclass(frozen=True, slots=True)
class Report:
    """What a bundle says of itself and how far that holds."""

    manifest: Manifest
    manifest_digest: str
    checks: tuple[Check, ...]

    @property
    def is_sound(self) -> bool:
        return all(check.is_passed for check in self.checks)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for check in self.checks for problem in check.problems)


def verify(
    bundle: Path | BinaryIO,
    identities: Sequence["Identity"],
    *,
    device_key: str | None = None,
    take: Take | None = None,
) -> Report:
    """Reads the whole bundle once and reports every check; nothing of it is written to disk.

    `device_key` is the public key of the laptop it must come from, where that is known. `take` is given every listed
    member piece by piece as it is read, before the report is known: what it keeps counts only if the report is sound.

    Raises a Problem only for what cannot be read to its end: `bundle-unreadable`, `bundle-not-a-bundle`,
    `bundle-not-for-this-key`, `bundle-unknown-version`, `bundle-damaged` (with `where` and `why`).
    Memory: a few MiB besides the record's text, however large the photos are.
    """
    try:
        opening = bundle.open("rb") if isinstance(bundle, Path) else nullcontext(bundle)
    except OSError as error:
        raise Problem(Code.BUNDLE_UNREADABLE, reason=error.strerror or "") from error
    with opening as file, Decrypting(file, identities) as clear:
        return _Verifying(take or _leave).report(ArchiveReading(clear), device_key)


def _leave(member: Member, piece: bytes) -> None:
    """Keeps nothing."""


class _Verifying:
    """One pass over one archive."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._members: list[Problem] = []
        self._events = Check(Subject.EVENTS, was_made=False)
        self._walkthrough = Check(Subject.WALKTHROUGH, was_made=False)
        self._record = RecordReading()
        self._state: Walkthrough | None = None

    def report(self, archive: ArchiveReading, device_key: str | None) -> Report:
        members = archive.members()
        content = _small(next(members, None), names.MANIFEST)
        manifest = Manifest.from_bytes(content)
        signature = _small(next(members, None), names.SIGNATURE)
        listed = {member.name: (place, member) for place, member in enumerate(manifest.members)}
        before = -1
        for opened in members:
            place, member = listed.pop(opened.name, (before, None))
            if member is None or place < before:
                self._members.append(Problem(Code.BUNDLE_MEMBER_UNEXPECTED, member=opened.name))
            if member is not None:
                self._read(opened, member)
            before = place
        self._members += (Problem(Code.BUNDLE_MEMBER_MISSING, member=name) for name in listed)
        signed = tuple(_signature_problems(manifest, content, signature, device_key))
        return Report(
            manifest,
            hashlib.sha256(content).hexdigest(),
            (
                Check(Subject.SIGNATURE, signed),
                Check(Subject.MEMBERS, tuple(self._members)),
                self._events,
                *self._agreement(manifest),
                self._walkthrough,
            ),
        )

    def _read(self, opened: Opened, member: Member) -> None:
        sha256 = hashlib.sha256()

        def pieces() -> Iterator[bytes]:
            for piece in opened.pieces():
                sha256.update(piece)
                self._take(member, piece)
                yield piece

        if member.name == names.EVENTS:
            self._read_events(pieces())
        elif member.name == names.WALKTHROUGH and self._state is not None:
            self._read_walkthrough(pieces(), self._state)
        for _ in pieces():
            pass
        if sha256.hexdigest() != member.sha256 or opened.header.size != member.bytes:
            self._members.append(Problem(Code.BUNDLE_MEMBER_DAMAGED, member=member.name))

    def _read_events(self, pieces: Iterator[bytes]) -> None:
        try:
            for line in lines(pieces, names.MAX_LINE_BYTES):
                self._record.add(line)
        except Problem as problem:
            if problem.code is Code.BUNDLE_DAMAGED:
                raise
            self._events = Check(Subject.EVENTS, (problem,))
        else:
            self._events = Check(Subject.EVENTS)
            self._state = self._record.state()

    def _read_walkthrough(self, pieces: Iterator[bytes], state: Walkthrough) -> None:
        """Keeps no more of it than twice what the record itself would tell."""
        expected = canonical(describe(state))
        kept = bytearray()
        for piece in pieces:
            kept += piece
            if len(kept) > 2 * len(expected) + names.MIB:
                break
        self._walkthrough = Check(Subject.WALKTHROUGH, tuple(walkthrough_problems(expected, bytes(kept))))

    def _agreement(self, manifest: Manifest) -> Iterator[Check]:
        if self._state is None:
            for subject in (Subject.CHAIN_HEAD, Subject.IDENTITY, Subject.EVIDENCE):
                yield Check(subject, was_made=False)
        else:
            yield Check(Subject.CHAIN_HEAD, tuple(chain_problems(self._record, manifest)))
            yield Check(Subject.IDENTITY, tuple(identity_problems(self._state, manifest)))
            yield Check(Subject.EVIDENCE, tuple(evidence_problems(self._state, manifest)))


def _small(opened: Opened | None, name: str) -> bytes:
    """The manifest or its signature, which every version of the format has first."""
    if opened is None or opened.name != name:
        raise damaged(opened.name if opened else "", "order")
    return opened.content()


def _signature_problems(
    manifest: Manifest, content: bytes, signature: bytes, device_key: str | None
) -> Iterator[Problem]:
    if not is_signed(manifest.device_key, Domain.BUNDLE_MANIFEST, content, signature):
        yield Problem(Code.BUNDLE_SIGNATURE_WRONG, device=manifest.device)
    if device_key is not None and device_key != manifest.device_key:
        yield Problem(Code.BUNDLE_DEVICE_UNEXPECTED, device=manifest.device)
