"""cxo courier export, import: sealed bundles to the office on a stick, and its answers back."""

import argparse
import sys
from pathlib import Path

from cxo_desktop.clock import SystemClock
from cxo_desktop.commands.access import finish, opened
from cxo_desktop.commands.output import answer, say
from cxo_desktop.office_words import exported_lines, imported_lines, news_line
from cxo_desktop.problem_words import sentence
from cxo_desktop.services.courier import Copying, Exported, Imported, copy_name, export_to, import_from
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.words import _

_MIB = 1 << 20


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    family = commands.add_parser("courier", help=_("delivers by stick, where there is no network"))
    verbs = family.add_subparsers(required=True, metavar="export|import")
    for name, run, help_text in (
        ("export", _export, _("puts every bundle that is not delivered on the stick")),
        ("import", _import, _("takes receipts and the office pack from the stick")),
    ):
        verb = verbs.add_parser(name, help=help_text)
        verb.add_argument("folder", type=Path, metavar="DIR", help=_("the stick's folder"))
        finish(verb, run)


def _export(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        exported = export_to(vault, arguments.folder, SystemClock(), watch=_show_progress)
    if arguments.json:
        answer(_exported(exported))
    else:
        for line in exported_lines(exported):
            say(line)
    return 1 if exported.failed else 0


def _import(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        imported = import_from(vault, arguments.folder, SystemClock())
    if arguments.json:
        answer(_imported(imported))
    else:
        for line in imported_lines(imported):
            say(line)
    is_whole = not imported.unread and not any(each.problems for each in imported.news)
    return 0 if is_whole and not imported.refused else 1


def _show_progress(copying: Copying) -> None:
    """One line on a terminal, written over; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return
    told = _("Bundle {place} of {count}, {copied} of {total} MiB").format(
        place=copying.place,
        count=copying.count,
        copied=copying.copied // _MIB,
        total=copying.total // _MIB,
    )
    end = "\n" if copying.copied == copying.total else "\r"
    print(f"\x1b[K{told}", end=end, file=sys.stderr, flush=True)


def _exported(exported: Exported) -> dict[str, object]:
    return {
        "copied": [_plain(row) for row in exported.copied],
        "present": [_plain(row) for row in exported.present],
        "failed": [
            _plain(each.bundle) | {"code": each.problem.code.value, "sentence": sentence(each.problem)}
            for each in exported.failed
        ],
        "requests": list(exported.requests),
    }


def _imported(imported: Imported) -> dict[str, object]:
    return {
        "offices": [
            {
                "id": each.office.id,
                "name": each.office.name,
                "approved": each.is_approved,
                "pack": each.pack.version if each.pack else None,
                "news": [
                    {
                        "change": news.change.value,
                        "kind": news.kind.value,
                        "id": news.id,
                        "sentence": news_line(news),
                    }
                    for news in (each.pack.news if each.pack else ())
                ],
                "delivered": [_plain(row) for row in each.delivered],
                "refused": [
                    _plain(row) | ({"code": row.problem.code.value} if row.problem else {})
                    for row in each.refused
                ],
                "problems": [
                    {"code": problem.code.value, "sentence": sentence(problem)} for problem in each.problems
                ],
            }
            for each in imported.news
        ],
        "unread": [
            {"file": each.name, "code": each.problem.code.value, "sentence": sentence(each.problem)}
            for each in imported.unread
        ],
        "removed": [copy_name(row) for row in imported.removed],
    }


def _plain(row: BundleRow) -> dict[str, object]:
    return {
        "id": row.walkthrough_id,
        "revision": row.revision,
        "office": row.office,
        "bytes": row.bytes,
        "sha256": row.sha256,
        "file": copy_name(row),
    }
