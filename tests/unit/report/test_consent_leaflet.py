"""The consent card for the printer in a hall: two A5 copies on one A4 sheet, whole, legible, apart from each other."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cxo_desktop.report.consent_card import CHOICES, NOTICE, SIGNATURES, CardFacts, said_of
from cxo_desktop.report.consent_leaflet import COPIES, render_leaflet
from cxo_desktop.report.palette import PAGE_HEIGHT, PAGE_WIDTH
from cxo_desktop.words import _, speaking
from helpers.printed import Printed

MADE = datetime(2026, 11, 22, 9, tzinfo=UTC)
FULL = CardFacts(
    MADE,
    office="市营商环境建设局体验办",
    officer="李敏",
    hall="市政务服务中心三楼企业开办专区",
    contact="0512-0000 0000，人民路 1 号 305 室",
    keeping="2027 年 12 月 31 日",
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("facts", [CardFacts(MADE), FULL], ids=["empty", "filled"])
def test_both_copies_hold_the_whole_notice_and_what_is_signed(facts: CardFacts, language: str) -> None:
    printed = Printed(render_leaflet(facts, language=language))
    [page] = printed.reader.pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        (PAGE_WIDTH, PAGE_HEIGHT)
    )
    told = squeezed(printed.text).replace("_", "")
    with speaking(language):
        said = said_of(facts, blank="")
        wanted = [_(text).format(**said) for _title, text in NOTICE]
        wanted += [_(each) for each in (*(title for title, _text in NOTICE), *CHOICES, *SIGNATURES)]
        assert [each for each in wanted if told.count(squeezed(each)) < 2] == []
        assert all(squeezed(_(copy)) in told for copy in COPIES)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_crosses_the_cut_or_the_edges_and_no_type_is_too_small(language: str, tmp_path: Path) -> None:
    shown = Printed(render_leaflet(FULL, language=language)).by_tool(
        tmp_path, "pdftotext", "-bbox", "FILE", "-"
    )
    boxes = [
        tuple(map(float, found))
        for found in re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">', shown)
    ]
    assert boxes
    assert all(left > 24 and right < PAGE_WIDTH - 24 for left, _top, right, _bottom in boxes)
    assert all(bottom < PAGE_HEIGHT / 2 - 8 or top > PAGE_HEIGHT / 2 + 8 for _l, top, _r, bottom in boxes)
    sizes = sorted(bottom - top for _left, top, _right, bottom in boxes)
    assert sizes[len(sizes) // 2] >= 8.0  # points: what poppler says of a word is as high as its type


def test_the_same_facts_give_the_same_bytes() -> None:
    assert render_leaflet(FULL) == render_leaflet(FULL)


def test_an_offices_own_wording_is_printed_and_on_a4_where_it_is_too_long_for_a5() -> None:
    own = Printed(render_leaflet(CardFacts(MADE, own_text="Our own words.\n\nMore of them."), language="en"))
    assert own.text.count("Our own words.") == 2 and NOTICE[0][0] not in own.text
    long = Printed(render_leaflet(CardFacts(MADE, own_text="Our own words.\n\n" * 400), language="en"))
    assert len(long.pages) > 1 and "Copy for you" not in long.text
