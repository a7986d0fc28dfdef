"""Edits of a photo that go on from a picture already edited: once the copy that came in was erased, there is no other to start from.

In the list of edits stands then `{"do": "from", "sha256", "width", "height"}`: what is before it was carried out for good and
made the picture with that digest; what is behind it is in pixels of that picture (bundle format 1, section 8).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

FROM: Final = "from"


@dataclass(frozen=True, slots=True)
class Start:
    """The picture that edits go on from, and its size in pixels; 0 where it is not said."""

    sha256: str
    width: int
    height: int

    def to_json(self) -> dict[str, Any]:
        return {"do": FROM, "sha256": self.sha256, "width": self.width, "height": self.height}


def start_of(edits: Sequence[Any]) -> Start | None:
    """Where the last edits start; None: from the copy that came in."""
    place = _place(edits)
    return _start(edits[place]) if place >= 0 else None


def before_start(edits: Sequence[Any]) -> tuple[Any, ...]:
    """What was carried out for good."""
    return tuple(edits[: max(_place(edits), 0)])


def since_start(edits: Sequence[Any]) -> tuple[Any, ...]:
    """What can still be changed while the picture it starts from is kept."""
    return tuple(edits[_place(edits) + 1 :])


def _place(edits: Sequence[Any]) -> int:
    return next((at for at in reversed(range(len(edits))) if _start(edits[at]) is not None), -1)


def _start(edit: Any) -> Start | None:
    if not isinstance(edit, Mapping) or edit.get("do") != FROM or not isinstance(edit.get("sha256"), str):
        return None
    return Start(edit["sha256"], _number(edit.get("width")), _number(edit.get("height")))


def _number(said: Any) -> int:
    return said if type(said) is int and said > 0 else 0
