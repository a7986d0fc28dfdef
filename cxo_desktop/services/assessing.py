"""The impact assessment of a vault (个人信息保护法 55–56): asked once and again when something changes, kept for three years."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_desktop.report.assessment_form import render_assessment
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.assessments import Assessed
from cxo_desktop.words import N_

QUESTIONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "purpose": (
            N_("Purpose"),
            N_("What is the information for? Name the task and the rule it follows from (PIPL 55, 56 (1))."),
        ),
        "means": (
            N_("Means"),
            N_("What is recorded, how and by whom: times, notes, photos; where it lies and who may open it."),
        ),
        "necessity": (
            N_("Necessity"),
            N_("Why the purpose cannot be reached with less; what is deliberately not recorded (PIPL 6)."),
        ),
        "sensitive": (
            N_("Sensitive information and children"),
            N_(
                "Faces, identity and medical papers, under-14s: when they can be in sight, and what is done then (PIPL 28–31)."
            ),
        ),
        "impact": (
            N_("Impact on people's rights"),
            N_("What could happen to applicants, staff and by-standers, and how likely it is (PIPL 56 (2))."),
        ),
        "safeguards": (
            N_("Safeguards"),
            N_(
                "Masking, encryption, separate keys, deletion dates, who checks; whether they fit the risk (PIPL 56 (3))."
            ),
        ),
        "conclusion": (
            N_("Conclusion"),
            N_("May the work go on, on what conditions, and when is it assessed again?"),
        ),
    }
)


def keep(vault: Vault, clock: Clock, answers: Mapping[str, str]) -> Assessed:
    """A new version; the earlier ones stay. Raises Problem `reason-missing` where nothing is answered at all."""
    said = {name: answers.get(name, "").strip() for name in QUESTIONS}
    if not any(said.values()):
        raise Problem(Code.REASON_MISSING)
    return vault.assessments.add(said, clock.now().wall)


def latest(vault: Vault) -> Assessed | None:
    return next(iter(vault.assessments.every()), None)


def printed(assessed: Assessed | None, now: datetime, *, language: str) -> bytes:
    """A version as PDF; without one, the form to be filled in by hand."""
    if assessed is None:
        return render_assessment(QUESTIONS, {}, version=0, made=now, language=language)
    return render_assessment(
        QUESTIONS, assessed.answers, version=assessed.number, made=assessed.at, language=language
    )
