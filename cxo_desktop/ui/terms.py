"""Roles, channels and states as a list shows them, from the plain words a summary holds."""

from cxo_core.roles import Channel, Role
from cxo_core.walkthrough import Status
from cxo_desktop.kind_words import name_of

_MARKS = {Status.RECORDING: "●", Status.PAUSED: "○", Status.FINISHED: "■", Status.SEALED: "✓"}


def role_words(role: str) -> str:
    return name_of(Role(role)) if role else ""


def channel_words(channel: str) -> str:
    return name_of(Channel(channel)) if channel else ""


def state_words(status: str) -> str:
    """The state behind its mark, so that it is told by shape too."""
    return f"{_MARKS[Status(status)]} {name_of(Status(status))}"
