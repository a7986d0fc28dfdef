"""The command line: the same services as the window, for scripts, servers and paper forms typed in later."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from cxo_core.problems import Problem
from cxo_desktop import __version__, problem_words
from cxo_desktop.words import _, system_language, use_language

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 the answer is no (a mistake, an unsound bundle), 2 not possible: the sentence says what to do."""
    use_language(system_language())
    logging.basicConfig(
        level=os.environ.get("CXO_LOG", "WARNING"), format="%(levelname)s %(name)s: %(message)s"
    )
    try:
        parsed = _parser().parse_args(arguments)
        return int(parsed.run(parsed))
    except Problem as problem:
        print(f"{problem_words.title(problem)}\n{problem_words.sentence(problem)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(_("Stopped. What was recorded so far is safe."), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    from cxo_desktop.commands import checking, demonstrating, keeping, looking, recording

    parser = argparse.ArgumentParser(
        prog="cxo", description=_("Records of accompanied walks, without a window.")
    )
    parser.add_argument("--version", action="version", version=f"cxo-desktop {__version__}")
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    for family in (recording, looking, checking, keeping, demonstrating):
        family.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
