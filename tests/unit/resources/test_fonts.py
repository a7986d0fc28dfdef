"""The fonts that come with the program draw every sign an office may meet, in window and report."""

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from cxo_desktop.paths import resources


@pytest.mark.parametrize("name", ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"])
def test_the_font_draws_gb2312_rare_surnames_and_the_signs_we_use(name: str) -> None:
    drawn = TTFontFile(str(resources() / "fonts" / name)).charToGlyph
    rows = range(0xB0, 0xF8)
    cells = range(0xA1, 0xFF)
    common = "".join(bytes([row, cell]).decode("gb2312", "ignore") for row in rows for cell in cells)
    assert len(common) == 6763
    wanted = common + "堃喆玥翀䶮㛃𬭎𫖯镕淼昇祎" + "0123456789−–—…·“”‘’《》〈〉（）％℃①②③✓●○▶→×÷≥≤"
    assert [sign for sign in wanted if ord(sign) not in drawn] == []


def test_the_licence_of_the_fonts_comes_with_them() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (resources() / "fonts" / "OFL.txt").read_text(
        encoding="utf-8"
    )
