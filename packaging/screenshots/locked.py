"""The locked window, for the picture in the guide."""

from datetime import datetime

from cxo_desktop.ui.locking.locked_page import LockedPage
from cxo_desktop.ui.shell.window import MainWindow


def show_locked(window: MainWindow) -> None:
    """As it stands while something has been recorded since three minutes past two."""
    page = LockedPage(datetime(2026, 11, 22, 14, 3).astimezone())
    page.offer_leaving(has_others=True)
    window.cover(page)
