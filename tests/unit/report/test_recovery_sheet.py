"""The recovery key's sheet: one page, both languages, the key as letters and as a square a scanner reads."""

from datetime import UTC, datetime

import pytest
import segno
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from cxo_desktop.report.recovery_sheet import ABOUT, SheetFacts, render_sheet
from cxo_desktop.words import LANGUAGES, _, speaking
from helpers.printed import Printed

KEY = "9VCJ-5MC3-E73V-NY6M-DSH1-Z19J-Y8GK"
FACTS = SheetFacts(
    datetime(2026, 11, 22, 14, 3, tzinfo=UTC), "李敏 Li Min", "Window two · vault-2 · 1a2b3c4d", KEY
)


@pytest.fixture(scope="module")
def sheet() -> Printed:
    return Printed(render_sheet(FACTS))


def test_one_page_says_whose_it_is_what_for_and_where_to_keep_it(sheet: Printed) -> None:
    assert len(sheet.pages) == 1
    for told in ("李敏 Li Min", "Window two · vault-2 · 1a2b3c4d", "2026-11-22"):
        assert told in sheet.text
    assert KEY in sheet.pages[0].replace("-\n", "-")
    plain = "".join(sheet.text.split())
    for tag in LANGUAGES:
        with speaking(tag):
            for sentence in ABOUT:
                assert "".join(_(sentence).split()) in plain


def test_the_longest_names_keep_it_on_one_page() -> None:
    long = SheetFacts(FACTS.made, "欧阳" * 40, "a label nobody would give " * 20, KEY)
    assert len(Printed(render_sheet(long)).pages) == 1


def test_the_square_on_the_page_is_the_keys_qr_code(sheet: Printed) -> None:
    image = first_page(sheet.document)
    left, right = round(image.width() * 0.7), round(image.width() * 0.905)
    top = next(y for y in range(image.height()) if any(is_dark(image, x, y) for x in range(left, right)))
    run = dark_run(image, top, left, right)
    matrix = [[bool(dark) for dark in row] for row in segno.make_qr(KEY, error="m").matrix]
    side = len(run) / 7
    seen = [
        [
            is_dark(image, round(run[0] + (across + 0.5) * side), round(top + (down + 0.5) * side))
            for across in range(len(matrix))
        ]
        for down in range(len(matrix))
    ]
    assert seen == matrix


def first_page(document: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(document))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    opened = QPdfDocument()
    opened.load(buffer)
    page = opened.render(0, QSize(2380, 3368))
    opened.close()
    white = QImage(page.size(), QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    painter = QPainter(white)
    painter.drawImage(0, 0, page)
    painter.end()
    return white


def is_dark(image: QImage, x: int, y: int) -> bool:
    return image.pixelColor(x, y).lightness() < 128


def dark_run(image: QImage, y: int, left: int, right: int) -> range:
    """The first stroke of the finder pattern in that row of pixels: seven modules long."""
    start = next((x for x in range(left, right) if is_dark(image, x, y)), left)
    end = next((x for x in range(start, right) if not is_dark(image, x, y)), right)
    return range(start, end)


def test_a_fact_that_is_logged_does_not_tell_the_key() -> None:
    assert KEY not in repr(FACTS)
