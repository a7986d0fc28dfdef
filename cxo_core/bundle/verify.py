"""Verifying a bundle without any vault: every signature, link, digest and agreement, in one pass, and what fails by name."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_core.bundle import names
from cxo_core.bundle.age_streams import Source, decrypt
from cxo_core.bundle.manifest import Manifest, Member
from cxo_core.bundle.record import chain_problems, evidence_problems, identity_problems
from cxo_core.bundle.report import Check, Report, Subject
from cxo_core.bundle.sinks import Description, EventLines, Listed, Small, Take, Unlisted
from cxo_core.bundle.zip_layout import Header
from cxo_core.bundle.zip_reading import ArchiveReading, damaged
from cxo_core.canonical import sha256
from cxo_core.problems import Code, Problem
from cxo_core.signing import Domain, is_signed

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

__all__ = ["Admit", "Check", "Report", "Subject", "verify"]

Admit = Callable[[Manifest, tuple[Problem, ...]], None]


def verify(
    bundle: Path | Source,
    identities: Sequence["Identity"],
    *,
    device_key: str | None = None,
    take: Take | None = None,
    admit: Admit | None = None,
) -> Report:
    """Reads the whole bundle once and reports every check; nothing of it is written to disk.

    `device_key` is the public key of the laptop it must come from, where that is known. `take` is given every listed
    member piece by piece as it is read, before the report is known: what it keeps counts only if the report is sound.
    `admit` is told the manifest and what is wrong with its signature before anything else is unpacked; a Problem it
    raises ends the reading.

    Raises a Problem only for what cannot be read to its end: `bundle-unreadable`, `bundle-not-a-bundle`,
    `bundle-not-for-this-key`, `bundle-unknown-version`, `bundle-damaged` (with `where` and `why`).
    Memory: a few MiB besides the record's text, however large the photos are.
    """
    verifying = _Verifying(device_key, take or _leave, admit)
    archive = ArchiveReading(verifying)
    try:
        opening = bundle.open("rb") if isinstance(bundle, Path) else nullcontext(bundle)
    except OSError as error:
        raise Problem(Code.BUNDLE_UNREADABLE, reason=error.strerror or "") from error
    with opening as file:
        decrypt(file, archive.write, identities)
    archive.close()
    return verifying.report()


def _leave(member: Member, piece: bytes) -> None:
    """Keeps nothing."""


class _Verifying:
    """Takes one archive as it streams by. The manifest and its signature come first."""

    def __init__(self, device_key: str | None, take: Take, admit: Admit | None) -> None:
        self._device_key = device_key
        self._take = take
        self._admit = admit
        self._content = Small()
        self._signature = Small()
        self._ahead = [(names.MANIFEST, self._content), (names.SIGNATURE, self._signature)]
        self._manifest: Manifest | None = None
        self._listed: dict[str, tuple[int, Member]] = {}
        self._place = -1
        self._sink: Unlisted = Unlisted()
        self._events: EventLines | None = None
        self._description: Description | None = None
        self._about_signature: tuple[Problem, ...] = ()
        self._problems: list[Problem] = []

    def begin(self, header: Header) -> None:
        if self._ahead:
            name, self._sink = self._ahead.pop(0)
            if header.name != name:
                raise damaged(header.name, "order")
            return
        place, member = self._listed.pop(header.name, (self._place, None))
        if member is None or place < self._place:
            self._problems.append(Problem(Code.BUNDLE_MEMBER_UNEXPECTED, member=header.name))
        self._place = place
        self._sink = self._sink_of(member) if member else Unlisted()

    def take(self, piece: bytes) -> None:
        self._sink.take(piece)

    def end(self) -> None:
        self._problems += self._sink.end()
        if self._sink is self._content:
            self._manifest = Manifest.from_bytes(self._content.content)
            self._listed = {
                member.name: (place, member) for place, member in enumerate(self._manifest.members)
            }
        elif self._sink is self._signature and self._manifest:
            signature = self._signature.content
            self._about_signature = tuple(
                _signature_problems(self._manifest, self._content.content, signature, self._device_key)
            )
            if self._admit:
                self._admit(self._manifest, self._about_signature)

    def report(self) -> Report:
        manifest, content = self._manifest, self._content.content
        if manifest is None or self._ahead:
            raise damaged(names.SIGNATURE, "order")
        missing = (Problem(Code.BUNDLE_MEMBER_MISSING, member=name) for name in self._listed)
        return Report(
            manifest,
            sha256(content),
            (
                Check(Subject.SIGNATURE, self._about_signature),
                Check(Subject.MEMBERS, (*self._problems, *missing)),
                *self._about_the_record(manifest),
            ),
            self._events.state if self._events else None,
        )

    def _sink_of(self, member: Member) -> Listed:
        if member.name == names.EVENTS:
            self._events = EventLines(member, self._take)
            return self._events
        if member.name == names.WALKTHROUGH and self._events and self._events.state:
            self._description = Description(member, self._take, self._events.state)
            return self._description
        return Listed(member, self._take)

    def _about_the_record(self, manifest: Manifest) -> Iterator[Check]:
        events, state = self._events, self._events.state if self._events else None
        if events is None or state is None:
            problems = (events.problem,) if events and events.problem else ()
            yield Check(Subject.EVENTS, problems, was_made=events is not None)
            for subject in (Subject.CHAIN_HEAD, Subject.IDENTITY, Subject.EVIDENCE):
                yield Check(subject, was_made=False)
        else:
            yield Check(Subject.EVENTS)
            yield Check(Subject.CHAIN_HEAD, tuple(chain_problems(events.record, manifest)))
            yield Check(Subject.IDENTITY, tuple(identity_problems(state, manifest)))
            yield Check(Subject.EVIDENCE, tuple(evidence_problems(state, manifest)))
        told = self._description
        yield Check(Subject.WALKTHROUGH, told.problems() if told else (), was_made=told is not None)


def _signature_problems(
    manifest: Manifest, content: bytes, signature: bytes, device_key: str | None
) -> Iterator[Problem]:
    if not is_signed(manifest.device_key, Domain.BUNDLE_MANIFEST, content, signature):
        yield Problem(Code.BUNDLE_SIGNATURE_WRONG, device=manifest.device)
    if device_key is not None and device_key != manifest.device_key:
        yield Problem(Code.BUNDLE_DEVICE_UNEXPECTED, device=manifest.device)
