"""Ports of this machine that nobody listens on."""

import random
import socket
from contextlib import ExitStack

_FROM, _TO = 20_000, 32_000
"""Below those the system gives to connections (Linux: 32768 on): a server killed and started again finds its port free."""


def free_ports(count: int = 1) -> list[int]:
    """So many different ports, free a moment ago."""
    found: list[int] = []
    with ExitStack() as held:
        while len(found) < count:
            port = random.SystemRandom().randrange(_FROM, _TO)
            each = held.enter_context(socket.socket())
            try:
                each.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
    return found
