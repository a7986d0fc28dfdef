"""One file through the real pipeline: what became of it, how long that took, how much memory the decoder needed."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cxo_core.problems import Problem
from cxo_desktop.imaging import decoder_process
from cxo_desktop.imaging.decoder_process import Decoder
from cxo_desktop.imaging.photo import take_in
from cxo_desktop.problem_words import sentence
from helpers.draw import tagged_jpeg

ACCEPTED, REPAIRED, REFUSED, CRASHED = "accepted", "repaired", "refused", "crashed"
LONGEST_REFUSAL_S = 1.0
MOST_MEMORY_MB = 300


@dataclass(frozen=True, slots=True)
class Judged:
    """`reason` is a problem's code, what was repaired, or the exception of a crash; `said` the sentence a person reads.

    `peak_mb` is what the decoder needed at most (resident), None where the system does not tell; `lost_decoder` says that
    the decoder died of this file and was replaced.
    """

    name: str
    bytes: int
    verdict: str
    reason: str
    said: str
    seconds: float
    peak_mb: int | None
    lost_decoder: bool

    @property
    def is_too_slow(self) -> bool:
        return self.verdict == REFUSED and self.seconds > LONGEST_REFUSAL_S

    @property
    def is_too_large(self) -> bool:
        return self.peak_mb is not None and self.peak_mb > MOST_MEMORY_MB

    @property
    def is_bad(self) -> bool:
        return self.verdict == CRASHED or self.is_too_slow or self.is_too_large


def with_a_decoder_of_its_own(path: Path) -> Judged:
    """The decoder is fresh and ready, so that time and memory are this file's alone; a slow refusal gets a second try."""
    found = judged(path, _fresh())
    if found.is_too_slow:  # or the machine was busy
        found = min(found, judged(path, _fresh()), key=lambda each: each.seconds)
    return found


def _fresh() -> Decoder:
    decoder = decoder_process.shared()
    decoder.end()
    assert take_in(tagged_jpeg()).width == 120
    return decoder


def judged(path: Path, decoder: Decoder) -> Judged:
    """Taken in with all its copies. Whatever is no Problem is a crash."""
    before = decoder.pid
    start = time.perf_counter()
    verdict, reason, said = _verdict(lambda: _all_copies(path))
    seconds = time.perf_counter() - start
    lost = decoder.pid != before
    return Judged(path.name, path.stat().st_size, verdict, reason, said, seconds, _peak_mb(decoder.pid), lost)


def resident_mb(pid: int | None) -> int | None:
    return _memory_mb(pid, "VmRSS:")


def _verdict(take: Callable[[], tuple[str, ...]]) -> tuple[str, str, str]:
    try:
        repairs = take()
    except Problem as problem:
        return REFUSED, problem.code, sentence(problem)
    except Exception as error:  # the one place where a bug is a finding
        return CRASHED, f"{type(error).__name__}: {error}", ""
    return (REPAIRED, ", ".join(repairs), "") if repairs else (ACCEPTED, "", "")


def _all_copies(path: Path) -> tuple[str, ...]:
    photo = take_in(path)
    assert photo.working and photo.thumbnail and photo.report_copy
    return photo.repairs


def _peak_mb(pid: int | None) -> int | None:
    return _memory_mb(pid, "VmHWM:")


def _memory_mb(pid: int | None, line: str) -> int | None:
    if pid is None or os.name != "posix" or not Path(f"/proc/{pid}/status").exists():
        return None
    for said in Path(f"/proc/{pid}/status").read_text().splitlines():
        if said.startswith(line):
            return int(said.split()[1]) // 1000
    return None
