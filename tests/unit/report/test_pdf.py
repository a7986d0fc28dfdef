"""The report: everything the record says stands in it, the same for the same record, and nothing breaks it."""

import hashlib
import re
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_desktop import words
from cxo_desktop.report.palette import PAGE_HEIGHT, PAGE_WIDTH
from cxo_desktop.report.pdf import SealFacts, render, render_to
from helpers.printed import Printed
from helpers.records import CAPTIONS, Record, a_hall_walk, hall_opening
from helpers.tapping import CHINA, Hand

SEAL = SealFacts("ab" * 32, 1, datetime(2026, 3, 12, 11, 0, tzinfo=CHINA), "walk-r1.cxo")


@cache
def record() -> Record:
    return a_hall_walk()


@cache
def printed(language: str = "zh_CN") -> Printed:
    return Printed(render(record().walk(), photo=record().photo, language=language, seal=SEAL))


def of(hand: Hand, language: str = "en") -> Printed:
    return Printed(render(hand.walk(), photo=record().photo, language=language))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_same_record_gives_the_same_bytes() -> None:
    again = a_hall_walk()
    assert render(again.walk(), photo=again.photo, language="zh_CN", seal=SEAL) == printed().document


def test_another_record_gives_other_bytes() -> None:
    walk = a_hall_walk(window="9").walk()
    assert render(walk, photo=record().photo, language="zh_CN", seal=SEAL) != printed().document


def test_the_date_of_the_document_is_a_time_of_the_record() -> None:
    about = printed().reader.metadata
    assert about is not None
    assert about["/CreationDate"] == "D:20260312110000+08'00'"
    draft = Printed(render(record().walk(), photo=record().photo)).reader.metadata
    assert draft is not None
    assert draft["/CreationDate"].startswith("D:20260312")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_title_and_language_are_told(language: str) -> None:
    reader = printed(language).reader
    assert reader.root_object["/Lang"] == language.replace("_", "-")
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    item = {"zh_CN": "食品经营许可·延续", "en": "Food business licence, renewal"}[language]
    assert item in str(reader.metadata.title)


def test_every_section_is_in_the_outline_and_leads_to_its_page() -> None:
    report = printed()
    assert report.titles == [
        "概要",
        "计时与时限",
        "体验旅程",
        "材料",
        "各环节测量值",
        "服务态度（可观察行为）",
        "“好差评”评价代码",
        "问题",
        "其他证据",
        "备注",
        "时间线",
        "方法与校验",
    ]
    for entry in report.reader.outline:
        if not isinstance(entry, list):
            number = report.reader.get_destination_page_number(entry)
            assert number is not None
            assert str(entry.title) in report.pages[number] or number == 0


def test_every_page_says_its_number_and_how_many_there_are() -> None:
    report = printed()
    for number, text in enumerate(report.pages, 1):
        assert f"第{number}页/共" in squeezed(text)


def test_poppler_copies_the_same_characters(tmp_path: Path) -> None:
    text = squeezed(printed().by_tool(tmp_path, "pdftotext", "FILE", "-"))
    walk = record().walk()
    for finding in walk.findings:
        assert squeezed(finding.fact) in text
    for note in walk.notes:
        assert squeezed(note.text) in text
    assert f"第1页/共{len(printed().pages)}页" in text


def test_all_fonts_are_embedded_subsets(tmp_path: Path) -> None:
    told = printed().by_tool(tmp_path, "pdffonts", "FILE").splitlines()[2:]
    assert len(told) == 2
    for line in told:
        assert re.search(r"CID TrueType +Identity-H +yes yes yes", line)


def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    assert "No syntax or stream encoding errors found" in printed().by_tool(
        tmp_path, "qpdf", "--check", "FILE"
    )


def test_every_photo_is_in_the_file_byte_for_byte_and_once() -> None:
    held = sorted(hashlib.sha256(jpeg).hexdigest() for jpeg in printed().pictures())
    assert held == sorted(photo.sha256 for photo in record().walk().photos)
    for caption in CAPTIONS:
        assert squeezed(caption) in squeezed(printed().text)


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


def test_characters_beyond_the_typeface_are_listed_and_copied_whole(tmp_path: Path) -> None:
    hand = Hand(**hall_opening())
    hand.tap(Kind.NOTE_WRITTEN, note_id="n1", text="店名𠮷野家，很满意😀，再见\u202eabc\x07")
    report = of(hand)
    text = report.by_tool(tmp_path, "pdftotext", "FILE", "-")
    assert "店名𠮷野家，很满意😀，再见\ufffdabc\ufffd" in squeezed(text)
    assert "U+20BB7" in report.text
    assert "U+1F600 GRINNING FACE" in report.text
    assert "U+202E" in report.text
    assert "Boxes stand for characters the typeface lacks" in report.text


