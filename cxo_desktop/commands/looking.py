"""cxo list, show, export, report: what is in the vault."""

import argparse
from itertools import islice
from pathlib import Path

from cxo_core.description import describe
from cxo_core.fold import fold
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.roles import Channel
from cxo_core.summary import Summary
from cxo_core.walkthrough import Status, Walkthrough
from cxo_desktop.commands.access import add_json, add_vault, opened
from cxo_desktop.commands.kept_days import kept_facts, plain_kept
from cxo_desktop.commands.output import answer, columns, say
from cxo_desktop.kind_words import name_of
from cxo_desktop.services.browsing import walkthroughs
from cxo_desktop.services.kept import kept
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.library import LibraryQuery
from cxo_desktop.words import _, language, pick


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    listing = commands.add_parser("list", help=_("the walkthroughs in the vault"))
    listing.add_argument("--text", default="", help=_("only those with these words"))
    listing.add_argument("--status", choices=["recording", "paused", "finished", "sealed"])
    listing.add_argument("--most", type=int, default=50, metavar="N", help=_("at most so many (default 50)"))
    add_vault(listing)
    add_json(listing)
    listing.set_defaults(run=_list)

    showing = commands.add_parser("show", help=_("one walkthrough as it stands"))
    showing.add_argument("id", help=_("its id, or the first characters of it"))
    add_vault(showing)
    add_json(showing)
    showing.set_defaults(run=_show)

    exporting = commands.add_parser("export", help=_("all walkthroughs as CSV files and one XLSX workbook"))
    exporting.add_argument("--out", type=Path, required=True, metavar="DIR")
    add_vault(exporting)
    add_json(exporting)
    exporting.set_defaults(run=_export)

    reporting = commands.add_parser("report", help=_("the report of one walkthrough as PDF"))
    reporting.add_argument("id", help=_("its id, or the first characters of it"))
    reporting.add_argument("--out", type=Path, required=True, metavar="FILE")
    reporting.add_argument("--language", choices=["zh_CN", "en"], default=None)
    add_vault(reporting)
    reporting.set_defaults(run=_report)


def found(vault: Vault, beginning: str) -> str:
    """The whole id of the one walkthrough whose id begins so; raises Problem `walkthrough-not-found`."""
    if vault.walkthroughs.has(beginning):
        return beginning
    ids = vault.walkthroughs.ids_beginning(beginning)
    if len(ids) != 1:
        raise Problem(Code.WALKTHROUGH_NOT_FOUND, id=beginning)
    return ids[0]


def folded(vault: Vault, walkthrough: str) -> Walkthrough:
    return fold(vault.walkthroughs.events(walkthrough))


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        query = LibraryQuery(text=arguments.text, status=(arguments.status,) if arguments.status else ())
        lines = list(islice(walkthroughs(vault, query), arguments.most))
    if arguments.json:
        answer([_plain(line) for line in lines])
        return 0
    if not lines:
        say(_("No walkthrough fits. Start one with “cxo record” or in the window."))
        return 0
    columns(
        (
            line.id[:12],
            f"{line.started:%Y-%m-%d %H:%M}",
            name_of(Status(line.status)),
            pick(line.item_title),
            line.hall,
            name_of(Channel(line.channel)),
        )
        for line in lines
    )
    return 0


def _plain(line: Summary) -> dict[str, object]:
    return {
        "id": line.id,
        "item": line.item_id,
        "title": line.item_title.to_json(),
        "role": line.role,
        "channel": line.channel,
        "hall": line.hall,
        "window": line.window,
        "status": line.status,
        "revision": line.revision,
        "started": line.started.isoformat(),
        "updated": line.updated.isoformat(),
        "events": line.last_seq,
        "step": line.step,
        "visits": line.visits,
        "findings": line.findings,
        "photos": line.photos,
        "officers": line.officers,
        "chain_head": line.chain_head,
    }


def _show(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        walkthrough = folded(vault, found(vault, arguments.id))
        held = kept(vault, walkthrough.id)
    if arguments.json:
        told = {"voices": _plain_voices(walkthrough), "kept": plain_kept(held)}
        answer({**describe(walkthrough), **told})
        return 0
    for row in (*_facts(walkthrough), *kept_facts(held)):
        columns([row])
    return 0


def _plain_voices(walkthrough: Walkthrough) -> list[dict[str, object]]:
    """What nobody sees: where and when it was spoken, how long it lasts, and the digest that proves it."""
    return [
        {
            "id": each.id,
            "step": each.step,
            "at": each.taken or wall_text(each.wall),
            "seconds": each.length_ms / 1000,
            "caption": each.caption,
            "sha256": each.sha256,
        }
        for each in walkthrough.voices
    ]


def _facts(walkthrough: Walkthrough) -> list[tuple[str, str]]:
    from cxo_core.clocks import clocks

    told = clocks(walkthrough)
    title = pick(walkthrough.item.title) if walkthrough.item else "?"
    rows = [
        (_("Walkthrough"), walkthrough.id),
        (_("Service item"), title),
        (_("Hall"), " ".join(part for part in (walkthrough.hall, walkthrough.window) if part)),
        (_("Status"), name_of(walkthrough.status)),
        (_("Visits"), str(len(walkthrough.visits))),
        (_("Entries"), str(len(walkthrough.entries))),
        (_("Photos"), str(len(walkthrough.photos))),
        (_("Voice notes"), str(len(walkthrough.voices))),
        (_("Findings"), str(len(walkthrough.findings))),
    ]
    timed = (
        (_("Queue time"), told.queue),
        (_("Service time"), told.service),
        (_("Wait as lived"), told.lived_wait),
    )
    rows += [(name, f"{time.seconds // 60}:{time.seconds % 60:02}") for name, time in timed if time]
    return rows


def _export(arguments: argparse.Namespace) -> int:
    from cxo_desktop.services.exporting import export

    with opened(arguments) as vault:
        told = export(vault, arguments.out)
    if arguments.json:
        answer({"files": [str(path) for path in told.files], "rows": dict(told.rows)})
    else:
        for path in told.files:
            say(str(path))
    return 0


def _report(arguments: argparse.Namespace) -> int:
    from cxo_desktop.services.reporting import report_to

    with opened(arguments) as vault:
        report_to(vault, found(vault, arguments.id), arguments.out, language=arguments.language or language())
    say(_("The report is in {path}").format(path=arguments.out))
    return 0
