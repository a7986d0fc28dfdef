"""Which central office a vault seals to: its public keys, kept in the vault."""

from dataclasses import replace
from pathlib import Path

from cxo_core.bundle.office import OfficeKeys
from cxo_core.problems import Code, Problem
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.offices import OfficeRow


def trust_office(vault: Vault, file: Path) -> OfficeKeys:
    """Takes an office's public file (`office.json`) and seals to it from now on. Raises Problem `office-unreadable`."""
    told = OfficeRow.of(OfficeKeys.read(file))
    known = vault.offices.by_id(told.id)
    if known is not None:
        told = replace(known, name=told.name, document=told.document)
    vault.offices.put(replace(told, is_current=True))
    return told.keys


def trusted_office(vault: Vault) -> OfficeKeys | None:
    """The office this vault seals to, or None."""
    office = vault.offices.current()
    return office.keys if office else None


def office_needed(vault: Vault) -> OfficeKeys:
    """The office this vault seals to; raises Problem `office-missing` where none was told yet."""
    office = trusted_office(vault)
    if office is None:
        raise Problem(Code.OFFICE_MISSING)
    return office
