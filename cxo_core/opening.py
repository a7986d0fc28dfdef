"""What the first event says: item, scheme, role, channel, place and people, locked into the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxo_core.materials import MaterialRecord
from cxo_core.problems import Problem
from cxo_core.roles import Channel, Role
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem
from cxo_core.walkthrough import Officer

_LINKS = ("case", "task", "round", "program")


@dataclass(frozen=True, slots=True)
class Opening:
    """The start event, read. Item, scheme, role or channel is None where this version cannot read it."""

    id: str
    item: ServiceItem | None
    scheme: Scheme | None
    role: Role | None
    channel: Channel | None
    hall: str
    window: str
    is_announced: bool
    is_accompanied: bool
    companion: str
    part: tuple[str, ...]
    links: Mapping[str, str]
    officers: tuple[Officer, ...]
    materials: tuple[MaterialRecord, ...]


def opening(body: Mapping[str, Any]) -> Opening:
    """Reads a start event's body without ever failing: a document that cannot be read becomes None."""
    item = _read(ServiceItem.from_json, body.get("item"))
    return Opening(
        id=str(body.get("walkthrough", "")),
        item=item,
        scheme=_read(Scheme.from_json, body.get("scheme")),
        role=_read(Role, body.get("role")),
        channel=_read(Channel, body.get("channel")),
        hall=str(body.get("hall", "")),
        window=str(body.get("window", "")),
        is_announced=body.get("announced") is True,
        is_accompanied=body.get("accompanied") is True,
        companion=str(body.get("companion", "")),
        part=tuple(str(step) for step in body.get("part", ())),
        links={name: str(body[name]) for name in _LINKS if name in body},
        officers=_officers(body.get("officers", ())),
        materials=_listed(item) if item else (),
    )


def _officers(people: Any) -> tuple[Officer, ...]:
    return tuple(
        Officer(str(each.get("id", "")), str(each.get("name", "")), str(each.get("duty", "officer")))
        for each in people
        if isinstance(each, dict)
    )


def _listed(item: ServiceItem) -> tuple[MaterialRecord, ...]:
    return tuple(
        MaterialRecord(
            id=paper.id,
            title=paper.title,
            is_listed=True,
            is_required=paper.required,
            is_sensitive=paper.sensitive,
            copies_listed=paper.copies,
        )
        for paper in item.materials
    )


def _read(reader: Any, value: Any) -> Any:
    try:
        return reader(value)
    except (Problem, KeyError, TypeError, ValueError, AttributeError):
        return None
