"""Photos in every state, and one that is being drawn on, for the pictures of the masking page."""

from collections.abc import Callable

from cxo_core.moment import Clock
from cxo_core.privacy import Checked, Sensitive
from cxo_desktop.imaging.edits import Arrow, Box, Label, Mask, MaskKind
from cxo_desktop.services.masking import Masking
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui.masking.page import MaskingPage
from cxo_desktop.ui.shell.window import MainWindow

_LARGE = Box(500, 620, 1480, 980)


def draw_on(vault: Vault, walkthrough: str, clock: Clock) -> Callable[[MainWindow], None]:
    """Masks and flags photos of a record; the answer shows the drawn one in a window."""
    recording = Recording(vault, clock, walkthrough)
    masking = Masking(vault, recording)
    first, _second, third, fourth = recording.state.photos[:4]
    masking.flag(third, [Sensitive.IDENTITY])
    masking.check(fourth, Checked.EXCEPTION, "个人信息保护法第十三条第一款第三项")
    masking.edit(
        first,
        [
            Mask(Box(240, 1080, 760, 1300)),
            Mask(_LARGE, MaskKind.MOSAIC),
            Arrow((1300, 1330), (1080, 1020)),
            Label((1420, 1380), "公示栏", 72),
        ],
    )

    def show(window: MainWindow) -> None:
        page = window.page
        if isinstance(page, MaskingPage):
            page.show_photo(first.id)
            page.canvas.show_draft(page.canvas.draft.choosing(1))

    return show
