"""Sealing: a finished revision becomes one signed, encrypted file. Clear text never touches the disk."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from zlib_ng import zlib_ng

from cxo_core.bundle import names
from cxo_core.bundle.age_streams import encrypt
from cxo_core.bundle.identities import parse_recipients
from cxo_core.bundle.landing import Landing
from cxo_core.bundle.manifest import Manifest, Member
from cxo_core.bundle.record import (
    RecordReading,
    chain_problems,
    evidence_problems,
    identity_problems,
    walkthrough_problems,
)
from cxo_core.bundle.zip_layout import STORED, Header
from cxo_core.bundle.zip_writing import Entry, Text, archive, stored
from cxo_core.canonical import canonical
from cxo_core.description import describe
from cxo_core.problems import Code, Problem
from cxo_core.signing import Domain, public_key, sign

_PIECE = 1 << 18
_KEPT = 8 << 20


class Readable(Protocol):
    def read(self, n: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One photo or file as the record tells of it. `open` gives its bytes from the start, as often as it is called."""

    id: str
    media_type: str
    sha256: str
    bytes: int
    open: Callable[[], AbstractContextManager[Readable]]

    @property
    def member(self) -> Member:
        return Member(names.evidence_name(self.id, self.media_type), self.sha256, self.bytes, self.media_type)


@dataclass(frozen=True, slots=True)
class Contents:
    """What is sealed. `events` are the canonical lines in order, without line ends; they are asked for once.

    `previous` is the manifest digest of the revision before, None for revision 1. `walkthrough_json` is the
    canonical JSON of the fold's description. Nothing here names a person outside the record itself.
    """

    walkthrough: str
    revision: int
    previous: str | None
    sealed_at: datetime
    program: str
    events: Iterable[bytes]
    walkthrough_json: bytes
    evidence: Iterable[EvidenceFile]


@dataclass(frozen=True, slots=True)
class Sealed:
    """`manifest_digest` stands for the revision, `file_sha256` and `bytes` for this very file."""

    manifest: Manifest
    manifest_digest: str
    file_sha256: str
    bytes: int


def seal(
    target: Path,
    *,
    contents: Contents,
    signing_seed: bytes,
    recipients: Sequence[str],
    watch: Callable[[int], None] = lambda written: None,
) -> Sealed:
    """Writes the bundle to `target`, durable when this returns; an older file of that name is replaced.

    The record is checked first, so that nothing is sealed that would not verify: Problem `chain-broken`,
    `event-malformed` or one of `bundle-…`. A photo that no longer is what was recorded raises Problem
    `evidence-damaged` naming it, a disk that does not take the file `disk-full`, `folder-read-only` or
    `disk-failing`: then no bundle is left behind. `watch` is told the bytes of evidence sealed so far; whatever it raises stops the sealing.
    Memory: less than 32 MiB besides the record's text, however many photos there are.
    """
    keys = parse_recipients(recipients)
    reading, events = RecordReading(), Text(names.EVENTS)
    for line in contents.events:
        reading.add(line)
        events.add(line + b"\n")
    walkthrough = Text(names.WALKTHROUGH)
    walkthrough.add(contents.walkthrough_json)
    evidence = sorted(contents.evidence, key=lambda file: file.member.name)
    manifest = Manifest(
        walkthrough=contents.walkthrough,
        revision=contents.revision,
        previous=contents.previous,
        device_key=public_key(signing_seed),
        chain_head=reading.head,
        events=reading.count,
        sealed_at=contents.sealed_at,
        program=contents.program,
        members=(events.member(), walkthrough.member(), *(file.member for file in evidence)),
    )
    _check(manifest, reading, contents.walkthrough_json)
    content = manifest.to_bytes()
    signature = sign(signing_seed, Domain.BUNDLE_MANIFEST, content)
    texts = (
        stored(names.MANIFEST, content),
        stored(names.SIGNATURE, signature),
        events.entry(),
        walkthrough.entry(),
    )
    with Landing(target) as landing:
        encrypt(archive(_entries(texts, evidence, watch)), landing.write, keys)
        file_sha256, size = landing.finish()
    return Sealed(manifest, manifest.digest(), file_sha256, size)


def _check(manifest: Manifest, reading: RecordReading, walkthrough_json: bytes) -> None:
    if sum(member.bytes for member in manifest.members) > names.MAX_ARCHIVE_BYTES:
        raise Problem(Code.BUNDLE_TOO_LARGE, limit_mib=names.MAX_ARCHIVE_BYTES // names.MIB)
    Manifest.from_bytes(manifest.to_bytes())
    state = reading.state()
    for problems in (
        chain_problems(reading, manifest),
        identity_problems(state, manifest),
        evidence_problems(state, manifest),
        walkthrough_problems(canonical(describe(state)), walkthrough_json),
    ):
        for problem in problems:
            raise problem


def _entries(
    texts: Iterable[Entry], evidence: Iterable[EvidenceFile], watch: Callable[[int], None]
) -> Iterator[Entry]:
    yield from texts
    before = 0
    for file in evidence:
        yield _entry(file, before, watch)
        before += file.bytes


def _entry(file: EvidenceFile, before: int, watch: Callable[[int], None]) -> Entry:
    """A ZIP names a member's checksum ahead of its bytes: a photo is kept for that moment, a large file read twice."""
    crc32 = 0
    kept: list[bytes] | None = [] if file.bytes <= _KEPT else None
    for piece in _read(file):
        crc32 = zlib_ng.crc32(piece, crc32)
        if kept is not None:
            kept.append(piece)
    header = Header(file.member.name, STORED, crc32, file.bytes, file.bytes)
    return Entry(header, _recorded(file, _again(file, crc32) if kept is None else kept, before, watch))


def _again(file: EvidenceFile, crc32: int) -> Iterator[bytes]:
    """The file once more; it must not have changed since its checksum went into the archive."""
    seen = 0
    for piece in _read(file):
        seen = zlib_ng.crc32(piece, seen)
        yield piece
    if seen != crc32:
        raise _damaged(file)


def _recorded(
    file: EvidenceFile, pieces: Iterable[bytes], before: int, watch: Callable[[int], None]
) -> Iterator[bytes]:
    """The pieces as they go into the archive; at their end they must have been what was recorded."""
    sha256 = hashlib.sha256()
    for piece in pieces:
        sha256.update(piece)
        before += len(piece)
        yield piece
        watch(before)
    if sha256.hexdigest() != file.sha256:
        raise _damaged(file)


def _read(file: EvidenceFile) -> Iterator[bytes]:
    """Exactly the recorded number of bytes, or Problem `evidence-damaged`."""
    left = file.bytes
    try:
        with file.open() as opened:
            while piece := opened.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    break
                yield piece
    except OSError as error:
        raise _damaged(file) from error
    if left:
        raise _damaged(file)


def _damaged(file: EvidenceFile) -> Problem:
    return Problem(Code.EVIDENCE_DAMAGED, evidence=file.id, name=file.member.name)
