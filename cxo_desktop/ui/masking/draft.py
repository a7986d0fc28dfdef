"""What is being drawn on a photo and is not recorded yet: a frozen value with its own undo, no window in it."""

from dataclasses import dataclass, replace

from cxo_desktop.imaging.edits import Box, Crop, Edit, Mask, MaskKind, Turn
from cxo_desktop.ui.masking import shapes

Edits = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """`kept` is what the record says, `edits` what would be kept now; `chosen` is a place among them.

    `width` and `height` are those of the picture as it came in, upright. `proposed`: where faces may be.
    """

    width: int
    height: int
    kept: Edits = ()
    edits: Edits = ()
    chosen: int | None = None
    proposed: tuple[Box, ...] = ()
    past: tuple[Edits, ...] = ()
    future: tuple[Edits, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.edits != self.kept

    @property
    def is_masking(self) -> bool:
        return any(isinstance(edit, Mask) for edit in self.edits)

    @property
    def quarters(self) -> int:
        return sum(edit.quarters for edit in self.edits if isinstance(edit, Turn)) % 4

    @property
    def crop(self) -> Box | None:
        return next((edit.area for edit in reversed(self.edits) if isinstance(edit, Crop)), None)

    @property
    def edit(self) -> Edit | None:
        """The chosen one."""
        return self.edits[self.chosen] if self.chosen is not None and self.chosen < len(self.edits) else None

    def with_edit(self, edit: Edit) -> "Draft":
        """Adds one and chooses it; of crops there is one."""
        others = tuple(each for each in self.edits if not (isinstance(edit, Crop) and isinstance(each, Crop)))
        return replace(self._now((*others, edit)), chosen=len(others))

    def turned(self) -> "Draft":
        """A quarter clockwise; four of them are none."""
        quarters = (self.quarters + 1) % 4
        others = tuple(each for each in self.edits if not isinstance(each, Turn))
        return replace(self._now((*others, Turn(quarters)) if quarters else others), chosen=None)

    def changed(self, edit: Edit) -> "Draft":
        """The chosen one replaced; a shape stays where it covers something of the picture."""
        if self.edit is None or self.chosen is None or not shapes.lies_in(edit, self.width, self.height):
            return self
        chosen = self.chosen
        return replace(self._now((*self.edits[:chosen], edit, *self.edits[chosen + 1 :])), chosen=chosen)

    def moved(self, right: int, down: int) -> "Draft":
        return self.changed(shapes.moved(self.edit, right, down)) if self.edit is not None else self

    def resized(self, wider: int, higher: int) -> "Draft":
        return self.changed(shapes.resized(self.edit, wider, higher)) if self.edit is not None else self

    def filled_otherwise(self) -> "Draft":
        """Mosaic becomes solid, solid mosaic."""
        if not isinstance(self.edit, Mask):
            return self
        other = MaskKind.MOSAIC if self.edit.kind is MaskKind.SOLID else MaskKind.SOLID
        return self.changed(replace(self.edit, kind=other))

    def without_chosen(self) -> "Draft":
        if self.edit is None or self.chosen is None:
            return self
        rest = (*self.edits[: self.chosen], *self.edits[self.chosen + 1 :])
        return replace(self._now(rest), chosen=None)

    def choosing(self, by: int) -> "Draft":
        """The next or previous shape, around; a turn is passed over."""
        places = [at for at, edit in enumerate(self.edits) if shapes.bounds(edit) is not None]
        if not places:
            return replace(self, chosen=None)
        at = places.index(self.chosen) + by if self.chosen in places else (0 if by > 0 else -1)
        return replace(self, chosen=places[at % len(places)])

    def at(self, x: int, y: int) -> int | None:
        """The place of the topmost shape under a point."""
        for place in reversed(range(len(self.edits))):
            area = shapes.bounds(self.edits[place])
            if area is not None and area.left <= x < area.right and area.top <= y < area.bottom:
                return place
        return None

    def accepting(self, boxes: tuple[Box, ...]) -> "Draft":
        """Proposals become masks; faces are covered by mosaic, so that it stays visible that somebody stood there."""
        rest = tuple(box for box in self.proposed if box not in boxes)
        masks = tuple(Mask(box, MaskKind.MOSAIC) for box in boxes)
        return replace(self._now((*self.edits, *masks)), proposed=rest) if masks else self

    def undone(self) -> "Draft":
        if not self.past:
            return self
        return replace(
            self, edits=self.past[-1], past=self.past[:-1], future=(self.edits, *self.future), chosen=None
        )

    def redone(self) -> "Draft":
        if not self.future:
            return self
        return replace(
            self, edits=self.future[0], past=(*self.past, self.edits), future=self.future[1:], chosen=None
        )

    def _now(self, edits: Edits) -> "Draft":
        if edits == self.edits:
            return self
        return replace(self, edits=edits, past=(*self.past, self.edits), future=())
