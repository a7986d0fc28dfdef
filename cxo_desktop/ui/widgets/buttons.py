"""Push buttons in the tones of the style."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton

from cxo_desktop.ui.icons import icon
from cxo_desktop.ui.theme import scaled_to_text
from cxo_desktop.ui.widgets.naming import named


def button(
    name: str,
    text: str,
    pressed: Callable[[], object] | None = None,
    *,
    tone: str = "",
    picture: str = "",
    spoken: str = "",
    keys: str = "",
) -> QPushButton:
    """A button, pressed by Space, Enter or mouse; `tone` is primary, quiet or danger, `picture` an icon's name, `keys` the
    shortcut told on hovering.
    """
    made = named(QPushButton(text), name, spoken or text.replace("&", ""))
    made.setAutoDefault(True)
    if tone:
        made.setProperty("tone", tone)
    if picture:
        role = QPalette.ColorRole.HighlightedText if tone == "primary" else QPalette.ColorRole.WindowText
        made.setIcon(icon(picture, role=role))
        made.setIconSize(QSize(1, 1) * scaled_to_text(18))
    if keys:
        made.setToolTip(keys)
        made.setAccessibleDescription(keys)
    if pressed is not None:
        made.clicked.connect(lambda: pressed())
    return made
