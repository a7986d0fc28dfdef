"""The impact assessment of a vault on paper: every question with its answer, and room to sign."""

from collections.abc import Mapping
from datetime import datetime

from cxo_desktop.report.book import Book, Imprint
from cxo_desktop.report.flow import BOLD, LABEL, Face, Flow
from cxo_desktop.report.palette import LEFT, RIGHT, TITLE
from cxo_desktop.words import N_, _, language, speaking

TITLE_WORDS = N_("Impact assessment on personal information")
SIGNATURES = (N_("Assessed by"), N_("Responsible person"), N_("Date"))


def render_assessment(
    questions: Mapping[str, tuple[str, str]],
    answers: Mapping[str, str],
    *,
    version: int,
    made: datetime,
    language: str = "zh_CN",
) -> bytes:
    """The form as PDF, A4. `questions`: title and hint by name; an empty answer leaves lines to write on."""
    with speaking(language):
        flow = Flow(Book(_imprint(version, made)))
        flow.paragraph(_(TITLE_WORDS), Face(TITLE * 0.8, is_bold=True), after=4)
        told = _("Version {version} of {day}; kept for at least three years.")
        flow.paragraph(told.format(version=version, day=f"{made:%Y-%m-%d}"), LABEL)
        for name, (title, hint) in questions.items():
            flow.heading(_(title))
            flow.paragraph(_(hint), LABEL)
            for line in answers.get(name, "").splitlines() or [""]:
                flow.paragraph(line)
            if not answers.get(name, "").strip():
                _blank(flow)
        flow.gap(24)
        for signature in SIGNATURES:
            flow.need(28)
            flow.put(LEFT, flow.y, _(signature), BOLD)
            flow.pen.line(LEFT + 110, flow.y + 12, RIGHT - 120, flow.y + 12)
            flow.y += 28
        return flow.book.finished()


def _blank(flow: Flow) -> None:
    for _line in range(3):
        flow.need(20)
        flow.y += 20
        flow.pen.line(LEFT, flow.y, RIGHT, flow.y)


def _imprint(version: int, made: datetime) -> Imprint:
    title = _(TITLE_WORDS)
    return Imprint(title, title, f"v{version} · {made:%Y-%m-%d}", language(), made)
