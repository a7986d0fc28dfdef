"""The words of keeping and erasing: what the objects are called, why one has no day, what a line of the log says."""

from collections.abc import Mapping
from datetime import date, datetime

from cxo_desktop.measure_words import size_text
from cxo_desktop.people_words import BASES, CONSENTS
from cxo_desktop.services.consents import Consent
from cxo_desktop.services.kept import Part, Whole
from cxo_desktop.services.retention import Dated, Ground, Stays, What
from cxo_desktop.services.tombstones import Tombstone
from cxo_desktop.storage.erasures import Erasure
from cxo_desktop.words import N_, _, ngettext

WHAT: dict[str, str] = {
    What.UNMASKED: N_("Unmasked picture"),
    What.DRAFT: N_("Unfinished text"),
    What.PHOTO: N_("Photo or voice note"),
    What.BUNDLE: N_("Sealed file"),
    What.WALKTHROUGH: N_("Whole walkthrough"),
    What.LOG: N_("Lines of the sending log"),
    What.WITHDRAWAL: N_("Withdrawn consent"),
    What.ASSESSMENT: N_("Impact assessment"),
    "working": N_("Photo or voice note"),
    "report": N_("Photo for the report"),
    "thumbnail": N_("Small picture"),
}

WHY: dict[str, str] = {
    "retention": N_("its time was over"),
    "withdrawal": N_("consent was withdrawn"),
    "classified": N_("something 密 may have been in sight"),
}

PERIODS: dict[What, str] = {
    What.UNMASKED: N_("Unmasked pictures"),
    What.DRAFT: N_("Unfinished texts"),
    What.PHOTO: N_("Photos and voice notes"),
    What.BUNDLE: N_("Sealed files"),
    What.WALKTHROUGH: N_("Whole walkthroughs"),
    What.LOG: N_("Sending log"),
    What.WITHDRAWAL: N_("Withdrawn consents"),
    What.ASSESSMENT: N_("Earlier impact assessments"),
}

STAYS: dict[Stays, str] = {
    Stays.OPEN: N_("stays: not sealed"),
    Stays.NO_RECEIPT: N_("stays: no receipt yet"),
    Stays.IN_FORCE: N_("stays: in force"),
}

WHOLE_STAYS: dict[Stays, str] = {
    Stays.OPEN: N_("Kept without end: not sealed yet, so nothing of it has a day."),
    Stays.NO_RECEIPT: N_(
        "Kept without end: the office has not confirmed it yet, so nothing of it has a day."
    ),
}


def what_name(what: str) -> str:
    """What an object is called; a kind this version does not know by its own name."""
    return _(WHAT[what]) if what in WHAT else what


def period_name(what: What) -> str:
    return _(PERIODS[what])


def kept_words(each: Dated) -> str:
    """Until when, or why without end."""
    if each.until is None:
        return _(STAYS[each.stays or Stays.OPEN])
    return _("until {day}").format(day=each.until.isoformat())


def ground_words(each: Dated) -> str:
    """Which receipt lets it go."""
    if each.ground is None:
        return ""
    return _("receipt of {day}, {digest}…").format(
        day=each.ground.signed_on.isoformat(), digest=each.ground.digest[:12]
    )


def office_day_words(day: date | None) -> str:
    """What is known of the time beside this laptop's clock."""
    if day is None:
        return _("No office has told a day yet.")
    return _("The office was last heard on {day}.").format(day=day.isoformat())


def erased_words(each: Erasure) -> str:
    """One line of the log."""
    word = each.why.partition(" ")[0]
    return f"{what_name(each.what)} · {_(WHY[word]) if word in WHY else each.why}"


def day_words(whole: Whole) -> str:
    """Until when, in a column of a list."""
    if whole.until is not None:
        return whole.until.isoformat()
    return _("no day yet")


def whole_words(whole: Dated, days: Mapping[What, int]) -> str:
    """Until when a walkthrough stays and what that rests on, as a sentence."""
    if whole.until is None:
        return _(WHOLE_STAYS[whole.stays or Stays.OPEN])
    return _("Kept until {day}: {reason}.").format(
        day=whole.until.isoformat(),
        reason=reason_words(whole.until, whole.ground, days[What.WALKTHROUGH]),
    )


def part_words(part: Part, days: Mapping[What, int]) -> str:
    """One line about all objects of a kind that go on the same day."""
    name = _part_name(part)
    if part.until is None:
        return _("{what}: {until}").format(what=name, until=_(STAYS[part.stays or Stays.OPEN]))
    until = _("until {day}").format(day=part.until.isoformat())
    reason = reason_words(part.until, part.ground, days[part.what])
    if not reason:
        return _("{what}: {until}").format(what=name, until=until)
    return _("{what}: {until}, {reason}").format(what=name, until=until, reason=reason)


