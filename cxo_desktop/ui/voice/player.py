"""Listening to a voice note: fetched on the work lane, decrypted into memory, played from there."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxo_core.problems import Problem
from cxo_core.walkthrough import Evidence
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.voice.sound import Speakers

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.services.voices import Voices


class Player(QObject):
    """`changed` says whether something plays, `failed` why nothing does (Problem), `heard` which note was played to its end."""

    changed = Signal(bool)
    failed = Signal(object)
    heard = Signal(str)

    def __init__(self, voices: "Callable[[], Voices]", work: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.voices = voices
        self._work = work
        self._speakers: Speakers | None = None
        self._wanted = ""

    def use(self, speakers: Speakers) -> None:
        """Other loudspeakers than those of this machine."""
        self._speakers = speakers
        speakers.ended.connect(self._end)
        speakers.failed.connect(self._fail)

    @property
    def is_playing(self) -> bool:
        return bool(self._wanted)

    def play(self, note: Evidence) -> None:
        self.stop()
        self._wanted = note.id
        self.changed.emit(True)
        voices = self.voices
        self._work.submit(
            lambda: voices().read(note), lambda wav: self._begin(note.id, wav), self._fail, owner=self
        )

    def stop(self) -> None:
        if self._speakers is not None:
            self._speakers.stop()
        if self._wanted:
            self._wanted = ""
            self.changed.emit(False)

    def _begin(self, note: str, wav: bytes) -> None:
        if note != self._wanted:
            return
        if self._speakers is None:
            from cxo_desktop.ui.voice.system_sound import SystemSpeakers

            self.use(SystemSpeakers(self))
        assert self._speakers is not None
        try:
            self._speakers.play(wav)
        except Problem as problem:
            self._fail(problem)

    def _end(self) -> None:
        note = self._wanted
        self.stop()
        self.heard.emit(note)

    def _fail(self, problem: Problem) -> None:
        self.stop()
        self.failed.emit(problem)


def voices_of(vault: "Vault", walkthrough: str) -> "Callable[[], Voices]":
    """Made on the work lane, with the first note that is listened to."""

    @cache
    def voices() -> "Voices":
        from cxo_desktop.services.voices import Voices

        return Voices(vault, walkthrough)

    return voices
