"""The office's command line: `cxo-central COMMAND …`."""

import argparse
import json
import sys
from collections.abc import Sequence

from cxo_central import house_words
from cxo_central.commands import (
    STOPPED,
    UNDONE,
    admins,
    deciding,
    devices,
    enrolling,
    founding,
    importing,
    looking,
    matters,
    opening,
    safekeeping,
    serving,
    verifying,
)
from cxo_central.commands.told import told
from cxo_central.words import explain, say
from cxo_core.problems import Problem

FAMILIES = (
    founding,
    serving,
    enrolling,
    devices,
    matters,
    looking,
    deciding,
    importing,
    admins,
    safekeeping,
    opening,
    verifying,
)
"""The modules of `cxo_central.commands`, in the order in which help lists their commands."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0: done, or sound; 1: what was looked at does not hold; 2: it could not be done, and the sentence says why; 130: Ctrl+C."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except Problem as problem:
        if getattr(asked, "json", False):
            print(json.dumps({"problem": told(problem)}, ensure_ascii=False))
        print(explain(problem), file=sys.stderr)
        return UNDONE
    except KeyboardInterrupt:
        return STOPPED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cxo-central", description=say(house_words.OFFICE))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for family in FAMILIES:
        family.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
