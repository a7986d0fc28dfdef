"""What the report says of a record: everything that was recorded, with its doubts, reasons and gaps."""

import hashlib

from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_desktop import words
from cxo_desktop.report.pdf import render
from helpers.hall_report import of, printed, record
from helpers.printed import Printed, squeezed
from helpers.records import CAPTIONS, a_hall_walk, hall_opening
from helpers.tapping import Hand


def test_head_says_who_where_when_and_how() -> None:
    first = printed().pages[0]
    for told in (
        "我是办事人",
        "实地办事",
        "市政务服务中心",
        "3 号窗",
        "李敏",
        "王强",
        "陪同体验",
        "3月12日",
        "官方排队时长",
    ):
        assert squeezed(told) in squeezed(first)


def test_the_four_answers_head_the_summary() -> None:
    first = squeezed(printed().pages[0])
    assert first.index("政策懂不懂") < first.index("流程通不通") < first.index("计时与时限")
    assert first.count("基本满意") == 3
    assert "不满意" in first


def test_clocks_stand_against_the_limits_with_their_last_day() -> None:
    text = squeezed(printed().text)
    for told in ("法定时限20个工作日", "2026年3月31日", "✓按期", "5个工作日", "7日"):
        assert told in text


def test_a_calendar_limit_shows_both_counts() -> None:
    walk = a_hall_walk(item=hall_opening("construction-permit")["item"]).walk()
    text = squeezed(Printed(render(walk, photo=record().photo)).text)
    assert "7日" in text
    assert "5个工作日" in text


def test_an_unconfirmed_finding_says_so_and_an_urgent_one_stands_first() -> None:
    assert "未经证实：陈述" in printed().text
    first = squeezed(printed().pages[0])
    assert "紧急未经证实：排队的一位老人说" in first


def test_struck_undone_and_corrected_entries_stay_with_their_reasons() -> None:
    text = squeezed(printed().text)
    assert "划去：当时并没有给收件凭证，点错了" in text
    assert "撤销" in text
    assert "更正：告知单后来发现没有列全。原为：" in text
    assert "一次说全" in text
    assert "没有说全" in text


def test_late_entries_are_marked_and_counted() -> None:
    text = squeezed(printed().text)
    assert "实时30、补录1、回忆1" in text
    assert "录于03-11" in text


def test_method_tells_digests_in_full_and_how_to_verify() -> None:
    text = squeezed(printed().text)
    for photo in record().walk().photos:
        assert photo.sha256 in text
        assert photo.original_sha256 in text
    assert record().walk().chain_head in text
    assert "ab" * 32 in text
    assert "cxoverifywalk-r1.cxo--identityKEY" in text


def test_a_draft_says_it_is_one_and_what_is_missing() -> None:
    text = Printed(render(record().walk(), photo=record().photo, language="en")).text
    assert "Draft: this record is not sealed yet" in text
    assert "Still missing before sealing" in text
    assert "cxo verify" not in text


def test_english_speaks_english_and_leaves_the_window_its_language() -> None:
    words.use_language("zh_CN")
    report = Printed(render(record().walk(), photo=record().photo, language="en"))
    assert "Clocks and limits" in report.titles
    assert words.language() == "zh_CN"


def test_a_lost_photo_costs_its_plate_and_not_the_report() -> None:
    def photo(evidence: str) -> bytes:
        if evidence == "e1":
            raise Problem(Code.EVIDENCE_MISSING, file="x")
        return b"no jpeg" if evidence == "e2" else record().photo(evidence)

    report = Printed(render(record().walk(), photo=photo, language="en"))
    assert len(report.pictures()) == len(CAPTIONS) - 2
    assert report.text.count("The picture is missing from this report") == 2


def test_removed_evidence_is_named_with_its_reason_and_not_shown() -> None:
    hand = a_walk_with_photo()
    hand.tap(Kind.EVIDENCE_REMOVED, evidence="e0", reason="拍到了路人")
    report = of(hand)
    assert report.pictures() == []
    assert "拍到了路人" in report.text


def test_one_photo_of_two_findings_is_drawn_once_and_named_again() -> None:
    hand = a_walk_with_photo()
    for finding in ("f1", "f2"):
        said = {
            "kind": "problem",
            "fact": finding,
            "class": "policy",
            "grade": "witnessed",
            "evidence": ["e0"],
        }
        hand.tap(Kind.FINDING_NOTED, finding=finding, **said)
    report = of(hand)
    assert len(report.pictures()) == 1
    assert "see figure 1" in report.text


def test_a_record_that_cannot_be_read_still_prints() -> None:
    hand = Hand(item={}, scheme={}, role="?", channel="?")
    hand.tap(Kind.STEP_ENTERED, step="unknown")
    hand.tap(Kind.ATTITUDE_OBSERVED, act="unknown", observed=True)
    hand.tap(Kind.MATERIAL_GIVEN, material="unknown")
    assert "Unknown service item" in of(hand).text


def a_walk_with_photo() -> Hand:
    hand = Hand(**hall_opening())
    jpeg = record().photo("e0")
    said = {"sha256": hashlib.sha256(jpeg).hexdigest(), "original_sha256": "0" * 64}
    hand.tap(Kind.EVIDENCE_ATTACHED, evidence="e0", media_type="image/jpeg", bytes=len(jpeg), **said)
    return hand
