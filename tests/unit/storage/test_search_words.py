"""Tokens and questions: two Chinese characters are enough, and nothing is found that is not there."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from cxo_desktop.storage.search_words import facet, narrowed, question, tokens_of

CHARACTERS = "政务大厅排队时长窗口额外材料一"


@pytest.fixture(scope="module")
def index() -> dbapi2.Connection:
    connection = dbapi2.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE i USING fts5(tokens, facets, tokenize='ascii', prefix='1')")
    return connection


def finds(index: dbapi2.Connection, text: str, asked: str) -> bool:
    index.execute("DELETE FROM i")
    index.execute("INSERT INTO i (rowid, tokens, facets) VALUES (1, ?, '')", (tokens_of(text),))
    return bool(index.execute("SELECT 1 FROM i WHERE i MATCH ?", (narrowed(question(asked), []),)).fetchall())


def test_chinese_is_cut_into_pairs_and_other_words_are_kept() -> None:
    assert tokens_of("政务大厅 3号窗, Window A032") == "政务 务大 大厅 厅 3 号窗 窗 window a032"


@given(st.text(CHARACTERS, min_size=1, max_size=30), st.integers(0, 30), st.integers(1, 8))
def test_every_piece_of_a_chinese_text_finds_it(
    index: dbapi2.Connection, text: str, start: int, length: int
) -> None:
    piece = text[start % len(text) :][:length]
    assert finds(index, text, piece)


@given(st.text(CHARACTERS, max_size=20), st.text(CHARACTERS, min_size=1, max_size=4))
def test_a_run_of_chinese_is_found_exactly_where_it_stands(
    index: dbapi2.Connection, text: str, asked: str
) -> None:
    assert finds(index, text, asked) == (asked in text)


@given(st.text(max_size=40), st.text(max_size=10))
def test_no_text_and_no_question_breaks_the_query(index: dbapi2.Connection, text: str, asked: str) -> None:
    if question(asked):
        finds(index, text, asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("取号 A032", "a03"),
        ("Window three", "WIND"),
        ("Ａ０３２", "a032"),
        ("政务 OR 大厅", "or"),
        ("𠮷野家 在一楼", "𠮷野"),
        ("ｶﾌｪ", "カフェ"),
    ],
)
def test_case_width_and_rare_characters_do_not_matter(
    index: dbapi2.Connection, text: str, asked: str
) -> None:
    assert finds(index, text, asked)


def test_every_word_of_a_question_must_be_there(index: dbapi2.Connection) -> None:
    assert finds(index, "窗口排队很长 A032", "排队 a032")
    assert not finds(index, "窗口排队很长 A032", "排队 b1")


def test_punctuation_alone_asks_nothing() -> None:
    assert question(' "*() - ， 。') == ""


@given(st.text(max_size=20), st.text(max_size=20))
def test_facets_are_plain_ascii_and_never_meet(one: str, other: str) -> None:
    one, other = (
        unicodedata.normalize("NFC", text.encode(errors="ignore").decode()) for text in (one, other)
    )
    assert facet("s", one).isascii()
    assert facet("s", one).isalnum()
    assert (facet("s", one) == facet("s", other)) == (one == other)
