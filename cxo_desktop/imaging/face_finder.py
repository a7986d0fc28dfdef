"""Where faces may be, found by OpenCV's Haar cascades. Runs in a decoder process of its own only; the extra `faces`.

Cascades miss faces that look down or away and see some where none are: what they find are proposals, and finding
nothing proves nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cxo_desktop.imaging import colour, developing, pixels
from cxo_desktop.imaging.limits import Limits
from cxo_desktop.imaging.messages import Message

LONGEST = 1000
CASCADES = (
    "haarcascade_frontalface_default.xml",
    "haarcascade_frontalface_alt2.xml",
    "haarcascade_profileface.xml",
)
_SMALLEST = 24  # pixels of the copy; smaller ones are not to be recognised by anybody
_ROOM = 6  # a cascade's square ends at brow and chin: a sixth more on each side

_Square = tuple[int, int, int, int]


class Faces:
    """Loads OpenCV and the cascades at once, because the decoder may open no file later. Raises ImportError without the extra."""

    def __init__(self) -> None:
        import cv2
        import numpy

        cv2.setNumThreads(1)
        folder = Path(cv2.data.haarcascades)
        self._cascades = [cv2.CascadeClassifier(str(folder / name)) for name in CASCADES]
        self._array = numpy.asarray

    def answer(self, request: Message, tell: Callable[[Message], None]) -> None:
        """Boxes in pixels of the upright picture. Raises a Problem `photo-…`."""
        limits = Limits(**request.head["limits"])
        clean = developing.cleaned(request.contents.pop(), limits)
        image = colour.to_srgb(pixels.decode(clean, at_least=LONGEST), None)
        image = pixels.upright(pixels.scaled(image, LONGEST), clean.orientation).convert("L")
        found = joined(self._squares(image))
        width, height = clean.upright_size
        boxes = [_enlarged(square, image.size, (width, height)) for square in found]
        tell(Message({"said": "done", "boxes": boxes}))

    def _squares(self, image: Any) -> list[_Square]:
        grey = self._array(image)
        found: list[_Square] = []
        for cascade in self._cascades:
            squares = cascade.detectMultiScale(
                grey, scaleFactor=1.1, minNeighbors=5, minSize=(_SMALLEST, _SMALLEST)
            )
            found += [(int(x), int(y), int(x + width), int(y + height)) for x, y, width, height in squares]
        return found


def joined(squares: list[_Square]) -> list[_Square]:
    """One box for squares that share more than half of the smaller one: several cascades find one face."""
    found: list[_Square] = []
    for square in sorted(squares, key=_area, reverse=True):
        if all(2 * _shared(square, other) <= _area(square) for other in found):
            found.append(square)
    return sorted(found)


def _area(square: _Square) -> int:
    return (square[2] - square[0]) * (square[3] - square[1])


def _shared(one: _Square, other: _Square) -> int:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


def _enlarged(square: _Square, size: tuple[int, int], full: tuple[int, int]) -> list[int]:
    """With room around it, in pixels of the whole picture."""
    room = (square[2] - square[0]) // _ROOM
    left, top, right, bottom = square[0] - room, square[1] - room, square[2] + room, square[3] + room
    return [
        max(left * full[0] // size[0], 0),
        max(top * full[1] // size[1], 0),
        min(-(-right * full[0] // size[0]), full[0]),
        min(-(-bottom * full[1] // size[1]), full[1]),
    ]
