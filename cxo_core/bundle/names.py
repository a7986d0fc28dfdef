"""Which members a bundle may hold, what they are called and how large they may be. Every limit is part of the format."""

import re

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
EVENTS = "events.jsonl"
WALKTHROUGH = "walkthrough.json"
EVIDENCE_FOLDER = "evidence/"

MIB = 1 << 20
MAX_MEMBERS = 10_000
MAX_MANIFEST_BYTES = 8 * MIB
MAX_EVENTS_BYTES = 128 * MIB
MAX_LINE_BYTES = 8 * MIB
MAX_WALKTHROUGH_BYTES = 128 * MIB
MAX_EVIDENCE_BYTES = 1024 * MIB
MAX_ARCHIVE_BYTES = 4000 * MIB

TEXTS = {EVENTS: "application/x-ndjson", WALKTHROUGH: "application/json"}
"""The two listed members that every bundle has, with their media types. They are deflated."""

EXTENSIONS = {
    "application/pdf": "pdf",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "text/plain": "txt",
    "video/mp4": "mp4",
}
"""The ending a member of each media type has; every other type has `bin`."""

_EVIDENCE_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_EVIDENCE_NAME = re.compile(r"evidence/([0-9A-Za-z][0-9A-Za-z_-]{0,63})\.([a-z0-9]{1,5})")
_DEVICES = re.compile(r"(?i)con|prn|aux|nul|com[0-9]|lpt[0-9]")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,63}")


def evidence_name(evidence: str, media_type: str) -> str:
    """The member that holds one piece of evidence. Raises ValueError for an id that cannot name a file everywhere."""
    if not is_evidence_id(evidence):
        raise ValueError(f"not an evidence id: {evidence!r}")
    return f"{EVIDENCE_FOLDER}{evidence}.{EXTENSIONS.get(media_type, 'bin')}"


def evidence_id(name: str) -> str | None:
    """The evidence a member holds; None where the name is not that of evidence."""
    match = _EVIDENCE_NAME.fullmatch(name)
    return match[1] if match and is_evidence_id(match[1]) else None


def is_evidence_id(text: str) -> bool:
    """ASCII letters, digits, `-` and `_`, and no name that Windows keeps for a device."""
    return bool(_EVIDENCE_ID.fullmatch(text)) and not _DEVICES.fullmatch(text)


def is_member_of(name: str, media_type: str) -> bool:
    """Whether a listed member of this name may have this media type, and its ending says so."""
    if name in TEXTS:
        return media_type == TEXTS[name]
    evidence = evidence_id(name)
    fits = evidence is not None and bool(_MEDIA_TYPE.fullmatch(media_type))
    return fits and name == evidence_name(str(evidence), media_type)


def is_member_name(name: str) -> bool:
    """Whether a bundle may hold a member of this name at all: no folder but `evidence/`, no way out of it."""
    return name in (MANIFEST, SIGNATURE, EVENTS, WALKTHROUGH) or evidence_id(name) is not None


def is_deflated(name: str) -> bool:
    """Text is deflated, photos and the manifest are stored: deflate saves a photo one percent."""
    return name in TEXTS


def max_bytes(name: str) -> int:
    """The most bytes a member of this name may have, unpacked."""
    match name:
        case "manifest.json":
            return MAX_MANIFEST_BYTES
        case "manifest.sig":
            return 64
        case "events.jsonl":
            return MAX_EVENTS_BYTES
        case "walkthrough.json":
            return MAX_WALKTHROUGH_BYTES
        case _:
            return MAX_EVIDENCE_BYTES
