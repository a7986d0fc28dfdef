"""Photographs in: read, hashed, and decoded, stripped of metadata and scaled by a process of their own."""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import decoder_process, kinds, source, taken_said
from cxo_desktop.imaging.exif import Taken
from cxo_desktop.imaging.kinds import MediaType
from cxo_desktop.imaging.limits import LIMITS, Limits
from cxo_desktop.imaging.messages import Message
from cxo_desktop.imaging.repairs import Repair

tickets = count(1)
"""Numbers by which the decoder knows the last picture it worked on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """The copy that is kept: the picture without metadata."""

    content: bytes = field(repr=False)
    media_type: MediaType
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Photo:
    """One picture that came in.

    `width` and `height` are upright, in pixels. `original_sha256` and `working_sha256` are hex digests.
    `working` is upright by its pixels, or (a JPEG, PNG or WebP stored turned) by one EXIF entry that holds its
    orientation and nothing else. `thumbnail` is an upright sRGB JPEG of at most 256 px. `likeness` is a
    64-bit fingerprint as 16 hex digits that copies of one picture share; `taken` is what the camera wrote, `repairs`
    what was left out because it was damaged or did not belong there.
    """

    media_type: MediaType
    original_sha256: str
    original_bytes: int
    working: bytes = field(repr=False)
    working_media_type: MediaType
    working_sha256: str
    width: int
    height: int
    thumbnail: bytes = field(repr=False)
    likeness: str
    taken: Taken | None
    repairs: tuple[Repair, ...] = ()
    _ticket: int = field(repr=False, compare=False, default=0)

    @cached_property
    def report_copy(self) -> bytes:
        """Upright sRGB JPEG of at most 1600 px, from the pixels that also gave the thumbnail.

        Costs about 40 ms for 12 megapixels at its first use, so ask on the work lane, after the photo is safe. The
        decoder holds those pixels until the next photo comes in; later it makes them again from the working copy.
        """
        return report_copy(self._ticket, self.working)


def take_in(
    original: bytes | Path,
    *,
    name: str = "",
    limits: Limits = LIMITS,
    beside: Callable[[Working], None] | None = None,
) -> Photo:
    """The photo in a file or in these bytes; what kind it is, its content says.

    Slow (tens of milliseconds for a 12-megapixel JPEG, about a second for HEIC): never call it where a person
    waits for the next key. Hashing, decoding and scaling leave other threads alone. `beside` gets the working
    copy in a thread of its own while the pixels are still being decoded, so that it can be encrypted and
    written meanwhile. It has ended when this function returns or raises; whoever wrote something there takes it
    back if this function raises.

    Raises a Problem, with the file's name in `details["file"]`: PHOTO_EMPTY, PHOTO_UNREADABLE, PHOTO_CHANGING,
    PHOTO_TOO_LARGE, PHOTO_UNKNOWN_FORMAT, PHOTO_ANIMATED, PHOTO_TOO_MANY_PIXELS, PHOTO_TOO_NARROW, PHOTO_BROKEN.
    """
    try:
        return _take_in(source.read(original, limits), limits, beside)
    except Problem as problem:
        problem.details.setdefault("file", name or _name(original))
        raise


def upright_size(original: bytes | Path, *, limits: Limits = LIMITS) -> tuple[int, int]:
    """Width and height of a picture as it is shown, without its pixels being decoded (HEIC excepted). Raises as `take_in`."""
    try:
        content = source.read(original, limits)
        answer = decoder_process.ask(Message({"do": "shape", "limits": asdict(limits)}, [content]), limits)
        return int(answer.head["width"]), int(answer.head["height"])
    except (KeyError, ValueError, TypeError) as error:
        raise Problem(Code.PHOTO_BROKEN, file=_name(original)) from error
    except Problem as problem:
        problem.details.setdefault("file", _name(original))
        raise


def report_copy(ticket: int, working: bytes) -> bytes:
    """From the pixels the decoder still holds for this ticket, otherwise from the working copy."""
    request = Message({"do": "report", "ticket": ticket, "limits": asdict(LIMITS)})
    answer = decoder_process.ask(request, LIMITS)
    return answer.contents[0] if answer.contents else report_copy_of(working)


def report_copy_of(working: bytes, limits: Limits = LIMITS) -> bytes:
    """The report copy of a picture taken in before. Raises a Problem `photo-…`."""
    request = Message({"do": "report-again", "limits": asdict(limits)}, [working])
    return decoder_process.ask(request, limits).contents[0]


def _name(original: bytes | Path) -> str:
    return original.name if isinstance(original, Path) else "…"


def _take_in(original: bytes, limits: Limits, beside: Callable[[Working], None] | None) -> Photo:
    media_type = kinds.media_type(original)
    ticket = next(tickets)
    request = Message({"do": "take", "ticket": ticket, "limits": asdict(limits)}, [original])
    kept: list[tuple[Message, Future[Working], Future[str]]] = []
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="photo-beside") as aside:

        def heard(first: Message) -> None:
            """The decoder goes on with the pixels: time for everything else."""
            working = aside.submit(_keep, first, original, beside)
            kept.append((first, working, aside.submit(_sha256, original)))

        done = decoder_process.ask(request, limits, heard)
        if len(kept) != 1:
            raise Problem(Code.PHOTO_BROKEN)
        [(first, future, original_sha256)] = kept
        working, digest = future.result(), original_sha256.result()
    try:
        return Photo(
            media_type=media_type,
            original_sha256=digest,
            original_bytes=len(original),
            **_described(working, first, done),
            _ticket=ticket,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise Problem(Code.PHOTO_BROKEN) from error


def _described(working: Working, first: Message, last: Message) -> dict[str, Any]:
    """What the decoder found. Raises KeyError, ValueError or TypeError for what no decoder of ours says."""
    return {
        "working": working.content,
        "working_media_type": working.media_type,
        "working_sha256": working.sha256,
        "width": int(first.head["width"]),
        "height": int(first.head["height"]),
        "thumbnail": last.contents[0],
        "likeness": str(last.head["likeness"]),
        "taken": taken_said.from_json(last.head["taken"]),
        "repairs": tuple(Repair(repair) for repair in last.head["repairs"]),
    }


def _keep(answer: Message, original: bytes, beside: Callable[[Working], None] | None) -> Working:
    try:
        working = _working(answer, original)
    except (KeyError, ValueError, TypeError) as error:
        raise Problem(Code.PHOTO_BROKEN) from error
    if beside is not None:
        beside(working)
    return working


def _working(answer: Message, original: bytes) -> Working:
    """Put together from what the decoder wrote and the piece of the original it names."""
    before, after = answer.contents
    place, length = map(int, answer.head["copied"])
    if not 0 <= place <= place + length <= len(original):
        raise ValueError("a piece that the original does not have")
    content = b"".join((before, memoryview(original)[place : place + length], after))
    media_type = MediaType(answer.head["media_type"])
    return Working(content=content, media_type=media_type, sha256=_sha256(content))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
