"""Bundles as somebody makes them who wants to break the office: each kind by name, endlessly many from a seed.

Most are signed by a laptop the office knows: whoever stole one can sign whatever they like.
"""

import json
import os
import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pyrage
from pyrage.x25519 import Identity, Recipient

from cxo_core.bundle.manifest import Manifest
from cxo_core.bundle.zip_layout import DEFLATED, STORED, Header
from cxo_core.canonical import canonical
from helpers.bundle_samples import SEED, drawn_png, walk
from helpers.forged_bundles import Forged, archived, contents, manifest_of, member, signed

BOMB_BYTES = 64 << 20
STRANGER = bytes(range(64, 96))

_NAMES = (
    "../escaped",
    "../../../../../../tmp/cxo-escaped",
    "/tmp/cxo-escaped",
    "evidence/../../escaped.jpg",
    "evidence/..\\..\\escaped.jpg",
    "C:\\escaped.jpg",
    "evidence/",
    "evidence/a/b.jpg",
    "evidence/con.jpg",
    "evidence/\x00.jpg",
    "evidence/" + "a" * 4000 + ".jpg",
    "",
    ".",
    "..",
    "EVENTS.JSONL",
    "manifest.json ",
    "quarantine",
    "office.db",
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """`kind` says what was done, `content` is the file as it is sent."""

    kind: str
    content: bytes


def hostile(chance: random.Random, recipient: str, kind: str = "") -> Hostile:
    """One more; of a kind, or of any."""
    chosen = kind or chance.choice(sorted(KINDS))
    return Hostile(chosen, KINDS[chosen](chance, recipient))


def _sealed(members: Sequence[Forged] | bytes, recipient: str) -> bytes:
    clear = members if isinstance(members, bytes) else archived(members)
    return bytes(pyrage.encrypt(clear, [Recipient.from_str(recipient)]))


@cache
def _listed() -> dict[str, bytes]:
    return contents(walk())


@cache
def _manifest() -> Manifest:
    return manifest_of(walk(), _listed())


def _members(chance: random.Random) -> list[Forged]:
    """A sound bundle's members, of a walkthrough of its own."""
    log = walk()
    listed = contents(log)
    return [*signed(manifest_of(log, listed)), *(member(name, content) for name, content in listed.items())]


def _flipped(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return content[:-1] if bytes(spoilt) == content else bytes(spoilt)


def _flipped_file(chance: random.Random, recipient: str) -> bytes:
    return _flipped(_sealed(_members(chance), recipient), chance)


def _flipped_archive(chance: random.Random, recipient: str) -> bytes:
    return _sealed(_flipped(archived(_members(chance)), chance), recipient)


def _truncated_file(chance: random.Random, recipient: str) -> bytes:
    content = _sealed(_members(chance), recipient)
    return content[: chance.randrange(1, len(content))]


def _truncated_archive(chance: random.Random, recipient: str) -> bytes:
    clear = archived(_members(chance))
    return _sealed(clear[: chance.randrange(len(clear))], recipient)


def _lengthened(chance: random.Random, recipient: str) -> bytes:
    more = chance.randbytes(chance.randrange(1, 2000))
    if chance.random() < 0.5:
        return _sealed(_members(chance), recipient) + more
    return _sealed(archived(_members(chance)) + more, recipient)


def _no_bundle(chance: random.Random, recipient: str) -> bytes:
    return chance.choice(
        (
            chance.randbytes(chance.randrange(1, 5000)),
            b"\0",
            b"{}",
            b"PK\x05\x06" + b"\0" * 18,
            b"age-encryption.org/v1\n",
            b"age-encryption.org/v1\n" + b"-> X25519 " + b"A" * 200_000,
            b"age-encryption.org/v1\n" + b"-> grease\n\n" * 20_000,
            b"-----BEGIN AGE ENCRYPTED FILE-----\n" + b"A" * 5000,
        )
    )


def _other_clear_text(chance: random.Random, recipient: str) -> bytes:
    return _sealed(
        chance.choice((b"", b"hello", b"PK\x03\x04", os.urandom(3000), b"\0" * 100_000)), recipient
    )


def _for_another_office(chance: random.Random, recipient: str) -> bytes:
    return _sealed(_members(chance), str(Identity.generate().to_public()))


def _unknown_laptop(chance: random.Random, recipient: str) -> bytes:
    from cxo_core.signing import public_key

    manifest = replace(_manifest(), device_key=public_key(STRANGER))
    return _sealed([*signed(manifest, STRANGER), *_files()], recipient)


def _signed_by_another(chance: random.Random, recipient: str) -> bytes:
    return _sealed([*signed(_manifest(), STRANGER), *_files()], recipient)


def _files() -> list[Forged]:
    return [member(name, content) for name, content in _listed().items()]


def _path_trick(chance: random.Random, recipient: str) -> bytes:
    name = chance.choice([each for each in _NAMES if each.isascii()])
    members = _members(chance)
    at = chance.randrange(len(members) + 1)
    if chance.random() < 0.5 or at == len(members):
        members.insert(at, Forged(Header(name, STORED, zlib.crc32(b"x"), 1, 1), b"x"))
    else:
        members[at] = members[at].saying(name=name)
    return _sealed(members, recipient)


def _listed_path_trick(chance: random.Random, recipient: str) -> bytes:
    """The laptop's own signature stands under a manifest that names a way out."""
    name = chance.choice(_NAMES)
    value = json.loads(_manifest().to_bytes())
    value["members"].append({"name": name, "sha256": "0" * 64, "bytes": 1, "media_type": "image/jpeg"})
    return _sealed([*signed(canonical(value)), *_files()], recipient)


def _swapped(chance: random.Random, recipient: str) -> bytes:
    members = _members(chance)
    one, other = chance.sample(range(len(members)), 2)
    if chance.random() < 0.5:
        members[one], members[other] = members[other], members[one]
    else:
        a, b = members[one], members[other]
        members[one] = Forged(replace(b.header, name=a.header.name), b.packed)
        members[other] = Forged(replace(a.header, name=b.header.name), a.packed)
    return _sealed(members, recipient)


def _twice(chance: random.Random, recipient: str) -> bytes:
    members = _members(chance)
    members.insert(chance.randrange(len(members) + 1), chance.choice(members))
    return _sealed(members, recipient)


def _left_out(chance: random.Random, recipient: str) -> bytes:
    members = _members(chance)
    del members[chance.randrange(len(members))]
    return _sealed(members, recipient)


def _bomb(chance: random.Random, recipient: str) -> bytes:
    """Text that swells to sixty-four million bytes, with an honest size, a small one or one beyond every limit."""
    name = chance.choice(("events.jsonl", "walkthrough.json"))
    packed, crc32 = _packed_zeros()
    size = chance.choice((BOMB_BYTES, 1000, 2**32 - 1))
    members = _members(chance)
    at = next(place for place, each in enumerate(members) if each.header.name == name)
    members[at] = Forged(Header(name, DEFLATED, crc32, len(packed), size), packed)
    return _sealed(members, recipient)


def _listed_bomb(chance: random.Random, recipient: str) -> bytes:
    """The same with a manifest that lists it truly, signed by a laptop the office knows."""
    import hashlib

    name = chance.choice(("events.jsonl", "walkthrough.json"))
    packed, crc32 = _packed_zeros()
    digest = hashlib.sha256(bytes(BOMB_BYTES)).hexdigest()
    listed = tuple(
        replace(each, sha256=digest, bytes=BOMB_BYTES) if each.name == name else each
        for each in _manifest().members
    )
    members = [*signed(replace(_manifest(), members=listed)), *_files()]
    at = next(place for place, each in enumerate(members) if each.header.name == name)
    members[at] = Forged(Header(name, DEFLATED, crc32, len(packed), BOMB_BYTES), packed)
    return _sealed(members, recipient)


@cache
def _packed_zeros() -> tuple[bytes, int]:
    deflating = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    packed, crc32 = b"", 0
    for _ in range(BOMB_BYTES >> 20):
        packed += deflating.compress(zeros)
        crc32 = zlib.crc32(zeros, crc32)
    return packed + deflating.flush(), crc32


def _too_many(chance: random.Random, recipient: str) -> bytes:
    """More members than any bundle has, listed and signed or just there."""
    count = chance.choice((10_000, 20_000))
    if chance.random() < 0.5:
        return _sealed([*_members(chance), *[member("evidence/e-1.png", b"")] * count], recipient)
    value = json.loads(_manifest().to_bytes())
    value["members"] += [
        {"name": f"evidence/e-{number}.png", "sha256": "0" * 64, "bytes": 0, "media_type": "image/png"}
        for number in range(count)
    ]
    return _sealed([*signed(canonical(value)), *_files()], recipient)


_ODD: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    2**31,
    2**53,
    10**400,
    "",
    "x",
    "\x00",
    "😀" * 500,
    [],
    {},
    [[[[[]]]]],
    "../x",
    "9" * 5000,
)


def _odd_manifest(chance: random.Random, recipient: str) -> bytes:
    value = json.loads(_manifest().to_bytes())
    place = value
    for _ in range(4):
        key = chance.choice(sorted(place)) if isinstance(place, dict) else chance.randrange(len(place))
        if not isinstance(place[key], dict | list) or not place[key] or chance.random() < 0.3:
            break
        place = place[key]
    before = canonical(value)
    match chance.randrange(3):
        case 0 if isinstance(place, dict):
            del place[key]
        case 1 if isinstance(place, dict):
            place["more"] = chance.choice(_ODD)
        case _:
            place[key] = chance.choice([odd for odd in _ODD if odd != place[key]])
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    assert content != before
    return _sealed([*signed(content), *_files()], recipient)


def _odd_text(chance: random.Random, recipient: str) -> bytes:
    """A record that holds nonsense, rightly listed and signed."""
    name = chance.choice(("events.jsonl", "walkthrough.json"))
    content = _listed()[name]
    match chance.randrange(4):
        case 0:
            content = _flipped(content, chance)
        case 1:
            content = content[: chance.randrange(len(content))]
        case 2:
            content = b"[" * chance.choice((100, 100_000)) + b"]" * 100
        case _:
            lines = content.split(b"\n")
            at = chance.randrange(len(lines))
            lines[at] = chance.choice(
                (b"", b"{}", b"null", b"1e999", b'{"seq":' + b"9" * 9000 + b"}", b"\xff")
            )
            content = b"\n".join(lines)
            if content == _listed()[name]:
                content += b"{}"
    log = walk()
    listed = {**_listed(), name: content}
    return _sealed(
        [*signed(manifest_of(log, listed)), *(member(each, text) for each, text in listed.items())], recipient
    )


def _photo_swapped(chance: random.Random, recipient: str) -> bytes:
    """Another photograph under a listed name."""
    members = _members(chance)
    at = chance.choice([n for n, each in enumerate(members) if each.header.name.startswith("evidence/")])
    members[at] = member(members[at].header.name, drawn_png(chance.randrange(100, 120), 8))
    return _sealed(members, recipient)


def _lying_header(chance: random.Random, recipient: str) -> bytes:
    members = _members(chance)
    at = chance.randrange(len(members))
    field = chance.choice(("crc32", "packed", "size", "method"))
    lie = chance.choice((0, 1, 2**16 - 1, 2**31)) if field != "method" else chance.choice((1, 9, 12, 99))
    if lie == getattr(members[at].header, field):
        lie += 1
    members[at] = members[at].saying(**{field: lie})
    return _sealed(b"".join(each.header.local() + each.packed for each in members), recipient)


KINDS: dict[str, Callable[[random.Random, str], bytes]] = {
    "a bit of the file flipped": _flipped_file,
    "a bit of the archive flipped": _flipped_archive,
    "the file cut short": _truncated_file,
    "the archive cut short": _truncated_archive,
    "something behind the end": _lengthened,
    "no bundle at all": _no_bundle,
    "something else encrypted": _other_clear_text,
    "for another office": _for_another_office,
    "of an unknown laptop": _unknown_laptop,
    "signed with another key": _signed_by_another,
    "a name that leads elsewhere": _path_trick,
    "a listed name that leads elsewhere": _listed_path_trick,
    "members swapped": _swapped,
    "a member twice": _twice,
    "a member left out": _left_out,
    "a bomb": _bomb,
    "a listed bomb": _listed_bomb,
    "too many members": _too_many,
    "an odd manifest": _odd_manifest,
    "an odd record": _odd_text,
    "another photograph": _photo_swapped,
    "a header that lies": _lying_header,
}
SEED_OF_THE_LAPTOP = SEED
