"""What the scheme asks at one step: every indicator on its own line, answered by digit, number or word, saved at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from cxo_core.scheme import Indicator, Scale, Scheme
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.measure_words import curve_name, o5_name, signed, yes_no
from cxo_desktop.ui.recorder.measure import grown, target
from cxo_desktop.ui.recorder.value_field import ValueField
from cxo_desktop.ui.theme import SPACE_S, SPACE_XS
from cxo_desktop.ui.widgets.answers import Answer, Answers
from cxo_desktop.ui.widgets.focus_watch import FocusWatch
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, pick

Editor = Answers | ValueField


class Readings(QWidget):
    """The lines of one step. `given` says (indicator, value), `taken_back` the indicator whose value is to be unsaid."""

    given = Signal(str, object)
    taken_back = Signal(str)
    typed = Signal(str, str)

    def __init__(self, scheme: Scheme, step: str, watch: FocusWatch) -> None:
        super().__init__()
        named(self, f"readings.{step}", _("Readings"))
        self.step = step
        self._watch = watch
        found = scheme.step(step)
        self._indicators = scheme.readings_of(found) if found else ()
        self._editors: dict[str, Editor] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_S)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setColumnStretch(1, 1)

    @property
    def is_built(self) -> bool:
        return len(self._editors) == len(self._indicators)

    def build_some(self, count: int) -> None:
        """Builds the next lines; a step is built a few lines at a time so that the window never stands still."""
        for indicator in self._indicators[len(self._editors) : len(self._editors) + count]:
            self._add(indicator)

    def build(self) -> None:
        self.build_some(len(self._indicators))

    def show_state(self, state: Walkthrough) -> None:
        for indicator, editor in self._editors.items():
            reading = state.reading(indicator, self.step)
            editor.set_value(reading.value if reading else None)

    def restore(self, indicator: str, text: str) -> None:
        """Puts back what was being typed when the program ended."""
        editor = self._editors.get(indicator)
        if isinstance(editor, ValueField):
            editor.restore(text)

    def flush(self) -> None:
        """Gives what was typed and not entered yet."""
        for editor in self._editors.values():
            if isinstance(editor, ValueField):
                editor.flush()

    def focus_first(self, state: Walkthrough) -> None:
        """The keyboard goes to the first line without an answer, else to the first."""
        open_ones = [name for name in self._editors if state.reading(name, self.step) is None]
        if name := next(iter(open_ones or self._editors), ""):
            self._editors[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add(self, indicator: Indicator) -> None:
        row = len(self._editors)
        name = f"reading.{indicator.id}"
        title = pick(indicator.title)
        shown = f"{title} *" if indicator.required else title
        asked = label(f"{name}.title", shown)
        asked.setToolTip(pick(indicator.question))
        asked.setFixedWidth(grown(200))
        editor = self._editor(name, title, indicator)
        editor.setAccessibleDescription(
            " ".join(
                part
                for part in (pick(indicator.question), _("Required") if indicator.required else "")
                if part
            )
        )
        editor.setToolTip(pick(indicator.question))
        asked.setBuddy(editor)
        self._editors[indicator.id] = editor
        self._watch.watch(editor)
        self._grid.addWidget(asked, row, 0)
        self._grid.addWidget(editor, row, 1)
        if (
            self.isVisible()
        ):  # a layout shows a new line a turn later: too late for a key that asks for it now
            asked.show()
            editor.show()

    def _editor(self, name: str, title: str, indicator: Indicator) -> Editor:
        choices = answers_of(indicator)
        if choices:
            is_terse = indicator.scale in (Scale.O5, Scale.CURVE)
            group = Answers(name, title, choices, target=target(), is_terse=is_terse)
            group.chosen.connect(lambda value: self.given.emit(indicator.id, value))
            group.taken_back.connect(lambda: self.taken_back.emit(indicator.id))
            group.answered_by_key.connect(lambda: self._go_on(indicator.id))
            return group
        field = ValueField(name, title, indicator)
        field.given.connect(lambda value: self.given.emit(indicator.id, value))
        field.taken_back.connect(lambda: self.taken_back.emit(indicator.id))
        field.typed.connect(lambda text: self.typed.emit(indicator.id, text))
        field.entered.connect(lambda: self._go_on(indicator.id))
        return field

    def _go_on(self, indicator: str) -> None:
        """The keyboard moves to the next line."""
        names = list(self._editors)
        at = names.index(indicator) + 1
        if at < len(names):
            self._editors[names[at]].setFocus(Qt.FocusReason.TabFocusReason)


def answers_of(indicator: Indicator) -> list[Answer]:
    """The answers of a scale that has few; empty where a number or a text is typed."""
    match indicator.scale:
        case Scale.O5:
            return [Answer(level, str(level), o5_name(level)) for level in range(1, 6)]
        case Scale.CURVE:
            return [Answer(value, signed(value), curve_name(value)) for value in range(-2, 3)]
        case Scale.YES_NO:
            return [Answer(value, yes_no(value), yes_no(value)) for value in (True, False)]
        case Scale.CHOICE:
            return [Answer(each.id, pick(each.title), pick(each.title)) for each in indicator.choices]
        case _:
            return []
