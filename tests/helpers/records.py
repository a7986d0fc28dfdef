"""A whole walkthrough as an officer would record it: ten steps of renewing a food licence, three trips, two officers."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from cxo_core.documents import read_item, read_scheme
from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.paths import resources
from helpers.tapping import CHINA, Hand

START = datetime(2026, 3, 2, 8, 31, 12, tzinfo=CHINA)
CAPTIONS = (
    "办事指南的材料清单，未列健康证明",
    "取号单 A032，前面 14 人",
    "大厅等候区，开放 2 个窗口",
    "窗口告知单，手写，未列全",
    "系统提示“服务超时，请稍后再试”",
    "补正通知书",
    "受理通知书，写明 10 个工作日",
    "许可证正本",
)


@dataclass(frozen=True, slots=True)
class Record:
    """The log and the pictures it names, as JPEG files by evidence id."""

    events: tuple[Event, ...]
    pictures: Mapping[str, bytes]

    def walk(self) -> Walkthrough:
        return fold(self.events)

    def photo(self, evidence: str) -> bytes:
        return self.pictures[evidence]


def a_hall_walk(*, photos: int = 8, size: tuple[int, int] = (320, 240), **opening: Any) -> Record:
    """The whole record, finished. `photos`: how many, each another picture of `size` pixels; eight are captioned."""
    return Record(*_walked(photos, size, tuple(sorted(opening.items()))))


def picture(number: int, size: tuple[int, int] = (320, 240)) -> bytes:
    """A small JPEG that differs from every other number's."""
    width, height = size
    image = Image.new("RGB", size, (60 + number * 37 % 160, 90 + number * 61 % 140, 120 + number * 17 % 120))
    draw = ImageDraw.Draw(image)
    for line in range(6):
        top = height * (line + 1) // 8
        draw.rectangle(
            (width // 10, top, width // 10 + width * (3 + (number + line) % 5) // 10, top + height // 24),
            fill=(240, 240, 235),
        )
    draw.text((width // 10, height // 40), f"{number}", fill=(255, 255, 255))
    held = io.BytesIO()
    image.save(held, "JPEG", quality=80)
    return held.getvalue()


def hall_opening(item: str = "food-licence-renewal", scheme: str = "hall") -> dict[str, Any]:
    """Item and scheme of the shipped documents, as the start event holds them."""
    return {"item": _item(item), "scheme": _scheme(scheme)}


@cache
def _item(name: str) -> dict[str, Any]:
    path: Path = resources() / "catalogue" / f"{name}.yaml"
    return read_item(path.read_text("utf-8"), path.name).to_json()


@cache
def _scheme(name: str) -> dict[str, Any]:
    path: Path = resources() / "schemes" / f"{name}.yaml"
    return read_scheme(path.read_text("utf-8"), path.name).to_json()


def _walked(
    photos: int, size: tuple[int, int], opening: tuple[tuple[str, Any], ...]
) -> tuple[tuple[Event, ...], dict[str, bytes]]:
    said = {**hall_opening(), "walkthrough": "5f0c2a9e41d84c0fb1c7d20a9d3e6b11", **dict(opening)}
    walk = _Walk(Hand(START, **said), photos, size)
    walk.prepare()
    walk.first_visit()
    walk.second_visit()
    walk.acceptance_to_decision()
    walk.collect()
    walk.look_back()
    return tuple(walk.hand.events), walk.pictures


class _Walk:
    """One hand through the whole thing; every picture is taken once, the spare ones while handing in."""

    def __init__(self, hand: Hand, photos: int, size: tuple[int, int]) -> None:
        self.hand = hand
        self.pictures: dict[str, bytes] = {}
        self._spare = max(0, photos - len(CAPTIONS))
        self._named = min(photos, len(CAPTIONS))
        self._size = size

    def prepare(self) -> None:
        self._enter("read_guide", minutes=1)
        self._snap(0)
        self.hand.wait(minutes=11)
        self._read(guide_found_minutes=9, guide_consistent=False, sample_available=True)
        self.hand.tap(
            Kind.NOTE_WRITTEN, note_id="n1", text="网上指南与大厅公示栏版本不一致，公示栏仍是旧版。"
        )
        self._leave(curve=-1, clear="partly", smooth="yes", service=3)
        self._enter("gather_papers", minutes=2)
        self.hand.wait(minutes=35)
        self._read(offices_for_papers=1)
        self._leave(curve=0, clear="yes", smooth="yes", service=4)

    def first_visit(self) -> None:
        hand = self.hand
        self._enter("arrive", minutes=28)
        hand.tap(Kind.ARRIVED)
        hand.wait(minutes=2, seconds=10)
        hand.tap(Kind.GUIDED)
        hand.wait(minutes=1)
        hand.tap(Kind.PREPARATION_STARTED)
        hand.wait(minutes=4, seconds=30)
        hand.tap(Kind.PREPARATION_ENDED)
        self._read(signs_clear=True, barrier_free="partly", surroundings=4)
        self._leave(curve=1, clear="yes", smooth="yes", service=4)
        self._enter("queue", minutes=0)
        hand.tap(Kind.TICKET_TAKEN, number="A032", ahead=14, windows_open=2)
        self._snap(1)
        hand.wait(minutes=6)
        self._snap(2)
        hand.wait(minutes=13, seconds=40)
        hand.tap(Kind.CALLED, window="3")
        hand.wait(seconds=50)
        hand.tap(Kind.CALLED, window="3")
        hand.wait(seconds=35)
        self._read(people_ahead=14, windows_open=2, ticket_again=False)
        self._leave(curve=-1, clear="yes", smooth="partly", service=3)
        self._enter("hand_in", minutes=0)
        self._at_the_window()
        self._enter("told_missing", minutes=0)
        told = hand.tap(Kind.MISSING_TOLD, written=True, complete=True)
        self._snap(3)
        hand.wait(minutes=3)
        hand.tap(Kind.CORRECTED, target=told.seq, reason="告知单后来发现没有列全", body={"complete": False})
        self._read(notice_complete=False, notice_written=True)
        self._leave(curve=-2, clear="partly", smooth="no", service=2, outcome="returned")
        hand.tap(Kind.SERVICE_ENDED)
        hand.wait(minutes=2)
        hand.tap(Kind.LEFT)

    def _at_the_window(self) -> None:
        hand = self.hand
        hand.tap(Kind.SERVICE_STARTED)
        hand.wait(seconds=40)
        hand.tap(Kind.PAPERS_SUBMITTED)
        for paper in ("application_form", "licence", "changes"):
            hand.wait(seconds=20)
            hand.tap(Kind.MATERIAL_DEMANDED, material=paper, by="3号窗", grade="witnessed", copies=1)
            hand.tap(Kind.MATERIAL_GIVEN, material=paper, copies=1)
        slip = hand.tap(Kind.TRANSFERRED, window="5")
        hand.tap(Kind.UNDONE, target=slip.seq)
        hand.wait(minutes=1)
        hand.tap(
            Kind.MATERIAL_DEMANDED,
            material="x1",
            title="从业人员健康证明",
            by="3号窗",
            grade="witnessed",
            copies=1,
        )
        hand.tap(Kind.FAILURE_STARTED, cause="系统提示服务超时")
        self._snap(4)
        hand.wait(minutes=4, seconds=20)
        hand.tap(Kind.FAILURE_ENDED)
        hand.tap(Kind.INTERRUPTION_STARTED, cause="窗口人员接电话")
        hand.wait(minutes=1, seconds=15)
        hand.tap(Kind.INTERRUPTION_ENDED)
        hand.tap(Kind.MATERIAL_REPEATED, material="licence", by="3号窗", grade="witnessed")
        for act, seen in (
            ("greeted", True),
            ("faced_person", True),
            ("plain_words", False),
            ("list_in_writing", True),
            ("named_next_step", False),
        ):
            hand.tap(Kind.ATTITUDE_OBSERVED, act=act, observed=seen)
        for number in range(self._spare):
            self._snap(len(CAPTIONS) + number, f"窗口办理过程 {number + 1}")
        stray = hand.tap(Kind.PAPERS_RECEIVED)
        hand.tap(Kind.STRUCK, target=stray.seq, reason="当时并没有给收件凭证，点错了")
        self._found(
            "f1",
            kind="problem",
            fact="窗口要求提交指南清单之外的从业人员健康证明，办事指南和公示栏均未列出。",
            **{"class": "policy"},
            domain="guidance",
            grade="witnessed",
            severity=3,
            evidence=self._shown(0, 3),
            cause="窗口把经营条件当作申请材料收取。",
            suggestion="按办事指南收件；健康证明改为现场核查时查验。",
        )
        self._read(attitude=3, colleague_asked=True, corrections=1, receipt_given=False)
        self._leave(curve=-1, clear="partly", smooth="no", service=3)

    def second_visit(self) -> None:
        hand = self.hand
        hand.tap(Kind.PAUSED, cause="回去补材料")
        hand.reboot().wait(days=1).set_wall(START + timedelta(days=1, hours=5, minutes=20))
        hand.tap(Kind.RESUMED)
        hand.tap_as("o2", Kind.ARRIVED)
        self._enter("make_good", minutes=1)
        hand.tap(Kind.LINE_JOINED, ahead=3)
        hand.wait(minutes=8, seconds=5)
        hand.tap(Kind.SERVICE_STARTED)
        hand.wait(minutes=2)
        hand.tap(Kind.PAPERS_RESUBMITTED)
        hand.tap(Kind.MATERIAL_GIVEN, material="x1", copies=1)
        hand.tap(Kind.INTERVENTION_STARTED, cause="帮旁边老人填表")
        hand.wait(minutes=1, seconds=30)
        hand.tap(Kind.INTERVENTION_ENDED)
        self._snap(5)
        self._found(
            "f2",
            kind="problem",
            fact="排队的一位老人说，冷藏食品离保质期只剩一天仍在通道售卖。",
            **{"class": "service"},
            grade="statement",
            severity=2,
            urgent=True,
        )
        self._read(make_good_where="another_trip")
        self._leave(curve=0, clear="yes", smooth="partly", service=4)
        self._enter("acceptance", minutes=1)
        hand.tap(Kind.PAPERS_RECEIVED)
        hand.tap(Kind.ACCEPTED)
        self._snap(6)
        hand.wait(minutes=1, seconds=30)
        hand.tap(Kind.SERVICE_ENDED)
        self._read(limit_named=True, fees_paid=0, fee_published=True, offices_visited=1)
        self._leave(curve=1, clear="yes", smooth="yes", service=5)
        hand.wait(minutes=3)
        hand.tap(Kind.LEFT)

    def acceptance_to_decision(self) -> None:
        self.hand.wait(days=8, minutes=50)
        self._enter("decision", minutes=0)
        decided = datetime(2026, 3, 10, 15, 30, tzinfo=CHINA)
        self.hand.enter(Kind.DECIDED, decided, Entered.TYPED, granted=True)
        self._read(reason_written="not_refused")
        self.hand.wait(minutes=2)
        self._leave(curve=1, clear="yes", smooth="yes", service=4)

    def collect(self) -> None:
        hand = self.hand
        hand.wait(days=1).set_wall(datetime(2026, 3, 12, 10, 2, tzinfo=CHINA))
        hand.tap(Kind.ARRIVED)
        self._enter("collect", minutes=1)
        hand.wait(minutes=6)
        hand.tap(Kind.DOCUMENT_MADE)
        hand.tap(Kind.DELIVERED, how="window")
        self._snap(7)
        self._found(
            "f3",
            kind="good_practice",
            fact="领证窗口主动核对证照内容，并提醒下次延续的最早申请日期。",
            **{"class": "service"},
            domain="function",
            grade="witnessed",
            severity=1,
            evidence=self._shown(7),
        )
        self._read(delivery_way="window", document_correct=True)
        self._leave(curve=2, clear="yes", smooth="yes", service=5)
        hand.wait(minutes=1)
        hand.tap(Kind.LEFT)

    def look_back(self) -> None:
        hand = self.hand
        arrived = datetime(2026, 3, 2, 9, 45, tzinfo=CHINA)
        hand.enter(Kind.CONSULTED, arrived, Entered.RECALLED, solved=False, note="咨询台说法与指南一致")
        for heading, level in (
            ("policy_understood", 3),
            ("process_passable", 2),
            ("service_good", 3),
            ("experience_good", 3),
        ):
            hand.tap(Kind.READING_TAKEN, indicator=heading, value=level)
        hand.tap(Kind.CODE_CONFIRMED, code="109", confirmed=True)
        hand.tap(Kind.CODE_CONFIRMED, code="210", confirmed=False)
        hand.tap(Kind.BURDEN_LOGGED, who="staff", minutes=4, note="领证时请窗口人员复述规定")
        hand.tap(
            Kind.NOTE_WRITTEN, note_id="n2", text="总体印象：到窗口之后的环节较顺，堵点在材料口径不统一。"
        )
        hand.wait(minutes=4)
        hand.tap(Kind.FINISHED)

    def _enter(self, step: str, *, minutes: float) -> None:
        self.hand.wait(minutes=minutes)
        self.hand.tap(Kind.STEP_ENTERED, step=step)

    def _leave(self, *, curve: int, outcome: str = "done", **asked: Any) -> None:
        self._read(outcome=outcome, **asked, curve=curve)
        self.hand.wait(seconds=15)
        self.hand.tap(Kind.STEP_LEFT, step=self.hand.step, outcome=outcome)
        self.hand.step = None

    def _read(self, **values: Any) -> None:
        for indicator, value in values.items():
            self.hand.wait(seconds=2)
            self.hand.tap(Kind.READING_TAKEN, indicator=indicator, value=value)

    def _snap(self, number: int, caption: str = "") -> None:
        if number >= self._named and not caption:
            return
        jpeg = picture(number, self._size)
        digest = hashlib.sha256(jpeg).hexdigest()
        self.pictures[f"e{number}"] = jpeg
        self.hand.wait(seconds=3)
        self.hand.tap(
            Kind.EVIDENCE_ATTACHED,
            evidence=f"e{number}",
            media_type="image/jpeg",
            bytes=len(jpeg),
            sha256=digest,
            original_sha256=hashlib.sha256(digest.encode()).hexdigest(),
            width=self._size[0],
            height=self._size[1],
            caption=caption or CAPTIONS[number],
        )

    def _shown(self, *numbers: int) -> list[str]:
        return [f"e{number}" for number in numbers if f"e{number}" in self.pictures]

    def _found(self, finding: str, **said: Any) -> None:
        self.hand.tap(Kind.FINDING_NOTED, finding=finding, **said)
