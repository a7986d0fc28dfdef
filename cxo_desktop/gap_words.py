"""One sentence for each thing that is still missing before sealing: what it is, where, and what to do about it."""

from cxo_core.gaps import Gap, Lack
from cxo_core.kinds import SPANS, Kind
from cxo_core.privacy import Want
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.kind_words import kind_name, span_name
from cxo_desktop.words import N_, _, ngettext, pick

_LONGEST_QUOTE = 30

SENTENCES: dict[Lack, str] = {
    Lack.NOTHING_RECORDED: N_(
        "Nothing that happened has been recorded yet. Record at least one event before sealing."
    ),
    Lack.STILL_PAUSED: N_("The recording is paused. Resume it, then finish."),
    Lack.STILL_OPEN: N_("“{name}” began at {time} and has not ended. Enter when it ended, or strike it out."),
    Lack.READING: N_("“{step}”: “{indicator}” has no value yet. Enter it."),
    Lack.HEADING: N_("The question “{indicator}” has not been answered yet. Answer it."),
    Lack.FINDING_WITHOUT_EVIDENCE: N_(
        "The finding “{fact}” has no evidence. Attach a photo, or leave it as it is."
    ),
    Lack.FINDING_WITHOUT_FACT: N_(
        "A finding at “{step}” says nothing yet. Write down the fact or withdraw the finding."
    ),
    Lack.FINDING_NOT_CONFIRMED: N_(
        "The finding “{fact}” rests on what was told or inferred, so it is sent as not confirmed. "
        "Check it yourself if you can."
    ),
    Lack.TIMES_OUT_OF_ORDER: N_(
        "“{later}” at {time} comes before “{earlier}”. Correct the time that is wrong."
    ),
    Lack.ALL_TYPED: N_(
        "Every time was entered afterwards, none while it happened. The report says so; check the times once more."
    ),
    Lack.SAME_PHOTO: N_(
        "Photo {caption} shows the same as another one. Remove one of them if it was a slip."
    ),
    Lack.STEP_TOO_SHORT: N_(
        "“{step}” took {seconds} s, less than the {floor} s it needs at least. Check when it began and ended."
    ),
    Lack.STEP_NOT_WALKED: N_("“{step}” was not walked. Walk it, or say in a note why it was left out."),
    Lack.CLOCK_JUMPED: N_(
        "The clock of this computer was moved by {seconds} s at {time}. Durations are not affected; check the times of day."
    ),
    Lack.OVERDUE_PAPER: N_(
        "“{title}” was deferred until {due} and is still open. Enter when it was handed in, if it was."
    ),
    Lack.PHOTO_NOT_CHECKED: N_(
        "Photo {caption} has not been checked yet. Mask what others would not want shown, or say that there is nothing to mask."
    ),
    Lack.PHOTO_WITHOUT_CAPTION: N_("The photo of {time} has no caption. Say in a few words what it shows."),
}


WANTS: dict[str, str] = {
    Want.MASK_OR_SEPARATE_CONSENT: N_(
        "Photo {caption} is sensitive. Mask it, note the separate consent of everybody in it, "
        "or record an exception with its legal basis."
    ),
    Want.MASK_OR_REMOVE_WITHDRAWN: N_(
        "Somebody in photo {caption} withdrew consent. Mask that person, or remove the photo."
    ),
}
"""What a photo needs instead of a look."""

OF_VOICES: dict[str, str] = {
    Lack.SAME_PHOTO: N_(
        "Voice note {caption} is the same as another one. Remove one of them if it was a slip."
    ),
    Lack.PHOTO_NOT_CHECKED: N_(
        "Nobody has listened to voice note {caption} yet. Listen to it and say that it may leave, or remove it."
    ),
    Lack.PHOTO_WITHOUT_CAPTION: N_(
        "The voice note of {time} has no caption. Say in a few words what is in it."
    ),
    Want.MASK_OR_SEPARATE_CONSENT: N_(
        "Voice note {caption} is sensitive. Remove it, note the separate consent of everybody in it, "
        "or record an exception with its legal basis."
    ),
    Want.MASK_OR_REMOVE_WITHDRAWN: N_(
        "Somebody in voice note {caption} withdrew consent. Remove the voice note."
    ),
}
"""The same of voice notes, in which nothing can be masked."""


def unchecked_sentence(count: int, *, is_voice: bool) -> str:
    """Several photos, or several voice notes, in one sentence."""
    if is_voice:
        return ngettext(
            "{count} voice note nobody has listened to yet. Listen to it and say that it may leave, or remove it.",
            "{count} voice notes nobody has listened to yet. Listen to them and say that they may leave, or remove them.",
            count,
        ).format(count=count)
    return ngettext(
        "{count} photo not yet checked. Mask it, or say that there is nothing to mask.",
        "{count} photos not yet checked. Mask them, or say that there is nothing to mask.",
        count,
    ).format(count=count)


def gap_sentence(gap: Gap, walkthrough: Walkthrough) -> str:
    """The sentence about one gap, in the language in use."""
    want = str(gap.details.get("want", ""))
    sentence = WANTS.get(want, SENTENCES[gap.lack])
    if is_of_voice(gap, walkthrough):
        sentence = OF_VOICES.get(want) or OF_VOICES.get(gap.lack, sentence)
    return _(sentence).format(**_fields(gap, walkthrough))


def is_of_voice(gap: Gap, walkthrough: Walkthrough) -> bool:
    """Whether a gap is about a voice note."""
    return any(each.seq == gap.seq for each in walkthrough.voices)


def _fields(gap: Gap, walkthrough: Walkthrough) -> dict[str, str]:
    told = {name: str(value) for name, value in gap.details.items()}
    fields = {
        "step": step_title(walkthrough, gap.step),
        "time": _time(walkthrough, gap.seq),
        "indicator": _indicator(walkthrough, told.get("indicator", "")),
        "fact": _quote(told.get("fact", "")),
        "caption": f"“{_quote(told['caption'])}”"
        if told.get("caption", "").strip()
        else _time(walkthrough, gap.seq),
        "due": told.get("due") or _("an open date"),
    }
    if "kind" in told:
        kind = Kind(told["kind"])
        fields["name"] = span_name(kind) if kind in SPANS else kind_name(kind)
    for side in ("earlier", "later"):
        if side in told:
            fields[side] = kind_name(Kind(told[side]))
    for plain in ("seconds", "floor"):
        fields[plain] = told.get(plain, "")
    paper = next((each for each in walkthrough.materials if each.deferred == gap.seq), None)
    fields["title"] = pick(paper.title) if paper else told.get("title", "")
    return fields


def step_title(walkthrough: Walkthrough, step: str | None) -> str:
    """The title of a step of the record's own scheme; its id where the scheme does not know it."""
    if not step:
        return _("the whole walkthrough")
    known = walkthrough.scheme.step(step) if walkthrough.scheme else None
    return pick(known.title) if known else step


def _indicator(walkthrough: Walkthrough, indicator: str) -> str:
    known = walkthrough.scheme.indicator(indicator) if walkthrough.scheme else None
    return pick(known.title) if known else indicator


def _time(walkthrough: Walkthrough, seq: int | None) -> str:
    return f"{walkthrough.entry(seq).wall:%m-%d %H:%M}" if seq else ""


def _quote(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
