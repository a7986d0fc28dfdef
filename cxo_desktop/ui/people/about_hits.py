"""What a search for one person brings up, one line each: where it is, when, what it says, until when it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cxo_core.text import Text
from cxo_core.walkthrough import Evidence
from cxo_desktop.kind_words import kind_name
from cxo_desktop.retention_words import consent_words
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_core.summary import Summary
    from cxo_desktop.services.about_person import About, Mention, Shown
    from cxo_desktop.services.consents import Consent
    from cxo_desktop.services.vaults import Vault


class Sort(StrEnum):
    """What a hit is; `ALL` asks for every one of them."""

    ALL = "all"
    CONSENT = "consent"
    WITHDRAWAL = "withdrawal"
    PHOTO = "photo"
    FINDING = "finding"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Hit:
    """`words` heads it, `text` is what was found; empty where it may not be shown. `seq` 0: a text that is in no entry yet."""

    sort: Sort
    walkthrough: str
    title: Text
    status: str
    at: datetime
    words: str
    text: str
    seq: int = 0
    photo: Evidence | None = None
    consent: "Consent | None" = None
    until: date | None = None
    is_erased: bool = False

    @property
    def key(self) -> tuple[str, str, int, str]:
        """The same hit in another search."""
        named = self.photo.id if self.photo else self.consent.person.id if self.consent else ""
        return (self.walkthrough, self.sort, self.seq, named)

    @property
    def is_aside(self) -> bool:
        return self.photo is not None and bool(self.photo.quarantined)

    @property
    def may_be_taken_back(self) -> bool:
        """Whether there is a consent here that was not taken back yet."""
        return self.sort is Sort.CONSENT and self.consent is not None and not self.consent.person.is_withdrawn


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a few walkthroughs."""

    about: "About"
    hits: tuple[Hit, ...]


def found_in(vault: "Vault", sought: str, walkthroughs: tuple[str, ...]) -> Found:
    """Work lane."""
    from cxo_desktop.services.about_person import find

    about = find(vault, sought, walkthroughs)
    summaries = {each: vault.walkthroughs.summary(each) for each in about.walkthroughs}
    return Found(about, hits_of(about, summaries))


def hits_of(about: "About", summaries: "Mapping[str, Summary]") -> tuple[Hit, ...]:
    """Walkthrough by walkthrough: who, withdrawals, photos, findings, everything else."""
    hits: list[Hit] = []
    for walkthrough in about.walkthroughs:
        summary = summaries[walkthrough]
        of_it: list[Hit] = []
        for consent in about.consents:
            if consent.walkthrough == walkthrough:
                of_it += _of_consent(consent, summary)
        of_it += [_of_photo(each, summary) for each in about.photos if each.walkthrough == walkthrough]
        of_it += [_of_mention(each, summary) for each in about.mentions if each.walkthrough == walkthrough]
        order = list(Sort)
        hits += sorted(of_it, key=lambda hit: (order.index(hit.sort), hit.at))
    return tuple(hits)


def _of_consent(consent: "Consent", summary: "Summary") -> list[Hit]:
    person = consent.person
    about = (summary.id, summary.item_title, summary.status)
    words = _("Person: {label}").format(label=person.label)
    told = consent_words(consent)
    hits = [Hit(Sort.CONSENT, *about, consent.noted, words, told, person.seq, consent=consent)]
    if consent.withdrawn is not None:
        words = _("Consent taken back: {label}").format(label=person.label)
        seq = person.withdrawn or 0
        hits.append(Hit(Sort.WITHDRAWAL, *about, consent.withdrawn, words, told, seq, consent=consent))
    return hits


def _of_photo(shown: "Shown", summary: "Summary") -> Hit:
    photo = shown.photo
    if photo.quarantined:
        words, text = _("Photo put aside as perhaps 密"), _("Neither picture nor caption is shown.")
    elif photo.removed:
        words, text = _("Photo taken out of the record"), shown.caption
    else:
        words, text = _("Photo"), shown.caption or _("Photo without a caption")
    return Hit(
        Sort.PHOTO,
        summary.id,
        summary.item_title,
        summary.status,
        photo.wall,
        words,
        text,
        photo.seq,
        photo=photo,
        until=shown.until,
        is_erased=shown.is_erased,
    )


def _of_mention(mention: "Mention", summary: "Summary") -> Hit:
    kind = mention.kind
    is_finding = kind is not None and kind.value.startswith("finding")
    text = (
        _("Not shown: it belongs to a photo put aside as perhaps 密.") if mention.is_aside else mention.text
    )
    return Hit(
        Sort.FINDING if is_finding else Sort.ENTRY,
        summary.id,
        summary.item_title,
        summary.status,
        mention.at,
        kind_name(kind) if kind is not None else _("Unfinished text"),
        text,
        mention.seq,
    )
