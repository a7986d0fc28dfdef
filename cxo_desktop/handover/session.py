"""One hand-over: who may speak, what is asked and answered, and the photos that came. No socket and no window here."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from cxo_core.moment import Clock
from cxo_core.problems import Code
from cxo_desktop.handover.arrivals import Arrival, Arrivals, Standing
from cxo_desktop.handover.camera_clock import CameraClock
from cxo_desktop.handover.envelope import Envelope, Message
from cxo_desktop.handover.limits import LIMITS, HandoverLimits

_WAIT_MS = 700
_MOST_ASKED = 200
_LONGEST_ID = 300


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole photo. `chosen` is when it came to the phone's page, by the phone's clock."""

    photo: str
    name: str
    content: bytes = field(repr=False)
    clock: CameraClock
    chosen: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """`coming` is announced or on its way to the disk, `kept` durable, `refused` told to the phone with its reason."""

    is_claimed: bool
    coming: int
    kept: int
    refused: int


class Session:
    """Answers come from the server's thread, `settle` from the window's: both under one lock.

    The code is for one phone: the first that speaks with its key has it. Whatever was heard before is not heard again.
    """

    def __init__(
        self,
        clock: Clock,
        arrived: Callable[[Arrived], None],
        limits: HandoverLimits = LIMITS,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        key = Envelope.new_key()
        self.fragment = Envelope.fragment(key)
        self._envelope = Envelope(key)
        self._clock = clock
        self._arrived = arrived
        self._changed = changed
        self._limits = limits
        self._lock = threading.Lock()
        self._heard: set[bytes] = set()
        self._phone = ""
        self._phone_clock: CameraClock | None = None
        self._photos = Arrivals(limits)
        self._spoken = time.monotonic()

    @property
    def quiet_s(self) -> float:
        """Seconds since the phone last spoke."""
        return time.monotonic() - self._spoken

    def count(self) -> Count:
        with self._lock:
            count = self._photos.count
            return Count(
                bool(self._phone),
                count(Standing.COMING, Standing.WAITING),
                count(Standing.KEPT, Standing.KNOWN),
                count(Standing.REFUSED),
            )

    def settle(self, photo: str, standing: Standing, why: str = "") -> None:
        """What became of a photo: the phone learns it when it asks next."""
        with self._lock:
            self._photos.settle(photo, standing, why)
        self._changed()

    def answer(self, body: bytes) -> bytes | None:
        """The sealed answer to a sealed question; None for whatever deserves none: no key, heard before, no sense."""
        message = self._envelope.open_question(body)
        if message is None:
            return None
        whole: Arrived | None = None
        with self._lock:
            if message.nonce in self._heard or len(self._heard) >= self._limits.messages:
                return None
            self._heard.add(message.nonce)
            self._spoken = time.monotonic()
            try:
                said, whole = self._understand(message)
            except (KeyError, TypeError, ValueError, OverflowError):
                return None
        if whole is not None:
            self._arrived(whole)
        self._changed()
        return self._envelope.seal_answer(said, message.nonce)

    def _understand(self, message: Message) -> tuple[dict[str, Any], Arrived | None]:
        said = message.said
        phone = _text(said["phone"], 64)
        if self._phone not in ("", phone):
            return {"problem": "taken"}, None
        match said["say"]:
            case "hello":
                return self._hello(phone, said), None
            case "piece":
                return self._piece(said, message.content)
            case "ask":
                return self._ask(said), None
        raise ValueError("a question nobody asks")

    def _hello(self, phone: str, said: dict[str, Any]) -> dict[str, Any]:
        zone = timezone(timedelta(minutes=_number(said["zone"], -14 * 60, 14 * 60)))
        shows = _moment(said["clock"], zone)
        self._phone, self._phone_clock = phone, CameraClock(shows, self._clock.now())
        return {"piece": self._limits.piece_bytes, "largest": self._limits.photo_bytes}

    def _ask(self, said: dict[str, Any]) -> dict[str, Any]:
        wanted = [_text(each, _LONGEST_ID) for each in said["photos"][:_MOST_ASKED]]
        return {"photos": {each: found.told() for each in wanted if (found := self._photos.get(each))}}

    def _piece(self, said: dict[str, Any], content: bytes) -> tuple[dict[str, Any], Arrived | None]:
        clock = self._phone_clock
        if clock is None:
            raise ValueError("a phone says hello first")
        photo, size = _text(said["photo"], _LONGEST_ID), _number(said["bytes"], 0, 1 << 40)
        at = _number(said["at"], 0, size)
        arrival = self._photos.get(photo)
        if arrival is not None and arrival.standing not in (Standing.COMING, Standing.REFUSED):
            return arrival.told(), None
        if size > self._limits.photo_bytes or not size:
            code = Code.PHOTO_TOO_LARGE if size else Code.PHOTO_EMPTY
            return {"state": Standing.REFUSED.value, "have": 0, "why": code.value}, None
        if arrival is None and len(self._photos) >= self._limits.photos:
            return {"state": Standing.REFUSED.value, "have": 0, "why": "enough"}, None
        if arrival is None or not arrival.held:
            if not self._photos.has_room(size):
                return {"state": Standing.COMING.value, "have": 0, "wait": _WAIT_MS}, None
            arrival = self._photos.begin(photo, size)
            arrival.bytes, arrival.standing, arrival.why = size, Standing.COMING, ""
        return self._take(arrival, photo, at, content, said, clock)

    def _take(
        self,
        arrival: Arrival,
        photo: str,
        at: int,
        content: bytes,
        said: dict[str, Any],
        clock: CameraClock,
    ) -> tuple[dict[str, Any], Arrived | None]:
        is_next = at == len(arrival.content) and at + len(content) <= arrival.bytes
        if is_next and len(content) <= self._limits.piece_bytes:
            arrival.content += content
        if len(arrival.content) < arrival.bytes:
            return arrival.told(), None
        name = _text(said["name"], 1_000)[: self._limits.name_characters]
        chosen = _moment(said["chosen"], clock.shows.tzinfo)
        whole = Arrived(photo, name, bytes(arrival.content), clock, chosen)
        arrival.standing, arrival.content = Standing.WAITING, bytearray()
        return arrival.told(), whole


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= longest or not value.isprintable():
        raise ValueError("not a text of that kind")
    return value


def _number(value: Any, lowest: int, highest: int) -> int:
    if type(value) is not int or not lowest <= value <= highest:
        raise ValueError("not a number of that size")
    return value


def _moment(value: Any, zone: Any) -> datetime:
    """Milliseconds since 1970 as browsers count, between 1970 and 2100."""
    return datetime.fromtimestamp(_number(value, 0, 4_102_444_800_000) / 1000, zone)
