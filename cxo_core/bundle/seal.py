"""Sealing: a finished revision becomes one signed, encrypted file. Clear text never touches the disk."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

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
from cxo_core.problems import Code, Problem
from cxo_core.signing import Domain, public_key, sign

_PIECE = 1 << 20


class Readable(Protocol):
    def read(self, n: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One photo or file as the record tells of it. `open` gives its bytes from the start and is called twice."""

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
    Memory: a few MiB besides the record's text, however many photos there are.
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
        walkthrough_problems(state, walkthrough_json),
    ):
        for problem in problems:
            raise problem


def _entries(
    texts: Iterable[Entry], evidence: Iterable[EvidenceFile], watch: Callable[[int], None]
) -> Iterator[Entry]:
    yield from texts
    before = 0
    for file in evidence:
        yield Entry(_header(file), _pieces(file, before, watch))
        before += file.bytes


def _header(file: EvidenceFile) -> Header:
    """A ZIP names a member's checksum before its bytes, so they are read once to know it and once to seal them."""
    crc32 = 0
    for piece in _read(file):
        crc32 = zlib.crc32(piece, crc32)
    return Header(file.member.name, STORED, crc32, file.bytes, file.bytes)


def _pieces(file: EvidenceFile, before: int, watch: Callable[[int], None]) -> Iterator[bytes]:
    sha256 = hashlib.sha256()
    done = 0
    for piece in _read(file):
        sha256.update(piece)
        done += len(piece)
        if done > file.bytes:
            break
        yield piece
        watch(before + done)
    if done != file.bytes or sha256.hexdigest() != file.sha256:
        raise Problem(Code.EVIDENCE_DAMAGED, evidence=file.id, name=file.member.name)


def _read(file: EvidenceFile) -> Iterator[bytes]:
    try:
        with file.open() as opened:
            while piece := opened.read(_PIECE):
                yield piece
    except OSError as error:
        raise Problem(Code.EVIDENCE_DAMAGED, evidence=file.id, name=file.member.name) from error
