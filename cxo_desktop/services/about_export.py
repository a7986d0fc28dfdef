"""Handing over all about one person: one encrypted archive, or a folder in clear for whoever asks for that (个人信息保护法 45)."""

import io
import json
import tarfile
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Evidence
from cxo_desktop.services.about_person import About
from cxo_desktop.services.gone import GONE
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.vault import Vault
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import write_whole
from cxo_desktop.storage.passphrase import SHORTEST

FORMAT: Final = "cxo.about-person"
_EXTENSIONS: Final = {"audio/wav": "wav", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


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
                "noted_at": consent.noted.isoformat(),
                "withdrawn_at": _iso(consent.withdrawn),
                "offices": [
                    {
                        "office": asked.office,
                        "asked_at": asked.at.isoformat(),
                        "confirmed_at": _iso(asked.confirmed),
                    }
                    for asked in consent.asked
                ],
            }
            for consent in about.consents
            for walkthrough, each in [(consent.walkthrough, consent.person)]
        ],
        "mentions": [
            {
                "walkthrough": each.walkthrough,
                "seq": each.seq,
                "kind": each.kind.value if each.kind else "draft",
                "at": each.at.isoformat(),
                "text": each.text,
                "put_aside": each.is_aside,
            }
            for each in about.mentions
        ],
        "photos": [
            {
                "walkthrough": each.walkthrough,
                "id": each.photo.id,
                "at": each.photo.wall.isoformat(),
                "caption": each.caption,
                "put_aside": bool(each.photo.quarantined),
                "kept_until": each.until.isoformat() if each.until else None,
                "file": _name_of(each.photo) if each.photo.is_kept else None,
            }
            for each in about.photos
        ],
        "unread": list(about.unread),
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
                if problem.code not in GONE:
                    raise
                continue
            yield _name_of(shown.photo), content


def _name_of(photo: Evidence) -> str:
    return f"photos/{photo.id}.{_EXTENSIONS.get(photo.media_type, 'bin')}"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
