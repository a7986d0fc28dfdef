"""What was left out of a picture because it was damaged or did not belong there, while every pixel came in."""

from enum import StrEnum


class Repair(StrEnum):
    """Evidence is never completed by guessing: a picture that lacks pixels is refused, not repaired."""

    TAIL_DROPPED = "tail-dropped"  # a second picture, a film, an archive behind the end
    PROFILE_DROPPED = "profile-dropped"  # a colour profile too large, or one that does not unpack
    CAMERA_NOTES_DROPPED = "camera-notes-dropped"  # EXIF that nothing can be read from
