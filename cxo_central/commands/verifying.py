"""`cxo-central verify`: every check of one bundle, as sentences or as JSON."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_central import house_words, words
from cxo_central.commands import DONE, UNSOUND, add_json, command
from cxo_central.commands.told import print_json, told
from cxo_central.office import Office
from cxo_central.words import explain, say
from cxo_core.bundle.identities import read_identities
from cxo_core.bundle.report import Check, Report
from cxo_core.bundle.verify import verify

if TYPE_CHECKING:
    from cxo_central.commands import Commands


def add(commands: "Commands") -> None:
    check = command(commands, "verify", house_words.VERIFY, _verify)
    check.add_argument("bundle", type=Path, metavar="FILE")
    key = check.add_mutually_exclusive_group(required=True)
    key.add_argument("--office", type=Path, metavar="DIR")
    key.add_argument("--identity", type=Path, metavar="KEY")
    check.add_argument("--device", metavar="HEX", help=say(house_words.VERIFY_DEVICE))
    add_json(check)


def _verify(asked: argparse.Namespace) -> int:
    identities = Office.open(asked.office).identities() if asked.office else read_identities(asked.identity)
    report = verify(asked.bundle, identities, device_key=asked.device.lower() if asked.device else None)
    if asked.json:
        print_json(reported(report))
    else:
        print("\n".join(sentences(report)))
    return DONE if report.is_sound else UNSOUND


def sentences(report: Report) -> list[str]:
    """A summary, then one line for each check and for whatever it found."""
    manifest = report.manifest
    summary = say(
        words.SOUND if report.is_sound else words.UNSOUND,
        walkthrough=manifest.walkthrough,
        revision=manifest.revision,
        events=manifest.events,
        photos=len(manifest.evidence),
        device=manifest.device,
    )
    lines = [summary, f"SHA-256 manifest.json  {report.manifest_digest}"]
    for check in report.checks:
        lines.append(f"  {say(words.SUBJECTS[check.subject.value])}  {say(_outcome(check))}")
        lines += (f"    {explain(problem)}" for problem in check.problems)
    return lines


def reported(report: Report) -> dict[str, object]:
    manifest = report.manifest
    return {
        "sound": report.is_sound,
        "walkthrough": manifest.walkthrough,
        "revision": manifest.revision,
        "previous": manifest.previous,
        "manifest_digest": report.manifest_digest,
        "device": {"id": manifest.device, "public_key": manifest.device_key},
        "sealed_at": manifest.sealed_at.isoformat(timespec="milliseconds"),
        "program": manifest.program,
        "checks": [
            {
                "subject": check.subject.value,
                "made": check.was_made,
                "passed": check.is_passed,
                "problems": [told(problem) for problem in check.problems],
            }
            for check in report.checks
        ],
    }


def _outcome(check: Check) -> words.Words:
    if not check.was_made:
        return words.NOT_MADE
    return words.PASSED if check.is_passed else words.FAILED
