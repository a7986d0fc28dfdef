"""The words of keeping and erasing: what the objects are called, why one has no day, what a line of the log says."""

from datetime import date

from cxo_desktop.services.retention import Dated, Stays, What
from cxo_desktop.storage.erasures import Erasure
from cxo_desktop.words import N_, _

WHAT: dict[str, str] = {
    What.UNMASKED: N_("Unmasked picture"),
    What.DRAFT: N_("Unfinished text"),
    What.PHOTO: N_("Photo"),
    What.BUNDLE: N_("Sealed file"),
    What.WALKTHROUGH: N_("Whole walkthrough"),
    What.LOG: N_("Lines of the sending log"),
    What.WITHDRAWAL: N_("Withdrawn consent"),
    What.ASSESSMENT: N_("Impact assessment"),
    "working": N_("Photo"),
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
    What.PHOTO: N_("Photos"),
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
