"""What the recorder asks of cameras, whoever makes them work."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage


@dataclass(frozen=True, slots=True)
class Camera:
    """`id` stays the same as long as it is the same camera, also after the next start; `words` are its maker's."""

    id: str
    words: str


class Cameras(QObject):
    """At most one is open. `framed` brings what it sees (QImage), `shot` a photo in full (QImage), `failed` a Problem:
    `camera-busy`, `camera-lost`, `camera-refused`, after which it is closed unless it was only the photo that failed.

    `listed_anew` says that one was plugged in or taken away.
    """

    framed = Signal(QImage)
    shot = Signal(QImage)
    failed = Signal(object)
    listed_anew = Signal()

    def listed(self) -> tuple[Camera, ...]:
        """Every camera there is now, the system's choice first. Raises Problem `camera-not-installed`."""
        raise TypeError("a kind of cameras says which there are")

    def open(self, camera: Camera) -> None:
        """Begins to show what it sees; another that was open is closed."""
        raise TypeError("a kind of cameras opens them")

    def shoot(self) -> None:
        """Takes a photo with the open camera; `shot` or `failed` follows."""
        raise TypeError("a kind of cameras takes photos")

    def close(self) -> None:
        """Gives the camera free for others. May be called when none is open."""
        raise TypeError("a kind of cameras closes them")
