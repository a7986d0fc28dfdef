"""The process in which every picture from outside is decoded: requests on standard input, answers on standard output.

It holds nothing but the picture at hand, may open no file and no connection (`confinement`), and is ended by the program
when it takes too long. A wrong byte that kills it costs that one picture. `cxo-decode` in the packaged program.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import messages
from cxo_desktop.imaging.confinement import confine, end_after
from cxo_desktop.imaging.exif import taken
from cxo_desktop.imaging.limits import Limits
from cxo_desktop.imaging.messages import Message
from cxo_desktop.imaging.taken_said import to_json

if TYPE_CHECKING:
    from cxo_desktop.imaging.face_finder import Faces

Tell = Callable[[Message], None]
_MOST_BYTES = 500_000_000  # more than the program ever sends; the memory limit comes first


@dataclass(slots=True)
class Pictures:
    """Takes pictures in and makes their copies; remembers the pixels of the last one for its report copy."""

    _ticket: int = 0
    _decoded: list[Any] = field(default_factory=list)

    def answer(self, request: Message, tell: Tell) -> None:
        """Raises a Problem `photo-…`."""
        limits = Limits(**request.head["limits"])
        match request.head["do"]:
            case "take":
                self._take(request, limits, tell)
            case "report":
                is_held = bool(self._decoded) and self._ticket == request.head["ticket"]
                copies = [self._decoded.pop().report_copy()] if is_held else []
                tell(Message({"said": "done"}, copies))
            case "report-again":
                from cxo_desktop.imaging.developing import decoded

                tell(Message({"said": "done"}, [decoded(request.contents.pop(), limits).report_copy()]))
            case "convert":
                from cxo_desktop.imaging.bitmaps import to_png

                self._decoded.clear()
                tell(Message({"said": "done"}, [to_png(request.contents.pop(), limits)]))
            case "shape":
                from cxo_desktop.imaging.developing import cleaned

                width, height = cleaned(request.contents.pop(), limits).upright_size
                tell(Message({"said": "done", "width": width, "height": height}))
            case "render":
                from cxo_desktop.imaging.rendering import rendered

                self._decoded.clear()
                answer, small = rendered(request.contents.pop(), request.head["edits"], limits)
                self._ticket, self._decoded = request.head["ticket"], [small]
                tell(answer)

    def _take(self, request: Message, limits: Limits, tell: Tell) -> None:
        from cxo_desktop.imaging import developing, renditions

        self._decoded.clear()
        clean = developing.cleaned(request.contents.pop(), limits)  # the original is let go here
        width, height = clean.upright_size
        start, place, length = clean.copied
        head = {"said": "working", "media_type": clean.media_type, "width": width, "height": height}
        head["copied"] = [place, length]  # the program has those bytes
        tell(Message(head, [clean.content[:start], clean.content[start + length :]]))
        decoded = renditions.decoded(clean)
        thumbnail, likeness = decoded.thumbnail()
        self._ticket, self._decoded = request.head["ticket"], [decoded]
        head = {
            "said": "done",
            "likeness": likeness,
            "taken": to_json(taken(clean.exif)),
            "repairs": clean.repairs,
        }
        tell(Message(head, [thumbnail]))


def main() -> int:
    """`cxo-decode BYTES TASK`: how much memory it may ask for, and which task: `pictures` or `faces`."""
    memory_bytes, task = int(sys.argv[1]), sys.argv[2]
    requests, answers = _streams()
    _warm_up()
    works = _works(task)
    confine(memory_bytes)
    while True:
        try:
            request = messages.receive(requests, _MOST_BYTES)
            end_after(2 * request.head["limits"]["decoder_s"] + 1)
            _answer(works.answer, request, lambda message: messages.send(answers, message))
            end_after(0)
        except (EOFError, BrokenPipeError):
            return 0


def _works(task: str) -> "Pictures | Faces":
    if task == "faces":
        from cxo_desktop.imaging.face_finder import Faces

        return Faces()
    return Pictures()


def _answer(answer: Callable[[Message, Tell], None], request: Message, tell: Tell) -> None:
    try:
        answer(request, tell)
    except Problem as problem:
        tell(_refusal(problem.code, problem.details))
    except MemoryError:
        tell(_refusal(Code.PHOTO_BROKEN, {}))


def _refusal(code: Code, details: Mapping[str, Any]) -> Message:
    return Message({"said": "refused", "code": code, "details": dict(details)})


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Both pipes, for us alone: what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    requests = os.fdopen(os.dup(0), "rb")
    os.dup2(nowhere, 0)
    return requests, answers


def _warm_up() -> None:
    """Everything that is loaded late is loaded now: afterwards no file can be opened."""
    import io

    import pi_heif  # noqa: F401
    from PIL import Image, ImageColor, ImageFilter, ImagePalette, TiffImagePlugin  # noqa: F401

    from cxo_desktop.imaging import bitmaps, colour, developing, rendering
    from cxo_desktop.imaging.limits import LIMITS

    for form in ("JPEG", "PNG", "WEBP"):
        out = io.BytesIO()
        Image.new("RGB", (32, 32)).save(out, form)
        decoded = developing.decoded(out.getvalue(), LIMITS)
        decoded.thumbnail()
        decoded.report_copy()
    for form in ("BMP", "TIFF"):
        out = io.BytesIO()
        Image.new("RGB", (32, 32)).save(out, form)
        bitmaps.to_png(out.getvalue(), LIMITS)
    colour.warm_up()
    rendering.warm_up()


if __name__ == "__main__":
    sys.exit(main())
