"""Files on their way in: this office against nginx's PUT and npm's `@tus/server`, in turn, each time into empty folders.

Ours has checked the digest of each file and flushed it to the disk before it answers, and with the receipt it has decrypted and
verified the bundle too; the others neither hash nor flush. The same program sends to all of them. ODK Central is not run here.
`CXO_BENCH_FILES=20` sends a fifth of the files, to try it out.
"""

import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.cut_line import resent_mib
from bench.ratio import Row
from bench.upload_sides import Founded, Sent, Side, emptied, nginx, send, tus_server
from helpers import peers
from helpers.sealed_files import SealedFile, sealed_file

PIECE = 8 << 20
SHARE = int(os.environ.get("CXO_BENCH_FILES", "100")) / 100
ROUNDS = 5
CONNECTIONS = (1, 4, 8)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="cxo-bench-") as name:
        folder = Path(name)
        founded = Founded(folder / "founded")
        for megabytes, count, most in (
            (2, max(8, int(200 * SHARE)), 4.5),
            (50, max(8, int(10 * SHARE)), 3.5),
        ):
            files = _sealed(folder / f"{megabytes}", founded, count, megabytes)
            for connections in CONNECTIONS:
                yield from _against(folder, founded, files, megabytes, connections, most)
            if megabytes == 50:
                yield from _in_flight(folder, founded, files)
                yield from _pieces(folder, founded, files)
                yield _cut(folder, founded, files[0])
            emptied(folder / f"{megabytes}")


def _sealed(folder: Path, founded: Founded, count: int, megabytes: int) -> list[SealedFile]:
    """Photographs of a megabyte or two and a half."""
    folder.mkdir()
    each = 1_000_000 if megabytes < 10 else 2_500_000
    photos = megabytes * 1_000_000 // each
    return [
        sealed_file(folder, f"w-{megabytes}-{number}", founded.recipients, photos=photos, photo_bytes=each)
        for number in range(count)
    ]


def _against(
    folder: Path, founded: Founded, files: list[SealedFile], megabytes: int, connections: int, most: float
) -> Iterator[Row]:
    """Wall seconds from the first byte to the last answer, as milliseconds for each file."""
    sent: dict[str, list[Sent]] = {}
    for turn in range(ROUNDS):
        names = ["ours", "upload", "nginx", *([] if peers.missing() else ["tus"])]
        for place in range(len(names)):
            which = names[(place + turn) % len(names)]
            sent.setdefault(which, []).append(_once(folder, founded, which, files, connections))
    wall = {
        which: statistics.median(each.seconds for each in rounds) * 1000 / len(files)
        for which, rounds in sent.items()
    }
    what = f"{len(files)} × {megabytes} MB at {connections}"
    total = sum(file.bytes for file in files) / 1e6
    for which, name in (("upload", ""), ("ours", ", with receipt")):
        is_goal = which == "upload"
        if "tus" in wall:
            goal = 1 / 1.2 if is_goal else None
            yield Row(
                name=what + name, ours=wall[which], reference=wall["tus"], goal=goal, against="@tus/server"
            )
        else:
            yield Row(name=what + name, ours=0, note=peers.missing())
        goal = most if is_goal else None
        yield Row(name=what + name, ours=wall[which], reference=wall["nginx"], goal=goal, against="nginx PUT")
        cpu = statistics.median(each.cpu_s for each in sent[which]) * 1000 / total
        yield Row(name=f"{what}{name}: server CPU for a MB", ours=cpu, goal=5.0 if is_goal else None)


def _once(
    folder: Path,
    founded: Founded,
    which: str,
    files: list[SealedFile],
    connections: int,
    *,
    piece: int = PIECE,
) -> Sent:
    place = folder / which
    try:
        with ExitStack() as running:
            return send(_side(running, place, founded, which), files, connections, piece=piece)
    finally:
        emptied(place)


def _side(running: ExitStack, place: Path, founded: Founded, which: str) -> Side:
    match which:
        case "nginx":
            return running.enter_context(nginx(place))
        case "tus":
            return running.enter_context(tus_server(place))
        case _:
            ours, upload = running.enter_context(founded.served(place))
            return ours if which == "ours" else upload


def _in_flight(folder: Path, founded: Founded, files: list[SealedFile]) -> Iterator[Row]:
    """Memory while eight files of 50 MB come in at once."""
    place = folder / "memory"
    with founded.served(place) as (ours, _):
        ours.forget_peak()
        send(ours, files[:8], 8, piece=PIECE)
        yield Row(name="memory with 8 × 50 MB in flight", ours=ours.peak_mib, goal=120, unit="MiB")
    emptied(place)


def _pieces(folder: Path, founded: Founded, files: list[SealedFile]) -> Iterator[Row]:
    """In pieces of 8 MiB against the whole file in one request, the upload alone."""
    rounds: dict[int, list[float]] = {PIECE: [], 0: []}
    for turn in range(ROUNDS):
        for piece in (PIECE, 0) if turn % 2 else (0, PIECE):
            rounds[piece].append(_once(folder, founded, "upload", files, 1, piece=piece).seconds)
    each = {piece: statistics.median(seconds) * 1000 / len(files) for piece, seconds in rounds.items()}
    yield Row(
        name="50 MB in pieces of 8 MiB",
        ours=each[PIECE],
        reference=each[0],
        goal=1.3,
        against="the whole file in one request",
    )


def _cut(folder: Path, founded: Founded, file: SealedFile) -> Row:
    """The line is cut once, at ninety percent of the file; what our client sends more than the file has."""
    place = folder / "cut"
    try:
        with founded.served(place) as (ours, _):
            more = resent_mib(ours, file, at=0.9)
    finally:
        emptied(place)
    return Row(name="50 MB cut at 90 %: sent again", ours=more, goal=8, unit="MiB")
