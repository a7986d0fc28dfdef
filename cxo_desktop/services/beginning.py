"""Beginning a walkthrough: item and scheme are locked into the record with the first event."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cxo_core.event import next_event
from cxo_core.fold import Fold
from cxo_core.kinds import Kind
from cxo_core.moment import Clock
from cxo_core.protocol.matters import MatterKind
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem
from cxo_core.summarising import summary_of
from cxo_core.walkthrough import Officer
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.tasks import TaskRow, TaskStanding


@dataclass(frozen=True, slots=True)
class Beginning:
    """What has to be known before the first tap. `part`: the ids of the steps to walk, empty for the whole flow.

    `officers`: who records, the first of them by default. `links`: case, task or round it belongs to, by those names.
    `office`: the id of the office that asked for the task; left out, the current one. The task is then being walked.
    `takes_photos`: False where papers or screens marked 密 are in sight (保守国家秘密法); the first event says so.
    """

    item: ServiceItem
    scheme: Scheme
    hall: str
    officers: tuple[Officer, ...]
    window: str = ""
    is_announced: bool = False
    is_accompanied: bool = True
    companion: str = ""
    part: tuple[str, ...] = ()
    takes_photos: bool = True
    links: Mapping[str, str] = field(default_factory=dict)
    office: str = ""


def begin(vault: Vault, clock: Clock, beginning: Beginning) -> Recording:
    """Starts the record and opens it; durable when this returns."""
    walkthrough = uuid.uuid4().hex
    body = {
        "walkthrough": walkthrough,
        "item": beginning.item.to_json(),
        "scheme": beginning.scheme.to_json(),
        "role": beginning.scheme.role.value,
        "channel": beginning.scheme.channel.value,
        "hall": beginning.hall,
        "window": beginning.window,
        "announced": beginning.is_announced,
        "accompanied": beginning.is_accompanied,
        "companion": beginning.companion,
        "officers": [{"id": o.id, "name": o.name, "duty": o.duty} for o in beginning.officers],
        "part": list(beginning.part),
        **({} if beginning.takes_photos else {"photos": False}),
        **beginning.links,
    }
    by = beginning.officers[0].id
    first = next_event(None, Kind.STARTED, clock.now(), by=by, body=body)
    task = _task(vault, beginning, walkthrough, first.recorded.wall)
    vault.walkthroughs.append(walkthrough, [first], summary_of(Fold([first]).state()), task=task)
    return Recording(vault, clock, walkthrough, by=by)


def _task(vault: Vault, beginning: Beginning, walkthrough: str, at: datetime) -> TaskRow | None:
    """The office's task that this walkthrough answers; None where it answers none that an office told of here."""
    task = beginning.links.get("task", "")
    current = vault.offices.current()
    office = beginning.office or (current.id if current else "")
    if not task or vault.matters.one(office, MatterKind.TASK, task) is None:
        return None
    return TaskRow(office, task, TaskStanding.STARTED, walkthrough, at)
