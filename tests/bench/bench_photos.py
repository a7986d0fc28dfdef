"""Photos in: from a file somebody chose to encrypted files, a thumbnail and an event in the vault, all durable.

Drawn photographs of twelve megapixels; `CXO_BENCH_PHOTOS` names a folder of real ones instead (its JPEG files of at
least six megapixels, and one HEIC).
"""

import hashlib
import io
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from bench.ratio import Row, in_turn, interleaved
from cxo_core.documents import read_item, read_scheme
from cxo_core.walkthrough import Officer
from cxo_desktop.clock import SystemClock
from cxo_desktop.imaging import jpeg, renditions
from cxo_desktop.imaging.drawn import Scene, photograph
from cxo_desktop.imaging.limits import LIMITS
from cxo_desktop.imaging.renditions import REPORT_SIDE, THUMBNAIL_SIDE
from cxo_desktop.paths import resources
from cxo_desktop.services import vaults
from cxo_desktop.services.beginning import Beginning, begin
from cxo_desktop.services.photographs import Photographs

_KEY = AESGCM(AESGCM.generate_key(256))
_BURST = 40
_REPEATS = 15


class Hall:
    """An open vault with a walkthrough in it, where photos come in as they do for an officer."""

    def __init__(self, vault: vaults.Vault) -> None:
        item, scheme = (
            resources() / name for name in ("catalogue/food-licence-renewal.yaml", "schemes/hall.yaml")
        )
        beginning = Beginning(
            item=read_item(item.read_text("utf-8"), item.name),
            scheme=read_scheme(scheme.read_text("utf-8"), scheme.name),
            hall="市政务服务中心",
            officers=(Officer("o1", "李敏"),),
        )
        self._recording = begin(vault, SystemClock(), beginning)
        self._photographs = Photographs(vault, self._recording.id)

    def take_in(self, photo: Path, *, with_report_copy: bool = False) -> None:
        prepared = self._photographs.take_in(photo)
        self._recording.attach(prepared.said, prepared.files)
        if with_report_copy:
            self._photographs.finish(prepared)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="cxo-bench-") as name, _hall(Path(name)) as hall:
        folder = Path(name)
        photos = _real_photos() or _drawn_photos(folder)
        for photo in photos:
            yield from _one_photo(photo, hall, folder)
        yield _turned(photos[0], hall, folder)
        yield _stall(photos, hall)
        yield from _heic(hall)


@contextmanager
def _hall(folder: Path) -> Iterator[Hall]:
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # leaves the real one alone
    with vaults.create(folder / "vault", "a passphrase for the bench", "李敏") as vault:
        yield Hall(vault)


def _one_photo(photo: Path, hall: Hall, folder: Path) -> Iterator[Row]:
    label = f"{photo.stem}, {_megapixels(photo):.0f} MP, {photo.stat().st_size / 1e6:.1f} MB"
    ours, reference = interleaved(lambda: hall.take_in(photo), lambda: _reference(photo, folder), _REPEATS)
    yield Row.of(
        f"photo in ({label})",
        ours,
        reference,
        goal=1.6,
        against="1/8 decode + SHA-256 + AES-GCM + write + fsync",
    )
    whole, scaled = interleaved(
        lambda: _report_copy(photo), lambda: _scaled_decode(photo, REPORT_SIDE), _REPEATS
    )
    yield Row.of(
        "  report copy of 1600 px, decode and all", whole, scaled, goal=2.2, against="DCT-scaled decode"
    )
    yield from _thumbnail(photo, folder)


def _thumbnail(photo: Path, folder: Path) -> Iterator[Row]:
    program = shutil.which("vipsthumbnail")
    if program is None:
        yield Row(name="  thumbnail", ours=0, note="vipsthumbnail is not installed (Debian: libvips-tools)")
        return
    command = [program, str(photo), "--size", str(THUMBNAIL_SIDE), "--output", str(folder / "vips.jpg")]
    ours, vips = in_turn(
        (lambda: _thumbnail_only(photo), lambda: subprocess.run(command, check=True, capture_output=True)), 7
    )
    yield Row.of("  thumbnail", ours, vips, goal=1.0, against="vipsthumbnail, its own process")


