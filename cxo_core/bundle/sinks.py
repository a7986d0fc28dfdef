"""Where the bytes of each member go while a bundle is verified: hashed always, read where there is something to read."""

import hashlib
from collections.abc import Callable

from cxo_core.bundle import names
from cxo_core.bundle.lines import Lines
from cxo_core.bundle.manifest import Member
from cxo_core.bundle.record import RecordReading, walkthrough_problems
from cxo_core.canonical import canonical
from cxo_core.description import describe
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Walkthrough

Take = Callable[[Member, bytes], None]


class Unlisted:
    """A member the manifest does not know: nobody looks at it."""

    def take(self, piece: bytes) -> None:
        """Leaves it."""

    def end(self) -> list[Problem]:
        return []


class Small(Unlisted):
    """The manifest or its signature, kept whole."""

    def __init__(self) -> None:
        self._content = bytearray()

    @property
    def content(self) -> bytes:
        return bytes(self._content)

    def take(self, piece: bytes) -> None:
        self._content += piece


class Listed(Unlisted):
    """A member of the manifest."""

    def __init__(self, member: Member, take: Take) -> None:
        self._member = member
        self._take = take
        self._sha256 = hashlib.sha256()
        self._bytes = 0

    def take(self, piece: bytes) -> None:
        self._sha256.update(piece)
        self._bytes += len(piece)
        self._take(self._member, piece)

    def end(self) -> list[Problem]:
        """Problem `bundle-member-damaged` unless it has the size and digest the manifest gives it."""
        if self._bytes == self._member.bytes and self._sha256.hexdigest() == self._member.sha256:
            return []
        return [Problem(Code.BUNDLE_MEMBER_DAMAGED, member=self._member.name)]


class EventLines(Listed):
    """`events.jsonl`, read line by line. `state` is there once every line of it was an event."""

    def __init__(self, member: Member, take: Take) -> None:
        super().__init__(member, take)
        self.record = RecordReading()
        self.state: Walkthrough | None = None
        self.problem: Problem | None = None
        self._lines = Lines(names.MAX_LINE_BYTES)

    def take(self, piece: bytes) -> None:
        super().take(piece)
        if self.problem is None:
            try:
                for line in self._lines.add(piece):
                    self.record.add(line)
            except Problem as problem:
                self.problem = problem

    def end(self) -> list[Problem]:
        if self.problem is None:
            try:
                self._lines.end()
                self.state = self.record.state()
            except Problem as problem:
                self.problem = problem
        return super().end()


class Description(Listed):
    """`walkthrough.json`, of which no more is kept than twice what the record itself would tell."""

    def __init__(self, member: Member, take: Take, state: Walkthrough) -> None:
        super().__init__(member, take)
        self._expected = canonical(describe(state))
        self._told = bytearray()

    def take(self, piece: bytes) -> None:
        super().take(piece)
        if len(self._told) <= 2 * len(self._expected) + names.MIB:
            self._told += piece

    def problems(self) -> tuple[Problem, ...]:
        return tuple(walkthrough_problems(self._expected, bytes(self._told)))
