"""All about one person: everything in a vault that names or shows somebody, to be looked at and to be handed over.

Source: 个人信息保护法 44–45: whoever is in the records may know what is kept, and have a copy.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.privacy import Person
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.services.consents import Consent, consents_of
from cxo_desktop.services.erasing import holding_of
from cxo_desktop.services.retention import dates_of, days_of
from cxo_desktop.services.vault import Vault

_OF_ONE_RECORD: Final = {
    Code.CHAIN_BROKEN,
    Code.EVENT_MALFORMED,
    Code.EVENT_NOT_FOUND,
}
_NOT_ABOUT: Final = {"item", "scheme", "likeness", "sha256", "original_sha256", "edits", "walkthrough"}
"""Fields that name no person: the item's guide and the scheme as they were locked in, and digests."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One entry that names the person: when it happened, at which step, and the text. `seq` 0: a draft, in no entry yet.

    `is_aside`: it belongs to a photo that was put aside as 密, so its text is left out.
    """

    walkthrough: str
    seq: int
    kind: Kind | None
    at: datetime
    text: str
    step: str | None = None
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo that shows the person, or whose caption names them. `until`: the day it may be kept until, where it has one.

    `is_erased`: no file of it is left, only what the record says about it.
    """

    walkthrough: str
    photo: Evidence
    until: date | None
    is_erased: bool = False

    @property
    def caption(self) -> str:
        """Empty for a photo that was put aside: nothing written about it leaves the vault."""
        return "" if self.photo.quarantined else self.photo.caption


@dataclass(frozen=True, slots=True)
class About:
    """What there is about whoever `sought` means. `consents`: the persons of records it names.

    `unread`: walkthroughs whose entries cannot be read, so that nobody knows what is in them.
    """

    sought: str
    consents: tuple[Consent, ...] = ()
    mentions: tuple[Mention, ...] = ()
    photos: tuple[Shown, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def persons(self) -> tuple[tuple[str, Person], ...]:
        """By their label and ground, with the walkthrough's id."""
        return tuple((each.walkthrough, each.person) for each in self.consents)

    @property
    def walkthroughs(self) -> tuple[str, ...]:
        named = [each.walkthrough for each in self.consents]
        named += [each.walkthrough for each in self.mentions]
        named += [each.walkthrough for each in self.photos]
        return tuple(dict.fromkeys(named))

    @property
    def count(self) -> int:
        return len(self.consents) + len(self.mentions) + len(self.photos)

    def __add__(self, more: "About") -> "About":
        return About(
            self.sought,
            self.consents + more.consents,
            self.mentions + more.mentions,
            self.photos + more.photos,
            self.unread + more.unread,
        )


def find(vault: Vault, sought: str, walkthroughs: Iterable[str] | None = None) -> About:
    """Everything with this text in it, a person's label or id, or any word: in what counts, what was undone, and in drafts.

    Where it names a person of a record, what shows that person is found too. An empty text finds nothing. `walkthroughs`: these
    only, for whoever looks a few at a time.
    """
    about = About(sought.strip())
    if not _plain(sought):
        return about
    consents: list[Consent] = []
    mentions: list[Mention] = []
    photos: list[Shown] = []
    unread: list[str] = []
    for walkthrough in list(vault.walkthroughs.every()) if walkthroughs is None else walkthroughs:
        try:
            found = _find_in(vault, walkthrough, about.sought)
        except Problem as problem:
            if problem.code is Code.WALKTHROUGH_NOT_FOUND:
                continue
            if problem.code not in _OF_ONE_RECORD:
                raise
            unread.append(walkthrough)
            continue
        consents += found.consents
        mentions += found.mentions
        photos += found.photos
    return About(about.sought, tuple(consents), tuple(mentions), tuple(photos), tuple(unread))


def _find_in(vault: Vault, walkthrough: str, sought: str) -> About:
    wanted = _plain(sought)
    events = list(vault.walkthroughs.events(walkthrough))
    named = [mention for event in events for mention in _mentions(walkthrough, event, wanted)]
    named += [
        Mention(walkthrough, 0, None, draft.saved, draft.text)
        for draft in vault.drafts.of(walkthrough)
        if wanted in _plain(draft.text)
    ]
    if not named:
        return About(sought)
    state = fold(events)
    aside = {photo.id for photo in state.evidence if photo.quarantined}
    if aside:
        named = [
            replace(each, text="", is_aside=True)
            if each.seq and events[each.seq - 1].body.get("evidence") in aside
            else each
            for each in named
        ]
    meant = tuple(
        each
        for each in consents_of(vault, state, events)
        if wanted in _plain(each.person.label) or wanted == _plain(each.person.id)
    )
    shown = _photos(vault, state, {each.person.id for each in meant}, wanted)
    return About(sought, meant, tuple(named), tuple(shown))


def _photos(vault: Vault, state: Walkthrough, persons: set[str], wanted: str) -> Iterator[Shown]:
    dated = dates_of(holding_of(vault, state), days_of(vault))
    for photo in state.evidence:
        if persons & set(photo.shows) or wanted in _plain(photo.caption):
            files = [each.until for each in dated if each.subject.startswith(f"{photo.id} ")]
            yield Shown(state.id, photo, max(filter(None, files), default=None), is_erased=not files)


def _mentions(walkthrough: str, event: Event, wanted: str) -> Iterator[Mention]:
    texts = [text for text in _texts(event.body) if wanted in _plain(text)]
    if texts:
        yield Mention(
            walkthrough,
            event.seq,
            event.kind,
            event.recorded.wall,
            "\n".join(dict.fromkeys(texts)),
            event.step,
        )


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for name, each in value.items():
                if name not in _NOT_ABOUT:
                    yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
