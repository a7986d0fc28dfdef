"""The office pack: everything the office has to tell one laptop, whole, versioned and signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cxo_core.canonical import is_count
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Answer, Decision, Hall, MatterKind, Task
from cxo_core.protocol.signed import claim, claim_format, is_text, read_signed, signed, time
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem
from cxo_core.signing import Domain, key_id, public_key

FORMAT = "cxo.pack"
FORMAT_VERSION = 1
MAX_BYTES = 32 << 20
MAX_MATTERS = 20_000

_FIELDS = {"format", "format_version", "office", "device", "version", "made_at", "matters", "removed"}


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing in a pack: `content` is the document of its kind as it stands, `version` grows with each change."""

    kind: MatterKind
    id: str
    version: int
    content: Mapping[str, Any]

    @property
    def place(self) -> tuple[MatterKind, str]:
        return (self.kind, self.id)

    def meaning(self) -> Task | ServiceItem | Scheme | Hall | Decision | Answer:
        """The content read. Raises Problem `document-not-signed`, `item-malformed` or `scheme-malformed`."""
        match self.kind:
            case MatterKind.TASK:
                return Task.from_json(self.content)
            case MatterKind.ITEM:
                return ServiceItem.from_json(dict(self.content))
            case MatterKind.SCHEME:
                return Scheme.from_json(dict(self.content))
            case MatterKind.HALL:
                return Hall.from_json(self.content)
            case MatterKind.DECISION:
                return Decision.from_json(self.content)
            case MatterKind.ANSWER:
                return Answer.from_json(self.content)


@dataclass(frozen=True, slots=True)
class Removed:
    """One thing that was in an earlier pack and holds no longer."""

    kind: MatterKind
    id: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Whole: what it names holds, what `removed` names holds no longer. `version` only ever grows; a lower one is old.

    `device`: the laptop it was made for, by its short name.
    """

    office: str
    device: str
    version: int
    made_at: datetime
    matters: tuple[Matter, ...] = ()
    removed: tuple[Removed, ...] = field(default=())

    def of(self, kind: MatterKind) -> tuple[Matter, ...]:
        return tuple(matter for matter in self.matters if matter.kind is kind)

    def signed(self, seed: bytes) -> bytes:
        """The pack as it is sent, signed with the office's receipt seed."""
        return signed(
            seed,
            Domain.OFFICE_PACK,
            {
                "format": FORMAT,
                "format_version": FORMAT_VERSION,
                "office": key_id(public_key(seed)),
                "device": self.device,
                "version": self.version,
                "made_at": wall_text(self.made_at),
                "matters": [
                    {"kind": m.kind.value, "id": m.id, "version": m.version, "content": dict(m.content)}
                    for m in self.matters
                ],
                "removed": [{"kind": each.kind.value, "id": each.id} for each in self.removed],
            },
        )

    @classmethod
    def read(cls, content: bytes, receipt_key: str, device: str) -> "Pack":
        """Verifies a pack and reads every matter in it, so that a pack holds wholly or not at all.

        Raises Problem `pack-not-sound`: it was cut, forged, made for another laptop, or holds what cannot be read.
        """
        try:
            pack = cls._read(content, receipt_key)
            claim(pack.device == device, "device")
            for matter in pack.matters:
                matter.meaning()
        except Problem as problem:
            why = problem.details.get("why") or problem.details.get("field") or problem.code.value
            raise Problem(Code.PACK_NOT_SOUND, why=str(why)) from problem
        return pack

    @classmethod
    def _read(cls, content: bytes, receipt_key: str) -> "Pack":
        claim(len(content) <= MAX_BYTES, "size")
        said = read_signed(content, Domain.OFFICE_PACK, receipt_key)
        claim_format(said, FORMAT, FORMAT_VERSION)
        claim(said.keys() == _FIELDS, "fields")
        claim(said["office"] == key_id(receipt_key), "office")
        claim(is_text(said["device"], 16, least=1), "device")
        claim(is_count(said["version"]), "version")
        for name in ("matters", "removed"):
            claim(isinstance(said[name], list) and len(said[name]) <= MAX_MATTERS, name)
        pack = cls(
            office=said["office"],
            device=said["device"],
            version=said["version"],
            made_at=time(said["made_at"], "made_at"),
            matters=tuple(_matter(each) for each in said["matters"]),
            removed=tuple(Removed(*_place(each, {"kind", "id"}, "removed")) for each in said["removed"]),
        )
        places = [matter.place for matter in pack.matters]
        claim(len(set(places)) == len(places), "matters")
        return pack


def _matter(value: Any) -> Matter:
    kind, name = _place(value, {"kind", "id", "version", "content"}, "matters")
    claim(is_count(value["version"]) and isinstance(value["content"], dict), "matters")
    return Matter(kind, name, value["version"], value["content"])


def _place(value: Any, fields: set[str], where: str) -> tuple[MatterKind, str]:
    claim(isinstance(value, dict) and value.keys() == fields, where)
    claim(value["kind"] in tuple(MatterKind) and is_text(value["id"], 200, least=1), where)
    return MatterKind(value["kind"]), value["id"]
