"""Proposals where faces may be, for a person to accept or drop. Needs the extra `faces`; nothing else does."""

from dataclasses import asdict, replace
from importlib.util import find_spec

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import decoder_process
from cxo_desktop.imaging.edits import Box
from cxo_desktop.imaging.limits import LIMITS, Limits
from cxo_desktop.imaging.messages import Message

_MEMORY_BYTES = 1_200_000_000  # OpenCV and numpy alone reserve some hundreds of megabytes


def is_installed() -> bool:
    """Whether faces can be looked for on this machine; loads nothing."""
    return find_spec("cv2") is not None


def suggest_faces(picture: bytes, *, limits: Limits = LIMITS) -> tuple[Box, ...]:
    """Boxes around what looks like a face, from left to right, in pixels of the upright picture; with some room around each.

    Takes a second or so, on the work lane, in a process of its own that is ended afterwards by `let_go`. Empty also where
    `is_installed` says no: ask that first and say so. Raises a Problem `photo-…` for a picture that cannot be decoded.
    """
    if not is_installed():
        return ()
    request = Message({"do": "faces", "limits": asdict(limits)}, [picture])
    bound = replace(limits, decoder_bytes=_MEMORY_BYTES)
    answer = decoder_process.ask(request, bound, task="faces")
    try:
        return tuple(Box(*map(int, corners)) for corners in answer.head["boxes"])
    except (KeyError, ValueError, TypeError) as error:
        raise Problem(Code.PHOTO_BROKEN) from error


def let_go() -> None:
    """Ends the process that looks for faces (some 100 MB), once nobody edits photos any more."""
    decoder_process.shared("faces", _MEMORY_BYTES).end()
