"""Letters in the PDF: each character with a code of its own, drawn with the right glyph, copied as what was written."""

import io
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from cxo_desktop.paths import resources
from cxo_desktop.report.lettering import Letters, lettering

FACE = "NotoSansSC-Regular"
FILE = resources() / "fonts" / f"{FACE}.ttf"


def canvas() -> Canvas:
    lettering(FACE)
    return Canvas("", pagesize=(400, 100), invariant=1, pageCompression=1, initialFontName=FACE)


def written(text: str) -> bytes:
    page = canvas()
    letters = lettering(FACE).letters(page._doc)
    page.addLiteral(f"BT /{letters.name} 12 Tf 20 50 Td <{letters.coded(text)}> Tj ET")
    page.showPage()
    document: bytes = page.getpdfdata()
    return document


def copied(document: bytes) -> str:
    return PdfReader(io.BytesIO(document)).pages[0].extract_text()


def embedded(document: bytes) -> Any:
    fonts: Any = PdfReader(io.BytesIO(document)).pages[0]["/Resources"]["/Font"]
    return next(iter(fonts.values())).get_object()


def letters() -> Letters:
    return lettering(FACE).letters(canvas()._doc)


@pytest.mark.parametrize("text", ["取号叫号开始服务", "fi ffi (a\\b) <c>", "𠮷野家", "表情😀与字", "é–—“”…"])
def test_what_is_copied_is_what_was_written(text: str) -> None:
    assert copied(written(text)) == text


def test_each_character_is_drawn_with_the_outline_of_its_own_glyph() -> None:
    whole = TTFont(FILE)
    text = "体验A1，" + chr(max(whole.getBestCmap()))
    document = written(text)
    font = embedded(document)["/DescendantFonts"][0].get_object()
    small = TTFont(io.BytesIO(font["/FontDescriptor"]["/FontFile2"].get_data()))
    numbers = font["/CIDToGIDMap"].get_data()
    for code, sign in enumerate(text, 1):
        glyph = small.getGlyphOrder()[int.from_bytes(numbers[2 * code : 2 * code + 2], "big")]
        original = whole.getBestCmap()[ord(sign)]
        assert small["glyf"][glyph].getCoordinates(small["glyf"]) == whole["glyf"][original].getCoordinates(
            whole["glyf"]
        )
        assert small["hmtx"][glyph] == whole["hmtx"][original]


def test_one_composite_font_holds_more_than_256_characters() -> None:
    text = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 700))
    document = written(text)
    assert embedded(document)["/Subtype"] == "/Type0"
    assert copied(document) == text


def test_a_character_without_a_glyph_is_a_box_that_copies_as_itself_and_is_listed() -> None:
    used = letters()
    used.coded("a😀")
    assert list(used.missing) == ["😀"]
    assert copied(written("a😀b")) == "a😀b"


def test_control_and_turning_characters_are_boxes_that_copy_as_replaced() -> None:
    used = letters()
    used.coded("a\x07\u202eb")
    assert list(used.missing) == ["\x07", "\u202e"]
    assert copied(written("a\x07\u202eb")) == "a\ufffd\ufffdb"


def test_joiners_and_selectors_take_no_room_and_are_not_missing() -> None:
    used = letters()
    assert used.width("\u200d\ufe0f") == 0
    assert not used.missing


def test_the_face_reads_the_same_as_fonttools() -> None:
    face, whole = lettering(FACE).face, TTFont(FILE)
    best, order = whole.getBestCmap(), whole.getGlyphID
    for code in [*range(0x20, 0x17F), *range(0x4E00, 0x5000), 0x3002, 0x20BB7, 0xFF0C]:
        if code in best:
            assert face.charToGlyph[code] == order(best[code])
            assert face.charWidths[code] == whole["hmtx"][best[code]][0]
            assert face.hmetrics[face.charToGlyph[code]] == tuple(
                n & 0xFFFF for n in whole["hmtx"][best[code]]
            )
        else:
            assert code not in face.charToGlyph
    assert len(face.charToGlyph) == len(best)
    assert list(face.charToGlyph)[:5] == sorted(best)[:5]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Mn")), max_size=40))
def test_every_character_has_a_code_of_its_own(text: str) -> None:
    used = letters()
    used.coded(text)
    codes = [used.codes[sign] for sign in dict.fromkeys(text)]
    assert len(set(codes)) == len(codes)
    assert used.width(text) == sum(used.widths[sign] for sign in text)
