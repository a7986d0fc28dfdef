"""What a file dragged onto the window is for."""

from pathlib import Path

from PySide6.QtCore import QMimeData

ENROLMENT_SUFFIX = ".cxoenrol"


def enrolment_in(dragged: QMimeData) -> Path | None:
    """The first enrolment file among what is dragged, or None."""
    files = (Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile())
    return next((file for file in files if file.suffix.lower() == ENROLMENT_SUFFIX), None)
