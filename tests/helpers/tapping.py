"""Builds logs event by event the way a hand would tap them, on clocks that a test moves."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from cxo_core.event import Event, next_event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.moment import Entered, Moment
from cxo_core.walkthrough import Walkthrough

CHINA = timezone(timedelta(hours=8))
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
"""A Monday, and a working day."""

ITEM: dict[str, Any] = {
    "id": "test-item",
    "version": 1,
    "title": {"zh": "测试事项", "en": "Test item"},
    "materials": [
        {"id": "form", "title": {"zh": "申请书", "en": "Form"}, "required": True, "copies": 1},
        {"id": "identity", "title": {"zh": "身份证明", "en": "Identity"}, "required": True, "copies": 1},
        {"id": "proxy", "title": {"zh": "委托书", "en": "Proxy"}, "required": False},
    ],
    "limits": [
        {
            "id": "law",
            "kind": "statutory",
            "days": 20,
            "unit": "working",
            "article": "行政许可法 42",
            "verified": "V",
        },
        {
            "id": "promise",
            "kind": "promised",
            "days": 5,
            "unit": "working",
            "article": "guide",
            "verified": "V2",
        },
    ],
    "trips": 1,
    "source": "test",
    "read_on": "2026-01-05",
}

SCHEME: dict[str, Any] = {
    "id": "test-scheme",
    "version": 1,
    "title": {"zh": "测试方案", "en": "Test scheme"},
    "role": "applicant",
    "channel": "hall",
    "steps": [
        {"id": "prepare", "stage": "prepare", "title": "准备", "events": [], "indicators": []},
        {
            "id": "queue",
            "stage": "apply",
            "title": "排队",
            "events": ["arrived"],
            "indicators": [],
            "floor_seconds": 30,
        },
        {
            "id": "window",
            "stage": "apply",
            "title": "窗口",
            "events": ["service_started"],
            "indicators": ["faced"],
        },
    ],
    "headings": [{"id": "policy", "title": "政策懂不懂", "scale": "o5", "required": True}],
    "indicators": [
        {"id": "service", "title": "服务优不优", "scale": "o5", "required": True, "every_step": True},
        {"id": "faced", "title": "窗口数", "scale": "count"},
    ],
    "attitude_acts": [{"id": "greeted", "title": "主动问候"}],
    "keys": ["arrived", "ticket_taken", "called", "service_started", "service_ended", "left"],
}


def opening_body(**changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "walkthrough": "w1",
        "item": ITEM,
        "scheme": SCHEME,
        "role": "applicant",
        "channel": "hall",
        "hall": "市政务服务中心",
        "window": "3",
        "announced": False,
        "accompanied": True,
        "officers": [
            {"id": "o1", "name": "李敏", "duty": "officer"},
            {"id": "o2", "name": "王强", "duty": "researcher"},
        ],
    }
    return body | changes


class Hand:
    """Taps events. `wait` lets both clocks run; `set_wall` moves only the wall clock; `reboot` starts a new boot."""

    def __init__(self, start: datetime = MORNING, **opening: Any) -> None:
        self.events: list[Event] = []
        self.wall = start
        self.mono_ms = 1_000_000
        self.boot = "boot-1"
        self.step: str | None = None
        self.tap(Kind.STARTED, **opening_body(**opening))

    def moment(self) -> Moment:
        return Moment(self.wall, self.mono_ms, self.boot)

    def wait(self, *, minutes: float = 0, seconds: float = 0, days: int = 0) -> "Hand":
        passed = timedelta(minutes=minutes, seconds=seconds, days=days)
        self.wall += passed
        self.mono_ms += round(passed / timedelta(milliseconds=1))
        return self

    def set_wall(self, wall: datetime) -> "Hand":
        self.wall = wall
        return self

    def reboot(self) -> "Hand":
        self.boot, self.mono_ms = f"{self.boot}+", 5_000
        return self

    def tap(self, kind: Kind, /, **body: Any) -> Event:
        return self._add(kind, body)

    def tap_as(self, by: str, kind: Kind, /, **body: Any) -> Event:
        return self._add(kind, body, by=by)

    def enter(
        self, kind: Kind, happened: datetime, entered: Entered = Entered.TYPED, /, **body: Any
    ) -> Event:
        return self._add(kind, body, entered=entered, happened=happened)

    def walk(self) -> Walkthrough:
        return fold(self.events)

    def _add(
        self,
        kind: Kind,
        body: Mapping[str, Any],
        *,
        by: str = "o1",
        entered: Entered = Entered.LIVE,
        happened: datetime | None = None,
    ) -> Event:
        event = next_event(
            self.events[-1] if self.events else None,
            kind,
            self.moment(),
            by=by,
            body=body,
            step=self.step,
            entered=entered,
            happened=happened,
        )
        self.events.append(event)
        if kind is Kind.STEP_ENTERED:
            self.step = body["step"]
        return event
