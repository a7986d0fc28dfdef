"""cxo scheme check, item check, verify: whether a file from elsewhere is what it should be."""

import argparse
from pathlib import Path

from cxo_core.bundle.identities import read_identities
from cxo_core.bundle.verify import Report, Subject, verify
from cxo_core.documents import check_item, check_scheme, text_of
from cxo_core.documents.mistake import Mistake
from cxo_core.problems import Code, Problem
from cxo_desktop.commands.access import add_json
from cxo_desktop.commands.output import answer, say
from cxo_desktop.document_words import mistake_line, mistake_sentence
from cxo_desktop.problem_words import sentence
from cxo_desktop.words import N_, _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, check, help_text in (
        ("scheme", check_scheme, _("a scheme file of your own")),
        ("item", check_item, _("a service item file of your own")),
    ):
        family = commands.add_parser(name, help=help_text)
        verbs = family.add_subparsers(required=True, metavar="check")
        checking = verbs.add_parser("check", help=_("names line and cause of each mistake"))
        checking.add_argument("file", type=Path, metavar="FILE")
        add_json(checking)
        checking.set_defaults(run=_check, check=check)

    verifying = commands.add_parser("verify", help=_("checks a sealed bundle without a vault"))
    verifying.add_argument("file", type=Path, metavar="FILE")
    verifying.add_argument(
        "--identity", type=Path, required=True, metavar="KEY", help=_("the office's secret key file")
    )
    verifying.add_argument(
        "--device", metavar="HEX", help=_("the public key of the laptop it must come from")
    )
    add_json(verifying)
    verifying.set_defaults(run=_verify)


def tell_mistakes(name: str, mistakes: list[Mistake], *, as_json: bool) -> int:
    """Every mistake as `file:line:column: sentence`; the exit status is 1 when there is one."""
    if as_json:
        answer({"file": name, "mistakes": [_plain(mistake) for mistake in mistakes]})
    else:
        for mistake in mistakes:
            say(mistake_line(mistake, name))
        if not mistakes:
            say(_("{name}: no mistakes").format(name=name))
    return 1 if mistakes else 0


def _plain(mistake: Mistake) -> dict[str, object]:
    return {
        "line": mistake.line,
        "column": mistake.column,
        "path": mistake.path,
        "flaw": mistake.flaw.value,
        "details": mistake.details,
        "sentence": mistake_sentence(mistake),
    }


def _check(arguments: argparse.Namespace) -> int:
    path: Path = arguments.file
    try:
        text = text_of(path.read_bytes())
    except OSError as error:
        raise Problem(Code.DOCUMENT_UNREADABLE, name=path.name, cause=error.strerror or "") from error
    return tell_mistakes(path.name, arguments.check(text, path.name), as_json=arguments.json)


def _verify(arguments: argparse.Namespace) -> int:
    report = verify(arguments.file, read_identities(arguments.identity), device_key=arguments.device)
    if arguments.json:
        answer(_report(report))
        return 0 if report.is_sound else 1
    for check in report.checks:
        say(f"{'✓' if check.is_passed else '✗'} {_(_SUBJECTS[check.subject])}")
        for problem in check.problems:
            say(f"    {sentence(problem)}")
    say(_("Manifest {digest}").format(digest=report.manifest_digest))
    say(_("The bundle is sound.") if report.is_sound else _("The bundle is NOT sound. Do not rely on it."))
    return 0 if report.is_sound else 1


def _report(report: Report) -> dict[str, object]:
    return {
        "sound": report.is_sound,
        "walkthrough": report.manifest.walkthrough,
        "revision": report.manifest.revision,
        "manifest": report.manifest_digest,
        "checks": [
            {
                "subject": check.subject.value,
                "made": check.was_made,
                "passed": check.is_passed,
                "problems": [
                    {"code": each.code.value, "sentence": sentence(each)} for each in check.problems
                ],
            }
            for check in report.checks
        ],
    }


_SUBJECTS = {
    Subject.SIGNATURE: N_("Signature of the laptop"),
    Subject.MEMBERS: N_("Digest and size of every file"),
    Subject.EVENTS: N_("Chain of the entries"),
    Subject.CHAIN_HEAD: N_("End of the chain as signed"),
    Subject.IDENTITY: N_("Walkthrough and revision"),
    Subject.EVIDENCE: N_("Evidence as recorded"),
    Subject.WALKTHROUGH: N_("Summary as the entries give it"),
}
