"""The photographs a script names, looked at before its first event is recorded."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging.edits import Box, Mask
from cxo_desktop.imaging.lying import clipped


def check_photos(script: Mapping[str, Any], folder: Path) -> None:
    """Raises Problem `photo-unreadable` for a photo that is not there, `photo-mask-beside` for a mask that would hide nothing."""
    named = [action for action in script["actions"] if "photo" in action]
    for action in named:
        if not (folder / action["photo"]).is_file():
            raise Problem(Code.PHOTO_UNREADABLE, file=action["photo"])
    for action in named:
        if "masked" in action:
            _check_masks(folder / action["photo"], action["masked"], name=action["photo"])


def _check_masks(path: Path, boxes: list[list[int]], *, name: str) -> None:
    from cxo_desktop.imaging.photo import upright_size

    width, height = upright_size(path)
    try:
        clipped([Mask(Box(*box)) for box in boxes], width, height)
    except Problem as problem:
        problem.details.setdefault("file", name)
        raise
