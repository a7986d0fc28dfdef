"""The command line: the same services as the window, for scripts, servers and paper forms typed in later."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from cxo_core.problems import Problem
from cxo_desktop import __version__, problem_words
from cxo_desktop.commands.output import answer
from cxo_desktop.storage.no_dumps import forbid_dumps
from cxo_desktop.words import _, system_language, use_language

NOT_POSSIBLE = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 the answer is no (a mistake, an unsound bundle), 2 not possible: the sentence says what to do.

    With `--json` a Problem is an object on standard output too.
    """
    forbid_dumps()
    use_language(system_language())
    logging.basicConfig(
        level=os.environ.get("CXO_LOG", "WARNING"), format="%(levelname)s %(name)s: %(message)s"
    )
    _say_what_can_be_said()
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except Problem as problem:
        title, sentence = problem_words.title(problem), problem_words.sentence(problem)
        if getattr(parsed, "json", False):
            answer({"problem": {"code": problem.code.value, "title": title, "sentence": sentence}})
        print(f"{title}\n{sentence}", file=sys.stderr)
        return NOT_POSSIBLE
    except KeyboardInterrupt:
        print(_("Stopped. What was recorded so far is safe."), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _say_what_can_be_said() -> None:
    """A terminal that knows no Chinese shows question marks, and the command goes on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _parser() -> argparse.ArgumentParser:
    from cxo_desktop.commands import (
        about,
        checking,
        courier,
        demonstrating,
        enrolling,
        keeping,
        looking,
        officers,
        outbox,
        people,
        photos,
        recording,
        retention,
        sending,
        tasks,
    )

    parser = argparse.ArgumentParser(
        prog="cxo", description=_("Records of accompanied walks, without a window.")
    )
    parser.add_argument("--version", action="version", version=f"cxo-desktop {__version__}")
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    for family in (
        recording,
        looking,
        checking,
        keeping,
        officers,
        demonstrating,
        enrolling,
        tasks,
        sending,
        outbox,
        courier,
        people,
        photos,
        retention,
        about,
    ):
        family.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
