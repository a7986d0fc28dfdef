"""What the offices ask for: tasks with what is due and overdue, taken, begun as a walkthrough, and how far that has got."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_core.protocol.matters import Decision, MatterKind, Task, Verdict
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem
from cxo_core.walkthrough import Officer, Status
from cxo_desktop.services.answering import Returned, accepted, answers, reopen, returned
from cxo_desktop.services.beginning import Beginning
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.offices import OfficeRow
from cxo_desktop.storage.packs import MatterRow
from cxo_desktop.storage.tasks import TaskRow, TaskStanding

__all__ = [
    "Reached",
    "Returned",
    "TaskOnHand",
    "accepted",
    "answers",
    "claim",
    "reopen",
    "returned",
    "start",
    "task_on_hand",
    "tasks",
    "unclaim",
]

DUE_SOON_DAYS: Final = 3
"""A task is due soon from so many days before its last day on."""


class Reached(StrEnum):
    """How far the walkthrough of a task has got at the office. `NOWHERE`: it is not sealed yet."""

    NOWHERE = "nowhere"
    SEALED = "sealed"
    REFUSED = "refused"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class TaskOnHand:
    """A task as it stands here today. `office`: the id of the office that asks, `walkthrough`: empty until it is begun.

    `days_left`: calendar days to its last day, 0 on that day, negative behind it. `is_withdrawn`: the office asks no more.
    `is_mine`: it is for this officer and hall, or for whoever takes it.
    """

    office: str
    task: Task
    standing: TaskStanding
    days_left: int
    is_early: bool
    is_mine: bool
    is_withdrawn: bool
    walkthrough: str = ""
    reached: Reached = Reached.NOWHERE

    @property
    def is_open_work(self) -> bool:
        return self.standing is not TaskStanding.DONE and not self.is_withdrawn

    @property
    def is_due_soon(self) -> bool:
        return self.is_open_work and 0 <= self.days_left <= DUE_SOON_DAYS

    @property
    def days_overdue(self) -> int:
        """Days since its last day, while it is not sealed; 0 where it is not overdue."""
        return max(0, -self.days_left) if self.is_open_work else 0


def tasks(vault: Vault, today: date) -> tuple[TaskOnHand, ...]:
    """Every task on hand: what is overdue longest first, then by last day; what is done or withdrawn at the end.

    A withdrawn task is told only where it was taken or begun here.
    """
    rows = {(row.office, row.id): row for row in vault.tasks.every()}
    offices = {office.id: office for office in vault.offices.every()}
    officer = vault.profile.name
    on_hand = [
        _on_hand(vault, told, offices[told.office], officer, rows.get((told.office, told.matter.id)), today)
        for told in vault.matters.every(MatterKind.TASK)
        if told.removed_at is None or (told.office, told.matter.id) in rows
    ]
    return tuple(sorted(on_hand, key=lambda each: (not each.is_open_work, each.days_left, each.task.id)))


def task_on_hand(vault: Vault, task: str, today: date, *, office: str = "") -> TaskOnHand:
    """One task by its id or the beginning of it; raises Problem `task-unknown` unless there is just one."""
    found = [each for each in tasks(vault, today) if office in ("", each.office)]
    exact = [each for each in found if each.task.id == task]
    fitting = exact or [each for each in found if each.task.id.startswith(task)]
    if len(fitting) != 1:
        raise Problem(Code.TASK_UNKNOWN, task=task)
    return fitting[0]


def claim(vault: Vault, task: TaskOnHand, clock: Clock) -> None:
    """The officer takes a task. Raises Problem `task-withdrawn`, or `task-started` where it is being walked already."""
    _check_open(task)
    at = clock.now().wall
    vault.tasks.put(TaskRow(task.office, task.task.id, TaskStanding.CLAIMED, "", at))


def unclaim(vault: Vault, task: TaskOnHand) -> None:
    """Gives a task back. Raises Problem `task-started` where it is being walked already."""
    if task.walkthrough:
        raise Problem(Code.TASK_STARTED, task=task.task.id, walkthrough=task.walkthrough[:12])
    vault.tasks.drop(task.office, task.task.id)


def start(vault: Vault, catalogue: Catalogue, task: TaskOnHand) -> Beginning:
    """The answers with which the walkthrough of a task begins; what only the officer knows is left as it is by default.

    `services.beginning.begin` then records which task the walkthrough answers. Raises Problem `task-withdrawn`,
    `task-started`, `item-not-found` or `scheme-not-found`.
    """
    _check_open(task)
    profile = vault.profile
    return Beginning(
        item=_item(vault, catalogue, task),
        scheme=_scheme(vault, catalogue, task),
        hall=task.task.hall,
        officers=(Officer(profile.id, profile.name),),
        links={"task": task.task.id, **({"round": task.task.round} if task.task.round else {})},
        office=task.office,
    )


def _check_open(task: TaskOnHand) -> None:
    if task.walkthrough:
        raise Problem(Code.TASK_STARTED, task=task.task.id, walkthrough=task.walkthrough[:12])
    if task.is_withdrawn:
        raise Problem(Code.TASK_WITHDRAWN, task=task.task.id)


def _item(vault: Vault, catalogue: Catalogue, task: TaskOnHand) -> ServiceItem:
    """As the office that asks told it, else as it is at hand."""
    told = vault.matters.one(task.office, MatterKind.ITEM, task.task.item)
    if told is not None and told.removed_at is None:
        return ServiceItem.from_json(dict(told.matter.content))
    return catalogue.item(task.task.item)


def _scheme(vault: Vault, catalogue: Catalogue, task: TaskOnHand) -> Scheme:
    """The scheme the task names, else the first that fits its role and channel."""
    if not task.task.scheme:
        return catalogue.scheme_for(task.task.role, task.task.channel)
    told = vault.matters.one(task.office, MatterKind.SCHEME, task.task.scheme)
    if told is not None and told.removed_at is None:
        scheme = Scheme.from_json(dict(told.matter.content))
    else:
        scheme = catalogue.scheme(task.task.scheme)
    if (scheme.role, scheme.channel) != (task.task.role, task.task.channel):
        raise Problem(Code.SCHEME_NOT_FOUND, name=task.task.scheme)
    return scheme


def _on_hand(
    vault: Vault, told: MatterRow, office: OfficeRow, officer: str, row: TaskRow | None, today: date
) -> TaskOnHand:
    task = told.matter.meaning()
    assert isinstance(task, Task), "a matter of the kind task"
    walkthrough = row.walkthrough if row else ""
    standing = _standing(vault, row)
    return TaskOnHand(
        office=told.office,
        task=task,
        standing=standing,
        days_left=(task.due_day - today).days,
        is_early=today < task.first_day,
        is_mine=task.officer in ("", office.officer, officer) and task.hall in ("", office.hall),
        is_withdrawn=told.removed_at is not None,
        walkthrough=walkthrough,
        reached=_reached(vault, told.office, walkthrough) if walkthrough else Reached.NOWHERE,
    )


def _standing(vault: Vault, row: TaskRow | None) -> TaskStanding:
    """Whether it is done is not kept but asked of the walkthrough: it is while that is sealed."""
    if row is None:
        return TaskStanding.OPEN
    if not row.walkthrough:
        return row.standing
    is_sealed = vault.walkthroughs.summary(row.walkthrough).status == Status.SEALED
    return TaskStanding.DONE if is_sealed else TaskStanding.STARTED


def _reached(vault: Vault, office: str, walkthrough: str) -> Reached:
    bundle = vault.bundles.latest(walkthrough)
    if bundle is None:
        return Reached.NOWHERE
    told = vault.matters.one(office, MatterKind.DECISION, f"{walkthrough}.{bundle.revision}")
    if told is not None and told.removed_at is None:
        decision = told.matter.meaning()
        assert isinstance(decision, Decision), "a matter of the kind decision"
        return Reached.ACCEPTED if decision.verdict is Verdict.ACCEPTED else Reached.RETURNED
    return {
        BundleState.SEALED: Reached.SEALED,
        BundleState.REFUSED: Reached.REFUSED,
        BundleState.DELIVERED: Reached.DELIVERED,
    }[bundle.state]
