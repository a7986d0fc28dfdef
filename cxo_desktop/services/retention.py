"""How long what is kept: the rules as data, and the day until which each object may stay.

个人信息保护法 19: no longer than the purpose needs. 47: erase when the purpose is reached or the period is over. 56: impact
assessments at least three years. The purpose of a walkthrough's photos is reached when the office has them, so every period
begins with the office's signed receipt: what has none, never expires.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from enum import StrEnum
from typing import Final

from cxo_core.protocol.receipt import Receipt
from cxo_core.walkthrough import Status, Walkthrough
from cxo_desktop.services.masking import KEPT_DAYS
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.drafts import Draft
from cxo_desktop.storage.evidence_rows import EvidenceRow
from cxo_desktop.storage.expiring import Aging

SETTING: Final = "retention"


class What(StrEnum):
    """The kinds of object that have a day of their own."""

    UNMASKED = "unmasked"
    DRAFT = "draft"
    PHOTO = "photo"
    BUNDLE = "bundle"
    WALKTHROUGH = "walkthrough"
    LOG = "log"
    WITHDRAWAL = "withdrawal"
    ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class Rule:
    """`usual` days, which the officer may change from `least` to `most`; `law` is what the period rests on."""

    what: What
    usual: int
    least: int
    most: int
    law: str


RULES: Final[Mapping[What, Rule]] = {
    rule.what: rule
    for rule in (
        Rule(What.UNMASKED, 30, 1, 90, "个人信息保护法 19, 28; 民法典 1019"),
        Rule(What.DRAFT, 30, 1, 90, "个人信息保护法 6, 19"),
        Rule(What.PHOTO, 90, 7, 365, "个人信息保护法 19, 47"),
        Rule(What.BUNDLE, 90, 7, 365, "个人信息保护法 19, 47"),
        Rule(What.WALKTHROUGH, 365, 90, 1095, "个人信息保护法 19, 47"),
        Rule(What.LOG, 180, 30, 365, "个人信息保护法 19"),
        Rule(What.WITHDRAWAL, 1095, 365, 3650, "个人信息保护法 15, 47"),
        Rule(What.ASSESSMENT, 1095, 1095, 3650, "个人信息保护法 56"),
    )
}


class Stays(StrEnum):
    """Why an object has no day."""

    OPEN = "open"
    NO_RECEIPT = "no-receipt"
    IN_FORCE = "in-force"


@dataclass(frozen=True, slots=True)
class Ground:
    """What lets an object expire: the receipt (`digest` of the signed document) and when the office signed it."""

    digest: str
    signed_on: date
    revision: int = 0

    def __str__(self) -> str:
        return f"receipt sha256:{self.digest} r{self.revision} {self.signed_on}"


@dataclass(frozen=True, slots=True)
class Dated:
    """One object. It may stay through the day `until`; where that is None, `stays` says why.

    `subject` names it by its random id; `name` is the encrypted file's, empty where it is none. `sha256` and `bytes` are those before
    encryption, of a bundle those of the file.
    """

    what: What
    walkthrough: str
    subject: str
    sha256: str
    bytes: int
    until: date | None
    name: str = ""
    ground: Ground | None = None
    stays: Stays | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bundle with its receipt, where one is there and verified."""

    row: BundleRow
    receipt: Receipt | None = None
    digest: str = ""

    @property
    def ground(self) -> Ground | None:
        if self.receipt is None:
            return None
        return Ground(self.digest, self.receipt.received_at.astimezone(UTC).date(), self.row.revision)


@dataclass(frozen=True, slots=True)
class Holding:
    """All that a vault holds of one walkthrough. `bundles`: every revision, oldest first."""

    state: Walkthrough
    evidence: tuple[EvidenceRow, ...] = ()
    drafts: tuple[Draft, ...] = ()
    bundles: tuple[Sealed, ...] = ()

    @property
    def ground(self) -> Ground | None:
        """The receipt for the record as it stands; none while a later revision is open or on its way."""
        if self.state.status is not Status.SEALED or not self.bundles:
            return None
        last = self.bundles[-1]
        return last.ground if last.row.revision == self.state.revision else None

    @property
    def stays(self) -> Stays:
        return Stays.NO_RECEIPT if self.state.status is Status.SEALED else Stays.OPEN


