"""Every file of a folder through the picture pipeline: `python -m corpus FOLDER [--out REPORT.json]`.

Without a folder the hostile set is made and judged, and each outcome compared with the one that is asked for. Exit status 1
on any crash, any refusal over a second, anything over 300 MB, any growth, any outcome that is not the one asked for.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from corpus.judging import REFUSED, Judged, judged, resident_mb, with_a_decoder_of_its_own
from cxo_desktop.imaging import decoder_process
from helpers.hostile_pictures import TAKEN, every

_MOST_GROWTH_MB = 30


def main(words: Sequence[str]) -> int:
    asked = argparse.ArgumentParser(prog="corpus", description=__doc__)
    asked.add_argument("folder", type=Path, nargs="?")
    asked.add_argument("--out", type=Path)
    said = asked.parse_args(words)
    if said.folder is not None:
        return _run(said.folder, said.out, {})
    with tempfile.TemporaryDirectory(prefix="cxo-hostile-") as name:
        folder = Path(name)
        wanted = {}
        for hostile in every():
            (folder / hostile.name).write_bytes(hostile.make())
            wanted[hostile.name] = hostile.outcome
        return _run(folder, said.out, wanted)


def _run(folder: Path, out: Path | None, wanted: dict[str, str]) -> int:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    found = []
    for path in files:
        found.append(with_a_decoder_of_its_own(path))
        print(_line(found[-1], wanted), flush=True)
    growth, differing = _again_in_one_decoder(files, found)
    unwanted = [each.name for each in found if not _is_wanted(each, wanted)]
    totals = Counter(each.verdict for each in found)
    print(
        f"\n{len(found)} files: "
        + ", ".join(f"{count} {verdict}" for verdict, count in sorted(totals.items()))
        + f"; decoders lost: {sum(each.lost_decoder for each in found)}"
    )
    refused = [each.seconds for each in found if each.verdict == REFUSED]
    peaks = [each.peak_mb for each in found if each.peak_mb is not None]
    print(
        f"longest refusal {max(refused, default=0):.2f} s, longest of all {max(e.seconds for e in found):.2f} s",
        end="",
    )
    print(f", most memory {max(peaks, default=0)} MB, growth of one decoder over two rounds {growth} MB")
    bad = [each.name for each in found if each.is_bad]
    for words, names in (
        ("over a limit", bad),
        ("not as asked for", unwanted),
        ("judged differently", differing),
    ):
        if names:
            print(f"{words}: {', '.join(names)}")
    if out is not None:
        report = {"files": [asdict(each) for each in found], "totals": totals, "growth_mb": growth}
        out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if bad or unwanted or differing or growth > _MOST_GROWTH_MB else 0


def _again_in_one_decoder(files: list[Path], first: list[Judged]) -> tuple[int, list[str]]:
    """How much a decoder grew in its second round over all files (MB), and which files it judged otherwise than a fresh one.

    Files that kill a decoder are left out of the growth: a new one begins small.
    """
    decoder = decoder_process.shared()
    decoder.end()
    harmless = [path for path, judgement in zip(files, first, strict=True) if not judgement.lost_decoder]
    verdicts = {judgement.name: judgement.verdict for judgement in first}
    sizes, differing = [], []
    for _ in range(2):
        for path in harmless:
            if judged(path, decoder).verdict != verdicts[path.name]:
                differing.append(path.name)
        sizes.append(resident_mb(decoder.pid) or 0)
    return sizes[1] - sizes[0], differing


def _is_wanted(each: Judged, wanted: dict[str, str]) -> bool:
    outcome = wanted.get(each.name)
    return outcome is None or outcome == (each.reason if each.verdict == REFUSED else TAKEN)


def _line(each: Judged, wanted: dict[str, str]) -> str:
    marks = [
        "" if _is_wanted(each, wanted) else "NOT AS ASKED FOR",
        "TOO SLOW" if each.is_too_slow else "",
        "TOO LARGE" if each.is_too_large else "",
        "decoder lost" if each.lost_decoder else "",
    ]
    peak = "" if each.peak_mb is None else f"{each.peak_mb} MB"
    said = f"{each.name:34}  {each.bytes / 1e6:7.2f} MB  {each.seconds:5.2f} s  {peak:>7}  {each.verdict:9} {each.reason}"
    return "  ".join([said, *filter(None, marks)]).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
