"""One office's part of a round of the sync loop, and what comes of everything that can go wrong in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_desktop.services.ladder import is_due, wait
from cxo_desktop.services.packs import PackNews, take_pack
from cxo_desktop.services.sending import (
    ENDS_THE_ROUND,
    OF_THE_VAULT,
    WAITS,
    Interrupted,
    Progress,
    Sending,
    Way,
)
from cxo_desktop.services.vault import Vault
from cxo_desktop.services.wishes import send_wishes
from cxo_desktop.storage.bundles import BundleRow, BundleState
from cxo_desktop.storage.offices import OfficeRow, Standing
from cxo_desktop.storage.sync_log import LogLine

if TYPE_CHECKING:
    from cxo_desktop.network.office_http import OfficeClient
    from cxo_desktop.network.pace import Pace

Connect = Callable[[OfficeRow, str | None], "OfficeClient"]

TOKEN_LASTS: Final = timedelta(days=30)
"""An older token is changed for a new one."""
OFFICE_LONGEST: Final = timedelta(minutes=5)
"""The longest wait for an office that could not be reached: looking whether it answers costs one small question."""
BUSY_ENDS: Final = 3
"""So many bundles in a row find the office busy, then the round ends."""

_TOLD: Final = {"bytes", "device", "field", "limit", "offset", "said", "status", "wait_s", "why"}
"""Details of a Problem that the log may hold: numbers and codes, never a path, a name or a text."""


class Held(StrEnum):
    """Why a round did not begin."""

    PAUSED = "paused"
    OTHER_NETWORK = "other-network"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. `waiting` bundles are still sealed here; `problem` is the first that ended an office's part."""

    delivered: int = 0
    refused: int = 0
    waiting: int = 0
    problem: Problem | None = None
    held: Held | None = None
    is_stopped: bool = False
    packs: tuple[PackNews, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """How a round goes: who watches, whether to stop, whether a person asked for it, by which chance, how fast."""

    watch: Callable[[Progress], None]
    is_stopped: Callable[[], bool]
    is_asked: bool
    draw: Callable[[], float]
    pace: "Pace"


class Visit:
    """A round's part for one office: hello, what is due, the pack."""

    def __init__(self, vault: Vault, clock: Clock, connect: Connect, office: OfficeRow, terms: Terms) -> None:
        self._vault = vault
        self._clock = clock
        self._connect = connect
        self._office = office
        self._terms = terms
        self._done = Round()
        self._busy = 0
        self._is_logged = False

    def made(self, done: Round) -> Round:
        self._done = done
        try:
            if not self._is_over():
                self._is_over()  # with the token from before, which the vault has again
        except Interrupted:
            pass
        except Problem as problem:
            if problem.code in OF_THE_VAULT:
                raise
            self._note_end(problem)
        return self._done

    def _is_over(self) -> bool:
        """The whole visit; False where it turned out at its beginning that the office does not know the new token."""
        token = self._vault.token_of(self._office.id)
        if token is None:
            raise Problem(Code.NOT_ENROLLED, office=self._office.name)
        with self._connect(self._office, token) as client:
            client.hello()
            self._answered()
            if not self._is_token_known(client):
                return False
            self._change_token(client)
            self._send_wishes(client)
            self._send_all(client)
            if not self._terms.is_stopped():
                self._fetch_pack(client)
        return True

    def _send_wishes(self, client: "OfficeClient") -> None:
        """What people took back comes before anything else."""
        send_wishes(
            self._vault,
            self._office,
            client,
            now=self._now,
            wait=self._wait,
            is_asked=self._terms.is_asked,
        )

    def _send_all(self, client: "OfficeClient") -> None:
        way = Way(client, self._terms.pace, self._terms.watch, self._terms.is_stopped)
        for row in self._vault.bundles.in_state(BundleState.SEALED):
            if row.office != self._office.id or not self._is_time(row):
                continue
            if self._terms.is_stopped():
                return
            self._send(row, way)

    def _is_time(self, row: BundleRow) -> bool:
        return self._terms.is_asked or is_due(row.next_try, self._now())

    def _send(self, row: BundleRow, way: Way) -> None:
        sending = Sending(self._vault, self._clock, self._office, row, way)
        try:
            sending.bring()
        except Problem as problem:
            self._failed(sending, problem)
        else:
            self._busy = 0
            self._done = replace(self._done, delivered=self._done.delivered + 1)

    def _failed(self, sending: Sending, problem: Problem) -> None:
        """A bundle that failed waits its turn whatever ended it, so that the next round begins with the others."""
        row, code = sending.row, problem.code
        if code in OF_THE_VAULT - WAITS:
            raise problem
        if code not in ENDS_THE_ROUND | WAITS:
            self._vault.bundles.refuse(row, problem, self._line("send", problem, row))
            self._done = replace(self._done, refused=self._done.refused + 1)
            self._busy = 0
            return
        if code not in (Code.TOKEN_UNKNOWN, Code.DEVICE_REVOKED):
            row = replace(row, attempts=0) if sending.has_advanced else row
            next_try = self._now() + self._wait(row.attempts + 1, problem)
            line = self._line("send", problem, row)
            self._vault.bundles.record_attempt(row, problem, next_try=next_try, line=line)
            self._is_logged = True
        self._busy = self._busy + 1 if code is Code.OFFICE_BUSY else 0
        if code in ENDS_THE_ROUND or self._busy == BUSY_ENDS:
            raise problem

    def _wait(self, attempts: int, problem: Problem) -> timedelta:
        """As the ladder says, or longer where the office asked for it."""
        asked = problem.details.get("wait_s")
        return max(
            wait(attempts, self._terms.draw()), timedelta(seconds=asked if isinstance(asked, int) else 0)
        )

    def _fetch_pack(self, client: "OfficeClient") -> None:
        """A pack that is not sound, or older, changes nothing and ends nothing."""
        office = self._vault.offices.by_id(self._office.id) or self._office
        fetched = client.pack(office.pack_etag or None)
        if fetched is None:
            return
        try:
            news = take_pack(self._vault, office, fetched.content, fetched.etag)
        except Problem as problem:
            if problem.code not in (Code.PACK_NOT_SOUND, Code.PACK_OLDER):
                raise
            self._vault.sync_log.note(self._line("pack", problem))
            self._done = replace(self._done, problem=self._done.problem or problem)
            return
        details = {"version": str(news.version), "bytes": str(len(fetched.content))}
        self._vault.sync_log.note(LogLine(self._now(), office.id, "pack", details=details))
        self._done = replace(self._done, packs=(*self._done.packs, news))

    def _is_token_known(self, client: "OfficeClient") -> bool:
        """Uses a new token for the first time, which ends the one before, by asking for a receipt nobody has.

        A line that repeats requests may have made yet another one meanwhile: then the one before still holds. Only the
        office's own no proves anything: what else comes with 200 is a portal's page.
        """
        if not self._vault.has_former_token(self._office.id):
            return True
        try:
            receipt = client.receipt("0" * 64)
        except Problem as problem:
            if problem.code is not Code.TOKEN_UNKNOWN:
                raise
            self._vault.settle_token(self._office.id, is_known=False)
            return False
        if receipt is not None:
            raise Problem(Code.OFFICE_ANSWERS_STRANGELY, why="receipt")
        self._vault.settle_token(self._office.id, is_known=True)
        return True

    def _change_token(self, client: "OfficeClient") -> None:
        """The old token holds until the new one is first used, so an answer that is lost costs nothing."""
        since = self._office.token_at
        if since is not None and timedelta(0) <= self._now() - since < TOKEN_LASTS:
            return
        self._vault.change_token(self._office.id, client.rotate_token())
        now = self._now()
        self._vault.offices.change(self._office.id, token_at=now, line=LogLine(now, self._office.id, "token"))

    def _answered(self) -> None:
        """It is this office: whatever kept it away before is over."""
        now = self._now()
        line = LogLine(now, self._office.id, "hello") if self._office.problem else None
        self._vault.offices.change(
            self._office.id, seen_at=now, attempts=0, next_try=None, problem=None, line=line
        )

    def _note_end(self, problem: Problem) -> None:
        office = self._vault.offices.by_id(self._office.id) or self._office
        is_revoked = problem.code is Code.DEVICE_REVOKED
        waited = min(self._wait(office.attempts + 1, problem), OFFICE_LONGEST)
        self._vault.offices.change(
            office.id,
            standing=Standing.REVOKED if is_revoked else office.standing,
            attempts=office.attempts + 1,
            next_try=None if is_revoked else self._now() + waited,
            problem=problem,
            line=None if self._is_logged else self._line("hello", problem),
        )
        self._done = replace(self._done, problem=self._done.problem or problem)

    def _line(self, what: str, problem: Problem, row: BundleRow | None = None) -> LogLine:
        details = {name: str(value) for name, value in problem.details.items() if name in _TOLD}
        return LogLine(
            self._now(),
            self._office.id,
            what,
            problem.code.value,
            row.walkthrough_id if row else None,
            row.revision if row else None,
            details | ({"sent": str(row.sent_bytes)} if row else {}),
        )

    def _now(self) -> datetime:
        return self._clock.now().wall