def _turned(photo: Path, hall: Hall, folder: Path) -> Row:
    """The same photo, stored turned as phones do: the pixels stay, only the small pictures are turned."""
    image = Image.open(photo)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = folder / "turned.jpg"
    image.save(turned, "JPEG", quality="keep", exif=exif)
    ours, reference = interleaved(lambda: hall.take_in(turned), lambda: _reference(turned, folder), _REPEATS)
    return Row.of("photo in, stored turned", ours, reference, goal=1.6, against="as above")


def _stall(photos: list[Path], hall: Hall) -> Row:
    """The longest another thread had to wait for its turn while forty photos came in."""

    def burst() -> None:
        for photo, _ in zip(cycle(photos), range(_BURST), strict=False):
            hall.take_in(photo, with_report_copy=True)

    return Row(
        name=f"longest stall of another thread, {_BURST} photos",
        ours=longest_gap_ms(burst),
        goal=50,
        against=f"idle: {longest_gap_ms(lambda: time.sleep(2)):.1f} ms",
    )


def longest_gap_ms(job: Callable[[], object]) -> float:
    """Sleeps a millisecond at a time while the job runs in a thread, and returns the worst oversleeping."""
    working = threading.Thread(target=job)
    worst, last = 0.0, time.perf_counter()
    working.start()
    while working.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        worst, last = max(worst, now - last - 0.001), now
    return worst * 1000


def _heic(hall: Hall) -> Iterator[Row]:
    real = os.environ.get("CXO_BENCH_PHOTOS")
    pictures = sorted(Path(real).glob("*.[hH][eE][iI][cC]")) if real else []
    if not pictures:
        return
    photo = pictures[-1]
    content = photo.read_bytes()
    ours, reference = interleaved(lambda: hall.take_in(photo), lambda: _heic_decode(content), 5)
    yield Row.of(f"photo in ({photo.name}, becomes JPEG)", ours, reference, against="libheif's decode alone")


def _heic_decode(content: bytes) -> None:
    import pi_heif

    pi_heif.open_heif(content).to_pillow()


def _reference(photo: Path, folder: Path) -> None:
    content = photo.read_bytes()
    image = JpegImageFile(io.BytesIO(content))
    image.draft(None, (image.width // 8, image.height // 8))
    image.load()
    hashlib.sha256(content).hexdigest()
    _write(folder / "reference.bin", content)


def _write(path: Path, content: bytes) -> None:
    nonce = os.urandom(12)
    sealed = nonce + _KEY.encrypt(nonce, content, None)
    with path.open("wb", buffering=0) as file:
        file.write(sealed)
        os.fsync(file.fileno())


def _thumbnail_only(photo: Path) -> None:
    renditions.decoded(jpeg.strip(photo.read_bytes(), LIMITS)).thumbnail()


def _report_copy(photo: Path) -> None:
    renditions.decoded(jpeg.strip(photo.read_bytes(), LIMITS)).report_copy()


def _scaled_decode(photo: Path, longest: int) -> None:
    image = JpegImageFile(io.BytesIO(photo.read_bytes()))
    side = max(image.size)
    image.draft(None, (image.width * longest // side, image.height * longest // side))
    image.load()


def _real_photos() -> list[Path]:
    real = os.environ.get("CXO_BENCH_PHOTOS")
    if not real:
        return []
    return [path for path in sorted(Path(real).glob("*.[jJ][pP]*[gG]")) if _megapixels(path) >= 6]


def _drawn_photos(folder: Path) -> list[Path]:
    photos = []
    for scene in (Scene.MATERIALS_LIST, Scene.COUNTER):
        path = folder / f"{scene}.jpg"
        path.write_bytes(photograph(scene, quality=96))
        photos.append(path)
    return photos


def _megapixels(photo: Path) -> float:
    with Image.open(photo) as image:
        return image.width * image.height / 1e6
