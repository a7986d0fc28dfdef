"""The sentences of the page about one person."""

from collections.abc import Mapping
from pathlib import Path

from cxo_desktop.retention_words import unread_words
from cxo_desktop.ui.people.about_hits import Sort
from cxo_desktop.ui.people.about_search import Elsewhere
from cxo_desktop.ui.widgets.chips import Option
from cxo_desktop.words import _, ngettext


def sort_options(counts: Mapping[str, int]) -> tuple[Option, ...]:
    """What the list can be narrowed to, each with how many there are."""
    words = {
        Sort.ALL: _("All of it"),
        Sort.CONSENT: _("Consent"),
        Sort.WITHDRAWAL: _("Consent withdrawn"),
        Sort.PHOTO: _("Photos"),
        Sort.FINDING: _("Findings"),
        Sort.ENTRY: _("Record entries"),
    }
    shown = {**counts, Sort.ALL: sum(counts.values())}
    return tuple(Option(sort, f"{word} {shown.get(sort, 0)}") for sort, word in words.items())


def progress_words(hits: int, done: int, every: int, *, is_over: bool, unread: int = 0) -> str:
    """How far the search is and how much it brought up so far."""
    told = ngettext("{count} place found", "{count} places found", hits).format(count=hits)
    if is_over:
        return " ".join((told, *([unread_words(unread)] if unread else [])))
    if not every:
        return _("{found}; the search was stopped, not everything was looked through.").format(found=told)
    return _("{found}; {done} of {every} walkthroughs looked through").format(
        found=told, done=done, every=every
    )


def elsewhere_words(seen: Elsewhere) -> str:
    """What this search cannot reach."""
    told = []
    if seen.vaults:
        told.append(
            ngettext(
                "{count} vault of another officer on this laptop is locked and is not searched.",
                "{count} vaults of other officers on this laptop are locked and are not searched.",
                seen.vaults,
            ).format(count=seen.vaults)
        )
    if seen.erasings:
        told.append(_("What was erased is not here any more; the library lists when and why."))
    return " ".join(told)


def exported_words(path: Path, *, is_clear: bool) -> tuple[str, str]:
    if is_clear:
        return (
            _("Written in clear"),
            _("Everything is in {path}, and anybody can read it there.").format(path=path),
        )
    return _("Handed over"), _("Everything is in {path}, encrypted; age opens it.").format(path=path)


def withdrawn_words(photos: int, offices: int) -> tuple[str, str]:
    """What came of taking a consent back, and what is still to be done."""
    told = []
    if photos:
        told.append(
            ngettext(
                "{count} photo must now be masked or destroyed; until then this walkthrough cannot be sealed.",
                "{count} photos must now be masked or destroyed; until then this walkthrough cannot be sealed.",
                photos,
            ).format(count=photos)
        )
    if offices:
        told.append(
            ngettext(
                "{count} office is asked to destroy what it holds; the outbox shows its answer.",
                "{count} offices are asked to destroy what they hold; the outbox shows their answers.",
                offices,
            ).format(count=offices)
        )
    if not told:
        told.append(_("No photo shows this person, and no office holds any."))
    return _("The consent is taken back"), " ".join(told)
