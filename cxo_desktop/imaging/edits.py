"""What is done to a photo before it may leave: masks, crop, quarter turns, arrows, circles, labels. Plain values, nothing drawn yet.

All places are whole pixels of the **upright working copy** (`Photo.width` × `Photo.height`, origin at its top left), whatever
was cropped or turned before or after: no later edit moves an earlier one, and undoing one is leaving it out. `right` and
`bottom` lie just outside. What lies beyond the picture is cut off when it is rendered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Point = tuple[int, int]

_FARTHEST = 1_000_000
_MOST_EDITS = 500
_MOST_POINTS = 2_000
_LONGEST_LABEL = 200


class MaskKind(StrEnum):
    """`SOLID` leaves nothing of what was there. `MOSAIC` leaves the mean colour of each of at most 12 × 12 blocks."""

    MOSAIC = "mosaic"
    SOLID = "solid"


class Ink(StrEnum):
    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    BLACK = "black"
    WHITE = "white"


@dataclass(frozen=True, slots=True)
class Box:
    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        _check(min(self.left, self.top) >= -_FARTHEST and max(self.right, self.bottom) <= _FARTHEST)
        _check(self.left < self.right and self.top < self.bottom)

    @property
    def size(self) -> tuple[int, int]:
        return self.right - self.left, self.bottom - self.top

    @property
    def corners(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.right, self.bottom

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Polygon:
    """A free shape, closed by itself."""

    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        _check(3 <= len(self.points) <= _MOST_POINTS)
        _check(all(abs(side) <= _FARTHEST for point in self.points for side in point))


@dataclass(frozen=True, slots=True)
class Mask:
    """Covers the area and a little more: to the edges of the coding's blocks, and mosaic to those of its own."""

    area: Box | Polygon
    kind: MaskKind = MaskKind.SOLID


@dataclass(frozen=True, slots=True)
class Crop:
    """The last one counts."""

    area: Box


@dataclass(frozen=True, slots=True)
class Turn:
    """Clockwise quarters, 1 to 3; several add up."""

    quarters: int

    def __post_init__(self) -> None:
        _check(self.quarters in (1, 2, 3))


@dataclass(frozen=True, slots=True)
class Arrow:
    start: Point
    tip: Point
    ink: Ink = Ink.RED


@dataclass(frozen=True, slots=True)
class Circle:
    """An ellipse that touches the sides of its area."""

    area: Box
    ink: Ink = Ink.RED


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text, `size` pixels high, with its middle at `at`; level in the picture as it is shown, however it is turned."""

    at: Point
    text: str
    size: int
    ink: Ink = Ink.RED

    def __post_init__(self) -> None:
        _check(0 < len(self.text) <= _LONGEST_LABEL and self.text.isprintable() and 4 <= self.size <= 4_000)


Edit = Mask | Crop | Turn | Arrow | Circle | Label


def to_json(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """Integers and short words only, fit for an event."""
    return [_said(edit) for edit in edits]


def from_json(said: Any) -> tuple[Edit, ...]:
    """Raises ValueError for whatever `to_json` never says."""
    _check(isinstance(said, list) and len(said) <= _MOST_EDITS)
    try:
        return tuple(_edit(each) for each in said)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not an edit of a picture") from error


def scaled(edits: Iterable[Edit], part: int, whole: int) -> tuple[Edit, ...]:
    """The same edits for a copy of `part`/`whole` of the size; masks never become smaller by rounding.

    For a quick look: rendering a report copy instead of the photo itself.
    """
    return tuple(_scaled(edit, part, whole) for edit in edits)


def _said(edit: Edit) -> dict[str, Any]:
    match edit:
        case Mask(area, kind):
            if isinstance(area, Polygon):
                return {"do": "mask", "kind": kind.value, "points": [list(point) for point in area.points]}
            return {"do": "mask", "kind": kind.value, "box": list(area.corners)}
        case Crop(area):
            return {"do": "crop", "box": list(area.corners)}
        case Turn(quarters):
            return {"do": "turn", "quarters": quarters}
        case Arrow(start, tip, ink):
            return {"do": "arrow", "start": list(start), "tip": list(tip), "ink": ink.value}
        case Circle(area, ink):
            return {"do": "circle", "box": list(area.corners), "ink": ink.value}
        case Label(at, text, size, ink):
            return {"do": "label", "at": list(at), "text": text, "size": size, "ink": ink.value}


def _edit(said: Mapping[str, Any]) -> Edit:
    match said["do"]:
        case "mask":
            area = Polygon(tuple(map(_point, said["points"]))) if "points" in said else _box(said["box"])
            return Mask(area, MaskKind(said["kind"]))
        case "crop":
            return Crop(_box(said["box"]))
        case "turn":
            return Turn(_number(said["quarters"]))
        case "arrow":
            return Arrow(_point(said["start"]), _point(said["tip"]), Ink(said["ink"]))
        case "circle":
            return Circle(_box(said["box"]), Ink(said["ink"]))
        case "label":
            _check(isinstance(said["text"], str))
            return Label(_point(said["at"]), said["text"], _number(said["size"]), Ink(said["ink"]))
    raise ValueError("no such edit")


def _box(said: Any) -> Box:
    return Box(*_whole(said, 4))


def _point(said: Any) -> Point:
    x, y = _whole(said, 2)
    _check(max(abs(x), abs(y)) <= _FARTHEST)
    return x, y


def _number(said: Any) -> int:
    return _whole([said], 1)[0]


def _whole(said: Any, count: int) -> Sequence[int]:
    _check(isinstance(said, list) and len(said) == count and all(type(number) is int for number in said))
    return said  # type: ignore[no-any-return]


def _check(holds: bool) -> None:
    if not holds:
        raise ValueError("an edit that no picture can have")


def _scaled(edit: Edit, part: int, whole: int) -> Edit:
    def near(place: Point) -> Point:
        return place[0] * part // whole, place[1] * part // whole

    def around(box: Box) -> Box:
        return Box(*near((box.left, box.top)), -(-box.right * part // whole), -(-box.bottom * part // whole))

    match edit:
        case Mask(Box() as area, kind):
            return Mask(around(area), kind)
        case Mask(Polygon(points), kind):
            return Mask(Polygon(tuple(map(near, points))), kind)
        case Crop(area):
            return Crop(around(area))
        case Arrow(start, tip, ink):
            return Arrow(near(start), near(tip), ink)
        case Circle(area, ink):
            return Circle(around(area), ink)
        case Label(at, text, size, ink):
            return Label(near(at), text, max(size * part // whole, 4), ink)
        case _:
            return edit
