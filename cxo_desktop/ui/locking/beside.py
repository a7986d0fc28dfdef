"""Everything beside the window: dialogs, lists of keys, what hangs open over it."""

from PySide6.QtWidgets import QApplication, QDialog, QWidget


def close_beside(app: QApplication, window: QWidget) -> None:
    """Dialogs answer no, as if somebody had pressed Esc."""
    for beside in app.topLevelWidgets():
        if beside is window or not beside.isVisible():
            continue
        if isinstance(beside, QDialog):
            beside.reject()
        else:
            beside.close()
