"""A service item read, asked and written back."""

from datetime import date

import pytest

from cxo_core.problems import Code, Problem
from cxo_core.service_item import DayUnit, LimitKind, ServiceItem, Verified

DOCUMENT = {
    "id": "permit",
    "version": 1,
    "title": {"zh": "许可", "en": "Permit"},
    "authority": "某局",
    "materials": [
        {"id": "form", "title": "申请表", "source": "指南"},
        {
            "id": "deed",
            "title": "产权证",
            "required": False,
            "original": False,
            "copies": 2,
            "condition": "自有的",
        },
    ],
    "limits": [
        {
            "id": "law",
            "kind": "statutory",
            "days": 7,
            "unit": "calendar",
            "article": "建筑法第8条",
            "verified": "V",
        },
        {
            "id": "other",
            "kind": "statutory",
            "days": 7,
            "unit": "working",
            "article": "建筑法第8条",
            "verified": "V",
        },
    ],
    "fee": "不收费",
    "source": "指南",
    "read_on": "2026-03-09",
}


def test_what_is_written_is_read_back_equal() -> None:
    item = ServiceItem.from_json(DOCUMENT | {"trips": 1})
    assert ServiceItem.from_json(item.to_json()) == item


def test_what_the_guide_does_not_say_stays_unsaid() -> None:
    item = ServiceItem.from_json(DOCUMENT)
    form, deed = item.materials
    assert (item.trips, form.original, form.copies, form.condition) == (None, None, 0, None)
    assert form.required
    assert form.verified is Verified.MEMORY
    assert (deed.required, deed.original, deed.copies) == (False, False, 2)
    assert item.read_on == date(2026, 3, 9)


def test_a_limit_read_in_two_ways_gives_both_in_the_order_written() -> None:
    item = ServiceItem.from_json(DOCUMENT)
    assert [limit.unit for limit in item.limits_of(LimitKind.STATUTORY)] == [
        DayUnit.CALENDAR,
        DayUnit.WORKING,
    ]
    assert item.limits_of(LimitKind.DELIVERY) == ()


def test_a_paper_outside_the_list_is_not_found() -> None:
    item = ServiceItem.from_json(DOCUMENT)
    assert item.material("form") is item.materials[0]
    assert item.material("health_certificate") is None


@pytest.mark.parametrize(
    "change", [{"read_on": "soon"}, {"limits": [{}]}, {"materials": 1}, {"source": None}]
)
def test_what_is_not_an_item_is_a_problem_and_not_a_crash(change: dict[str, object]) -> None:
    with pytest.raises(Problem) as caught:
        ServiceItem.from_json(DOCUMENT | change)
    assert caught.value.code is Code.ITEM_MALFORMED
