"""One thing a citizen or firm applies for: a versioned copy of its published guide, with source and the date it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cxo_core.limit import DayUnit, Limit, LimitKind, Verified
from cxo_core.problems import Code, Problem
from cxo_core.text import Text

__all__ = ["DayUnit", "Limit", "LimitKind", "Material", "ServiceItem", "Verified"]


@dataclass(frozen=True, slots=True)
class Material:
    """A paper the guide lists. `copies`: how many, 0 when the guide does not say. `original`: True original, False copy,
    None when the guide does not say. `condition`: when it is asked for, None for always. `sensitive`: holds what
    privacy law protects specially, so it is not photographed without masking.
    """

    id: str
    title: Text
    required: bool
    copies: int
    original: bool | None
    condition: Text | None
    sensitive: bool
    source: Text
    verified: Verified

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Material":
        original = value.get("original")
        return cls(
            id=str(value["id"]),
            title=Text.from_json(value["title"]),
            required=bool(value.get("required", True)),
            copies=int(value.get("copies", 0)),
            original=None if original is None else bool(original),
            condition=Text.from_json(value["condition"]) if value.get("condition") else None,
            sensitive=bool(value.get("sensitive", False)),
            source=Text.from_json(value.get("source") or ""),
            verified=Verified(value.get("verified", Verified.MEMORY)),
        )

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"id": self.id, "title": self.title.to_json(), "required": self.required}
        told["copies"] = self.copies
        if self.original is not None:
            told["original"] = self.original
        if self.condition:
            told["condition"] = self.condition.to_json()
        told["sensitive"] = self.sensitive
        if self.source:
            told["source"] = self.source.to_json()
        told["verified"] = self.verified.value
        return told


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """The guide as published. `trips`: how many visits it promises, None when it does not say. `sensitive_photos`: photos
    of its papers are not taken. `source`, `read_on`: where the guide was read and when.
    """

    id: str
    version: int
    title: Text
    authority: Text
    materials: tuple[Material, ...]
    conditions: tuple[Text, ...]
    limits: tuple[Limit, ...]
    trips: int | None
    fee: Text
    sensitive_photos: bool
    source: Text
    read_on: date
    notes: tuple[Text, ...]

    @classmethod
    def from_json(cls, doc: Mapping[str, Any]) -> "ServiceItem":
        """Reads an item document; one that is not an item raises Problem `item-malformed`.

        For a list of every mistake with its line, see `cxo_core.documents.check_item`.
        """
        try:
            return cls._read(doc)
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
            name = doc.get("id", "") if isinstance(doc, Mapping) else ""
            raise Problem(Code.ITEM_MALFORMED, name=str(name), cause=str(error)) from error

    @classmethod
    def _read(cls, doc: Mapping[str, Any]) -> "ServiceItem":
        trips = doc.get("trips")
        return cls(
            id=str(doc["id"]),
            version=int(doc["version"]),
            title=Text.from_json(doc["title"]),
            authority=Text.from_json(doc.get("authority") or ""),
            materials=tuple(Material.from_json(each) for each in doc["materials"]),
            conditions=tuple(Text.from_json(each) for each in doc.get("conditions") or ()),
            limits=tuple(Limit.from_json(each) for each in doc["limits"]),
            trips=None if trips is None else int(trips),
            fee=Text.from_json(doc.get("fee") or ""),
            sensitive_photos=bool(doc.get("sensitive_photos", False)),
            source=Text.from_json(doc["source"]),
            read_on=date.fromisoformat(doc["read_on"]),
            notes=tuple(Text.from_json(each) for each in doc.get("notes") or ()),
        )

    def to_json(self) -> dict[str, Any]:
        """The whole document, as the start event holds it; `from_json` reads it back equal."""
        told: dict[str, Any] = {
            "id": self.id,
            "version": self.version,
            "title": self.title.to_json(),
            "authority": self.authority.to_json(),
            "materials": [material.to_json() for material in self.materials],
            "conditions": [condition.to_json() for condition in self.conditions],
            "limits": [limit.to_json() for limit in self.limits],
            "fee": self.fee.to_json(),
            "sensitive_photos": self.sensitive_photos,
            "source": self.source.to_json(),
            "read_on": self.read_on.isoformat(),
            "notes": [note.to_json() for note in self.notes],
        }
        return told if self.trips is None else told | {"trips": self.trips}

    def material(self, id: str) -> Material | None:
        """The listed material of that id; None for one outside the guide (清单外)."""
        return next((each for each in self.materials if each.id == id), None)

    def limits_of(self, kind: LimitKind) -> tuple[Limit, ...]:
        """The limits of one kind, in the order written; several when the law can be read in several ways."""
        return tuple(limit for limit in self.limits if limit.kind is kind)
