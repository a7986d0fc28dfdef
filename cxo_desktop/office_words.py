"""What people read about offices, their packs and tasks, and about what went out and came in on a stick."""

from collections.abc import Iterator

from cxo_core.protocol.matters import Answer, Decision, Hall, MatterKind, Task, Verdict
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem
from cxo_desktop import problem_words
from cxo_desktop.services.courier import Exported, Imported
from cxo_desktop.services.packs import Change, News
from cxo_desktop.services.tasks import Reached, TaskOnHand
from cxo_desktop.services.trusting import Relation, Trust
from cxo_desktop.storage.offices import Standing
from cxo_desktop.storage.tasks import TaskStanding
from cxo_desktop.words import N_, _, ngettext, pick

STANDINGS = {
    Standing.KNOWN: N_("known, not enrolled"),
    Standing.ASKED: N_("asked by stick, no answer yet"),
    Standing.ENROLLED: N_("enrolled"),
    Standing.REVOKED: N_("access withdrawn by the office"),
}
TASK_STANDINGS = {
    TaskStanding.OPEN: N_("Open"),
    TaskStanding.CLAIMED: N_("Taken"),
    TaskStanding.STARTED: N_("Being walked"),
    TaskStanding.DONE: N_("Sealed"),
}
REACHED = {
    Reached.SEALED: N_("Sealed, not delivered yet"),
    Reached.REFUSED: N_("Refused by the office"),
    Reached.DELIVERED: N_("Delivered"),
    Reached.ACCEPTED: N_("Accepted by the office"),
    Reached.RETURNED: N_("Returned by the office"),
}
_DIFFERENCES = {
    "name": N_("its name"),
    "keys": N_("the keys bundles are sealed to"),
    "addresses": N_("its addresses"),
    "certificate": N_("its certificate"),
}


def trust_lines(trust: Trust) -> tuple[tuple[str, str], ...]:
    """What is to be trusted, as pairs of a name and a value."""
    lines = [
        (_("Central office"), trust.name),
        (_("Addresses"), "\n".join(trust.addresses) or _("none: everything travels by stick")),
        (_("Signs with"), trust.receipt_key),
        *((_("Bundles are sealed to"), key) for key in trust.seals_to),
        (_("TLS certificate (SHA-256)"), trust.certificate or _("as this computer's own authorities say")),
        (_("Officer"), trust.officer),
        (_("Hall"), trust.hall),
        (_("Good until"), f"{trust.expires_at.astimezone():%Y-%m-%d %H:%M}"),
    ]
    return tuple(lines)


def trust_warnings(trust: Trust) -> tuple[str, ...]:
    """What an officer should ask the office about before trusting it."""
    told = []
    if trust.relation is Relation.OTHER_KEY and trust.other is not None:
        told.append(
            _(
                "This is not the office “{name}” you know: its key differs. Bundles sealed to the old key stay addressed to it. Ask the office before you go on."
            ).format(name=trust.other.name)
        )
    if trust.differs:
        what = _(", ").join(_(_DIFFERENCES[each]) for each in trust.differs)
        told.append(
            _(
                "You know this office; other than before: {what}. What is sealed already stays as it is and is not lost."
            ).format(what=what)
        )
    if trust.is_clear_text:
        told.append(
            _(
                "An address has no TLS. Bundles stay encrypted, but the network can see that this laptop sends."
            )
        )
    if trust.is_expired:
        told.append(_("The file is no longer good. Ask the central office for a new one."))
    return tuple(told)


def task_line(task: TaskOnHand) -> str:
    """How a task stands and what is due, in one sentence."""
    if task.is_withdrawn:
        if task.walkthrough:
            return _("The office has withdrawn this task; the walkthrough stays.")
        return _("The office has withdrawn this task.")
    if task.standing is TaskStanding.DONE:
        return _(REACHED.get(task.reached, REACHED[Reached.SEALED]))
    if task.days_overdue:
        return ngettext(
            "Overdue by {days} day: please do it now.",
            "Overdue by {days} days: please do it now.",
            task.days_overdue,
        ).format(days=task.days_overdue)
    if task.days_left == 0:
        return _("Due today")
    if task.is_due_soon:
        return ngettext("Due in {days} day", "Due in {days} days", task.days_left).format(days=task.days_left)
    if task.is_early:
        return _("From {day} on").format(day=task.task.first_day.isoformat())
    return _("Due by {day}").format(day=task.task.due_day.isoformat())


