"""The printed report: about twenty pages with forty photos, against img2pdf of the same photos and three typesetters.

`CXO_BENCH_PHOTOS` names a folder of real photographs; otherwise they are drawn. What is measured is CPU time: of whole
processes, as somebody at a command line would wait for them, and of the work alone in a program that is already running.
"""

import gc
import importlib.util
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

from bench.ratio import Row
from bench.report_makers import MAKERS
from cxo_core.fold import fold
from cxo_core.walkthrough import Walkthrough
from cxo_desktop import words
from cxo_desktop.entry_words import entry_text
from cxo_desktop.imaging.drawn import Scene, photograph
from cxo_desktop.imaging.renditions import REPORT_SIDE
from cxo_desktop.kind_words import kind_name, name_of
from cxo_desktop.report.pdf import render
from helpers.records import a_hall_walk

PHOTOS = 40
_QUALITY = 82
_REPEATS = 5
_WARM_REPEATS = 15
_MOST_MIB = 100.0


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="cxo-bench-") as name:
        folder = Path(name)
        walkthrough = _prepare(folder)
        missing = [
            each for each in MAKERS if each != "ours" and importlib.util.find_spec(_package(each)) is None
        ]
        measured = _in_processes(folder, [each for each in MAKERS if each not in missing])
        label = f"report, {_pages(folder)} pages, {PHOTOS} photos of {_photo_bytes(folder) / 1e6:.1f} MB: whole process"
        for other in MAKERS:
            if other in missing:
                yield Row(name=f"  against {other}", ours=0, note=f"{other} is not installed")
            elif other != "ours":
                yield Row(
                    name=label if other == "img2pdf" else f"  against {other}",
                    ours=statistics.median(each["cpu_s"] for each in measured["ours"]) * 1000,
                    reference=statistics.median(each["cpu_s"] for each in measured[other]) * 1000,
                    goal=2.0 if other == "img2pdf" else 1.0,
                    against=f"{other}, CPU",
                )
        if "img2pdf" not in missing:
            yield _warm(folder, walkthrough)
        size = (folder / "ours.pdf").stat().st_size
        yield Row(
            name="  size of the file",
            ours=size / 1000,
            reference=_photo_bytes(folder) / 1000,
            goal=1.02,
            unit="kB",
            against="the JPEGs alone",
        )
        peak = statistics.median(each["peak_kib"] for each in measured["ours"]) / 1024
        yield Row(name="  peak memory of the process", ours=peak, goal=_MOST_MIB, unit="MiB")


def _prepare(folder: Path) -> Walkthrough:
    """The record with its photos, and the same content as plain rows for the others."""
    record = a_hall_walk(photos=PHOTOS)
    (folder / "events.jsonl").write_bytes(b"".join(event.to_line() + b"\n" for event in record.events))
    (folder / "photos").mkdir()
    walkthrough = fold(record.events)
    for photo, jpeg in zip(walkthrough.photos, _report_copies(), strict=False):
        (folder / "photos" / f"{photo.id}.jpg").write_bytes(jpeg)
    words.use_language("zh_CN")
    timeline = [
        [
            str(entry.seq),
            f"{entry.wall:%m-%d %H:%M:%S}",
            kind_name(entry.kind),
            entry_text(entry, walkthrough),
            name_of(entry.entered),
            entry.by,
        ]
        for entry in walkthrough.entries
    ]
    digests = [[photo.id, f"{photo.wall:%m-%d %H:%M:%S}", photo.sha256] for photo in walkthrough.photos]
    told = {
        "tables": [["时间线", timeline], ["证据摘要", digests]],
        "photos": [[photo.id, f"{photo.caption} {photo.sha256[:16]}"] for photo in walkthrough.photos],
    }
    (folder / "report.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return walkthrough


def _report_copies() -> Iterator[bytes]:
    """JPEGs of 1600 px as the vault holds them for reports; each differs from every other."""
    real = os.environ.get("CXO_BENCH_PHOTOS")
    if real:
        sources = [Image.open(path) for path in sorted(Path(real).glob("*.[jJ][pP]*[gG]"))]
    else:
        shot = (photograph(scene, size=(1600, 1200)) for scene in Scene)
        sources = [Image.open(io.BytesIO(jpeg)) for jpeg in shot]
    for number, source in zip(range(PHOTOS), cycle(sources)):
        image = source.convert("RGB")
        image.thumbnail((REPORT_SIDE, REPORT_SIDE))
        image.putpixel((number, 0), (number, 0, 0))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=_QUALITY)
        yield out.getvalue()


def _in_processes(folder: Path, names: list[str]) -> dict[str, list[dict[str, float]]]:
    """What each program tells of itself in each round; they take turns."""
    measured: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for turn in range(_REPEATS + 1):
        for name in names:
            told = json.loads(_run(name, folder))
            if turn:
                measured[name].append(told)
    return measured


def _run(name: str, folder: Path) -> bytes:
    tests = Path(__file__).resolve().parents[1]
    return subprocess.run(
        [sys.executable, "-m", "bench.report_makers", name, str(folder)],
        check=True,
        stdout=subprocess.PIPE,
        cwd=tests,
        env={**os.environ, "PYTHONPATH": f"{tests.parent}{os.pathsep}{tests}"},
    ).stdout


def _warm(folder: Path, walkthrough: Walkthrough) -> Row:
    """The work alone, in one process that has everything loaded; both sides in turn."""
    import img2pdf

    jpegs = {path.stem: path.read_bytes() for path in (folder / "photos").glob("*.jpg")}
    fitted = img2pdf.get_layout_fun((img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297)))
    jobs: tuple[Callable[[], object], ...] = (
        lambda: render(walkthrough, photo=jpegs.__getitem__),
        lambda: img2pdf.convert(list(jpegs.values()), layout_fun=fitted),
    )
    sides: tuple[list[float], ...] = ([], [])
    gc.disable()
    for turn in range(_WARM_REPEATS + 1):
        for seconds, job in zip(sides, jobs, strict=True):
            spent = _cpu(job)
            if turn:
                seconds.append(spent)
        gc.collect()
    gc.enable()
    return Row(
        name="  the work alone, everything loaded (img2pdf sets no text)",
        ours=statistics.median(sides[0]) * 1000,
        reference=statistics.median(sides[1]) * 1000,
        goal=2.0,
        against="img2pdf, CPU",
    )


def _cpu(job: Callable[[], object]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def _pages(folder: Path) -> int:
    return len(PdfReader(folder / "ours.pdf").pages)


def _photo_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "photos").glob("*.jpg"))


def _package(name: str) -> str:
    return "fpdf" if name == "fpdf2" else name
