"""What a bundle says of itself: whose record, which revision, signed by which laptop, and every member with its digest."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cxo_core.bundle import names
from cxo_core.canonical import canonical, is_count, is_digest, sha256
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.signing import key_id

FORMAT = "cxo.bundle"
FORMAT_VERSION = 1

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,63}")
_PROGRAM = re.compile(r"[ -~]{1,100}")
_FIELDS = {
    "format",
    "format_version",
    "walkthrough",
    "revision",
    "previous",
    "device",
    "chain",
    "sealed_at",
    "program",
    "members",
}


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the bundle. `bytes` is its size unpacked, `sha256` the digest of its unpacked bytes."""

    name: str
    sha256: str
    bytes: int
    media_type: str

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "sha256": self.sha256, "bytes": self.bytes, "media_type": self.media_type}


@dataclass(frozen=True, slots=True)
class Manifest:
    """`previous` is the manifest digest of the revision before, None for the first. It names devices, never people.

    `members` stand in the order in which the archive holds them: `events.jsonl`, `walkthrough.json`, then the
    evidence by member name. `manifest.json` and `manifest.sig` come before them and are not listed.
    """

    walkthrough: str
    revision: int
    previous: str | None
    device_key: str
    chain_head: str
    events: int
    sealed_at: datetime
    program: str
    members: tuple[Member, ...]

    @property
    def identity(self) -> tuple[str, int]:
        """(walkthrough, revision): two bundles of one identity must be one and the same."""
        return (self.walkthrough, self.revision)

    @property
    def device(self) -> str:
        """The short name of the device's key."""
        return key_id(self.device_key)

    @property
    def evidence(self) -> dict[str, Member]:
        """The members that hold evidence, by evidence id."""
        found = ((names.evidence_id(member.name), member) for member in self.members)
        return {evidence: member for evidence, member in found if evidence is not None}

    def to_bytes(self) -> bytes:
        """The content of `manifest.json`: canonical JSON, what the device signs."""
        return canonical(
            {
                "format": FORMAT,
                "format_version": FORMAT_VERSION,
                "walkthrough": self.walkthrough,
                "revision": self.revision,
                "previous": self.previous,
                "device": {"id": self.device, "public_key": self.device_key},
                "chain": {"head": self.chain_head, "events": self.events},
                "sealed_at": wall_text(self.sealed_at),
                "program": self.program,
                "members": [member.to_json() for member in self.members],
            }
        )

    def digest(self) -> str:
        """SHA-256 of `manifest.json`: the digest of the whole revision, since the manifest holds all the others."""
        return sha256(self.to_bytes())

    @classmethod
    def from_bytes(cls, content: bytes) -> "Manifest":
        """Reads `manifest.json`. Raises Problem `bundle-not-a-bundle`, `bundle-unknown-version` or `bundle-damaged`."""
        try:
            value = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise _wrong("json") from error
        if not isinstance(value, dict) or value.get("format") != FORMAT:
            raise Problem(Code.BUNDLE_NOT_A_BUNDLE)
        if value.get("format_version") != FORMAT_VERSION or isinstance(value["format_version"], bool):
            raise Problem(Code.BUNDLE_UNKNOWN_VERSION, version=str(value.get("format_version"))[:20])
        manifest = _read(value)
        if manifest.to_bytes() != content:
            raise _wrong("not canonical")
        return manifest


def _read(value: dict[str, Any]) -> Manifest:
    _claim(value.keys() == _FIELDS, "fields")
    device, chain, members = value["device"], value["chain"], value["members"]
    _claim(isinstance(value["walkthrough"], str) and _ID.fullmatch(value["walkthrough"]), "walkthrough")
    _claim(is_count(value["revision"], 1), "revision")
    _claim(value["previous"] is None or is_digest(value["previous"]), "previous")
    _claim((value["revision"] == 1) == (value["previous"] is None), "previous")
    _claim(isinstance(device, dict) and device.keys() == {"id", "public_key"}, "device")
    _claim(is_digest(device["public_key"]) and device["id"] == key_id(device["public_key"]), "device")
    _claim(isinstance(chain, dict) and chain.keys() == {"head", "events"}, "chain")
    _claim(is_digest(chain["head"]) and is_count(chain["events"], 1), "chain")
    _claim(isinstance(value["program"], str) and _PROGRAM.fullmatch(value["program"]), "program")
    _claim(isinstance(members, list) and 2 <= len(members) <= names.MAX_MEMBERS, "members")
    read = tuple(_member(each) for each in members)
    _claim([member.name for member in read[:2]] == [names.EVENTS, names.WALKTHROUGH], "members")
    evidence = [member.name for member in read[2:]]
    _claim(all(names.evidence_id(name) for name in evidence), "members")
    _claim(evidence == sorted(evidence), "members")
    _claim(len({str(names.evidence_id(name)).lower() for name in evidence}) == len(evidence), "members")
    return Manifest(
        walkthrough=value["walkthrough"],
        revision=value["revision"],
        previous=value["previous"],
        device_key=device["public_key"],
        chain_head=chain["head"],
        events=chain["events"],
        sealed_at=_time(value["sealed_at"]),
        program=value["program"],
        members=read,
    )


def _member(value: Any) -> Member:
    _claim(isinstance(value, dict) and value.keys() == {"name", "sha256", "bytes", "media_type"}, "members")
    name, media_type = value["name"], value["media_type"]
    _claim(isinstance(name, str) and names.is_member_name(name), "members")
    _claim(is_digest(value["sha256"]), "members")
    _claim(is_count(value["bytes"], 0) and value["bytes"] <= names.max_bytes(name), "members")
    _claim(isinstance(media_type, str) and names.is_member_of(name, media_type), "members")
    return Member(name, value["sha256"], value["bytes"], media_type)


def _time(value: Any) -> datetime:
    try:
        read = datetime.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise _wrong("sealed_at") from error
    _claim(read.tzinfo is not None, "sealed_at")
    return read


def _claim(holds: object, field: str) -> None:
    if not holds:
        raise _wrong(field)


def _wrong(field: str) -> Problem:
    return Problem(Code.BUNDLE_DAMAGED, where=names.MANIFEST, why=field)
