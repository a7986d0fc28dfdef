"""The official reason codes of 好差评, and which of them the recorded facts propose.

Reference data of the national service evaluation (国务院办公厅 2019–2020, read in a secondary source; may have changed since).
The program proposes, the officer confirms: a proposal is never a statement by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cxo_core.clocks import clocks
from cxo_core.kinds import Kind
from cxo_core.legal_clock import limits_known
from cxo_core.limit import LimitKind
from cxo_core.once import once
from cxo_core.text import Text
from cxo_core.walkthrough import Walkthrough

VERSION = 1


@dataclass(frozen=True, slots=True)
class RatingCode:
    """`stars` 5 … 1; the code's first digit says the same."""

    code: str
    title: Text

    @property
    def stars(self) -> int:
        return int(self.code[0])


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code that recorded facts speak for, with the sequence numbers of the events it rests on."""

    code: RatingCode
    because: tuple[int, ...]


_TITLES = {
    "510": ("一窗受理一次办结", "One window, done in one go"),
    "511": ("可以先受理后补材料", "Accepted first, papers added later"),
    "512": ("不用提交证明", "No certificates had to be handed in"),
    "513": ("可以全程网上办理", "Can be done online from beginning to end"),
    "514": ("可以使用手机办理", "Can be done on a phone"),
    "515": ("可以就近办理", "Can be done nearby"),
    "516": ("无需材料直接办理", "Done without any papers"),
    "517": ("服务热情效率高", "Warm and efficient service"),
    "406": ("填写一张表单就可完成申报", "One form completes the application"),
    "407": ("在线提交材料窗口核验", "Papers handed in online, checked at the window"),
    "408": ("一张清单告知全部申报材料", "One list names all papers"),
    "409": ("用告知承诺减免申报材料", "A declaration replaced papers"),
    "410": ("可以在线预约办理", "Can be booked online"),
    "411": ("跑大厅一次办完", "Done with one visit to the hall"),
    "412": ("可以使用自助机办理", "Can be done at a self-service machine"),
    "413": ("服务态度较好", "Good attitude"),
    "307": ("一次性告知需要补正的材料", "Told at once which papers were missing"),
    "308": ("提供申报材料样本", "Samples of the papers were provided"),
    "309": ("在承诺的时间内办结", "Done within the promised time"),
    "310": ("办事指南指引准确", "The guide was accurate"),
    "311": ("按办事指南要求的材料即可办理", "The papers of the guide were enough"),
    "312": ("可以快递送达", "Delivered by courier"),
    "313": ("跑动次数与承诺的一致", "As many trips as promised"),
    "314": ("服务态度一般", "Ordinary attitude"),
    "207": ("没有提供材料样本", "No samples of the papers were provided"),
    "208": ("没有提供材料清单", "No list of papers was provided"),
    "209": ("未在承诺时间内办结", "Not done within the promised time"),
    "210": ("同样内容的证明材料被要求多次提交", "The same proof was demanded several times"),
    "211": ("承诺网办但无法在线办理", "Promised online, but could not be done online"),
    "212": (
        "在线预约办理后到实体大厅重复取号排队",
        "Booked online, then had to take a ticket and queue again",
    ),
    "213": ("窗口人员业务不熟练", "Staff at the window did not know the business"),
    "214": ("服务态度生硬", "Curt attitude"),
    "108": ("在办事指南之外增加新的审批条件", "New conditions outside the guide"),
    "109": ("需提供办事指南之外的申报材料", "Papers outside the guide were demanded"),
    "110": ("无理由超过法定办理时间", "Over the statutory limit without a reason"),
    "111": ("办事指南提供样本有错", "The guide's sample was wrong"),
    "112": ("承诺在线收取申报材料实际无法收取", "Online submission was promised and did not work"),
    "113": ("多头跑窗口和部门", "Sent from window to window"),
    "114": ("跑动次数与承诺的不一致", "More trips than promised"),
    "115": ("服务态度差效率低", "Bad attitude, inefficient"),
}

CODES = {code: RatingCode(code, Text(zh, en)) for code, (zh, en) in _TITLES.items()}


@once
def proposed(walkthrough: Walkthrough) -> tuple[Proposal, ...]:
    """The codes the facts speak for, worst first. None of them counts until the officer confirms it."""
    found = {code: tuple(sorted(because)) for code, because in _facts(walkthrough)}
    return tuple(Proposal(CODES[code], found[code]) for code in sorted(found))


def _facts(walkthrough: Walkthrough) -> Iterator[tuple[str, tuple[int, ...]]]:
    papers = walkthrough.materials
    extra = [p for p in papers if p.is_extra and p.grade is not None and p.grade.confirms]
    if extra:
        yield "109", tuple(p.demanded[0] for p in extra)
    if repeated := [p for p in papers if p.repeated]:
        yield "210", tuple(seq for p in repeated for seq in p.repeated)
    yield from _about_limits(walkthrough)
    yield from _about_trips(walkthrough)
    told = walkthrough.of_kind(Kind.MISSING_TOLD)
    if len(told) == 1 and told[0].body.get("complete", True):
        yield "307", (told[0].seq,)
    yield from _about_tickets(walkthrough)
    demanded = walkthrough.sets.demanded
    accepted = walkthrough.first(Kind.ACCEPTED)
    if accepted and not told:
        if demanded and not walkthrough.sets.extra:
            yield "311", (accepted.seq,)
        if any(p.deferred is not None for p in papers):
            yield "511", (accepted.seq,)
    moved = walkthrough.of_kind(Kind.TRANSFERRED)
    if len(moved) >= 2:
        yield "113", tuple(entry.seq for entry in moved)


def _about_limits(walkthrough: Walkthrough) -> Iterator[tuple[str, tuple[int, ...]]]:
    decided = walkthrough.first(Kind.DECIDED)
    checks, _ = limits_known(walkthrough)
    if decided is None:
        return
    unconditional = [check for check in checks if check.limit.condition is None and check.is_kept is not None]
    promised = [check.is_kept for check in unconditional if check.limit.kind is LimitKind.PROMISED]
    statutory = [check.is_kept for check in unconditional if check.limit.kind is LimitKind.STATUTORY]
    if statutory and not any(statutory):
        yield "110", (decided.seq,)
    if promised and not any(promised):
        yield "209", (decided.seq,)
    elif promised and all(promised):
        yield "309", (decided.seq,)


def _about_trips(walkthrough: Walkthrough) -> Iterator[tuple[str, tuple[int, ...]]]:
    arrivals = walkthrough.of_kind(Kind.ARRIVED)
    is_over = walkthrough.first(Kind.DELIVERED) is not None
    promised = walkthrough.item.trips if walkthrough.item else None
    if promised is not None and len(walkthrough.visits) > promised:
        yield "114", tuple(entry.seq for entry in arrivals)
    elif promised is not None and is_over and len(walkthrough.visits) == promised:
        yield "313", tuple(entry.seq for entry in arrivals)
    if is_over and len(walkthrough.visits) == 1:
        yield "411", tuple(entry.seq for entry in arrivals)


def _about_tickets(walkthrough: Walkthrough) -> Iterator[tuple[str, tuple[int, ...]]]:
    booked = walkthrough.first(Kind.BOOKING_CHECKED_IN)
    if booked is None:
        return
    again = [
        met.queued
        for met in clocks(walkthrough).encounters
        if met.queued and met.queued.placed > booked.placed
    ]
    same_visit = [
        entry.seq
        for entry in again
        if entry.kind is Kind.TICKET_TAKEN and walkthrough.visit_of(entry) == walkthrough.visit_of(booked)
    ]
    if same_visit:
        yield "212", (booked.seq, *same_visit)
