"""Bundles made by somebody who holds the office's public key and means harm: any member, any header, any manifest."""

import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pyrage
import pytest
from pyrage.x25519 import Identity

from cxo_core.bundle.manifest import Manifest, Member
from cxo_core.bundle.names import TEXTS, is_deflated
from cxo_core.bundle.verify import Report, Subject, verify
from cxo_core.bundle.zip_layout import DEFLATED, STORED, Directory, Header
from cxo_core.canonical import sha256
from cxo_core.problems import Code, Problem
from cxo_core.signing import Domain, public_key, sign
from helpers.bundle_samples import OPENED, PROGRAM, SEED, Log, walk

OFFICE = Identity.generate()


@dataclass(frozen=True)
class Forged:
    """One member as it stands in the archive: `header` may say anything of `packed`."""

    header: Header
    packed: bytes

    def saying(self, **changes: object) -> "Forged":
        return Forged(replace(self.header, **changes), self.packed)


def member(name: str, content: bytes) -> Forged:
    """A member with an honest header."""
    packed, method = content, STORED
    if is_deflated(name):
        deflating = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed, method = deflating.compress(content) + deflating.flush(), DEFLATED
    return Forged(Header(name, method, zlib.crc32(content), len(packed), len(content)), packed)


def contents(log: Log) -> dict[str, bytes]:
    """The listed members of an honest bundle, in order."""
    honest = log.contents()
    return {
        "events.jsonl": b"".join(line + b"\n" for line in honest.events),
        "walkthrough.json": honest.walkthrough_json,
        **{
            file.member.name: log.photos[file.id][1]
            for file in sorted(honest.evidence, key=lambda file: file.member.name)
        },
    }


def manifest_of(log: Log, listed: dict[str, bytes]) -> Manifest:
    types = {f"evidence/{photo}": media_type for photo, (media_type, _) in log.photos.items()}
    return Manifest(
        walkthrough=str(log.events[0].body["walkthrough"]),
        revision=1,
        previous=None,
        device_key=public_key(SEED),
        chain_head=log.events[-1].digest,
        events=len(log.events),
        sealed_at=OPENED,
        program=PROGRAM,
        members=tuple(
            Member(name, sha256(content), len(content), TEXTS.get(name) or types[name.rsplit(".", 1)[0]])
            for name, content in listed.items()
        ),
    )


def signed(manifest: Manifest | bytes, seed: bytes = SEED) -> list[Forged]:
    """`manifest.json` and `manifest.sig`."""
    content = manifest if isinstance(manifest, bytes) else manifest.to_bytes()
    return [
        member("manifest.json", content),
        member("manifest.sig", sign(seed, Domain.BUNDLE_MANIFEST, content)),
    ]


def honest(log: Log | None = None) -> list[Forged]:
    """Every member of a bundle in which nothing is wrong."""
    log = log or walk()
    listed = contents(log)
    return [*signed(manifest_of(log, listed)), *(member(name, content) for name, content in listed.items())]


def archived(members: Sequence[Forged]) -> bytes:
    """The archive with a central directory that says the same as the local headers."""
    directory = Directory()
    out = io.BytesIO()
    for each in members:
        directory.add(replace(each.header, packed=len(each.packed)))
        out.write(each.header.local() + each.packed)
    out.write(directory.to_bytes())
    return out.getvalue()


def encrypted(clear: bytes) -> io.BytesIO:
    return io.BytesIO(pyrage.encrypt(clear, [OFFICE.to_public()]))


def verified(members: Sequence[Forged], device_key: str | None = None) -> Report:
    return verify(encrypted(archived(members)), [OFFICE], device_key=device_key)


UNREADABLE = {
    Code.BUNDLE_DAMAGED,
    Code.BUNDLE_NOT_A_BUNDLE,
    Code.BUNDLE_NOT_FOR_THIS_KEY,
    Code.BUNDLE_UNKNOWN_VERSION,
}

HONEST = archived(honest())


def refused(members: Sequence[Forged] | bytes) -> Problem:
    """The Problem with which verifying this archive ends."""
    clear = members if isinstance(members, bytes) else archived(members)
    with pytest.raises(Problem) as raised:
        verify(encrypted(clear), [OFFICE])
    return raised.value


def found(members: Sequence[Forged]) -> dict[Subject, list[Code]]:
    """The failed checks, each with the codes of what it found."""
    checks = verified(members).checks
    return {check.subject: [each.code for each in check.problems] for check in checks if check.problems}


def is_noticed(clear: bytes) -> bool:
    """Whether this archive is refused by name or does not verify."""
    try:
        return not verify(encrypted(clear), [OFFICE]).is_sound
    except Problem as problem:
        return problem.code in UNREADABLE


def relisted(log: Log, change: Callable[[dict[str, bytes]], object]) -> list[Forged]:
    """A bundle whose members were changed by somebody who then wrote and signed a manifest to match."""
    listed = contents(log)
    change(listed)
    return [*signed(manifest_of(log, listed)), *(member(name, content) for name, content in listed.items())]
