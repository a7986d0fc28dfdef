"""The photos of one step as a list model."""

from cxo_core.walkthrough import Walkthrough
from cxo_desktop.ui.masking.photo_rows import PHOTO, PhotoRows

__all__ = ["PHOTO", "PhotoModel"]


class PhotoModel(PhotoRows):
    """Small pictures are to be had of every photo of the walk, rows are those of the step."""

    def show_state(self, state: Walkthrough, step: str | None) -> None:
        self.show_photos([photo for photo in state.photos if photo.step == step], state)
