"""A JPEG as a report takes it in: the bytes as they are, neither decoded nor coded again."""

import io
import struct

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFError
from reportlab.pdfbase.pdfutils import readJPEGInfo

from cxo_core.problems import Code, Problem


class Picture(ImageReader):  # type: ignore[misc]
    """What reportlab's canvas draws. `key` tells pictures apart, so that one drawn twice is stored once."""

    _dataA = None

    def __init__(self, key: str, jpeg: bytes) -> None:
        self.key = key
        self.fileName = key
        self._jpeg = jpeg
        self.width, self.height = _size(key, jpeg)

    def getRGBData(self) -> bytes:
        """reportlab only digests this to name the picture; decoding it would cost more than the whole report."""
        return self.key.encode()

    def getSize(self) -> tuple[int, int]:
        return self.width, self.height

    def jpeg_fh(self) -> io.BytesIO:
        return io.BytesIO(self._jpeg)


def _size(key: str, jpeg: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises Problem `photo-broken` where the file has no frame a PDF can hold."""
    try:
        width, height, parts, _density = readJPEGInfo(io.BytesIO(jpeg))
    except (PDFError, struct.error) as error:
        raise Problem(Code.PHOTO_BROKEN, file=key) from error
    if parts not in (1, 3, 4) or not width or not height:
        raise Problem(Code.PHOTO_BROKEN, file=key)
    return width, height
