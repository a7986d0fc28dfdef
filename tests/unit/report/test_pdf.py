"""The report as a file: the same for the same record, sound for every reader, and no text breaks it."""

import hashlib
import re
from pathlib import Path

import pytest

from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_desktop.report.palette import PAGE_HEIGHT, PAGE_WIDTH
from cxo_desktop.report.pdf import render, render_to
from helpers.hall_report import SEAL, of, printed, record
from helpers.printed import Printed, squeezed
from helpers.records import CAPTIONS, a_hall_walk, hall_opening
from helpers.tapping import Hand


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


def test_it_is_written_to_a_stream_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    with path.open("wb") as out:
        render_to(out, record().walk(), photo=record().photo, seal=SEAL)
    assert path.read_bytes() == printed().document
