"""Masking a photo and coding it anew, in the decoder process and with a thumbnail, against Pillow doing just that here.

A drawn photograph of twelve megapixels; `CXO_BENCH_PHOTOS` names a folder of real ones instead (its JPEG files of at least
six megapixels).
"""

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from bench.ratio import Row, interleaved
from cxo_desktop.imaging.drawn import Scene, photograph
from cxo_desktop.imaging.edits import Arrow, Box, Edit, Label, Mask, MaskKind, Turn
from cxo_desktop.imaging.masking import render

_FACE, _CARD = (800, 600, 1200, 1100), (1600, 1200, 2400, 1700)
_REPEATS = 9
_MASKS: tuple[Edit, ...] = (Mask(Box(*_FACE), MaskKind.MOSAIC), Mask(Box(*_CARD), MaskKind.SOLID))
_MARKS: tuple[Edit, ...] = (Arrow((300, 300), (900, 900)), Label((2000, 400), "3 号窗口", 120), Turn(1))


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="cxo-bench-") as name:
        for photo in _photos(Path(name)):
            content = photo.read_bytes()
            ours, pillow = interleaved(
                lambda content=content: render(content, _MASKS),  # type: ignore[misc]
                lambda content=content: _pillow(content),  # type: ignore[misc]
                _REPEATS,
            )
            yield Row.of(
                f"two masks and a thumbnail ({photo.stem})",
                ours,
                pillow,
                goal=1.3,
                against="Pillow: decode, two masks, JPEG",
            )
            marked, _ = interleaved(
                lambda content=content: render(content, (*_MASKS, *_MARKS)).report_copy,  # type: ignore[misc]
                lambda: None,
                3,
            )
            yield Row(
                name="  and an arrow, a label, a quarter turn, the report copy", ours=marked.median * 1000
            )


def _pillow(content: bytes) -> bytes:
    with JpegImageFile(io.BytesIO(content)) as image:
        image.load()
    face = image.crop(_FACE)
    small = face.resize((12, 12), Image.Resampling.BOX)
    image.paste(small.resize(face.size, Image.Resampling.NEAREST), _FACE)
    image.paste((24, 24, 24), _CARD)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, subsampling=2)
    return out.getvalue()


def _photos(folder: Path) -> list[Path]:
    real = os.environ.get("CXO_BENCH_PHOTOS")
    if real:
        return [path for path in sorted(Path(real).glob("*.[jJ][pP]*[gG]")) if _megapixels(path) >= 6]
    path = folder / "counter.jpg"
    path.write_bytes(photograph(Scene.COUNTER, quality=96))
    return [path]


def _megapixels(photo: Path) -> float:
    with Image.open(photo) as image:
        return image.width * image.height / 1e6
