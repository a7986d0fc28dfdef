"""How far a photo is on its way out, by sign and words: a pure function of its state."""

from enum import StrEnum

from cxo_core.privacy import Checked, Sensitive, Want, want_of
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.words import N_, _


class Standing(StrEnum):
    NOT_CHECKED = "not-checked"
    SENSITIVE = "sensitive"
    WITHDRAWN = "withdrawn"
    MASKED = "masked"
    NOTHING_TO_MASK = "nothing-to-mask"
    EXCEPTION = "exception"
    PUT_ASIDE = "put-aside"

    @property
    def is_done(self) -> bool:
        return self not in (Standing.NOT_CHECKED, Standing.SENSITIVE, Standing.WITHDRAWN)


SIGNS = {
    Standing.NOT_CHECKED: "?",
    Standing.SENSITIVE: "!",
    Standing.WITHDRAWN: "!",
    Standing.MASKED: "■",
    Standing.NOTHING_TO_MASK: "✓",
    Standing.EXCEPTION: "§",
    Standing.PUT_ASIDE: "⊘",
}
WORDS = {
    Standing.NOT_CHECKED: N_("Not checked"),
    Standing.SENSITIVE: N_("Sensitive"),
    Standing.WITHDRAWN: N_("Consent withdrawn"),
    Standing.MASKED: N_("Masked"),
    Standing.NOTHING_TO_MASK: N_("Nothing to mask"),
    Standing.EXCEPTION: N_("Exception"),
    Standing.PUT_ASIDE: N_("Put aside"),
}
NEXT = {
    Standing.NOT_CHECKED: N_(
        "Look at it: mask what others would not want shown, or press N if there is nothing."
    ),
    Standing.SENSITIVE: N_(
        "Mask what is sensitive. Unmasked it may leave only with the separate consent of everybody in it, or as an exception."
    ),
    Standing.WITHDRAWN: N_(
        "Somebody in it withdrew consent. Mask that person, or remove the photo in the recorder."
    ),
    Standing.MASKED: N_(
        "It leaves masked. The picture under the masks stays on this laptop, encrypted, for {days} days."
    ),
    Standing.NOTHING_TO_MASK: N_("It may leave as it is."),
    Standing.EXCEPTION: N_("It leaves as it is. Legal basis: {basis}"),
    Standing.PUT_ASIDE: N_("It may be classified and never leaves this laptop with the walkthrough."),
}
FINAL = N_(
    "It leaves masked. The picture under the masks was erased, so they stay; more can be drawn on the masked picture."
)
SENSITIVE = {
    Sensitive.IDENTITY: N_("ID papers or numbers"),
    Sensitive.MEDICAL: N_("Medical"),
    Sensitive.MINOR: N_("A minor"),
    Sensitive.FACE: N_("Faces"),
}


def standing_of(photo: Evidence, walkthrough: Walkthrough) -> Standing:
    if photo.quarantined:
        return Standing.PUT_ASIDE
    match want_of(photo, walkthrough):
        case Want.LOOK:
            return Standing.NOT_CHECKED
        case Want.MASK_OR_SEPARATE_CONSENT:
            return Standing.SENSITIVE
        case Want.MASK_OR_REMOVE_WITHDRAWN:
            return Standing.WITHDRAWN
    match photo.checked:
        case Checked.MASKED:
            return Standing.MASKED
        case Checked.EXCEPTION:
            return Standing.EXCEPTION
    return Standing.NOTHING_TO_MASK


def said(standing: Standing) -> str:
    """Sign and words, so that it is told by shape too."""
    return f"{SIGNS[standing]} {_(WORDS[standing])}"


def next_of(standing: Standing, photo: Evidence, days: int | None) -> str:
    """What it means and what can be done. `days`: how long the picture under masks is kept, None for one that was erased."""
    if days is None and standing is Standing.MASKED:
        return _(FINAL)
    return _(NEXT[standing]).format(days=days, basis=photo.basis)
