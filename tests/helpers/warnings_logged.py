"""Collects what a test logs at warning level or above: an unexpected warning is a failure."""

import logging


class WarningsLogged(logging.Handler):
    """Remembers each record as `logger: message`."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{record.name}: {record.getMessage()}")
