"""The same report made by five programs, each in a process of its own: `python -m bench.report_makers NAME FOLDER`.

The folder holds the record (`events.jsonl`), its photos (`photos/*.jpg`) and, for the others, what ours prints as plain
rows (`report.json`). Printed at the end: the CPU seconds and the peak memory of the whole process.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
REGULAR, BOLD = FONTS / "NotoSansSC-Regular.ttf", FONTS / "NotoSansSC-Bold.ttf"


def ours(folder: Path) -> None:
    from cxo_core.event import Event
    from cxo_core.fold import fold
    from cxo_desktop.report.pdf import render_to

    events = [Event.from_line(line) for line in (folder / "events.jsonl").read_bytes().splitlines()]
    with (folder / "ours.pdf").open("wb") as out:
        render_to(out, fold(events), photo=lambda name: (folder / "photos" / f"{name}.jpg").read_bytes())


def img2pdf(folder: Path) -> None:
    import img2pdf as program

    a4 = (program.mm_to_pt(210), program.mm_to_pt(297))
    with (folder / "img2pdf.pdf").open("wb") as out:
        program.convert(
            [str(path) for path in _photos(folder)], outputstream=out, layout_fun=program.get_layout_fun(a4)
        )


def typst(folder: Path) -> None:
    import typst as program

    told = _told(folder)
    parts = [
        '#set page(paper: "a4", margin: 18mm, numbering: "1 / 1")',
        '#set text(font: "Noto Sans SC", size: 9pt, lang: "zh")',
    ]
    for title, rows in told["tables"]:
        cells = ", ".join(json.dumps(cell, ensure_ascii=False) for row in rows for cell in row)
        widths = ", ".join(["1fr"] * len(rows[0]))
        parts.append(
            f"= #{json.dumps(title, ensure_ascii=False)}\n#table(columns: ({widths}), stroke: 0.4pt, {cells})"
        )
    plates = [
        f'figure(image("photos/{name}.jpg", width: 100%), caption: [#{json.dumps(caption, ensure_ascii=False)}])'
        for name, caption in told["photos"]
    ]
    parts.append(f"#grid(columns: (1fr, 1fr), gutter: 12pt, {', '.join(plates)})")
    source = folder / "report.typ"
    source.write_text("\n".join(parts), "utf-8")
    program.compile(
        str(source), output=str(folder / "typst.pdf"), font_paths=[str(FONTS)], ignore_system_fonts=True
    )


def fpdf2(folder: Path) -> None:
    from fpdf import FPDF

    told = _told(folder)
    pdf = FPDF()
    pdf.add_font("Noto", "", str(REGULAR))
    pdf.add_font("Noto", "B", str(BOLD))
    pdf.add_page()
    for title, rows in told["tables"]:
        pdf.set_font("Noto", "B", 13)
        pdf.multi_cell(0, 10, title, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Noto", "", 8)
        with pdf.table(first_row_as_headings=False, line_height=5) as table:
            for cells in rows:
                row = table.row()
                for cell in cells:
                    row.cell(cell)
    for place, (name, caption) in enumerate(told["photos"]):
        if place % 6 == 0:
            pdf.add_page()
        x, y = 10 + place % 2 * 97, 15 + place % 6 // 2 * 90
        pdf.image(str(folder / "photos" / f"{name}.jpg"), x=x, y=y, w=92)
        pdf.set_xy(x, y + 72)
        pdf.multi_cell(92, 5, caption)
    pdf.output(str(folder / "fpdf2.pdf"))


def weasyprint(folder: Path) -> None:
    from html import escape

    from weasyprint import HTML

    told = _told(folder)
    parts = [
        f"""<meta charset="utf-8"><style>
        @font-face {{ font-family: Noto; src: url("{REGULAR.as_uri()}"); font-weight: normal }}
        @font-face {{ font-family: Noto; src: url("{BOLD.as_uri()}"); font-weight: bold }}
        @page {{ size: A4; margin: 18mm; @bottom-right {{ content: counter(page) " / " counter(pages) }} }}
        body {{ font: 8pt Noto }} td {{ border-bottom: 0.4pt solid #ccc; padding: 2pt }} table {{ width: 100% }}
        figure {{ display: inline-block; width: 47%; margin: 1% }} img {{ width: 100% }}
        </style>"""
    ]
    for title, rows in told["tables"]:
        lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}' for cell in row)}" for row in rows)
        parts.append(f"<h1>{escape(title)}</h1><table>{lines}</table>")
    parts += [
        f'<figure><img src="photos/{name}.jpg"><figcaption>{escape(caption)}</figcaption></figure>'
        for name, caption in told["photos"]
    ]
    HTML(string="".join(parts), base_url=f"{folder.as_uri()}/").write_pdf(folder / "weasyprint.pdf")


MAKERS: dict[str, Callable[[Path], None]] = {
    each.__name__: each for each in (ours, img2pdf, typst, fpdf2, weasyprint)
}


def _told(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    return told


def _photos(folder: Path) -> list[Path]:
    return [folder / "photos" / f"{name}.jpg" for name, _caption in _told(folder)["photos"]]


def _peak_kib() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    MAKERS[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"cpu_s": time.process_time(), "peak_kib": _peak_kib()}))
