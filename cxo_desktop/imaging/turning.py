"""Quarter turns of a whole picture, and where its places lie afterwards."""

from dataclasses import dataclass, replace

from PIL import Image

from cxo_desktop.imaging.edits import Arrow, Box, Circle, Label, Point

_TURNS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}


@dataclass(frozen=True, slots=True)
class Turning:
    """`width` and `height` are those before; `quarters` is clockwise, 0 to 3."""

    width: int
    height: int
    quarters: int

    def image(self, image: Image.Image) -> Image.Image:
        return image.transpose(_TURNS[self.quarters]) if self.quarters else image

    def box(self, box: Box) -> Box:
        first, second = self._corner((box.left, box.top)), self._corner((box.right, box.bottom))
        return Box(*map(min, first, second), *map(max, first, second))

    def mark(self, mark: Arrow | Circle | Label) -> Arrow | Circle | Label:
        """A label stays level: only its place turns."""
        match mark:
            case Arrow(start, tip):
                return replace(mark, start=self._corner(start), tip=self._corner(tip))
            case Circle(area):
                return replace(mark, area=self.box(area))
            case Label(at):
                return replace(mark, at=self._corner(at))

    def _corner(self, point: Point) -> Point:
        x, y = point
        match self.quarters:
            case 1:
                return self.height - y, x
            case 2:
                return self.width - x, self.height - y
            case 3:
                return y, self.width - x
            case _:
                return x, y
