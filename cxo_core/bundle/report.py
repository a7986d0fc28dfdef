"""What verifying found: every check by itself, each with all that is wrong."""

from dataclasses import dataclass, field
from enum import StrEnum

from cxo_core.bundle.manifest import Manifest
from cxo_core.problems import Problem
from cxo_core.walkthrough import Walkthrough


class Subject(StrEnum):
    """What is checked, in the order of the report."""

    SIGNATURE = "signature"
    MEMBERS = "members"
    EVENTS = "events"
    CHAIN_HEAD = "chain-head"
    IDENTITY = "identity"
    EVIDENCE = "evidence"
    WALKTHROUGH = "walkthrough"


@dataclass(frozen=True, slots=True)
class Check:
    """One subject with everything found wrong with it. `was_made` is False where an earlier failure made it impossible."""

    subject: Subject
    problems: tuple[Problem, ...] = ()
    was_made: bool = True

    @property
    def is_passed(self) -> bool:
        return self.was_made and not self.problems


@dataclass(frozen=True, slots=True)
class Report:
    """What a bundle says of itself and how far that holds. `state`: what its events fold to, where all of them could be read."""

    manifest: Manifest
    manifest_digest: str
    checks: tuple[Check, ...]
    state: Walkthrough | None = field(default=None, repr=False, compare=False)

    @property
    def is_sound(self) -> bool:
        return all(check.is_passed for check in self.checks)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for check in self.checks for problem in check.problems)
