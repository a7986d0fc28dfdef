"""Pictures from the clipboard and from other programs' windows: coded bytes whose form whoever offers them chose."""

from dataclasses import asdict

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import decoder_process, kinds, source
from cxo_desktop.imaging.limits import LIMITS, Limits
from cxo_desktop.imaging.messages import Message

_PNG = b"\x89PNG\r\n\x1a\n"


def acceptable(content: bytes, *, name: str = "", limits: Limits = LIMITS) -> bytes:
    """Bytes for `photo.take_in`: a bitmap or TIFF page as the PNG the decoder process makes of it, all else as it is.

    Slow where there is something to convert; belongs on the work lane. Raises a Problem `photo-…` with the name in
    `details["file"]`.
    """
    if kinds.bitmap(content) is None:
        return content
    try:
        request = Message({"do": "convert", "limits": asdict(limits)}, [source.read(content, limits)])
        [converted] = decoder_process.ask(request, limits).contents
        if not converted.startswith(_PNG):
            raise Problem(Code.PHOTO_BROKEN)
    except Problem as problem:
        problem.details.setdefault("file", name or "…")
        raise
    return converted
