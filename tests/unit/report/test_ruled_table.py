"""Tables over pages: the head again on each, no head alone, a giant row cut and nothing of it lost."""

from datetime import UTC, datetime

from cxo_desktop.report.book import Book, Imprint
from cxo_desktop.report.flow import Flow
from cxo_desktop.report.palette import BOTTOM, TOP
from cxo_desktop.report.ruled_table import Cell, Column, Table
from helpers.printed import Printed

COLUMNS = [Column("Headline", 30), Column("Figure", 70, is_right=True)]


def flow() -> Flow:
    return Flow(Book(Imprint("t", "running", "reference", "en", datetime(2026, 3, 2, tzinfo=UTC))))


def printed(onto: Flow) -> Printed:
    return Printed(onto.book.finished())


def test_the_head_is_repeated_on_every_page() -> None:
    onto = flow()
    Table(onto, COLUMNS).rows([f"row {number}", "1"] for number in range(120))
    report = printed(onto)
    assert len(report.pages) > 2
    assert all("Headline" in page for page in report.pages)
    assert all(f"row {number} " in f"{report.text} " for number in range(120))


def test_a_head_never_stands_alone_at_the_foot_of_a_page() -> None:
    onto = flow()
    onto.y = BOTTOM - 30
    Table(onto, COLUMNS).rows([["only row", "1"]])
    report = printed(onto)
    assert "Headline" not in report.pages[0]
    assert "Headline" in report.pages[1]
    assert "only row" in report.pages[1]


def test_a_row_taller_than_a_page_is_cut_and_nothing_of_it_is_lost() -> None:
    onto = flow()
    words = [f"word{number}" for number in range(900)]
    Table(onto, COLUMNS).rows([[Cell(" ".join(words), note="the note"), "1"]])
    report = printed(onto)
    assert len(report.pages) > 1
    assert [word for word in words if word not in report.text.split()] == []
    assert "the note" in report.text


def test_a_table_without_rows_draws_nothing() -> None:
    onto = flow()
    Table(onto, COLUMNS).rows([])
    assert onto.y == TOP + 6
    assert "Headline" not in printed(onto).text
