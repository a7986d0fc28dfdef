"""The row of tools, each with its key; and the words a label gets."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from cxo_desktop.ui.masking.enter_field import EnterField
from cxo_desktop.ui.masking.tools import TOLD, TURN_KEY, Tool, words_of
from cxo_desktop.ui.theme import SPACE_XS, scaled_to_text
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.naming import named, show_checked
from cxo_desktop.words import _


class ToolBar(QWidget):
    chosen = Signal(object)
    turn_asked = Signal()
    fill_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    label_written = Signal(str)
    label_entered = Signal()
    label_left = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "maskingTools", _("Tools"))
        row = FlowLayout(self, gap=SPACE_XS)
        self._group = QButtonGroup(self)
        self._buttons: dict[Tool, QPushButton] = {}
        for tool, told in TOLD.items():
            made = named(QPushButton(f"{told.mark} {words_of(tool)}"), f"maskingTool.{tool}", words_of(tool))
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setToolTip(told.key)
            made.setAccessibleDescription(told.key)
            made.toggled.connect(lambda on, tool=tool: self.chosen.emit(tool) if on else None)
            self._group.addButton(made)
            self._buttons[tool] = made
            row.addWidget(made)
        self._label = named(EnterField(), "maskingLabel", _("Words of the label"))
        self._label.setPlaceholderText(_("Words of the label"))
        self._label.setMinimumWidth(scaled_to_text(150))
        self._label.textChanged.connect(self.label_written)
        self._label.entered.connect(self.label_entered)
        self._label.left.connect(self.label_left)
        self._label.hide()
        row.addWidget(self._label)
        self._actions = (
            button("maskingTurn", "↻ " + _("Turn"), self.turn_asked.emit, keys=TURN_KEY, spoken=_("Turn")),
            button(
                "maskingFill",
                "■▦",
                self.fill_asked.emit,
                keys="M",
                spoken=_("Solid or mosaic, the chosen mask"),
            ),
            button("maskingUndo", "", self.undo_asked.emit, keys="Ctrl+Z", picture="undo", spoken=_("Undo")),
            button("maskingRedo", "", self.redo_asked.emit, keys="Ctrl+Y", picture="redo", spoken=_("Redo")),
        )
        for each in self._actions:
            each.setAutoDefault(False)
            row.addWidget(each)
        self.show_tool(Tool.SOLID)

    def show_tool(self, tool: Tool) -> None:
        for each, pressed in self._buttons.items():
            show_checked(pressed, each is tool)
        self._label.setVisible(tool is Tool.LABEL)

    def focus_label(self) -> None:
        self._label.setFocus()

    def set_open(self, is_open: bool) -> None:
        for each in (*self._buttons.values(), *self._actions, self._label):
            each.setEnabled(is_open)
