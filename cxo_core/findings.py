"""Something wrong, or good, or a suggestion: what was found, how it is known and how bad it is."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class FindingKind(StrEnum):
    PROBLEM = "problem"  # 问题
    SHORTFALL = "shortfall"  # 不足
    SUGGESTION = "suggestion"  # 建议
    GOOD_PRACTICE = "good_practice"  # 亮点


class FindingClass(StrEnum):
    """For routing to the responsible unit: 政策类 / 流程类 / 服务类."""

    POLICY = "policy"
    PROCESS = "process"
    SERVICE = "service"


class Domain(StrEnum):
    """审批指引 / 服务功能 / 系统性能 (晋市审管发〔2023〕48号)."""

    GUIDANCE = "guidance"
    FUNCTION = "function"
    PERFORMANCE = "performance"


class Grade(StrEnum):
    """How something is known, best first: 亲历 seen or measured, 文件 on paper, 陈述 told, 推断 inferred."""

    WITNESSED = "witnessed"
    DOCUMENT = "document"
    STATEMENT = "statement"
    INFERENCE = "inference"

    @property
    def confirms(self) -> bool:
        """Only what was seen, measured or stands on paper may be sent as confirmed."""
        return self in (Grade.WITNESSED, Grade.DOCUMENT)


SEVERITIES = (1, 2, 3)
"""1 small, 2 notable, 3 serious."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as it stands after all its changes. `evidence` names evidence ids, `seq` the event that noted it."""

    id: str
    seq: int
    step: str | None
    kind: FindingKind
    fact: str
    klass: FindingClass
    domain: Domain | None
    grade: Grade
    severity: int
    is_urgent: bool
    cause: str
    suggestion: str
    evidence: tuple[str, ...]
    by: str

    @property
    def is_confirmed(self) -> bool:
        return self.grade.confirms

    def changed(self, body: dict[str, Any]) -> "Finding":
        """The finding with the fields a change names; words it does not know leave the field as it was."""
        return replace(
            self,
            kind=_member(FindingKind, body.get("kind"), self.kind),
            fact=str(body.get("fact", self.fact)),
            klass=_member(FindingClass, body.get("class"), self.klass),
            domain=_member(Domain, body.get("domain"), self.domain),
            grade=_member(Grade, body.get("grade"), self.grade),
            severity=int(body.get("severity", self.severity)),
            is_urgent=bool(body.get("urgent", self.is_urgent)),
            cause=str(body.get("cause", self.cause)),
            suggestion=str(body.get("suggestion", self.suggestion)),
            evidence=tuple(str(each) for each in body.get("evidence", self.evidence)),
        )

    @classmethod
    def noted(cls, body: dict[str, Any], *, seq: int, step: str | None, by: str) -> "Finding":
        blank = cls(
            id=str(body["finding"]),
            seq=seq,
            step=step,
            kind=FindingKind.PROBLEM,
            fact="",
            klass=FindingClass.SERVICE,
            domain=None,
            grade=Grade.INFERENCE,
            severity=1,
            is_urgent=False,
            cause="",
            suggestion="",
            evidence=(),
            by=by,
        )
        return blank.changed(body)


def _member(kinds: Any, value: object, otherwise: Any) -> Any:
    try:
        return kinds(value)
    except ValueError:
        return otherwise
