"""Notice and consent card on paper: what is recorded, why, by whom, for how long, and how to take consent back.

Substance: 个人信息保护法 14 (informed, voluntary), 15 (withdrawal), 17 (what a notice must say), 29–31 (separate consent, minors).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cxo_desktop.report.book import Book, Imprint
from cxo_desktop.report.flow import BOLD, SMALL, Face, Flow
from cxo_desktop.report.palette import LEFT, RIGHT, STRONG_LINE, TITLE, WIDTH
from cxo_desktop.words import N_, _, language, speaking

TITLE_WORDS: Final = N_("Notice and consent: we accompany a service to improve it")

NOTICE: Final = (
    (
        N_("Who records, and why"),
        N_(
            "{office} walks through government services together with applicants and staff, to find what makes them hard and have it mended. It is the service that is looked at, not you. Officer: {officer}. Place: {hall}."
        ),
    ),
    (
        N_("What is recorded"),
        N_(
            "Times and steps, papers that were asked for, what was said about the procedure, and photos of counters, notices and forms. Your name, your numbers and your voice are not needed. Faces, identity papers and medical papers are covered in the photos before they leave this laptop."
        ),
    ),
    (
        N_("Where it is kept, and for how long"),
        N_(
            "Encrypted on the officer's laptop, and at the office after it was sealed. It stays in the country and goes to nobody else; the unit concerned learns the finding, not who you are. It is deleted when it is no longer needed for this purpose, at the latest: {keeping}."
        ),
    ),
    (
        N_("You decide"),
        N_(
            "Taking part is voluntary. Saying no, or stopping, has no effect on your matter. You may see, copy, correct and have deleted what is kept about you."
        ),
    ),
    (
        N_("Taking consent back"),
        N_(
            "At any time and without a reason: tell the officer, or the office. Photos that show you are then destroyed or covered, here and at the office, which confirms it in writing. What was done before stays lawful."
        ),
    ),
    (
        N_("Sensitive information"),
        N_(
            "A photo in which your face, an identity paper or a medical paper stays visible needs your separate consent; for a child under 14, that of a parent or guardian. You may agree to the rest and not to this."
        ),
    ),
    (N_("Contact"), N_("Office: {contact}")),
)
CHOICES: Final = (
    N_("I have read this, or it was read to me, and I agree to be accompanied."),
    N_("I agree separately that photos show my face or my papers uncovered, for the purpose above."),
    N_("I agree as parent or guardian of a child under 14."),
)
SIGNATURES: Final = (N_("Signature"), N_("Date"), N_("Officer"))
TEMPLATE: Final = N_("Template of the program; the office's own wording wins.")

_LINE: Final = 26.0
_BLANK: Final = "________________________"


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the officer typed; empty stays a line to write on. `own_text`: the office's own wording, paragraphs apart by
    empty lines, in place of the template. `made`: when it was printed.
    """

    made: datetime
    office: str = ""
    officer: str = ""
    hall: str = ""
    contact: str = ""
    keeping: str = ""
    own_text: str = ""


def said_of(facts: CardFacts, *, blank: str) -> dict[str, str]:
    """What the notice names; `blank`, a line to write on, where nothing was typed."""
    return {
        "office": facts.office or blank,
        "officer": facts.officer or blank,
        "hall": facts.hall or blank,
        "keeping": facts.keeping or blank,
        "contact": facts.contact or blank,
    }


def render_card(facts: CardFacts, *, language: str = "zh_CN") -> bytes:
    """The card as PDF, A4. `language`: zh_CN or en."""
    with speaking(language):
        flow = Flow(Book(imprint_of(facts)))
        flow.paragraph(_(TITLE_WORDS), Face(TITLE * 0.8, is_bold=True), after=10)
        if facts.own_text.strip():
            for paragraph in facts.own_text.strip().split("\n\n"):
                flow.paragraph(" ".join(paragraph.split()), after=8)
        else:
            _notice(flow, facts)
        _choices(flow)
        if not facts.own_text.strip():
            flow.gap(14)
            flow.paragraph(_(TEMPLATE), SMALL)
        return flow.book.finished()


def _notice(flow: Flow, facts: CardFacts) -> None:
    said = said_of(facts, blank=_BLANK)
    for title, text in NOTICE:
        flow.heading(_(title))
        flow.paragraph(_(text).format(**said))


def _choices(flow: Flow) -> None:
    flow.gap(14)
    for choice in CHOICES:
        flow.need(_LINE)
        flow.pen.frame(LEFT, flow.y + 2, 9, 9, STRONG_LINE, 0.8)
        flow.paragraph(_(choice), x=LEFT + 16, width=WIDTH - 16, after=6)
    flow.gap(20)
    flow.need(_LINE * len(SIGNATURES))
    for signature in SIGNATURES:
        flow.put(LEFT, flow.y, _(signature), BOLD)
        flow.pen.line(LEFT + 90, flow.y + 12, RIGHT - 120, flow.y + 12, STRONG_LINE)
        flow.y += _LINE


def imprint_of(facts: CardFacts) -> Imprint:
    title = _(TITLE_WORDS)
    return Imprint(title, title, f"{facts.made:%Y-%m-%d}", language(), facts.made)
