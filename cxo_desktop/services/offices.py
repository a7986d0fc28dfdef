"""Which central office a vault seals to: its public keys, kept in the vault."""

from pathlib import Path

from cxo_core.bundle.office import OfficeKeys
from cxo_core.problems import Code, Problem
from cxo_desktop.services.vaults import Vault

_SETTING = "office"


def trust_office(vault: Vault, file: Path) -> OfficeKeys:
    """Takes an office's public file (`office.json`) and seals to it from now on. Raises Problem `office-unreadable`."""
    office = OfficeKeys.read(file)
    vault.settings.put(_SETTING, office.to_bytes().decode())
    return office


def trusted_office(vault: Vault) -> OfficeKeys | None:
    """The office this vault seals to, or None."""
    kept = vault.settings.get(_SETTING)
    return OfficeKeys.from_bytes(kept.encode()) if kept else None


def office_needed(vault: Vault) -> OfficeKeys:
    """The office this vault seals to; raises Problem `office-missing` where none was told yet."""
    office = trusted_office(vault)
    if office is None:
        raise Problem(Code.OFFICE_MISSING)
    return office
