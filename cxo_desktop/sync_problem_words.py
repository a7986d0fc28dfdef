"""What a person reads when something stands between the laptop and the office: title and sentence."""

from typing import Final

from cxo_core.problems import Code
from cxo_desktop.words import N_

SYNC_WORDS: Final[dict[Code, tuple[str, str]]] = {
    Code.BUNDLE_CONFLICTS: (
        N_("The office holds another version of this revision"),
        N_(
            "It keeps both and counts the one it had first. Re-open the walkthrough and seal it again as the next revision; nothing is lost."
        ),
    ),
    Code.BUNDLE_DEVICE_UNKNOWN: (
        N_("The office does not know the laptop that sealed this"),
        N_(
            "The bundle is signed by device {device}, which is not enrolled there. Ask the office to enrol this laptop, then try again."
        ),
    ),
    Code.CERTIFICATE_CHANGED: (
        N_("The office shows another certificate than the one you trusted"),
        N_(
            "Nothing was sent, your work is saved. Ask the office whether it changed its certificate; if so, open its new enrolment file."
        ),
    ),
    Code.DEVICE_REVOKED: (
        N_("The office has withdrawn this laptop's access"),
        N_(
            "All your work stays here and can be read, exported and recorded further. Ask the office for a new enrolment file to send again."
        ),
    ),
    Code.DOCUMENT_NOT_SIGNED: (
        N_("This document is not signed as it must be"),
        N_(
            "It was changed, cut short, or signed by another key ({why}). It was not used; ask for it once more."
        ),
    ),
    Code.ENROLMENT_CODE_UNKNOWN: (
        N_("This enrolment code is no longer good"),
        N_("It was used already, or its time is over. Ask the office for a new enrolment file."),
    ),
    Code.ENROLMENT_UNREADABLE: (
        N_("This is not an enrolment file"),
        N_(
            "The field “{field}” is missing or not as expected. Ask the office to send you the enrolment file again."
        ),
    ),
    Code.NOT_ENROLLED: (
        N_("This laptop is not enrolled with the office"),
        N_(
            "Open the enrolment file of the office under Settings. Until then bundles can go to the office on a stick."
        ),
    ),
    Code.OFFICE_ANSWERS_STRANGELY: (
        N_("Something else answers in place of the office"),
        N_(
            "Perhaps this network asks for a login page first. Nothing counts as sent; your work is saved and will be sent later."
        ),
    ),
    Code.OFFICE_BUSY: (
        N_("The office is busy"),
        N_("It cannot take anything in right now. Your work is saved and will be sent later."),
    ),
    Code.OFFICE_UNREACHABLE: (
        N_("No connection to the office"),
        N_("Your work is saved and will be sent later."),
    ),
    Code.PACK_NOT_SOUND: (
        N_("The office pack is not sound"),
        N_(
            "It was cut short, changed, or made for another laptop ({why}). Everything stays as it was; ask the office for a new one."
        ),
    ),
    Code.PACK_OLDER: (
        N_("This office pack is older than the one you have"),
        N_("Everything stays as it was. Fetch the newest one from the office."),
    ),
    Code.QUOTA_EXCEEDED: (
        N_("Too much of this laptop's is lying at the office unfinished"),
        N_(
            "It goes on as soon as the office has cleared some of it. Your work is saved; tell the office if this stays."
        ),
    ),
    Code.REQUEST_MALFORMED: (
        N_("The office did not understand the question"),
        N_(
            "The versions of program and office may not fit together ({why}). Update the program, then try again; your work is saved."
        ),
    ),
    Code.TOKEN_UNKNOWN: (
        N_("The office does not recognise this laptop"),
        N_("All your work stays here. Ask the office for a new enrolment file and open it under Settings."),
    ),
    Code.UPLOAD_DIGEST_DIFFERS: (
        N_("The file did not arrive as it was sent"),
        N_("It was damaged on the way and will be sent once more. Your copy here is whole."),
    ),
    Code.UPLOAD_EXPIRED: (
        N_("The office waited too long for the rest of this file"),
        N_("What had arrived was cleared away; the file will be sent from the beginning."),
    ),
    Code.UPLOAD_GONE: (
        N_("The office no longer has the part that was sent"),
        N_("The file will be sent from the beginning. Your copy here is whole."),
    ),
    Code.UPLOAD_INCOMPLETE: (
        N_("The file has not arrived whole yet"),
        N_("What is missing will be sent at the next try."),
    ),
    Code.UPLOAD_OFFSET_DIFFERS: (
        N_("Laptop and office disagree how far the file has got"),
        N_("It goes on from where the office says at the next try."),
    ),
    Code.UPLOAD_TOO_LARGE: (
        N_("This file is larger than the office takes"),
        N_(
            "Re-open the walkthrough, take out photos that are not needed and seal it again, or ask the office to raise its limit."
        ),
    ),
    Code.MATTER_NOT_FOUND: (
        N_("The office has no such thing"),
        N_("There is no {kind} “{id}” at the office. List them and choose one from there."),
    ),
    Code.OFFICE_DATABASE_FAILING: (
        N_("The office's database does not answer"),
        N_("Nothing was lost. Whoever looks after the office's server has to see to it: {cause}."),
    ),
    Code.OFFICE_DATABASE_NEWER: (
        N_("The office's database comes from a newer version"),
        N_("It has version {found}, this program knows {known}. Update the office's program."),
    ),
    Code.OFFICE_FILES_FAILING: (
        N_("The office cannot read or write its files"),
        N_("Nothing was lost. Whoever looks after the office's server has to see to it: {cause}."),
    ),
    Code.OFFICE_SETTING_WRONG: (
        N_("A setting of the office cannot be used"),
        N_("The setting “{name}” is not as it must be. Correct it, then start the office again."),
    ),
    Code.PLACE_TAKEN: (
        N_("This place is already in use"),
        N_("“{path}” holds something already. Choose an empty folder."),
    ),
}
