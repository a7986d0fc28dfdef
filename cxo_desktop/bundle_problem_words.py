"""What a person reads when something is wrong with a bundle or the keys it is sealed to: title and sentence."""

from typing import Final

from cxo_core.problems import Code
from cxo_desktop.words import N_

BUNDLE_WORDS: Final[dict[Code, tuple[str, str]]] = {
    Code.BUNDLE_DAMAGED: (
        N_("This bundle is damaged"),
        N_(
            "It cannot be read past “{where}”. Copy it again from where it came from, or have it sealed and sent again."
        ),
    ),
    Code.BUNDLE_DEVICE_UNEXPECTED: (
        N_("This bundle comes from another laptop"),
        N_(
            "It is signed by device {device}, not by the one it was expected from. Ask the officer which laptop was used."
        ),
    ),
    Code.BUNDLE_EVIDENCE_DIFFERS: (
        N_("A piece of evidence is not the one that was recorded"),
        N_(
            "Evidence {evidence} in this bundle differs from what the record says of it. Do not rely on it; ask the officer to seal again."
        ),
    ),
    Code.BUNDLE_EVIDENCE_MISSING: (
        N_("A piece of evidence is not in the bundle"),
        N_(
            "The record names evidence {evidence}, but the bundle does not hold it. Ask the officer to seal again."
        ),
    ),
    Code.BUNDLE_EVIDENCE_UNRECORDED: (
        N_("The bundle holds evidence that was never recorded"),
        N_(
            "Evidence {evidence} is not part of the record, or was removed from it. Ask the officer to seal again."
        ),
    ),
    Code.BUNDLE_HEAD_DIFFERS: (
        N_("The record in this bundle is not complete"),
        N_(
            "It should have {expected} entries with the recorded end, but has {events}. Ask the officer to seal again."
        ),
    ),
    Code.BUNDLE_IDENTITY_DIFFERS: (
        N_("The bundle is labelled as another record"),
        N_("Its label and its record do not agree on “{field}”. Ask the officer to seal again."),
    ),
    Code.BUNDLE_MEMBER_DAMAGED: (
        N_("A file in the bundle is damaged"),
        N_("“{member}” is not as it was sealed. Copy the bundle again, or ask the officer to seal again."),
    ),
    Code.BUNDLE_MEMBER_MISSING: (
        N_("A file is missing from the bundle"),
        N_(
            "“{member}” was sealed but is not there. Copy the bundle again, or ask the officer to seal again."
        ),
    ),
    Code.BUNDLE_MEMBER_UNEXPECTED: (
        N_("There is a file in the bundle that does not belong there"),
        N_(
            "“{member}” was not sealed into this bundle or not in this place. Do not open it; ask the officer to seal again."
        ),
    ),
    Code.BUNDLE_NOT_A_BUNDLE: (
        N_("This is not a bundle"),
        N_("The file was not made by sealing a walkthrough. Choose a file that ends in .cxo."),
    ),
    Code.BUNDLE_NOT_FOR_THIS_KEY: (
        N_("This key does not open the bundle"),
        N_("The bundle was sealed to another office. Choose that office's key."),
    ),
    Code.BUNDLE_SIGNATURE_WRONG: (
        N_("The signature does not hold"),
        N_(
            "Device {device} did not sign this bundle as it is now. Do not rely on it; ask the officer to seal again."
        ),
    ),
    Code.BUNDLE_TOO_LARGE: (
        N_("The record is too large for one bundle"),
        N_("A bundle holds at most {limit_mib} MiB. Remove evidence that is not needed, then seal again."),
    ),
    Code.BUNDLE_UNKNOWN_VERSION: (
        N_("This bundle is from a newer version"),
        N_(
            "It has format version {version}, which this version does not know. Update the program, then open it again."
        ),
    ),
    Code.BUNDLE_UNREADABLE: (
        N_("The bundle cannot be read"),
        N_(
            "The system refused to give the file ({reason}). Check that it is there and the stick is still plugged in, then try again."
        ),
    ),
    Code.BUNDLE_WALKTHROUGH_DIFFERS: (
        N_("The summary in the bundle does not follow from the record"),
        N_(
            "The entries are whole, but the folded copy says something else. Rely on the entries only and ask the officer to seal again."
        ),
    ),
    Code.IDENTITY_UNREADABLE: (
        N_("This is not a key file"),
        N_(
            "“{path}” holds no key that opens bundles (line {line}). Choose the office-identity.txt of the office."
        ),
    ),
    Code.OFFICE_EXISTS: (
        N_("There is an office in this folder already"),
        N_(
            "“{path}” holds keys that bundles may have been sealed to; they are left as they are. Choose another folder."
        ),
    ),
    Code.OFFICE_UNREADABLE: (
        N_("This is not an office's key file"),
        N_(
            "The field “{field}” is missing or not as expected. Ask the central office for its office.json again."
        ),
    ),
    Code.RECIPIENT_UNREADABLE: (
        N_("There is no key to seal to"),
        N_(
            "A line of the office's keys is not one that bundles can be sealed to (line {line}). Ask the central office for its office.json again."
        ),
    ),
}
