"""Bundles as somebody makes them who wants to break the office: each kind by name, endlessly many from a seed.

Most are signed by a laptop the office knows: whoever stole one can sign whatever they like.
"""

import json
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from pyrage.x25519 import Identity

from cxo_core.canonical import canonical
from cxo_core.signing import public_key
from helpers.bundle_samples import drawn_png, walk
from helpers.forged_bundles import archived, honest, manifest_of, member, signed
from helpers.hostile_archives import (
    bomb,
    left_out,
    listed_bomb,
    listed_path_trick,
    lying_header,
    path_trick,
    sealed,
    sound_contents,
    sound_files,
    sound_manifest,
    swapped,
    too_many,
    twice,
)

STRANGER = bytes(range(64, 96))


@dataclass(frozen=True, slots=True)
class Hostile:
    """`kind` says what was done, `content` is the file as it is sent."""

    kind: str
    content: bytes


def hostile(chance: random.Random, recipient: str, kind: str = "") -> Hostile:
    """One more; of a kind, or of any."""
    chosen = kind or chance.choice(sorted(KINDS))
    return Hostile(chosen, KINDS[chosen](chance, recipient))


def _flipped(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return content[:-1] if bytes(spoilt) == content else bytes(spoilt)


def _flipped_file(chance: random.Random, recipient: str) -> bytes:
    return _flipped(sealed(honest(), recipient), chance)


def _flipped_archive(chance: random.Random, recipient: str) -> bytes:
    return sealed(_flipped(archived(honest()), chance), recipient)


def _truncated_file(chance: random.Random, recipient: str) -> bytes:
    content = sealed(honest(), recipient)
    return content[: chance.randrange(1, len(content))]


def _truncated_archive(chance: random.Random, recipient: str) -> bytes:
    clear = archived(honest())
    return sealed(clear[: chance.randrange(len(clear))], recipient)


def _lengthened(chance: random.Random, recipient: str) -> bytes:
    more = chance.randbytes(chance.randrange(1, 2000))
    if chance.random() < 0.5:
        return sealed(honest(), recipient) + more
    return sealed(archived(honest()) + more, recipient)


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
    return sealed(chance.choice((b"", b"hello", b"PK\x03\x04", os.urandom(3000), b"\0" * 100_000)), recipient)


def _for_another_office(chance: random.Random, recipient: str) -> bytes:
    return sealed(honest(), str(Identity.generate().to_public()))


def _unknown_laptop(chance: random.Random, recipient: str) -> bytes:
    manifest = replace(sound_manifest(), device_key=public_key(STRANGER))
    return sealed([*signed(manifest, STRANGER), *sound_files()], recipient)


def _signed_by_another(chance: random.Random, recipient: str) -> bytes:
    return sealed([*signed(sound_manifest(), STRANGER), *sound_files()], recipient)


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
    value = json.loads(sound_manifest().to_bytes())
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
    return sealed([*signed(content), *sound_files()], recipient)


def _odd_text(chance: random.Random, recipient: str) -> bytes:
    """A record that holds nonsense, rightly listed and signed."""
    name = chance.choice(("events.jsonl", "walkthrough.json"))
    content = sound_contents()[name]
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
            if content == sound_contents()[name]:
                content += b"{}"
    log = walk()
    listed = {**sound_contents(), name: content}
    return sealed(
        [*signed(manifest_of(log, listed)), *(member(each, text) for each, text in listed.items())], recipient
    )


def _photo_swapped(chance: random.Random, recipient: str) -> bytes:
    """Another photograph under a listed name."""
    members = honest()
    at = chance.choice([n for n, each in enumerate(members) if each.header.name.startswith("evidence/")])
    members[at] = member(members[at].header.name, drawn_png(chance.randrange(100, 120), 8))
    return sealed(members, recipient)


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
    "a name that leads elsewhere": path_trick,
    "a listed name that leads elsewhere": listed_path_trick,
    "members swapped": swapped,
    "a member twice": twice,
    "a member left out": left_out,
    "a bomb": bomb,
    "a listed bomb": listed_bomb,
    "too many members": too_many,
    "an odd manifest": _odd_manifest,
    "an odd record": _odd_text,
    "another photograph": _photo_swapped,
    "a header that lies": lying_header,
}
