"""The recorder while a voice note is being spoken, and the recovery key as it is shown once."""

from cxo_desktop.storage.recovery import fresh
from cxo_desktop.ui.opening.recovery_key import RecoveryKeyPage
from cxo_desktop.ui.recorder.page import RecorderPage
from cxo_desktop.ui.shell.window import MainWindow
from cxo_desktop.ui.voice.sound import Microphones


class _Unheard(Microphones):
    """A picture has no sound."""

    def open(self) -> None:
        """Listens to nothing."""

    def close(self) -> None:
        """Has nothing to give free."""


def show_speaking(window: MainWindow) -> None:
    [page] = (each for each in window.findChildren(RecorderPage) if each.isVisible())
    page.ways.use(microphones=_Unheard())
    page.ways.voice()


def show_recovery_key(window: MainWindow) -> None:
    """One that opens no vault."""
    window.cover(RecoveryKeyPage(fresh()))
