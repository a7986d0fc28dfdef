"""How far a voice note is on its way out, in words: nothing in it can be masked, so somebody listens, or it stays here."""

from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.measure_words import voice_text
from cxo_desktop.ui.masking.standing import SIGNS, Standing, standing_of
from cxo_desktop.words import N_, _

WORDS = {
    Standing.NOT_CHECKED: N_("Nobody has listened to it yet"),
    Standing.SENSITIVE: N_("Sensitive: remove it, or note the separate consent of everybody in it"),
    Standing.WITHDRAWN: N_("Somebody in it withdrew consent: remove it"),
    Standing.NOTHING_TO_MASK: N_("Listened to; it may leave"),
    Standing.EXCEPTION: N_("It leaves on this legal basis: {basis}"),
}


def said(note: Evidence, state: Walkthrough) -> str:
    """Sign and words, so that it is told by shape too."""
    standing = standing_of(note, state)
    return f"{SIGNS[standing]} " + _(WORDS[standing]).format(basis=note.basis)


def line(note: Evidence, state: Walkthrough) -> str:
    """One note in a list: sign, time, length and what it is about."""
    told = f"{SIGNS[standing_of(note, state)]} {note.wall:%H:%M:%S} · {voice_text(note.length_ms)}"
    return f"{told} · {note.caption}" if note.caption else told
