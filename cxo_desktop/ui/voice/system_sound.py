"""Microphone and loudspeaker of this machine through QtMultimedia, loaded when first asked for, if it is there at all."""

from importlib import import_module
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, QUrl

from cxo_core import voice
from cxo_core.problems import Code, Problem
from cxo_desktop.ui.voice.sound import Microphones, Speakers

FIRST_SOUND_MS = 4_000
"""A microphone that brings nothing for so long is in use by somebody else, or kept from this program by the system."""


class SystemMicrophones(Microphones):
    """Part `voice` of the installation (PySide6-Addons). Everything of QtMultimedia stays in this file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media: Any = None
        self._devices: Any = None
        self._source: Any = None
        self._stream: Any = None
        self._id: Any = None
        self._name = ""
        self._rate, self._channels = voice.RATE, 1
        self._raw = bytearray()
        self._patience = QTimer(self, interval=FIRST_SOUND_MS, singleShot=True)
        self._patience.timeout.connect(lambda: self._fail(Code.MICROPHONE_BUSY))

    def open(self) -> None:
        self.close()
        media = self._multimedia()
        device = media.QMediaDevices.defaultAudioInput()
        if device.isNull():
            raise Problem(Code.MICROPHONE_MISSING)
        self._id, self._name = device.id(), device.description()
        form = _form(media, voice.RATE, 1)
        if not device.isFormatSupported(form):
            usual = device.preferredFormat()
            form = _form(media, usual.sampleRate(), min(2, max(1, usual.channelCount())))
        self._rate, self._channels = form.sampleRate(), form.channelCount()
        self._source = media.QAudioSource(device, form, self)
        self._stream = self._source.start()
        if self._stream is None or self._has_failed():
            self.close()
            raise Problem(Code.MICROPHONE_BUSY, microphone=self._name)
        self._source.stateChanged.connect(self._follow)
        self._stream.readyRead.connect(self._read)
        self._patience.start()

    def close(self) -> None:
        self._patience.stop()
        if self._stream is not None:
            self._read()
            self._bring(whole_seconds=False)
        source, self._source, self._stream = self._source, None, None
        self._raw.clear()
        if source is not None:
            source.stop()
            source.deleteLater()

    def _multimedia(self) -> Any:
        if self._media is None:
            self._media = _multimedia()
            self._devices = self._media.QMediaDevices(self)
            self._devices.audioInputsChanged.connect(self._look)
        return self._media

    def _read(self) -> None:
        came = bytes(self._stream.readAll().data())
        if came:
            self._patience.stop()
            self._raw += came
            self._bring(whole_seconds=True)

    def _bring(self, *, whole_seconds: bool) -> None:
        """What a microphone hears in another form is brought into the record's a second at a time."""
        frame = self._channels * voice.SAMPLE_BYTES
        is_ours = (self._rate, self._channels) == (voice.RATE, 1)
        unit = self._rate * frame if whole_seconds and not is_ours else frame
        count = len(self._raw) // unit * unit
        if not count:
            return
        came = bytes(self._raw[:count])
        del self._raw[:count]
        if not is_ours:
            from cxo_desktop.services.sound_files import brought

            came = brought(came, rate=self._rate, channels=self._channels)
        self.heard.emit(came)

    def _follow(self, _state: Any) -> None:
        if self._source is not None and self._has_failed():
            self._fail(Code.MICROPHONE_BUSY)

    def _has_failed(self) -> bool:
        return bool(self._source.error() != self._media.QtAudio.Error.NoError)

    def _look(self) -> None:
        """Plugged in, or taken away, perhaps while in use."""
        if self._source is None:
            return
        if self._id not in [each.id() for each in self._media.QMediaDevices.audioInputs()]:
            self._fail(Code.MICROPHONE_LOST)

    def _fail(self, code: Code) -> None:
        self.close()
        self.failed.emit(Problem(code, microphone=self._name))


class SystemSpeakers(Speakers):
    """The sound stays in memory from the vault to the loudspeaker."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media: Any = None
        self._player: Any = None
        self._buffer: QBuffer | None = None

    def play(self, wav: bytes) -> None:
        self.stop()
        if self._media is None:
            self._media = _multimedia()
        media = self._media
        if not media.QMediaDevices.audioOutputs():
            raise Problem(Code.SPEAKER_MISSING)
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(wav))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._player = media.QMediaPlayer(self)
        self._player.setAudioOutput(media.QAudioOutput(self._player))
        self._player.mediaStatusChanged.connect(self._follow)
        self._player.errorOccurred.connect(lambda _error, _cause: self._fail())
        self._player.setSourceDevice(self._buffer, QUrl("note.wav"))
        self._player.play()

    def stop(self) -> None:
        player, self._player = self._player, None
        buffer, self._buffer = self._buffer, None
        if player is not None:
            player.stop()
            player.setSourceDevice(None)
            player.deleteLater()
        if buffer is not None:
            buffer.deleteLater()

    def _follow(self, status: Any) -> None:
        if self._player is not None and status == self._media.QMediaPlayer.MediaStatus.EndOfMedia:
            self.stop()
            self.ended.emit()

    def _fail(self) -> None:
        if self._player is not None:
            self.stop()
            self.failed.emit(Problem(Code.SPEAKER_MISSING))


def _multimedia() -> Any:
    """Raises Problem `sound-not-installed` where the part, or a library it stands on such as libpulse, is missing."""
    try:
        return import_module("PySide6.QtMultimedia")
    except ImportError as error:
        raise Problem(Code.SOUND_NOT_INSTALLED, cause=str(error).splitlines()[0]) from error


def _form(media: Any, rate: int, channels: int) -> Any:
    form = media.QAudioFormat()
    form.setSampleRate(rate)
    form.setChannelCount(channels)
    form.setSampleFormat(media.QAudioFormat.SampleFormat.Int16)
    return form