def _part_name(part: Part) -> str:
    name = period_name(part.what)
    if part.revision:
        name = _("Sealed file, revision {number}").format(number=part.revision)
    size = size_text(part.bytes) if part.bytes else ""
    if part.what in (What.PHOTO, What.UNMASKED):
        return ngettext("{what} ({count} file, {size})", "{what} ({count} files, {size})", part.count).format(
            what=name, count=part.count, size=size
        )
    return _("{what} ({size})").format(what=name, size=size) if size else name


def reason_words(until: date, ground: Ground | None, days: int) -> str:
    """What a day rests on: the receipt and so many days, or a later day of its own."""
    if ground is None:
        return ""
    signed = ground.signed_on
    if (until - signed).days == days:
        return ngettext("receipt of {day} and {count} day", "receipt of {day} and {count} days", days).format(
            day=signed.isoformat(), count=days
        )
    return _("receipt of {day}; something of it has a later day").format(day=signed.isoformat())


def consent_words(consent: Consent) -> str:
    """On what ground somebody is recorded, since when, and what became of a consent taken back."""
    person = consent.person
    how = _(CONSENTS[person.consent]) if person.consent in CONSENTS else person.consent
    parts = [
        _(BASES[person.basis]),
        how,
        _("noted {day}").format(day=_day(consent.noted)),
    ]
    if consent.withdrawn is not None:
        parts.append(_("taken back {day}").format(day=_day(consent.withdrawn)))
    for asked in consent.asked:
        told = (
            _("{office}: confirmed {day}").format(office=asked.office, day=_day(asked.confirmed))
            if asked.confirmed
            else _("{office}: asked {day}, not confirmed yet").format(office=asked.office, day=_day(asked.at))
        )
        parts.append(told)
    return " · ".join(part for part in parts if part)


def unread_words(count: int) -> str:
    """Records that could not be looked into."""
    return ngettext(
        "{count} walkthrough cannot be read and was not searched. “cxo doctor” says what is wrong with it.",
        "{count} walkthroughs cannot be read and were not searched. “cxo doctor” says what is wrong with them.",
        count,
    ).format(count=count)


def stays_words(unsealed: int, unanswered: int, *, lies_open: bool) -> str:
    """What has no day at all, and why."""
    told = []
    if unsealed:
        told.append(
            ngettext(
                "{count} walkthrough is not sealed: nothing of it has a day.",
                "{count} walkthroughs are not sealed: nothing of them has a day.",
                unsealed,
            ).format(count=unsealed)
        )
    if unanswered:
        told.append(
            ngettext(
                "{count} sealed walkthrough has no receipt from the office: nothing of its last revision goes, however old.",
                "{count} sealed walkthroughs have no receipt from the office: nothing of their last revision goes, however old.",
                unanswered,
            ).format(count=unanswered)
        )
    if lies_open:
        told.append(_("The walkthrough that lies open is left alone."))
    return "\n".join(told)


def why_words(why: str) -> str:
    """The rule by which something was erased."""
    return _(WHY[why]) if why in WHY else why


def tombstone_words(tomb: Tombstone) -> str:
    """When and why something went, and the receipt it had been delivered with; never what was in it."""
    day, why = _day(tomb.at), why_words(tomb.why)
    if not tomb.is_whole:
        size = size_text(tomb.bytes)
        said = ngettext(
            "{count} file ({size}) erased on {day}, because {why}.",
            "{count} files ({size}) erased on {day}, because {why}.",
            tomb.objects,
        ).format(count=tomb.objects, size=size, day=day, why=why)
        return f"{said} {_rests_on(tomb.ground)}".strip()
    said = _("Erased on {day}, because {why}.").format(day=day, why=why)
    told = [
        _("Delivered: revision {number}, receipt of {office}, {when}.").format(
            number=each.revision, office=each.office, when=f"{each.at.astimezone():%Y-%m-%d %H:%M}"
        )
        for each in tomb.receipts
    ]
    return " ".join((said, *(told or [_("No receipt in the log can be verified.")])))


def _rests_on(ground: str) -> str:
    """`receipt sha256:… r1 2026-03-03`, or the law where no receipt was needed."""
    words = ground.split()
    if words[:1] == ["receipt"]:
        return _("The receipt of {day} allowed it.").format(day=words[-1])
    return _("It rests on {law}.").format(law=ground) if ground else ""


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d}"
