"""What a person reads for each problem: a title and a sentence that says what to do next."""

from typing import NamedTuple

from cxo_core.problems import Code, Problem
from cxo_desktop.bundle_problem_words import BUNDLE_WORDS
from cxo_desktop.capture_problem_words import CAPTURE_WORDS
from cxo_desktop.stick_problem_words import STICK_WORDS
from cxo_desktop.sync_problem_words import SYNC_WORDS
from cxo_desktop.vault_problem_words import VAULT_WORDS
from cxo_desktop.words import N_, _


class Words(NamedTuple):
    title: str
    sentence: str


WORDS: dict[Code, Words] = {
    Code.EVENT_MALFORMED: Words(
        N_("This entry is not complete"),
        N_(
            "The field “{field}” of “{kind}” is missing or not as expected. Check it and enter it again; the record is unchanged."
        ),
    ),
    Code.CHAIN_BROKEN: Words(
        N_("The record was changed from outside"),
        N_(
            "Entry {seq} does not follow from the one before it. Keep this file as it is and show it to the central office."
        ),
    ),
    Code.NOTHING_TO_UNDO: Words(N_("Nothing to undo"), N_("There is no entry left that can be undone.")),
    Code.NOTHING_TO_REDO: Words(
        N_("Nothing to redo"), N_("Nothing was undone, or something new was recorded since.")
    ),
    Code.EVENT_NOT_FOUND: Words(
        N_("There is no such entry"),
        N_("Entry {seq} is not in this record. Choose one from the timeline."),
    ),
    Code.REASON_MISSING: Words(
        N_("A correction needs a reason"),
        N_("Say in a few words why the entry is changed; both versions stay in the record."),
    ),
    Code.WALKTHROUGH_SEALED: Words(
        N_("This walkthrough is sealed"),
        N_("A sealed walkthrough cannot change. Re-open it to make revision {next_revision}."),
    ),
    Code.CALENDAR_NOT_PUBLISHED: Words(
        N_("Working days cannot be counted yet"),
        N_(
            "The State Council has not published the holidays of {year} in this version. Update the program, then open the walkthrough again."
        ),
    ),
    Code.NOT_FINISHED: Words(
        N_("The walkthrough is still being recorded"),
        N_("Finish it first, then look through what is still missing and seal it."),
    ),
    Code.NOT_READY_TO_SEAL: Words(
        N_("Something has to be completed before sealing"),
        N_("{count} points must be settled first. Open “Finish and seal” to see each of them."),
    ),
    Code.NOT_SEALED: Words(
        N_("This walkthrough is not sealed"),
        N_("Only a sealed walkthrough can be re-opened. Go on recording it as it is."),
    ),
    Code.OFFICE_MISSING: Words(
        N_("No central office is known yet"),
        N_(
            "Ask the central office for its file “office.json” and open it under Settings; sealing needs its key. Your record is safe."
        ),
    ),
    Code.BUNDLE_GONE: Words(
        N_("The sealed file is not in the vault"),
        N_(
            "The file of revision {revision} was moved or deleted. Restore a backup, or re-open the walkthrough and seal it again."
        ),
    ),
    Code.TIME_IN_FUTURE: Words(
        N_("This time is still to come"),
        N_("{time} is later than now. Enter the time at which it happened."),
    ),
    Code.DOCUMENT_HAS_MISTAKES: Words(
        N_("A document cannot be used"),
        N_(
            "“{name}” has {count} mistakes, the first in line {line}. Run “{command}” to see each with its line, and correct the file."
        ),
    ),
    Code.DOCUMENT_UNREADABLE: Words(
        N_("A document cannot be read"),
        N_("“{name}” could not be read: {cause}. Check that the file is there and that you may open it."),
    ),
    Code.ITEM_MALFORMED: Words(
        N_("This service item is not complete"),
        N_(
            "The service item “{name}” does not follow the form of a service item. Check it with “cxo item check”."
        ),
    ),
    Code.ITEM_NOT_FOUND: Words(
        N_("There is no such service item"),
        N_("The catalogue holds no service item “{name}”. Choose one from the list."),
    ),
    Code.SCHEME_MALFORMED: Words(
        N_("This scheme is not complete"),
        N_("The scheme “{name}” does not follow the form of a scheme. Check it with “cxo scheme check”."),
    ),
    Code.SCHEME_NOT_FOUND: Words(
        N_("There is no such scheme"),
        N_("No scheme “{name}” is at hand. Choose one from the list."),
    ),
    Code.PHOTO_ANIMATED: Words(
        N_("This picture moves"),
        N_("“{file}” holds several pictures one after another. Take one still picture from it and add that."),
    ),
    Code.PHOTO_BROKEN: Words(
        N_("This photo is damaged"),
        N_(
            "“{file}” is cut off or damaged and was not added. Copy it from the camera once more and try again."
        ),
    ),
    Code.PHOTO_CHANGING: Words(
        N_("This photo is still being copied"),
        N_("“{file}” changed while it was read. Wait until copying has finished, then add it again."),
    ),
    Code.PHOTO_EMPTY: Words(
        N_("This file is empty"),
        N_("“{file}” holds nothing. Copy it from the camera once more and try again."),
    ),
    Code.PHOTO_MASK_BESIDE: Words(
        N_("A mask lies beside the photo"),
        N_(
            "The mask at {area} covers nothing of “{file}”, which is {width} × {height} pixels, so that nothing was masked."
            " Put the mask onto the photo and try again."
        ),
    ),
    Code.PHOTO_TOO_LARGE: Words(
        N_("This photo is too large"),
        N_(
            "“{file}” has {megabytes} MB; at most {limit_megabytes} MB can be added. Save a smaller copy and add that."
        ),
    ),
    Code.PHOTO_TOO_MANY_PIXELS: Words(
        N_("This photo has too many pixels"),
        N_(
            "“{file}” has {megapixels} megapixels; at most {limit_megapixels} can be added."
            " Save a smaller copy and add that."
        ),
    ),
    Code.PHOTO_TOO_NARROW: Words(
        N_("This picture is only a strip"),
        N_(
            "“{file}” is {width} × {height} pixels, too narrow to show. Cut it into several pictures and add those."
        ),
    ),
    Code.PHOTO_UNKNOWN_FORMAT: Words(
        N_("This is not a photo that can be added"),
        N_("“{file}” is not a JPEG, PNG, WebP or HEIC picture. Save it as JPEG or PNG and add that."),
    ),
    Code.PHOTO_UNREADABLE: Words(
        N_("This photo cannot be read"),
        N_(
            "“{file}” could not be opened ({reason}). Check that it is still there and may be read, then try again."
        ),
    ),
} | {
    code: Words(*said)
    for code, said in (VAULT_WORDS | BUNDLE_WORDS | SYNC_WORDS | STICK_WORDS | CAPTURE_WORDS).items()
}


def title(problem: Problem) -> str:
    return _(WORDS[problem.code].title)


def sentence(problem: Problem) -> str:
    """The whole sentence with its named fields filled in."""
    return _(WORDS[problem.code].sentence).format_map(_Details(problem.details))


class _Details(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"
