"""Everything that can go wrong and that a person can act on: one code each, with details.

The words a person reads hang on the same codes elsewhere; a bug is any other exception.
"""

from enum import StrEnum


class Code(StrEnum):
    """One code per thing a person can act on. The value is what logs, files and the protocol carry."""

    # The record
    EVENT_MALFORMED = "event-malformed"
    CHAIN_BROKEN = "chain-broken"
    NOTHING_TO_UNDO = "nothing-to-undo"
    NOTHING_TO_REDO = "nothing-to-redo"
    EVENT_NOT_FOUND = "event-not-found"
    REASON_MISSING = "reason-missing"
    WALKTHROUGH_SEALED = "walkthrough-sealed"
    CALENDAR_NOT_PUBLISHED = "calendar-not-published"
    TIME_IN_FUTURE = "time-in-future"

    # Schemes and service items
    DOCUMENT_HAS_MISTAKES = "document-has-mistakes"
    DOCUMENT_UNREADABLE = "document-unreadable"
    ITEM_MALFORMED = "item-malformed"
    ITEM_NOT_FOUND = "item-not-found"
    SCHEME_MALFORMED = "scheme-malformed"
    SCHEME_NOT_FOUND = "scheme-not-found"

    # Photos
    PHOTO_ANIMATED = "photo-animated"
    PHOTO_BROKEN = "photo-broken"
    PHOTO_CHANGING = "photo-changing"
    PHOTO_EMPTY = "photo-empty"
    PHOTO_TOO_LARGE = "photo-too-large"
    PHOTO_TOO_MANY_PIXELS = "photo-too-many-pixels"
    PHOTO_TOO_NARROW = "photo-too-narrow"
    PHOTO_UNKNOWN_FORMAT = "photo-unknown-format"
    PHOTO_UNREADABLE = "photo-unreadable"


class Problem(Exception):
    """A known problem: `code` says which, `details` fill the named fields of its sentence."""

    def __init__(self, code: Code, **details: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in sorted(self.details.items()))
        return f"{self.code.value} ({shown})" if shown else self.code.value
