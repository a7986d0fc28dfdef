"""What an administrator types, by family. Each module has `add(commands)`, and each command a function `run(asked) -> int`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_central import matter_words
from cxo_central.words import Words, say

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Run = Callable[[argparse.Namespace], int]

DONE, UNSOUND, UNDONE, STOPPED = 0, 1, 2, 130
"""Done or sound; what was looked at does not hold; it could not be done, and a sentence said why; Ctrl+C."""


def command(commands: "Commands", name: str, words: Words, run: "Run") -> argparse.ArgumentParser:
    """Adds one command with its one-line help."""
    parser = commands.add_parser(name, help=say(words), description=say(words))
    parser.set_defaults(run=run)
    return parser


def office_command(commands: "Commands", name: str, words: Words, run: "Run") -> argparse.ArgumentParser:
    """The same for one that works in the folder of an office."""
    parser = command(commands, name, words, run)
    parser.add_argument("folder", type=Path, metavar="DIR")
    return parser


def answering_command(commands: "Commands", name: str, words: Words, run: "Run") -> argparse.ArgumentParser:
    """The same for one that can answer as JSON."""
    parser = office_command(commands, name, words, run)
    add_json(parser)
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=say(matter_words.JSON))


def family(commands: "Commands", name: str, words: Words) -> "Commands":
    """Adds a word that has commands of its own behind it."""
    parser = commands.add_parser(name, help=say(words), description=say(words))
    return parser.add_subparsers(dest="action", required=True, metavar="COMMAND")
