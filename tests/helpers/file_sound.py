"""A microphone that hears what a test speaks into it, and loudspeakers that keep what they are given."""

from cxo_core.problems import Code, Problem
from cxo_desktop.ui.voice.sound import Microphones, Speakers


class FileMicrophones(Microphones):
    """`trouble` makes the next opening fail; `held` is what the system still has when it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.is_open = False
        self.trouble: Problem | None = None
        self.held = b""

    def open(self) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.is_open = True

    def close(self) -> None:
        if self.is_open and self.held:
            self.heard.emit(self.held)
        self.held = b""
        self.is_open = False

    def speak(self, pcm: bytes) -> None:
        assert self.is_open, "nobody listens"
        self.heard.emit(pcm)

    def unplug(self) -> None:
        self.close()
        self.failed.emit(Problem(Code.MICROPHONE_LOST, microphone="USB"))


class FileSpeakers(Speakers):
    """`trouble` makes the next playing fail."""

    def __init__(self) -> None:
        super().__init__()
        self.played: list[bytes] = []
        self.is_playing = False
        self.trouble: Problem | None = None

    def play(self, wav: bytes) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.played.append(wav)
        self.is_playing = True

    def stop(self) -> None:
        self.is_playing = False

    def come_to_the_end(self) -> None:
        self.ended.emit()
