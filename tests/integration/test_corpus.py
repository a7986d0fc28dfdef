"""The hostile set through the real pipeline: nothing crashes, nothing hangs, everything is judged as it should be."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.judging import ACCEPTED, CRASHED, REPAIRED, judged
from cxo_desktop.imaging import decoder_process
from helpers.draw import encoded, picture
from helpers.hostile_pictures import TAKEN, Hostile, every

_QUICK = [hostile for hostile in every() if not hostile.is_slow]


@pytest.mark.parametrize("hostile", _QUICK, ids=lambda hostile: hostile.name)
def test_hostile_picture_is_taken_in_clean_or_refused_with_its_reason(
    tmp_path: Path, hostile: Hostile
) -> None:
    path = tmp_path / hostile.name
    path.write_bytes(hostile.make())

    found = judged(path, decoder_process.shared())

    assert found.verdict != CRASHED
    assert hostile.outcome == (TAKEN if found.verdict in (ACCEPTED, REPAIRED) else found.reason)
    assert hostile.name in found.said or found.verdict in (ACCEPTED, REPAIRED)


def test_the_set_is_large_and_every_picture_in_it_has_a_name_of_its_own() -> None:
    names = [hostile.name for hostile in every()]

    assert len(names) == len(set(names)) > 100


def test_a_folder_is_judged_file_by_file_and_reported(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    folder, report = tmp_path / "photos", tmp_path / "report.json"
    folder.mkdir()
    (folder / "good.jpg").write_bytes(encoded(picture(), "JPEG"))
    (folder / "behind.png").write_bytes(encoded(picture(), "PNG") + b"something")
    (folder / "letter.pdf").write_bytes(b"%PDF-1.7")

    done = subprocess.run(
        [sys.executable, "-m", "corpus", str(folder), "--out", str(report)],
        cwd=root,
        env={"PYTHONPATH": f"{root}:{root / 'tests'}", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "3 files: 1 accepted, 1 refused, 1 repaired" in done.stdout
    files = json.loads(report.read_text("utf-8"))["files"]
    assert {each["name"]: each["reason"] for each in files} == {
        "behind.png": "tail-dropped",
        "good.jpg": "",
        "letter.pdf": "photo-unknown-format",
    }
