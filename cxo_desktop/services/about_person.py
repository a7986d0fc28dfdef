"""All about one person: everything in a vault that names or shows somebody, to be looked at and to be handed over.

Source: 个人信息保护法 44–45: whoever is in the records may know what is kept, and have a copy.
"""

import io
import json
import tarfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.privacy import Person
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.services.erasing import holding_of
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.retention import dates_of, days_of
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import write_whole
from cxo_desktop.storage.passphrase import SHORTEST

FORMAT: Final = "cxo.about-person"
_EXTENSIONS: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_NOT_ABOUT: Final = {"item", "scheme", "likeness", "sha256", "original_sha256", "edits", "walkthrough"}
"""Fields that name no person: the item's guide and the scheme as they were locked in, and digests."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One entry that names the person: when it happened, which one, and the text. `seq` 0: a draft, in no entry yet."""

    walkthrough: str
    seq: int
    kind: Kind | None
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo that shows the person, or whose caption names them. `until`: the day it may be kept until, where it has one."""

    walkthrough: str
    photo: Evidence
    until: date | None


@dataclass(frozen=True, slots=True)
class About:
    """What there is about whoever `sought` means. `persons`: by their label and ground, with the walkthrough's id."""

    sought: str
    persons: tuple[tuple[str, Person], ...] = ()
    mentions: tuple[Mention, ...] = ()
    photos: tuple[Shown, ...] = ()

    @property
    def walkthroughs(self) -> tuple[str, ...]:
        named = [walkthrough for walkthrough, _person in self.persons]
        named += [each.walkthrough for each in self.mentions]
        named += [each.walkthrough for each in self.photos]
        return tuple(dict.fromkeys(named))


def find(vault: Vault, sought: str) -> About:
    """Everything with this text in it, a person's label or id, or any word: in what counts, what was undone, and in drafts.

    Where it names a person of a record, what shows that person is found too. An empty text finds nothing.
    """
    wanted = _plain(sought)
    about = About(sought.strip())
    if not wanted:
        return about
    persons: list[tuple[str, Person]] = []
    mentions: list[Mention] = []
    photos: list[Shown] = []
    for walkthrough in list(vault.walkthroughs.every()):
        events = list(vault.walkthroughs.events(walkthrough))
        named = [mention for event in events for mention in _mentions(walkthrough, event, wanted)]
        named += [
            Mention(walkthrough, 0, None, draft.saved, draft.text)
            for draft in vault.drafts.of(walkthrough)
            if wanted in _plain(draft.text)
        ]
        if not named:
            continue
        state = fold(events)
        meant = [each for each in state.persons if wanted in _plain(each.label) or wanted == _plain(each.id)]
        persons += [(walkthrough, each) for each in meant]
        mentions += named
        photos += _photos(vault, state, {each.id for each in meant}, wanted)
    return About(about.sought, tuple(persons), tuple(mentions), tuple(photos))


def to_json(about: About) -> dict[str, Any]:
    """What `about.json` of an export holds."""
    return {
        "format": FORMAT,
        "format_version": 1,
        "sought": about.sought,
        "persons": [
            {
                "walkthrough": walkthrough,
                "id": each.id,
                "label": each.label,
                "basis": each.basis.value,
                "consent": each.consent,
                "withdrawn": each.is_withdrawn,
            }
            for walkthrough, each in about.persons
        ],
        "mentions": [
            {
                "walkthrough": each.walkthrough,
                "seq": each.seq,
                "kind": each.kind.value if each.kind else "draft",
                "at": each.at.isoformat(),
                "text": each.text,
            }
            for each in about.mentions
        ],
        "photos": [
            {
                "walkthrough": each.walkthrough,
                "id": each.photo.id,
                "at": each.photo.wall.isoformat(),
                "caption": each.photo.caption,
                "kept_until": each.until.isoformat() if each.until else None,
                "file": _name_of(each.photo) if each.photo.is_kept else None,
            }
            for each in about.photos
        ],
    }


def export_encrypted(
    vault: Vault, about: About, file: Path, *, passphrase: str = "", recipient: str = ""
) -> Path:
    """One age file with a tar archive inside, for a recipient (`age1…`) or, without one, for a passphrase; clear text stays in memory.

    Raises Problem `passphrase-too-short`, `recipient-unreadable`, `disk-full` and its like.
    """
    import pyrage

    if not recipient and len(unicodedata.normalize("NFKC", passphrase)) < SHORTEST:
        raise Problem(Code.PASSPHRASE_TOO_SHORT, shortest=SHORTEST)
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, content in _files(vault, about):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o600
            archive.addfile(member, io.BytesIO(content))
    if recipient:
        try:
            keys = [pyrage.x25519.Recipient.from_str(recipient.strip())]
        except pyrage.RecipientError as error:
            raise Problem(Code.RECIPIENT_UNREADABLE, recipient=recipient) from error
        sealed = pyrage.encrypt(held.getvalue(), keys)
    else:
        sealed = pyrage.passphrase.encrypt(held.getvalue(), passphrase)
    with known(file.parent):
        write_whole(file, sealed)
    return file


def export_clear(vault: Vault, about: About, folder: Path) -> Path:
    """A new folder anybody can read. Raises Problem `folder-taken` where there is something in it already."""
    with known(folder.parent):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Problem(Code.FOLDER_TAKEN, path=str(folder))
        (folder / "photos").mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, content in _files(vault, about):
            write_whole(folder / name, content)
    return folder


def _files(vault: Vault, about: About) -> Iterator[tuple[str, bytes]]:
    """`about.json`, and every photo as it stands in the record: masked where it was masked. What was removed is only listed."""
    yield "about.json", json.dumps(to_json(about), ensure_ascii=False, indent=2).encode()
    for shown in about.photos:
        if shown.photo.is_kept:
            try:
                content = Photographs(vault, shown.walkthrough).read(shown.photo)
            except Problem as problem:
                if problem.code is not Code.EVIDENCE_MISSING:
                    raise
                continue
            yield _name_of(shown.photo), content


def _name_of(photo: Evidence) -> str:
    return f"photos/{photo.id}.{_EXTENSIONS.get(photo.media_type, 'bin')}"


def _photos(vault: Vault, state: Walkthrough, persons: set[str], wanted: str) -> Iterator[Shown]:
    dated = dates_of(holding_of(vault, state), days_of(vault))
    for photo in state.evidence:
        if persons & set(photo.shows) or wanted in _plain(photo.caption):
            days = [each.until for each in dated if each.subject.startswith(f"{photo.id} ") and each.until]
            yield Shown(state.id, photo, max(days, default=None))


def _mentions(walkthrough: str, event: Event, wanted: str) -> Iterator[Mention]:
    texts = [text for text in _texts(event.body) if wanted in _plain(text)]
    if texts:
        yield Mention(
            walkthrough, event.seq, event.kind, event.recorded.wall, "\n".join(dict.fromkeys(texts))
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
