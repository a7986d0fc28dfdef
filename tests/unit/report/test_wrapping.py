"""Lines break where Chinese and Latin writing allow it, and nothing but spaces is lost."""

from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from cxo_desktop.report.lettering import Letters, lettering
from cxo_desktop.report.wrapping import lines

SIZE = 9.0


def letters() -> Letters:
    face = lettering("NotoSansSC-Regular")
    return face.letters(Canvas("", initialFontName=face.fontName)._doc)


def wrapped(text: str, width: float) -> list[str]:
    return lines(text, letters(), SIZE, width)


def test_a_short_text_is_one_line() -> None:
    assert wrapped("取号 A032", 200) == ["取号 A032"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrapped("", 200) == [""]


def test_chinese_breaks_between_characters_to_the_width() -> None:
    assert wrapped("一二三四五六七八", SIZE * 4) == ["一二三四", "五六七八"]


def test_no_line_begins_with_closing_punctuation() -> None:
    assert wrapped("一二三四，五六", SIZE * 4) == ["一二三", "四，五六"]


def test_no_line_ends_with_an_opening_bracket() -> None:
    assert wrapped("一二三（四五六", SIZE * 4) == ["一二三", "（四五六"]


def test_words_stay_whole_while_they_fit() -> None:
    assert wrapped("wait and follow", SIZE * 5) == ["wait and", "follow"]


def test_a_word_longer_than_the_line_is_cut_anywhere() -> None:
    assert len(wrapped("0123456789abcdef" * 4, SIZE * 6)) > 4


def test_line_ends_in_the_text_are_kept() -> None:
    assert wrapped("一\n二", 200) == ["一", "二"]


@given(
    st.text(st.characters(categories=("L", "N", "P", "Zs"), max_codepoint=0xFFFF), max_size=120),
    st.integers(30, 200),
)
def test_nothing_but_spaces_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    used = letters()
    found = lines(text, used, SIZE, width)
    assert "".join("".join(found).split()) == "".join(text.split())
    for line in found:
        assert used.width(line) * SIZE / 1000 <= width + 1e-6 or len(line) == 1
