"""What a person reads for each of the doctor's looks: what it is about, how it stands, and what to do next."""

from typing import NamedTuple

from cxo_desktop.checks import Check, CheckCode, CheckState
from cxo_desktop.words import N_, _


class CheckWords(NamedTuple):
    """`advice` says what to do where it is not as it should be; `fine` what was found where it is."""

    title: str
    fine: str
    advice: str


WORDS: dict[CheckCode, CheckWords] = {
    CheckCode.OPENING: CheckWords(
        N_("Opening the vault"),
        N_("The vault opens."),
        N_(
            "The vault could not be opened ({problem}). Put that right first; the checks inside it were left out."
        ),
    ),
    CheckCode.SCHEMA: CheckWords(
        N_("Version of the vault"),
        N_("The vault has the version of this program ({found})."),
        N_("The vault has version {found}, this program knows {known}. Update the program."),
    ),
    CheckCode.DATABASE: CheckWords(
        N_("Database"),
        N_("Every page of the database is authentic."),
        N_(
            "The database is damaged ({what}). Do not record anything more; restore the latest backup into another folder."
        ),
    ),
    CheckCode.CHAINS: CheckWords(
        N_("Chains of the records"),
        N_("Records whole and unchanged: {count}."),
        N_(
            "{damaged} of {count} records do not hold together, first {walkthrough} at entry {seq}."
            " Keep the vault as it is, restore the latest backup into another folder and compare."
        ),
    ),
    CheckCode.EVIDENCE: CheckWords(
        N_("Evidence files"),
        N_("Files there and unchanged: {count}."),
        N_(
            "Of {count} files {missing} are missing and {damaged} are damaged, first {name} of {walkthrough}."
            " Bring them back from a backup, or note in the record that they are lost."
        ),
    ),
    CheckCode.BUNDLES: CheckWords(
        N_("Sealed bundles"),
        N_("Bundles there and unchanged: {count}."),
        N_(
            "Of {count} bundles {missing} are missing and {damaged} are damaged, first {name}."
            " Bring them back from a backup, or seal the walkthrough again as a new revision."
        ),
    ),
    CheckCode.ORPHANS: CheckWords(
        N_("Left-over files"),
        N_("No file lies about that no record names."),
        N_(
            "Files that no record names: {count}. A crash left them; the vault removes them by itself when it is next opened after one."
        ),
    ),
    CheckCode.PERMISSIONS: CheckWords(
        N_("Who may read the folder"),
        N_("Only you may read the folder of the vault."),
        N_("Others on this computer may read “{path}” ({mode}). Take their permission away: chmod 700."),
    ),
    CheckCode.SPACE: CheckWords(
        N_("Free space"),
        N_("{free_mb} MB are free."),
        N_("Only {free_mb} MB are free. Free at least {wanted_mb} MB before the next walkthrough."),
    ),
    CheckCode.CLOCK: CheckWords(
        N_("Clock"),
        N_("The clock is not behind any record. Jumps while recording: {jumps}."),
        N_(
            "The clock of this computer says {now}, which is before the last record ({last}). Set the clock before you record."
        ),
    ),
    CheckCode.KEYRING: CheckWords(
        N_("System keyring"),
        N_("The keyring keeps the key of this vault."),
        N_(
            "The keyring of this computer does not keep the key ({state})."
            " The vault opens with its passphrase; set up or unlock a system keyring to do without."
        ),
    ),
    CheckCode.SECOND_WAY_IN: CheckWords(
        N_("Second way in"),
        N_("The vault can also be opened by passphrase or recovery key."),
        N_(
            "Only the keyring of this computer opens the vault. Set a passphrase or print a recovery key now."
        ),
    ),
    CheckCode.SWAP: CheckWords(
        N_("Swap space"),
        N_("No unencrypted swap space is in use."),
        N_(
            "The swap space {device} is not encrypted and may hold what was on the screen. Encrypt it or turn it off."
        ),
    ),
    CheckCode.BACKUP: CheckWords(
        N_("Last backup"),
        N_("Days since the last backup: {days}."),
        N_("Days since the last backup: {days}. Make one onto another disk today."),
    ),
}

NEVER_BACKED_UP = N_("No backup was ever made. Make one onto another disk today.")


def check_title(check: Check) -> str:
    return _(WORDS[check.code].title)


def check_sentence(check: Check) -> str:
    """How it stands and, where it is not as it should be, what to do next."""
    words = WORDS[check.code]
    if check.code is CheckCode.BACKUP and "days" not in check.details:
        return _(NEVER_BACKED_UP)
    sentence = words.fine if check.state is CheckState.OK else words.advice
    return _(sentence).format_map(check.details)
