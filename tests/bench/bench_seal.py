"""Sealing and verifying a record of 50 MB, and how much memory that takes.

The reference does the least that could be asked: one thread reads the photos, takes their SHA-256, encrypts with age,
writes and syncs one file; and back again: age decrypts, the SHA-256 of what comes out.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity

from bench.ratio import Row, interleaved
from cxo_core.bundle.seal import Contents, EvidenceFile, seal
from cxo_core.bundle.verify import verify
from cxo_core.canonical import canonical
from cxo_core.description import describe
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from helpers.bundle_samples import OPENED, PROGRAM, SEED, WALKTHROUGH, started

_PHOTO_BYTES = 2_500_000
_PIECE = 1 << 20
_STATUS = Path("/proc/self/status")
_OFFICE = Identity.from_str("AGE-SECRET-KEY-1AEKY3YMKRDX2T54XTVJ4T3FXMQHDGWG000VEDT45U8207UAGDPASU4AN8Q")


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="cxo-bench-") as name:
        folder = Path(name)
        photos = _photos(folder, 20)
        contents = _contents(photos)
        bundle, plain = folder / "ours.cxo", folder / "reference.age"
        ours, reference = interleaved(lambda: _seal(contents, bundle), lambda: _encrypt(photos, plain), 9)
        yield Row.of(
            "seal 50 MB, record and photos checked",
            ours,
            reference,
            goal=1.5,
            against="SHA-256 + age + write + fsync",
        )
        ours, reference = interleaved(lambda: _verify(bundle), lambda: _decrypt(plain), 9)
        yield Row.of("verify 50 MB", ours, reference, goal=1.5, against="age + SHA-256")
    for count in (20, 100):
        yield from _memory(count)


def _memory(count: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="cxo-bench-") as name:
        _photos(Path(name), count)
        for job in ("seal", "verify"):
            row = f"memory to {job} {count * _PHOTO_BYTES // 10**6} MB, over what it had"
            if _STATUS.exists():
                yield Row(name=row, ours=_peak_mib(job, Path(name)), goal=32, unit="MiB")
            else:
                yield Row(name=row, ours=0, note="measured on Linux only")


def _photos(folder: Path, count: int) -> list[Path]:
    """Noise, as any JPEG is inside."""
    paths = [folder / f"{number:03}.jpg" for number in range(count)]
    for path in paths:
        path.write_bytes(os.urandom(_PHOTO_BYTES))
    return paths


def _contents(photos: list[Path]) -> Contents:
    """A record of 150 notes and these photos."""
    log = started()
    for number in range(150):
        log.add(
            Kind.NOTE_WRITTEN, note_id=f"n-{number}", text=f"第 {number} 条记录，窗口说明了要补充的材料。"
        )
    files = [_file(path) for path in photos]
    for file in files:
        log.add(
            Kind.EVIDENCE_ATTACHED,
            evidence=file.id,
            media_type=file.media_type,
            bytes=file.bytes,
            sha256=file.sha256,
            original_sha256=file.sha256,
        )
    return Contents(
        walkthrough=WALKTHROUGH,
        revision=1,
        previous=None,
        sealed_at=OPENED,
        program=PROGRAM,
        events=[event.to_line() for event in log.events],
        walkthrough_json=canonical(describe(fold(log.events))),
        evidence=files,
    )


def _file(photo: Path) -> EvidenceFile:
    with photo.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return EvidenceFile(f"e-{photo.stem}", "image/jpeg", digest, _PHOTO_BYTES, lambda: photo.open("rb"))


def _seal(contents: Contents, target: Path) -> None:
    seal(target, contents=contents, signing_seed=SEED, recipients=[str(_OFFICE.to_public())])


def _verify(bundle: Path) -> None:
    assert verify(bundle, [_OFFICE]).is_sound


class _Hashed:
    """The photos one after the other, hashed as they are read."""

    def __init__(self, photos: list[Path]) -> None:
        self._pieces = (piece for path in photos for piece in self._of(path))
        self._piece = b""
        self._at = 0

    def read(self, n: int) -> bytes:
        if self._at == len(self._piece):
            self._piece, self._at = next(self._pieces, b""), 0
        start, self._at = self._at, min(self._at + n, len(self._piece))
        return self._piece[start : self._at]

    def _of(self, path: Path) -> Iterator[bytes]:
        sha256 = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                sha256.update(piece)
                yield piece
        sha256.digest()


class _Hashing:
    """Clear text as it comes, hashed in large pieces."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()
        self._held: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._held.append(piece)
        if len(self._held) == 128:
            self.flush()
        return len(piece)

    def flush(self) -> None:
        self.sha256.update(b"".join(self._held))
        self._held.clear()


def _encrypt(photos: list[Path], target: Path) -> None:
    with target.open("wb", buffering=_PIECE) as file:
        pyrage.encrypt_io(_Hashed(photos), file, [_OFFICE.to_public()])
        file.flush()
        os.fsync(file.fileno())


def _decrypt(source: Path) -> None:
    hashing = _Hashing()
    with source.open("rb", buffering=_PIECE) as file:
        pyrage.decrypt_io(file, hashing, [_OFFICE])
    hashing.flush()


def _peak_mib(job: str, folder: Path) -> float:
    """What a fresh process needs at most for the job, over what it has when the job begins."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.bench_seal", job, str(folder)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return float(told.stdout)


def _measured(job: str, folder: Path) -> float:
    contents = _contents(sorted(folder.glob("*.jpg"))) if job == "seal" else None
    bundle = folder / "ours.cxo"
    # Whatever is imported late or grows once is there before the measuring: one small record first.
    _seal(_contents([]), folder / "small.cxo")
    _verify(folder / "small.cxo")
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew: man 5 proc
    before = _kib("VmRSS")
    if contents is None:
        _verify(bundle)
    else:
        _seal(contents, bundle)
    return (_kib("VmHWM") - before) / 1024


def _kib(field: str) -> int:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1])


if __name__ == "__main__":
    print(_measured(sys.argv[1], Path(sys.argv[2])))
