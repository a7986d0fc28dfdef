"""cxo record, seal, reopen: making records without a window."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from cxo_core.documents.mistake import Mistake
from cxo_core.documents.reading import text_of
from cxo_core.documents.scripts import check_script, read_script
from cxo_core.gaps import gaps
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Status
from cxo_desktop.clock import SystemClock
from cxo_desktop.commands.access import add_vault, finish, folder_of, opened, opened_or_created
from cxo_desktop.commands.checking import tell_mistakes
from cxo_desktop.commands.looking import found
from cxo_desktop.commands.output import answer, say
from cxo_desktop.gap_words import gap_sentence
from cxo_desktop.services.catalogue import Catalogue, office_folders
from cxo_desktop.services.offices import office_needed, trust_office
from cxo_desktop.services.packs import told_by
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.scripting import found_in, play
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.storage.folder import VaultFolder
from cxo_desktop.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    recording = commands.add_parser("record", help=_("plays a script file into a record"))
    recording.add_argument("script", type=Path, metavar="SCRIPT")
    recording.add_argument("--check", action="store_true", help=_("only look for mistakes in the script"))
    finish(recording, _record)

    sealing = commands.add_parser("seal", help=_("seals a finished walkthrough into its bundle"))
    sealing.add_argument("id")
    sealing.add_argument(
        "--office", type=Path, metavar="FILE", help=_("the office's public file, kept from then on")
    )
    sealing.add_argument("--out", type=Path, metavar="DIR", help=_("also copy the sealed file there"))
    sealing.add_argument(
        "--finish", action="store_true", help=_("finish the walkthrough first if it still runs")
    )
    finish(sealing, _seal)

    reopening = commands.add_parser("reopen", help=_("begins the next revision of a sealed walkthrough"))
    reopening.add_argument("id")
    reopening.add_argument("--reason", required=True)
    add_vault(reopening)
    reopening.set_defaults(run=_reopen)


def _record(arguments: argparse.Namespace) -> int:
    path: Path = arguments.script
    try:
        text = text_of(path.read_bytes())
    except OSError as error:
        raise Problem(Code.DOCUMENT_UNREADABLE, name=path.name, cause=error.strerror or "") from error
    catalogue = Catalogue(office_folders(folder_of(arguments)))
    with ExitStack() as held:
        vault = None
        if not arguments.check and VaultFolder(folder_of(arguments)).is_vault():
            vault = held.enter_context(opened(arguments))
            catalogue.hear(told_by(vault))
        mistakes: list[Mistake] = check_script(text, found_in(catalogue))
        if arguments.check or mistakes:
            return tell_mistakes(path.name, mistakes, as_json=arguments.json)
        script = read_script(text, path.name)
        if vault is None:
            vault = held.enter_context(opened_or_created(arguments, script["officers"][0]["name"]))
        recording = play(script, vault=vault, catalogue=catalogue, clock=SystemClock(), folder=path.parent)
        state = recording.state
    if arguments.json:
        answer({"id": state.id, "events": len(state.entries), "status": state.status.value})
    else:
        say(_("Recorded: {id}, {count} entries").format(id=state.id, count=len(state.entries)))
    return 0


def _seal(arguments: argparse.Namespace) -> int:
    if arguments.out and not arguments.out.is_dir():
        raise Problem(Code.FOLDER_MISSING, path=str(arguments.out))
    with opened(arguments) as vault:
        walkthrough = found(vault, arguments.id)
        office = (
            trust_office(vault, arguments.office) if arguments.office else office_needed(vault, walkthrough)
        )
        recording = Recording(vault, SystemClock(), walkthrough)
        if arguments.finish and recording.state.status in (Status.RECORDING, Status.PAUSED):
            recording.tap(Kind.FINISHED)
        missing = gaps(recording.state)
        sealing = Sealing(vault)
        row = sealing.seal(recording, office)
        place = sealing.copy_to(row, arguments.out) if arguments.out else sealing.file_of(row)
        state = recording.state
    if arguments.json:
        told = {"id": row.walkthrough_id, "revision": row.revision, "file": str(place), "bytes": row.bytes}
        told |= {"sha256": row.sha256, "manifest": row.manifest_digest}
        answer(
            told | {"gaps": [{"lack": gap.lack.value, "step": gap.step, "seq": gap.seq} for gap in missing]}
        )
        return 0
    for gap in missing:
        say(f"– {gap_sentence(gap, state)}")
    say(_("Sealed revision {revision}: {path}").format(revision=row.revision, path=place))
    say(_("Manifest {digest}").format(digest=row.manifest_digest))
    return 0


def _reopen(arguments: argparse.Namespace) -> int:
    with opened(arguments) as vault:
        recording = Recording(vault, SystemClock(), found(vault, arguments.id))
        Sealing(vault).reopen(recording, arguments.reason)
        revision = recording.state.revision
    say(_("Revision {revision} is open.").format(revision=revision))
    return 0
