"""Who is in a picture and on what ground: legal bases, sensitive matters, and what a photo still needs before it may leave.

Sources: 个人信息保护法 13–15 (a basis for each person; consent can be withdrawn), 28–31 (sensitive information and minors under
14 need separate consent); 民法典 1019 (nobody's likeness without consent); 保守国家秘密法 (nothing marked 密).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxo_core.walkthrough import Evidence, Walkthrough


class Basis(StrEnum):
    """On what ground a person is recorded."""

    DUTY = "duty"  # 履行法定职责, PIPL 13(3)
    CONSENT = "consent"  # 同意, PIPL 13(1)
    SEPARATE_CONSENT = "separate-consent"  # 单独同意, PIPL 29


class Sensitive(StrEnum):
    """What in a picture PIPL 28 protects more strictly."""

    IDENTITY = "identity"  # 证件及号码
    MEDICAL = "medical"
    MINOR = "minor"
    FACE = "face"


class Checked(StrEnum):
    """How somebody who looked at a photo left it."""

    MASKED = "masked"
    NOTHING_TO_MASK = "nothing-to-mask"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the record, by a label that is no name (“3 号窗”). `consent`: how it was given: spoken, written, or empty."""

    id: str
    label: str
    basis: Basis
    consent: str
    seq: int
    withdrawn: int | None = None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn is not None


class Want(StrEnum):
    """What a photo still needs before it may enter a bundle."""

    LOOK = "look"
    MASK_OR_SEPARATE_CONSENT = "mask-or-separate-consent"
    MASK_OR_REMOVE_WITHDRAWN = "mask-or-remove-withdrawn"


def want_of(photo: "Evidence", walkthrough: "Walkthrough") -> Want | None:
    """What is still to be done about one photo; None where it may leave as it is.

    A masked photo may leave. One that shows somebody who withdrew consent must be masked, or masked anew, after that, or removed.
    An unmasked one must have been looked at, and when it is flagged as sensitive everybody in it must have consented separately, unless an
    exception with its legal basis was recorded for it.
    """
    shown = [person for person in walkthrough.persons if person.id in photo.shows]
    is_masked = photo.checked is Checked.MASKED
    if any(person.withdrawn and not (is_masked and photo.looked > person.withdrawn) for person in shown):
        return Want.MASK_OR_REMOVE_WITHDRAWN
    if is_masked:
        return None
    if photo.checked is Checked.EXCEPTION and photo.basis:
        return None
    if photo.sensitive and not (shown and all(person.basis is Basis.SEPARATE_CONSENT for person in shown)):
        return Want.MASK_OR_SEPARATE_CONSENT
    return None if photo.checked else Want.LOOK


def unchecked(walkthrough: "Walkthrough") -> "tuple[tuple[Evidence, Want], ...]":
    """Every photo that may not leave yet, with what it needs, in the order they were taken in."""
    wanted = ((photo, want_of(photo, walkthrough)) for photo in walkthrough.kept)
    return tuple((photo, want) for photo, want in wanted if want is not None)
