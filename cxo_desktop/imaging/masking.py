"""Photos with their edits carried out: masked pixels replaced, metadata gone, coded anew from end to end."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import decoder_process, edits
from cxo_desktop.imaging.edits import Edit
from cxo_desktop.imaging.limits import LIMITS, Limits
from cxo_desktop.imaging.messages import Message
from cxo_desktop.imaging.photo import report_copy, tickets


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """The picture that may leave, and its small copies: upright sRGB JPEGs of at most 256 and 1600 px without metadata.

    `content` is a JPEG of `width` × `height` pixels, after crop and turns; `likeness` as of `Photo`.
    """

    content: bytes = field(repr=False)
    sha256: str
    width: int
    height: int
    likeness: str
    thumbnail: bytes = field(repr=False)
    _ticket: int = field(repr=False, compare=False, default=0)

    @cached_property
    def report_copy(self) -> bytes:
        """Costs about 40 ms at its first use, best asked for before the next picture is decoded; see `Photo.report_copy`."""
        return report_copy(self._ticket, self.content)


def render(picture: bytes, wanted: Iterable[Edit], *, limits: Limits = LIMITS) -> Rendered:
    """A working copy with these edits, in the decoder process; the same bytes for the same picture and edits.

    Masks replace pixels before anything else looks at them, so that no order of edits uncovers one. Of a solid mask's
    area nothing remains; of a mosaic's the mean colour of each block. About half a second for 12 megapixels: belongs
    on the work lane. For a look while editing, render the report copy with `edits.scaled`.

    Raises a Problem: PHOTO_MASK_BESIDE for a mask that covers nothing of the picture, PHOTO_BROKEN and the others of `take_in`.
    """
    ticket = next(tickets)
    request = {"do": "render", "edits": edits.to_json(wanted), "ticket": ticket, "limits": asdict(limits)}
    answer = decoder_process.ask(Message(request, [picture]), limits)
    try:
        content, thumbnail = answer.contents
        return Rendered(
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            width=int(answer.head["width"]),
            height=int(answer.head["height"]),
            likeness=str(answer.head["likeness"]),
            thumbnail=thumbnail,
            _ticket=ticket,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise Problem(Code.PHOTO_BROKEN) from error
