"""cxo tasks, task claim, task start: what the offices ask for."""

import argparse
from datetime import date

from cxo_desktop.clock import SystemClock
from cxo_desktop.commands.access import finish, folder_of, opened
from cxo_desktop.commands.output import answer, columns, say
from cxo_desktop.kind_words import name_of
from cxo_desktop.office_words import TASK_STANDINGS, task_line
from cxo_desktop.services.beginning import begin
from cxo_desktop.services.catalogue import Catalogue, office_folders
from cxo_desktop.services.packs import told_by
from cxo_desktop.services.tasks import Returned, TaskOnHand, claim, returned, start, task_on_hand, tasks
from cxo_desktop.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    listing = commands.add_parser("tasks", help=_("the tasks the offices ask for, and what they sent back"))
    finish(listing, _list)

    family = commands.add_parser("task", help=_("one task"))
    verbs = family.add_subparsers(required=True, metavar="claim|start")
    for name, run, help_text in (
        ("claim", _claim, _("take it for yourself")),
        ("start", _start, _("begin its walkthrough")),
    ):
        verb = verbs.add_parser(name, help=help_text)
        verb.add_argument("id", help=_("its id, or the first characters of it"))
        if run is _start:
            verb.add_argument("--window", default="", help=_("the window"))
            verb.add_argument(
                "--companion", default="", help=_("who is accompanied; left out, you walk alone")
            )
        finish(verb, run)


def _today() -> date:
    return SystemClock().now().wall.date()


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        on_hand, sent_back = tasks(vault, _today()), returned(vault)
    if arguments.json:
        answer({"tasks": [_plain(each) for each in on_hand], "returned": [_told(each) for each in sent_back]})
        return 0
    if not on_hand and not sent_back:
        say(_("No office asks for anything on this laptop."))
        return 0
    columns(
        (
            each.task.id,
            _(TASK_STANDINGS[each.standing]),
            task_line(each),
            each.task.item,
            name_of(each.task.channel),
            each.task.hall,
        )
        for each in on_hand
    )
    for each in sent_back:
        say(
            _("Returned by the office: {name}").format(
                name=f"{each.walkthrough[:12]} r{each.revision} {each.title}"
            )
        )
        for comment in each.comments:
            say(f"    {comment.step}: {comment.text}" if comment.step else f"    {comment.text}")
    return 0


def _claim(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        claim(vault, task_on_hand(vault, arguments.id, _today()), SystemClock())
        task = task_on_hand(vault, arguments.id, _today())
    if arguments.json:
        answer(_plain(task))
    else:
        say(_("The task is yours: {id}").format(id=task.task.id))
    return 0


def _start(arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    with opened(arguments) as vault:
        catalogue = Catalogue(office_folders(folder_of(arguments)))
        catalogue.hear(told_by(vault))
        asked = start(vault, catalogue, task_on_hand(vault, arguments.id, _today()))
        companion = arguments.companion
        beginning = replace(
            asked, window=arguments.window, companion=companion, is_accompanied=bool(companion)
        )
        recording = begin(vault, SystemClock(), beginning)
        task = task_on_hand(vault, arguments.id, _today())
    if arguments.json:
        answer(_plain(task))
    else:
        say(_("The walkthrough has begun: {id}").format(id=recording.id))
    return 0


def _plain(each: TaskOnHand) -> dict[str, object]:
    return {
        **each.task.to_json(),
        "office": each.office,
        "standing": each.standing.value,
        "days_left": each.days_left,
        "days_overdue": each.days_overdue,
        "due_soon": each.is_due_soon,
        "mine": each.is_mine,
        "withdrawn": each.is_withdrawn,
        "walkthrough": each.walkthrough or None,
        "reached": each.reached.value,
    }


def _told(each: Returned) -> dict[str, object]:
    return {
        "office": each.office,
        "walkthrough": each.walkthrough,
        "revision": each.revision,
        "title": each.title,
        "comments": [{"step": comment.step, "text": comment.text} for comment in each.comments],
        "first_step": each.first_step,
        "decided_at": each.decided_at.isoformat(),
        "reopened": each.is_reopened,
    }
