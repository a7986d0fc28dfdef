"""`cxo-central serve`: the office answers until it is stopped."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from cxo_central import house_words, setting_values
from cxo_central.commands import DONE, office_command
from cxo_central.words import say

if TYPE_CHECKING:
    from cxo_central.commands import Commands


def add(commands: "Commands") -> None:
    serve = office_command(commands, "serve", house_words.SERVE, _serve)
    serve.add_argument("--listen", type=_read(setting_values.listen), metavar="HOST:PORT")
    serve.add_argument("--processes", type=_read(setting_values.count(1, 64)), metavar="N")


def _serve(asked: argparse.Namespace) -> int:
    from cxo_central.serving.running import serve

    serve(asked.folder, listen=asked.listen, processes=asked.processes, told=_told)
    return DONE


def _told(address: str) -> None:
    """To standard error, in front of the log and in its form where that goes to a file."""
    words = say(house_words.SERVING, address=address)
    line = words if sys.stderr.isatty() else json.dumps({"said": words}, ensure_ascii=False)
    print(line, file=sys.stderr, flush=True)


def _read(reader: setting_values.Reader) -> Any:
    def read(text: str) -> Any:
        try:
            return reader(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read
