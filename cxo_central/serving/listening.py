"""The socket the office listens on, bound before anything else starts, so that a taken place is told at once."""

import errno
import socket

from cxo_central import setting_words as words
from cxo_central.settings import wrong
from cxo_core.problems import Code, Problem

BACKLOG = 1024


def listening(host: str, port: int) -> socket.socket:
    """A bound, listening socket. Raises Problem `place-taken`, or `office-setting-wrong` for a place that is not here."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise wrong("listen", words.NO_HOST, host=host) from error
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(BACKLOG)
        found.set_inheritable(True)
    except OSError as error:
        found.close()
        if error.errno == errno.EADDRINUSE:
            raise Problem(Code.PLACE_TAKEN, place=place(host, port)) from error
        raise wrong("listen", words.NOT_HERE, place=place(host, port), reason=error.strerror) from error
    return found


def place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
