"""What the offices said about walkthroughs they have: returned with comments, accepted, and answers to findings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from cxo_core.event import Event
from cxo_core.findings import Finding
from cxo_core.fold import fold
from cxo_core.protocol.matters import Answer, Comment, Decision, MatterKind, Verdict
from cxo_core.walkthrough import Status, Walkthrough
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.packs import MatterRow
from cxo_desktop.words import _, pick


@dataclass(frozen=True, slots=True)
class Returned:
    """A revision that the office sent back and that no later one answers yet.

    `first_step`: where the recorder opens: the first step with a comment, in the order of the scheme; empty where the
    comments are about the whole. `is_reopened`: the next revision is being recorded already.
    """

    office: str
    walkthrough: str
    revision: int
    title: str
    comments: tuple[Comment, ...]
    first_step: str
    decided_at: datetime
    is_reopened: bool

    @property
    def by_step(self) -> Mapping[str, tuple[str, ...]]:
        """The comments by the step they are about, "" for the whole."""
        steps = dict.fromkeys(comment.step for comment in self.comments)
        return {step: tuple(each.text for each in self.comments if each.step == step) for step in steps}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A revision that the office accepted."""

    office: str
    walkthrough: str
    revision: int
    title: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a finding. `finding`: as the record has it, None where it was withdrawn since."""

    office: str
    answer: Answer
    title: str
    finding: Finding | None


def returned(vault: Vault) -> tuple[Returned, ...]:
    """What the offices sent back and nobody sealed anew, last decided first."""
    found = []
    for row, decision in _decisions(vault, Verdict.RETURNED):
        latest = vault.bundles.latest(decision.walkthrough)
        if latest is None or latest.revision > decision.revision:
            continue
        state = fold(vault.walkthroughs.events(decision.walkthrough))
        found.append(
            Returned(
                office=row.office,
                walkthrough=decision.walkthrough,
                revision=decision.revision,
                title=_title(vault, decision.walkthrough),
                comments=decision.comments,
                first_step=_first_step(state, decision.comments),
                decided_at=decision.decided_at,
                is_reopened=state.status is not Status.SEALED,
            )
        )
    return tuple(sorted(found, key=lambda each: each.decided_at, reverse=True))


def accepted(vault: Vault) -> tuple[Accepted, ...]:
    """What the offices accepted, last decided first."""
    found = [
        Accepted(
            row.office,
            decision.walkthrough,
            decision.revision,
            _title(vault, decision.walkthrough),
            decision.decided_at,
        )
        for row, decision in _decisions(vault, Verdict.ACCEPTED)
    ]
    return tuple(sorted(found, key=lambda each: each.decided_at, reverse=True))


def answers(vault: Vault) -> tuple[Answered, ...]:
    """What became of the findings of this vault's walkthroughs, last answered first."""
    found = []
    states: dict[str, Walkthrough] = {}
    for row in vault.matters.standing(MatterKind.ANSWER):
        answer = row.matter.meaning()
        assert isinstance(answer, Answer), "a matter of the kind answer"
        about = answer.walkthrough
        if not vault.walkthroughs.has(about):
            continue
        if about not in states:
            states[about] = fold(vault.walkthroughs.events(about))
        finding = next((each for each in states[about].findings if each.id == answer.finding), None)
        found.append(Answered(row.office, answer, _title(vault, about), finding))
    return tuple(sorted(found, key=lambda each: each.answer.answered_at, reverse=True))


def reopen(vault: Vault, recording: Recording, sent_back: Returned) -> Event:
    """Begins the revision that answers what the office sent back; the reason in the record names its comments.

    Raises Problem `not-sealed` where the walkthrough is open already.
    """
    return Sealing(vault).reopen(recording, reason_for(recording.state, sent_back))


def reason_for(state: Walkthrough, sent_back: Returned) -> str:
    """The office's comments as one text, each with the name of its step."""
    names = {step.id: pick(step.title) for step in state.scheme.steps} if state.scheme else {}
    lines = [
        f"{names.get(each.step, each.step)}: {each.text}" if each.step else each.text
        for each in sent_back.comments
    ]
    told = _("Returned by the office for revision {revision}.").format(revision=sent_back.revision)
    return "\n".join([told, *lines])


def _decisions(vault: Vault, verdict: Verdict) -> Iterator[tuple[MatterRow, Decision]]:
    """The decisions about walkthroughs of this vault that hold now."""
    for row in vault.matters.standing(MatterKind.DECISION):
        decision = row.matter.meaning()
        assert isinstance(decision, Decision), "a matter of the kind decision"
        if decision.verdict is verdict and vault.walkthroughs.has(decision.walkthrough):
            yield row, decision


def _first_step(state: Walkthrough, comments: tuple[Comment, ...]) -> str:
    order = [step.id for step in state.scheme.steps] if state.scheme else []
    steps = {comment.step for comment in comments}
    return next((step for step in order if step in steps), "")


def _title(vault: Vault, walkthrough: str) -> str:
    return pick(vault.walkthroughs.summary(walkthrough).item_title)
