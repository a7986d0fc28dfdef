"""What voice notes ask of microphones and loudspeakers, whoever makes them work."""

from PySide6.QtCore import QObject, Signal


class Microphones(QObject):
    """The one the system prefers. `heard` brings samples in the record's form (bytes), `failed` a Problem, `microphone-busy` or
    `microphone-lost`, after which it is closed.
    """

    heard = Signal(object)
    failed = Signal(object)

    def open(self) -> None:
        """Begins to listen. Raises Problem `sound-not-installed`, `microphone-missing`, `microphone-busy`."""
        raise TypeError("a kind of microphones opens them")

    def close(self) -> None:
        """Brings what was heard until now, then gives the microphone free. May be called when none is open."""
        raise TypeError("a kind of microphones closes them")


class Speakers(QObject):
    """At most one sound at a time. `ended` says that it is over, `failed` brings a Problem `speaker-missing`."""

    ended = Signal()
    failed = Signal(object)

    def play(self, wav: bytes) -> None:
        """Plays from memory. Raises Problem `sound-not-installed`, `speaker-missing`."""
        raise TypeError("a kind of speakers plays")

    def stop(self) -> None:
        """May be called when nothing plays."""
        raise TypeError("a kind of speakers stops")
