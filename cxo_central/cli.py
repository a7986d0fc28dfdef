"""The office's commands: `cxo-central init`, `keys` and `verify`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from cxo_central import office, words
from cxo_central.office import Office
from cxo_central.words import explain, say
from cxo_core.bundle.identities import read_identities
from cxo_core.bundle.verify import Check, Report, verify
from cxo_core.problems import Problem

SOUND, UNSOUND, UNREADABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """0: done, or sound; 1: the bundle does not verify; 2: it could not be done, and the sentence says why."""
    asked = _parser().parse_args(arguments)
    try:
        match asked.command:
            case "init":
                return _init(asked.folder, asked.name)
            case "keys":
                return _keys(asked.folder, as_json=asked.json)
            case _:
                return _verify(asked)
    except Problem as problem:
        if getattr(asked, "json", False):
            print(json.dumps({"problem": _told(problem)}, ensure_ascii=False))
        print(explain(problem), file=sys.stderr)
        return UNREADABLE


def _parser() -> argparse.ArgumentParser:
    english = words.is_english()
    parser = argparse.ArgumentParser(
        prog="cxo-central", description="The central office." if english else "体验办。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    init = commands.add_parser(
        "init", help="makes an office and its keys" if english else "建立办公室并生成密钥"
    )
    init.add_argument("folder", type=Path, metavar="DIR")
    init.add_argument("--name", default="Central office" if english else "体验办")
    keys = commands.add_parser(
        "keys", help="shows the public keys of an office" if english else "显示办公室的公钥"
    )
    keys.add_argument("folder", type=Path, metavar="DIR")
    keys.add_argument("--json", action="store_true")
    check = commands.add_parser("verify", help="verifies a bundle" if english else "核验数据包")
    check.add_argument("bundle", type=Path, metavar="FILE")
    key = check.add_mutually_exclusive_group(required=True)
    key.add_argument("--office", type=Path, metavar="DIR")
    key.add_argument("--identity", type=Path, metavar="KEY")
    check.add_argument(
        "--device",
        metavar="HEX",
        help="public key of the laptop it must come from" if english else "应当签名的电脑的公钥",
    )
    check.add_argument("--json", action="store_true")
    return parser


def _init(folder: Path, name: str) -> int:
    made = Office.make(folder, name.strip() or "体验办")
    files = {"public": office.PUBLIC, "identity": office.IDENTITY, "receipt": office.RECEIPT_KEY}
    print(say(words.MADE, name=made.keys.name, folder=made.folder, **files))
    return SOUND


def _keys(folder: Path, *, as_json: bool) -> int:
    keys = Office.open(folder).keys
    if as_json:
        print(keys.to_bytes().decode(), end="")
    else:
        recipients = ", ".join(keys.recipients)
        print(say(words.KEYS, name=keys.name, recipients=recipients, receipt_key=keys.receipt_key))
    return SOUND


def _verify(asked: argparse.Namespace) -> int:
    identities = Office.open(asked.office).identities() if asked.office else read_identities(asked.identity)
    report = verify(asked.bundle, identities, device_key=asked.device.lower() if asked.device else None)
    if asked.json:
        print(json.dumps(_reported(report), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_sentences(report)))
    return SOUND if report.is_sound else UNSOUND


def _sentences(report: Report) -> list[str]:
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


def _outcome(check: Check) -> words.Words:
    if not check.was_made:
        return words.NOT_MADE
    return words.PASSED if check.is_passed else words.FAILED


def _reported(report: Report) -> dict[str, object]:
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
                "problems": [_told(problem) for problem in check.problems],
            }
            for check in report.checks
        ],
    }


def _told(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code.value,
        "details": {name: str(value) for name, value in problem.details.items()},
    }


if __name__ == "__main__":
    sys.exit(main())
