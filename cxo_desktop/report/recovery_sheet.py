"""The recovery key on one sheet of paper, in Chinese and English: whose vault it opens, what it is for, where to keep it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cxo_desktop.report.book import Book, Imprint
from cxo_desktop.report.flow import BOLD, LABEL, SMALL, Face, Flow
from cxo_desktop.report.palette import LEFT, RIGHT, STRONG_LINE, TEXT, TITLE, WIDTH
from cxo_desktop.words import LANGUAGES, N_, _, speaking

TITLE_WORDS: Final = N_("Recovery key")
ABOUT: Final = (
    N_(
        "This key opens the vault when its passphrase is forgotten or the laptop's keyring is gone. It is on this sheet only: the program cannot show it again."
    ),
    N_(
        "To use it: choose “I have the recovery key instead” where the passphrase is asked for, and type the letters. Spaces, hyphens and small letters make no difference. Then choose a new passphrase."
    ),
    N_(
        "Keep it where the laptop is not: in the office safe, in a sealed envelope. Whoever has this sheet and the laptop reads every record. Do not photograph it and do not send it."
    ),
    N_(
        "If the sheet is lost or somebody else has seen it, make a new key under Settings. From then on this one opens nothing; destroy the sheet."
    ),
)
FACTS: Final = (N_("Officer"), N_("Vault"), N_("Printed on"))
SQUARE: Final = N_("The same key, for a scanner")

_KEY: Final = Face(19.0, TEXT, True)
_PER_LINE: Final = 4
_SIDE: Final = 118.0
_QUIET: Final = 4
_ROW: Final = 19.0


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What stands on the sheet. `vault`: what the vault is called, for instance its label and folder. `made`: when it is
    printed. `key`: groups of letters with hyphens between them.
    """

    made: datetime
    officer: str
    vault: str
    key: str

    def __repr__(self) -> str:
        return f"<SheetFacts of {self.vault}>"


def render_sheet(facts: SheetFacts) -> bytes:
    """The sheet as PDF, one page A4, both languages on it."""
    title = _both(TITLE_WORDS, " · ")
    with speaking(LANGUAGES[0]):
        flow = Flow(Book(Imprint(title, title, "", LANGUAGES[0], facts.made)))
        flow.paragraph(title, Face(TITLE, is_bold=True), after=10)
        for words, told in zip(FACTS, (facts.officer, facts.vault, f"{facts.made:%Y-%m-%d}"), strict=True):
            flow.put(LEFT, flow.y, _both(words, " / "), SMALL)
            flow.put(LEFT + 120, flow.y, flow.fitted(told, WIDTH - 120, BOLD), BOLD)
            flow.y += _ROW
        flow.y += 10
        _key(flow, facts.key)
        flow.y += 16
        for tag in LANGUAGES:
            with speaking(tag):
                flow.heading(_(TITLE_WORDS))
                for sentence in ABOUT:
                    flow.paragraph(_(sentence), Face(10.0), after=5)
        return flow.book.finished()


def _key(flow: Flow, key: str) -> None:
    """The groups at the left, as large as they are read best, and the square at the right, in one frame."""
    top, height = flow.y, _SIDE + 34
    flow.pen.frame(LEFT, top, WIDTH, height, STRONG_LINE, 0.8)
    groups = key.split("-")
    rows = ["-".join(groups[at : at + _PER_LINE]) for at in range(0, len(groups), _PER_LINE)]
    rows[:-1] = [f"{row}-" for row in rows[:-1]]
    y = top + (height - len(rows) * _KEY.leading) / 2
    for row in rows:
        flow.put(LEFT + 18, y, row, _KEY)
        y += _KEY.leading
    left = RIGHT - 14 - _SIDE
    _square(flow, key, left, top + 4)
    for line, told in enumerate(_both(SQUARE, "\n").split("\n")):
        flow.put_middle(left + _SIDE / 2, top + _SIDE + 4 + 11 * line, told, LABEL)
    flow.y = top + height


def _square(flow: Flow, key: str, left: float, top: float) -> None:
    modules = _modules(key)
    side = _SIDE / (len(modules) + 2 * _QUIET)
    for down, row in enumerate(modules, _QUIET):
        for across, is_dark in enumerate(row, _QUIET):
            if is_dark:
                flow.pen.box(left + across * side, top + down * side, side * 1.01, side * 1.01, TEXT)


def _modules(key: str) -> Sequence[Sequence[bool]]:
    import segno

    return [[bool(dark) for dark in row] for row in segno.make_qr(key, error="m").matrix]


def _both(words: str, between: str) -> str:
    told = []
    for tag in LANGUAGES:
        with speaking(tag):
            told.append(_(words))
    return between.join(told)
