"""Where the edits of a picture lie, and the same edits moved or made larger. All in pixels of the upright picture."""

from dataclasses import replace

from cxo_desktop.imaging.edits import Arrow, Box, Circle, Crop, Edit, Label, Mask, Point, Polygon

SMALLEST = 8
"""No side of a shape is made smaller than this by keys."""


def bounds(edit: Edit) -> Box | None:
    """The box around a shape; None for a turn, which lies nowhere."""
    match edit:
        case Mask(Box() as area) | Crop(area) | Circle(area):
            return area
        case Mask(Polygon(points)):
            return around(points)
        case Arrow(start, tip):
            return around((start, tip))
        case Label(at, text, size):
            half = max(size, len(text) * size // 2)
            return Box(at[0] - half, at[1] - size // 2 - 1, at[0] + half, at[1] + size // 2 + 1)
    return None


def lies_in(edit: Edit, width: int, height: int) -> bool:
    """Whether any of it lies in a picture of this size; a turn does."""
    area = bounds(edit)
    return area is None or area.meets(Box(0, 0, width, height))


def around(points: tuple[Point, ...]) -> Box:
    """The smallest box that holds the points; at least one pixel each way."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return Box(min(xs), min(ys), max(max(xs), min(xs) + 1), max(max(ys), min(ys) + 1))


def between(one: Point, other: Point) -> Box:
    """The box with these two corners, whichever they are."""
    return around((one, other))


def moved(edit: Edit, right: int, down: int) -> Edit:
    def there(point: Point) -> Point:
        return point[0] + right, point[1] + down

    def shifted(box: Box) -> Box:
        return Box(box.left + right, box.top + down, box.right + right, box.bottom + down)

    match edit:
        case Mask(Box() as area):
            return replace(edit, area=shifted(area))
        case Mask(Polygon(points)):
            return replace(edit, area=Polygon(tuple(map(there, points))))
        case Crop(area) | Circle(area):
            return replace(edit, area=shifted(area))
        case Arrow(start, tip):
            return replace(edit, start=there(start), tip=there(tip))
        case Label(at):
            return replace(edit, at=there(at))
    return edit


def resized(edit: Edit, wider: int, higher: int) -> Edit:
    """Moves the right and bottom side; the tip of an arrow, the letters of a label."""

    def grown(box: Box) -> Box:
        right = max(box.right + wider, box.left + SMALLEST)
        return Box(box.left, box.top, right, max(box.bottom + higher, box.top + SMALLEST))

    match edit:
        case Mask(Box() as area):
            return replace(edit, area=grown(area))
        case Mask(Polygon(points)):
            return replace(edit, area=_stretched(points, around(points), grown(around(points))))
        case Crop(area) | Circle(area):
            return replace(edit, area=grown(area))
        case Arrow(_start, tip):
            return replace(edit, tip=(tip[0] + wider, tip[1] + higher))
        case Label():
            return replace(edit, size=min(max(edit.size + (wider or higher), SMALLEST), 4_000))
    return edit


def in_picture(boxes: tuple[Box, ...], width: int, seen: int) -> tuple[Box, ...]:
    """Boxes found in a copy `seen` pixels wide, in the pixels of the picture, which is `width` wide; never smaller by rounding."""
    return tuple(
        Box(
            box.left * width // seen,
            box.top * width // seen,
            -(-box.right * width // seen),
            -(-box.bottom * width // seen),
        )
        for box in boxes
    )


def _stretched(points: tuple[Point, ...], old: Box, new: Box) -> Polygon:
    across, down = old.size
    return Polygon(
        tuple(
            (
                new.left + (x - old.left) * new.size[0] // across,
                new.top + (y - old.top) * new.size[1] // down,
            )
            for x, y in points
        )
    )
