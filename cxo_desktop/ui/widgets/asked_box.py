"""A combo box that says aloud what it asks."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from cxo_desktop.ui.widgets.naming import named


class AskedBox(QComboBox):
    """For a choice without a label beside it. On Linux Qt gives what is chosen as a combo box's name (QAccessibleComboBox),
    and assistive technology takes the question from the label whose buddy it is: here one that nobody sees.
    """

    def __init__(
        self, name: str, spoken: str, parent: QWidget | None = None, *, description: str = ""
    ) -> None:
        super().__init__()
        named(self, name, spoken, description=description)
        self._asked = named(QLabel(spoken), f"{name}Asked")
        self._asked.setBuddy(self)
        self._asked.hide()
        if parent is not None:
            self.setParent(parent)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange and self.parentWidget() is not None:
            self._asked.setParent(self.parentWidget())
            self._asked.hide()
        return super().event(event)