def test_text_from_right_to_left_is_copied_in_the_order_it_is_read(tmp_path: Path) -> None:
    hand = Hand(**hall_opening())
    hand.tap(Kind.NOTE_WRITTEN, note_id="n1", text="标识 مرحبا 看不懂")
    text = of(hand).by_tool(tmp_path, "pdftotext", "FILE", "-")
    assert "مرحبا" in re.sub("[\u202a-\u202e]", "", text)


HOSTILE = (
    "<b>bold</b> & <para> &amp; %s {0} {title} \\ ( ) <<>> endstream endobj",
    "A" * 6000,
    "很" * 6000,
    "\n".join(["line"] * 400),
    " " * 300,
    "\ud7ff\ufffe\uffff\U0010ffff",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_neither_breaks_the_file_nor_leaves_the_page(text: str, tmp_path: Path) -> None:
    said = {**hall_opening(), "hall": text, "window": text, "companion": text}
    hand = Hand(**said)
    hand.tap(Kind.STEP_ENTERED, step="hand_in")
    hand.tap(Kind.READING_TAKEN, indicator=text[:50] or "x", value=text)
    hand.tap(Kind.MATERIAL_DEMANDED, material="x1", title=text, by=text, note=text)
    hand.tap(Kind.NOTE_WRITTEN, note_id="n1", text=text)
    said = {"kind": "problem", "fact": text, "class": "policy", "grade": "told", "cause": text}
    hand.tap(Kind.FINDING_NOTED, finding="f1", suggestion=text, **said)
    report = of(hand)
    assert "No syntax or stream encoding errors" in report.by_tool(tmp_path, "qpdf", "--check", "FILE")
    places = re.findall(
        r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"',
        report.by_tool(tmp_path, "pdftotext", "-bbox", "FILE", "-"),
    )
    assert places
    for left, top, right, bottom in places:
        assert float(left) >= 0
        assert float(top) >= 0
        assert float(right) <= PAGE_WIDTH
        assert float(bottom) <= PAGE_HEIGHT


def test_escaped_text_is_copied_as_it_was_written() -> None:
    hand = Hand(**hall_opening())
    hand.tap(Kind.NOTE_WRITTEN, note_id="n1", text=HOSTILE[0])
    assert squeezed(HOSTILE[0]) in squeezed(of(hand).text)


@pytest.mark.parametrize("scheme", ["hall", "online", "window_duty", "inspection", "grassroots"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_each_channel_prints_when_every_key_was_tapped_once(scheme: str, language: str) -> None:
    said = hall_opening(scheme=scheme)
    hand = Hand(**said, role=said["scheme"]["role"], channel=said["scheme"]["channel"])
    for step in said["scheme"]["steps"]:
        hand.wait(minutes=3).tap(Kind.STEP_ENTERED, step=step["id"])
        for kind in step["events"]:
            hand.wait(minutes=1).tap(Kind(kind))
        hand.tap(Kind.READING_TAKEN, indicator="curve", value=1)
    assert len(of(hand, language).pages) >= 3


@pytest.mark.parametrize("count", [1, 2, 5, 23, 40, 55, 70, 104, 140])
def test_any_prefix_of_a_record_prints(count: int) -> None:
    events: tuple[Event, ...] = record().events[:count]
    assert Printed(render(fold(events), photo=record().photo)).pages


def test_a_record_that_cannot_be_read_still_prints() -> None:
    hand = Hand(item={}, scheme={}, role="?", channel="?")
    hand.tap(Kind.STEP_ENTERED, step="unknown")
    hand.tap(Kind.ATTITUDE_OBSERVED, act="unknown", observed=True)
    hand.tap(Kind.MATERIAL_GIVEN, material="unknown")
    assert "Unknown service item" in of(hand).text


def test_it_is_written_to_a_stream_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    with path.open("wb") as out:
        render_to(out, record().walk(), photo=record().photo, seal=SEAL)
    assert path.read_bytes() == printed().document


def a_walk_with_photo() -> Hand:
    hand = Hand(**hall_opening())
    jpeg = record().photo("e0")
    said = {"sha256": hashlib.sha256(jpeg).hexdigest(), "original_sha256": "0" * 64}
    hand.tap(Kind.EVIDENCE_ATTACHED, evidence="e0", media_type="image/jpeg", bytes=len(jpeg), **said)
    return hand