def dates_of(holding: Holding, days: Mapping[What, int]) -> tuple[Dated, ...]:
    """A day for every object of one walkthrough; the walkthrough itself comes last and stays as long as anything of it."""
    in_use = {each.id: each.sha256 for each in holding.state.kept}
    dated = [_file(row, in_use, holding, days) for row in holding.evidence]
    dated += [
        _dated(What.DRAFT, holding, days, draft.slot, "", len(draft.text.encode()))
        for draft in holding.drafts
    ]
    for sealed in holding.bundles:
        row, ground = sealed.row, sealed.ground
        if not row.is_erased:
            until = _until(ground, days[What.BUNDLE])
            stays = None if ground else Stays.NO_RECEIPT
            named = f"r{row.revision}"
            dated.append(
                Dated(
                    What.BUNDLE,
                    holding.state.id,
                    named,
                    row.sha256,
                    row.bytes,
                    until,
                    row.name,
                    ground,
                    stays,
                )
            )
    last = max((each.until for each in dated if each.until), default=date.min)
    whole = _dated(What.WALKTHROUGH, holding, days, holding.state.id, holding.state.chain_head, 0, last)
    return (*dated, whole)


def aged(what: What, each: Aging, days: Mapping[What, int], ground: Ground | None = None) -> Dated:
    """The day of something that belongs to no walkthrough's files."""
    until = each.since + timedelta(days=days[what]) if each.since else None
    stays = None if until else Stays.IN_FORCE if what is What.ASSESSMENT else Stays.NO_RECEIPT
    return Dated(
        what, each.walkthrough, each.subject, each.sha256, each.bytes, until, ground=ground, stays=stays
    )


def days_of(vault: Vault) -> dict[What, int]:
    """The days in force, within the limits whatever the settings say."""
    chosen = vault.settings.get(SETTING, {})
    unmasked = vault.settings.get(KEPT_DAYS, RULES[What.UNMASKED].usual)
    said = {**chosen, What.UNMASKED.value: unmasked}
    return {what: _within(rule, said.get(what.value, rule.usual)) for what, rule in RULES.items()}


def choose_days(vault: Vault, what: What, days: int) -> int:
    """Lengthens or shortens one period; returns the days now in force, which stay within the rule's limits."""
    kept = _within(RULES[what], days)
    if what is What.UNMASKED:
        vault.settings.put(KEPT_DAYS, kept)
    else:
        vault.settings.put(SETTING, {**vault.settings.get(SETTING, {}), what.value: kept})
    return kept


def _within(rule: Rule, days: object) -> int:
    return min(max(days, rule.least), rule.most) if type(days) is int else rule.usual


def _file(row: EvidenceRow, in_use: Mapping[str, str], holding: Holding, days: Mapping[What, int]) -> Dated:
    """A file of a photo as it stands, or of one that shows what was masked, removed or put aside."""
    what = What.PHOTO if in_use.get(row.id) == row.of else What.UNMASKED
    least = row.expires_on or date.min
    subject = f"{row.id} {row.kind.value}"
    return _dated(what, holding, days, subject, row.sha256, row.bytes, least, row.name)


def _dated(
    what: What,
    holding: Holding,
    days: Mapping[What, int],
    subject: str,
    sha256: str,
    size: int,
    least: date = date.min,
    name: str = "",
) -> Dated:
    ground = holding.ground
    until = _until(ground, days[what])
    if until is not None:
        until = max(until, least)
    stays = None if ground else holding.stays
    return Dated(what, holding.state.id, subject, sha256, size, until, name, ground, stays)


def _until(ground: Ground | None, days: int) -> date | None:
    return ground.signed_on + timedelta(days=days) if ground else None
