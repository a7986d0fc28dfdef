"""What was dropped or pasted, as pictures to take in: files, a folder's files, or the picture itself.

The window decodes none of it: bytes that another program offers go to the decoder process as they are.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from cxo_desktop.handover.camera_clock import CameraClock
from cxo_desktop.services.capturing_folder import PICTURE_NAMES, picture_files

__all__ = ["PICTURE_NAMES", "Picture", "from_files", "from_mime", "holds_pictures"]

_CODED: Final[tuple[str, ...]] = (
    *("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"),
    *('application/x-qt-windows-mime;value="PNG"', 'application/x-qt-windows-mime;value="JFIF"'),
    *("image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/tiff"),
)
"""What is asked for first, where a picture is offered in several forms; then whatever else begins with `image/`."""
_TOOLKITS_OWN: Final = "application/x-qt-image"
_OF_ANOTHER_PROGRAM: Final = "QInternalMimeData"
_HANDED_OVER_AS_PIXELS: Final = sys.platform in ("win32", "darwin")
"""There the system itself keeps the clipboard's picture as plain pixels, and offers nothing else."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`content` may take its time and is asked for on the work lane only.

    `clock` is the clock of the device it was taken with, the laptop's where nothing is known of it; `came` is when it came to
    that device, for a picture that does not say itself when it was taken. `is_once`: left out where the record has it
    already. `settled` learns, from any thread, what became of it: "kept", "known", or "refused" and why.
    """

    name: str
    content: Callable[[], Path | bytes]
    clock: CameraClock | None = None
    came: datetime | None = None
    is_once: bool = False
    settled: Callable[[str, str], object] = lambda _standing, _why: None


def from_files(paths: Iterable[Path]) -> list[Picture]:
    """One picture per file, and per picture file of a folder and the folders in it."""
    found: list[Picture] = []
    for path in paths:
        if path.is_dir():
            found += [_of_file(each) for each in picture_files(path)]
        else:
            found.append(_of_file(path))
    return found


def from_mime(source: QMimeData, name: str) -> list[Picture]:
    """The pictures of a drop or of the clipboard; a picture without a file gets `name`."""
    files = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    if files:
        return from_files(files)
    if coded := _coded(source):
        return [_of_bytes(name, coded)]
    image = _pixels(source)
    return [] if image.isNull() else [Picture(name, lambda: _as_png(image))]


def holds_pictures(source: QMimeData) -> bool:
    return source.hasImage() or any(url.isLocalFile() for url in source.urls())


def _of_file(path: Path) -> Picture:
    return Picture(path.name, lambda: path)


def _of_bytes(name: str, content: bytes) -> Picture:
    def acceptable() -> bytes:
        from cxo_desktop.imaging import pasted

        return pasted.acceptable(content, name=name)

    return Picture(name, acceptable)


def _coded(source: QMimeData) -> bytes:
    """The picture as bytes, in the best form it is offered in; empty where it is offered as pixels only.

    Asked for as bytes, the toolkit's own form too comes as the bytes another program sent, undecoded.
    """
    offered = source.formats()
    wanted = [form for form in _CODED if form in offered]
    wanted += [form for form in offered if form.startswith("image/") and form not in wanted]
    for form in (*wanted, _TOOLKITS_OWN):
        if content := bytes(source.data(form).data()):
            return content
    return b""


def _pixels(source: QMimeData) -> QImage:
    """A picture this program itself put there; of another program's only where the system hands pixels over. Else none."""
    if not source.hasImage() or (source.inherits(_OF_ANOTHER_PROGRAM) and not _HANDED_OVER_AS_PIXELS):
        return QImage()
    return QImage(source.imageData())


def _as_png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())
