"""What a person reads when something is wrong with the vault, its disk, its keys or a backup: title and sentence."""

from typing import Final

from cxo_core.problems import Code
from cxo_desktop.words import N_

VAULT_WORDS: Final[dict[Code, tuple[str, str]]] = {
    Code.BACKUP_DAMAGED: (
        N_("This backup is damaged"),
        N_(
            "“{file}” is not a whole backup ({what}). Use another copy of it or an older backup; nothing was changed."
        ),
    ),
    Code.BACKUP_NEWER: (
        N_("This backup comes from a newer version"),
        N_("“{file}” was made by a newer version of the program. Update the program, then restore it."),
    ),
    Code.BACKUP_NOT_FOUND: (
        N_("There is no such file or folder"),
        N_(
            "“{file}” was not found. Check that the disk is plugged in and the folder exists, then try again."
        ),
    ),
    Code.DISK_FAILING: (
        N_("The disk did not take it"),
        N_(
            "“{path}” could not be read or written ({cause}). What was saved before is kept. Make a backup to another disk now and check this one."
        ),
    ),
    Code.DISK_FULL: (
        N_("The disk is full"),
        N_(
            "There is no room left at “{path}”. The record is kept up to the last saved entry. Free some space, then do this again."
        ),
    ),
    Code.EVIDENCE_DAMAGED: (
        N_("A piece of evidence is damaged"),
        N_(
            "The file “{name}” was changed or cut off. The record itself is whole. Bring the file back from a backup, or note in the record that it is lost."
        ),
    ),
    Code.EVIDENCE_MISSING: (
        N_("A piece of evidence is missing"),
        N_(
            "The file “{name}” is not in the vault. The record itself is whole. Bring the file back from a backup, or note in the record that it is lost."
        ),
    ),
    Code.FOLDER_MISSING: (
        N_("This folder is not there"),
        N_(
            "There is no folder “{path}”. If it is on a stick, plug it in again, or choose another folder; nothing was changed."
        ),
    ),
    Code.FOLDER_READ_ONLY: (
        N_("This folder cannot be written"),
        N_(
            "The program may not write to “{path}”. Ask for write permission or choose another folder; nothing was changed."
        ),
    ),
    Code.FOLDER_TAKEN: (
        N_("Something else is in this folder"),
        N_("“{path}” is not empty and not a vault. Choose an empty folder."),
    ),
    Code.KEYRING_LOCKED: (
        N_("The system keyring is locked"),
        N_("Unlock the keyring of this computer, or open the vault with its passphrase."),
    ),
    Code.MASK_IS_FINAL: (
        N_("What is under this mask was erased"),
        N_(
            "The unmasked picture of “{file}” was erased on {day}, after the office had confirmed the record and its days were over."
            " The mask cannot be taken back: leave the photo masked, or photograph it again."
        ),
    ),
    Code.PASSPHRASE_NEEDED: (
        N_("The vault needs its passphrase"),
        N_("This computer keeps no key for the vault. Enter the passphrase or the recovery key."),
    ),
    Code.PASSPHRASE_TOO_SHORT: (
        N_("The passphrase is too short"),
        N_("Choose a passphrase of at least {shortest} characters, for example four words."),
    ),
    Code.PASSPHRASE_TOO_SOON: (
        N_("Too many wrong passphrases"),
        N_(
            "Wait {seconds} s, then enter the passphrase again, or use the recovery key. Nothing was deleted."
        ),
    ),
    Code.PASSPHRASE_WRONG: (
        N_("This passphrase does not open the vault"),
        N_(
            "Check the keyboard layout and capital letters, then enter the passphrase again, or use the recovery key."
        ),
    ),
    Code.PHOTO_BROUGHT_BACK: (
        N_("An entry brought back a picture that was erased"),
        N_(
            "Entry {seq} lets the record show a picture of “{file}” that was erased on {day}. Undo entry {seq} in the recorder, or remove the photo; the rest of the record is whole."
        ),
    ),
    Code.PHOTO_DESTROYED: (
        N_("This photo was destroyed"),
        N_(
            "The files of “{file}” were destroyed on {day}, because consent was withdrawn or something 密 may be in sight. The photo cannot come back: leave it out of the record."
        ),
    ),
    Code.PHOTO_ERASED: (
        N_("This photo was erased"),
        N_(
            "The picture of “{file}” was erased on {day}, after the office had confirmed the record and its days were over."
            " It cannot come back: leave it out of the record, or photograph it again."
        ),
    ),
    Code.RECORD_MOVED_ON: (
        N_("The record has moved on"),
        N_(
            "Entry {seq} was not saved, because the record changed in the meantime. Open the walkthrough again and repeat the entry."
        ),
    ),
    Code.RECOVERY_KEY_WRONG: (
        N_("This recovery key does not open the vault"),
        N_("Compare it with the printed sheet letter by letter and enter it again."),
    ),
    Code.VAULT_DAMAGED: (
        N_("The vault is damaged"),
        N_(
            "“{path}” cannot be read as it should be ({what}). Do not change the folder; restore the latest backup into another folder."
        ),
    ),
    Code.VAULT_EXISTS: (
        N_("There is a vault already"),
        N_("“{path}” holds a vault. Open it, or choose another folder for a new one."),
    ),
    Code.VAULT_IN_USE: (
        N_("The vault is open elsewhere"),
        N_("“{path}” is in use by another process ({pid}). Close the other window first."),
    ),
    Code.VAULT_MISSING: (
        N_("There is no vault here"),
        N_("No vault was found at “{path}”. Choose another folder, or create one here."),
    ),
    Code.VAULT_NEWER: (
        N_("The vault comes from a newer version"),
        N_(
            "“{path}” was last opened by a newer version of the program. Update this one; the vault is unchanged."
        ),
    ),
    Code.WALKTHROUGH_NOT_FOUND: (
        N_("There is no such walkthrough"),
        N_("The walkthrough “{id}” is not in this vault. Choose one from the library."),
    ),
}
