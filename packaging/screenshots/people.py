"""The recorder with somebody in the record: by a label that is no name, with the ground, shown in a photo."""

from cxo_core.privacy import Basis
from cxo_desktop.ui.recorder.page import RecorderPage
from cxo_desktop.ui.shell.window import MainWindow
from cxo_desktop.words import language


def show_people(window: MainWindow) -> None:
    """Opens the line for people at somebody who is being noted."""
    [page] = (each for each in window.findChildren(RecorderPage) if each.isVisible())
    bar = page.parts.bars.people
    bar.ask(page.parts.photos.chosen)
    bar.fill("3 号窗办事人" if language() == "zh_CN" else "window 3", Basis.SEPARATE_CONSENT, "written")