def news_line(news: News) -> str:
    """One thing a pack brought, changed or took away."""
    name = _name(news)
    if news.kind is MatterKind.DECISION and isinstance(news.meaning, Decision):
        if news.change is Change.REMOVED:
            return _("Decision taken back: {name}").format(name=name)
        if news.meaning.verdict is Verdict.ACCEPTED:
            return _("Accepted by the office: {name}").format(name=name)
        return _("Returned by the office: {name}").format(name=name)
    return _(_NEWS[news.kind][news.change]).format(name=name)


def exported_lines(exported: Exported) -> Iterator[str]:
    """What an export did, sentence by sentence."""
    if exported.copied:
        yield ngettext(
            "{count} bundle is on the stick and was read back.",
            "{count} bundles are on the stick and were read back.",
            len(exported.copied),
        ).format(count=len(exported.copied))
    if exported.present:
        yield ngettext(
            "{count} bundle was there already.",
            "{count} bundles were there already.",
            len(exported.present),
        ).format(count=len(exported.present))
    if exported.requests:
        yield _("The enrolment request is on the stick.")
    for each in exported.failed:
        yield problem_words.sentence(each.problem)
    if exported.is_stopped:
        yield _("Stopped. What was copied so far is whole; export again for the rest.")
    elif not (exported.copied or exported.present or exported.requests or exported.failed):
        yield _("Everything is delivered: there is nothing to take along.")


def imported_lines(imported: Imported) -> Iterator[str]:
    """What an import did, sentence by sentence."""
    for each in imported.news:
        if each.is_approved:
            yield _("This laptop is enrolled with {office}.").format(office=each.office.name)
        if each.delivered:
            yield ngettext(
                "{count} bundle is delivered: the office's receipt is here.",
                "{count} bundles are delivered: the office's receipts are here.",
                len(each.delivered),
            ).format(count=len(each.delivered))
        for row in each.refused:
            if row.problem is not None:
                yield _("Refused by the office: {why}").format(why=problem_words.title(row.problem))
        for news in each.pack.news if each.pack else ():
            yield news_line(news)
        for problem in each.problems:
            yield problem_words.sentence(problem)
    for packet in imported.unread:
        yield problem_words.sentence(packet.problem)
    if imported.removed:
        yield ngettext(
            "{count} delivered bundle was taken off the stick.",
            "{count} delivered bundles were taken off the stick.",
            len(imported.removed),
        ).format(count=len(imported.removed))
    if not imported.news and not imported.unread:
        yield _("There is nothing for this laptop on the stick.")
    elif imported.is_empty:
        yield _("Nothing new: what is on the stick was here already.")


def _name(news: News) -> str:
    match news.meaning:
        case Task() as task:
            return " · ".join(part for part in (task.id, task.module, task.hall) if part)
        case ServiceItem() | Scheme() as document:
            return pick(document.title)
        case Hall() as hall:
            return hall.name
        case Decision() as decision:
            return f"{decision.walkthrough[:12]} r{decision.revision}"
        case Answer() as answer:
            return f"{answer.walkthrough[:12]}: {answer.text}"


_NEWS = {
    MatterKind.TASK: {
        Change.ADDED: N_("New task: {name}"),
        Change.CHANGED: N_("Task changed: {name}"),
        Change.REMOVED: N_("Task withdrawn: {name}"),
    },
    MatterKind.ITEM: {
        Change.ADDED: N_("New service item: {name}"),
        Change.CHANGED: N_("Service item changed: {name}"),
        Change.REMOVED: N_("Service item removed: {name}"),
    },
    MatterKind.SCHEME: {
        Change.ADDED: N_("New scheme: {name}"),
        Change.CHANGED: N_("Scheme changed: {name}"),
        Change.REMOVED: N_("Scheme removed: {name}"),
    },
    MatterKind.HALL: {
        Change.ADDED: N_("New hall: {name}"),
        Change.CHANGED: N_("Hall changed: {name}"),
        Change.REMOVED: N_("Hall removed: {name}"),
    },
    MatterKind.ANSWER: {
        Change.ADDED: N_("Answer to a finding: {name}"),
        Change.CHANGED: N_("Answer to a finding changed: {name}"),
        Change.REMOVED: N_("Answer to a finding taken back: {name}"),
    },
}
