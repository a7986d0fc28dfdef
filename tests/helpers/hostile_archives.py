"""Archives whose members are not what they seem: names that lead elsewhere, members moved, doubled or left out, bombs.

Each is sealed to the office, and the manifest is signed by a laptop it knows.
"""

import hashlib
import json
import random
import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pyrage
from pyrage.x25519 import Recipient

from cxo_core.bundle.manifest import Manifest
from cxo_core.bundle.zip_layout import DEFLATED, STORED, Header
from cxo_core.canonical import canonical
from helpers.bundle_samples import walk
from helpers.forged_bundles import Forged, archived, contents, honest, manifest_of, member, signed

BOMB_BYTES = 64 << 20

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


def sealed(members: Sequence[Forged] | bytes, recipient: str) -> bytes:
    clear = members if isinstance(members, bytes) else archived(members)
    return bytes(pyrage.encrypt(clear, [Recipient.from_str(recipient)]))


@cache
def sound_contents() -> dict[str, bytes]:
    return contents(walk())


@cache
def sound_manifest() -> Manifest:
    return manifest_of(walk(), sound_contents())


def sound_files() -> list[Forged]:
    return [member(name, content) for name, content in sound_contents().items()]


def path_trick(chance: random.Random, recipient: str) -> bytes:
    name = chance.choice([each for each in _NAMES if each.isascii()])
    members = honest()
    at = chance.randrange(len(members) + 1)
    if chance.random() < 0.5 or at == len(members):
        members.insert(at, Forged(Header(name, STORED, zlib.crc32(b"x"), 1, 1), b"x"))
    else:
        members[at] = members[at].saying(name=name)
    return sealed(members, recipient)


def listed_path_trick(chance: random.Random, recipient: str) -> bytes:
    """The laptop's own signature stands under a manifest that names a way out."""
    name = chance.choice(_NAMES)
    value = json.loads(sound_manifest().to_bytes())
    value["members"].append({"name": name, "sha256": "0" * 64, "bytes": 1, "media_type": "image/jpeg"})
    return sealed([*signed(canonical(value)), *sound_files()], recipient)


def swapped(chance: random.Random, recipient: str) -> bytes:
    members = honest()
    one, other = chance.sample(range(len(members)), 2)
    if chance.random() < 0.5:
        members[one], members[other] = members[other], members[one]
    else:
        a, b = members[one], members[other]
        members[one] = Forged(replace(b.header, name=a.header.name), b.packed)
        members[other] = Forged(replace(a.header, name=b.header.name), a.packed)
    return sealed(members, recipient)


def twice(chance: random.Random, recipient: str) -> bytes:
    members = honest()
    members.insert(chance.randrange(len(members) + 1), chance.choice(members))
    return sealed(members, recipient)


def left_out(chance: random.Random, recipient: str) -> bytes:
    members = honest()
    del members[chance.randrange(len(members))]
    return sealed(members, recipient)


def bomb(chance: random.Random, recipient: str) -> bytes:
    """Text that swells to sixty-four million bytes, with an honest size, a small one or one beyond every limit."""
    name = chance.choice(("events.jsonl", "walkthrough.json"))
    packed, crc32 = _packed_zeros()
    size = chance.choice((BOMB_BYTES, 1000, 2**32 - 1))
    members = honest()
    at = next(place for place, each in enumerate(members) if each.header.name == name)
    members[at] = Forged(Header(name, DEFLATED, crc32, len(packed), size), packed)
    return sealed(members, recipient)


def listed_bomb(chance: random.Random, recipient: str) -> bytes:
    """The same with a manifest that lists it truly, signed by a laptop the office knows."""
    name = chance.choice(("events.jsonl", "walkthrough.json"))
    packed, crc32 = _packed_zeros()
    digest = hashlib.sha256(bytes(BOMB_BYTES)).hexdigest()
    listed = tuple(
        replace(each, sha256=digest, bytes=BOMB_BYTES) if each.name == name else each
        for each in sound_manifest().members
    )
    members = [*signed(replace(sound_manifest(), members=listed)), *sound_files()]
    at = next(place for place, each in enumerate(members) if each.header.name == name)
    members[at] = Forged(Header(name, DEFLATED, crc32, len(packed), BOMB_BYTES), packed)
    return sealed(members, recipient)


@cache
def _packed_zeros() -> tuple[bytes, int]:
    deflating = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    packed, crc32 = b"", 0
    for _ in range(BOMB_BYTES >> 20):
        packed += deflating.compress(zeros)
        crc32 = zlib.crc32(zeros, crc32)
    return packed + deflating.flush(), crc32


def too_many(chance: random.Random, recipient: str) -> bytes:
    """More members than any bundle has, listed and signed or just there."""
    count = chance.choice((10_000, 20_000))
    if chance.random() < 0.5:
        return sealed([*honest(), *[member("evidence/e-1.png", b"")] * count], recipient)
    value = json.loads(sound_manifest().to_bytes())
    value["members"] += [
        {"name": f"evidence/e-{number}.png", "sha256": "0" * 64, "bytes": 0, "media_type": "image/png"}
        for number in range(count)
    ]
    return sealed([*signed(canonical(value)), *sound_files()], recipient)


def lying_header(chance: random.Random, recipient: str) -> bytes:
    members = honest()
    at = chance.randrange(len(members))
    field = chance.choice(("crc32", "packed", "size", "method"))
    lie = chance.choice((0, 1, 2**16 - 1, 2**31)) if field != "method" else chance.choice((1, 9, 12, 99))
    if lie == getattr(members[at].header, field):
        lie += 1
    members[at] = members[at].saying(**{field: lie})
    return sealed(b"".join(each.header.local() + each.packed for each in members), recipient)
