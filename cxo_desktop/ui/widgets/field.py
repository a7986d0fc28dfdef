"""One question of a form: its words above, the mistake beside it, the hint below."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.labels import label, small
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.ui.widgets.scrolling import bring_into_view


class Field(QWidget):
    """Wraps an editor. `set_mistake` says what is wrong where it is wrong; the empty string takes it back."""

    def __init__(self, name: str, words: str, editor: QWidget, hint: str = "") -> None:
        super().__init__()
        named(self, f"{name}Field")
        named(editor, name, words.replace("&", ""), description=hint)
        self.editor = editor
        self._hint = hint
        self._asked = label(f"{name}Label", words)
        self._asked.setBuddy(editor)
        self._mistake = label(f"{name}Mistake", tone="mistake")
        self._mistake.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self._asked)
        column.addWidget(editor)
        column.addWidget(self._mistake)
        if hint:
            column.addWidget(small(f"{name}Hint", hint))

    @property
    def mistake(self) -> str:
        return self._mistake.text()

    def ask(self, words: str) -> None:
        """Asks for something else in the same place."""
        self._asked.setText(words)
        self.editor.setAccessibleName(words)
        self.set_mistake("")

    def go_to(self) -> None:
        """Gives the editor the keyboard, and shows it and what is said of it."""
        self.editor.setFocus()
        bring_into_view(self)

    def set_mistake(self, sentence: str) -> None:
        self._mistake.setText(f"⚠ {sentence}" if sentence else "")
        self._mistake.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self._hint)
        restyle(self.editor, wrong="true" if sentence else "false")
