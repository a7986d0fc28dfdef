"""A finding while it is being written: what it says so far, as a text that survives a crash."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from cxo_core.findings import Finding, FindingKind, Grade
from cxo_core.kinds import Kind

SLOT = "finding"
"""The slot of its draft: one finding is written at a time."""


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """`known` is the id of a finding that is being changed, else `id` is the one it is going to have.

    `klass` has no default: the class routes the finding, so it is asked for. `severity` 0 means not rated.
    """

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    known: bool = False
    step: str = ""
    fact: str = ""
    kind: str = FindingKind.PROBLEM.value
    klass: str = ""
    domain: str = ""
    grade: str = Grade.WITNESSED.value
    severity: int = 0
    urgent: bool = False
    suggestion: str = ""
    evidence: tuple[str, ...] = ()

    @classmethod
    def of(cls, finding: Finding) -> "FindingDraft":
        """A finding of the record, to be changed."""
        return cls(
            id=finding.id,
            known=True,
            step=finding.step or "",
            fact=finding.fact,
            kind=finding.kind.value,
            klass=finding.klass.value,
            domain=finding.domain.value if finding.domain else "",
            grade=finding.grade.value,
            severity=finding.severity,
            urgent=finding.is_urgent,
            suggestion=finding.suggestion,
            evidence=finding.evidence,
        )

    @classmethod
    def from_text(cls, text: str) -> "FindingDraft | None":
        """Reads a kept draft; None where it is not one."""
        try:
            read = json.loads(text)
            return replace(cls(**read), evidence=tuple(read.get("evidence", ())))
        except (ValueError, TypeError, AttributeError):
            return None

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def says_something(self) -> bool:
        return bool(self.fact.strip() or self.suggestion.strip())

    @property
    def event_kind(self) -> Kind:
        return Kind.FINDING_CHANGED if self.known else Kind.FINDING_NOTED

    def body(self) -> Mapping[str, Any]:
        """The body of its event; a change names every field, so that one can also be emptied."""
        said: dict[str, Any] = {
            "finding": self.id,
            "kind": self.kind,
            "fact": self.fact.strip(),
            "class": self.klass,
            "grade": self.grade,
            "evidence": list(self.evidence),
        }
        if self.domain:
            said["domain"] = self.domain
        if self.severity:
            said["severity"] = self.severity
        if self.urgent or self.known:
            said["urgent"] = self.urgent
        if self.suggestion.strip() or self.known:
            said["suggestion"] = self.suggestion.strip()
        return said
