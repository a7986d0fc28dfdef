"""A JPEG as a report takes it in: the bytes as they are, neither decoded nor coded again."""

import io
import struct

from reportlab.pdfbase.pdfdoc import PDFError
from reportlab.pdfbase.pdfutils import readJPEGInfo

from cxo_core.problems import Code, Problem


class Picture:
    """What reportlab takes a picture from; `name` is the document's for it. Raises Problem `photo-broken`."""

    def __init__(self, name: str, jpeg: bytes) -> None:
        self.name = name
        self._jpeg = jpeg
        self.width, self.height = _size(jpeg)

    def jpeg_fh(self) -> io.BytesIO:
        return io.BytesIO(self._jpeg)


def _size(jpeg: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises Problem `photo-broken` where the file has no frame a PDF can hold."""
    try:
        width, height, parts, _density = readJPEGInfo(io.BytesIO(jpeg))
    except (PDFError, struct.error) as error:
        raise Problem(Code.PHOTO_BROKEN, file="") from error
    if parts not in (1, 3, 4) or not width or not height:
        raise Problem(Code.PHOTO_BROKEN, file="")
    return width, height
