"""Which central offices a vault knows, and to which of them a walkthrough is sealed."""

from dataclasses import replace
from pathlib import Path

from cxo_core.bundle.office import OfficeKeys
from cxo_core.problems import Code, Problem
from cxo_core.signing import key_id, public_key
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.offices import OfficeRow, Standing


def device_of(vault: Vault) -> str:
    """The id by which offices know this laptop: the short name of its signing key."""
    return key_id(public_key(vault.device_key()))


def trust_office(vault: Vault, file: Path) -> OfficeKeys:
    """Takes an office's public file (`office.json`) and seals to it from now on. Raises Problem `office-unreadable`."""
    told = OfficeRow.of(OfficeKeys.read(file))
    known = vault.offices.by_id(told.id)
    if known is not None:
        told = replace(known, name=told.name, document=told.document)
    vault.offices.put(replace(told, is_current=True))
    return told.keys


def choose_office(vault: Vault, office: str) -> OfficeRow:
    """Seals new walkthroughs to this office from now on; what is sealed already stays addressed as it is.

    Raises Problem `office-missing` where the vault does not know it.
    """
    if vault.offices.by_id(office) is None:
        raise Problem(Code.OFFICE_MISSING)
    vault.offices.make_current(office)
    chosen = vault.offices.by_id(office)
    assert chosen is not None, "no office is ever taken out of a vault"
    return chosen


def trusted_office(vault: Vault) -> OfficeKeys | None:
    """The office that new walkthroughs are sealed to, or None."""
    office = vault.offices.current()
    return office.keys if office else None


def office_of(vault: Vault, walkthrough: str) -> OfficeRow | None:
    """The office a walkthrough is to be sealed to: that of its earlier revisions, else the one that asked for it,
    else the current one. One that this laptop is enrolled with goes before one that it is not; None without any office.
    """
    earlier = vault.bundles.latest(walkthrough)
    task = vault.tasks.of_walkthrough(walkthrough)
    named = [vault.offices.by_id(each.office) for each in (earlier, task) if each is not None]
    offices = [each for each in (*named, vault.offices.current()) if each is not None]
    open_ones = [each for each in offices if each.standing is Standing.ENROLLED]
    return next(iter(open_ones or offices), None)


def office_needed(vault: Vault, walkthrough: str = "") -> OfficeKeys:
    """The keys to seal a walkthrough to (`office_of`), or those of the current office where none is named.

    Raises Problem `office-missing` where no office was told yet.
    """
    office = office_of(vault, walkthrough) if walkthrough else vault.offices.current()
    if office is None:
        raise Problem(Code.OFFICE_MISSING)
    return office.keys


def enrolled(vault: Vault) -> tuple[OfficeRow, ...]:
    """The offices this laptop is enrolled with."""
    return tuple(each for each in vault.offices.every() if each.standing is Standing.ENROLLED)


def revoked(vault: Vault) -> tuple[OfficeRow, ...]:
    """The offices that no longer take anything from this laptop. All work stays; enrolling anew goes on with it."""
    return tuple(each for each in vault.offices.every() if each.standing is Standing.REVOKED)
